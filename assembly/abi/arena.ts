import { OWN_BYTES } from "../num/own";

/**
 * Arena: one bump pointer over linear memory. Every buffer of a fit lives between a mark() and its release();
 * nothing in assembly/ allocates any other way.
 */

const ALIGN: usize = 16; // widest load is v128
let top: usize = ((__heap_base + ALIGN - 1) & ~(ALIGN - 1)) + OWN_BYTES;

/** Reserves `bytes`, 16-byte aligned, NOT zeroed. Returns 0 when memory cannot grow. */
export function alloc(bytes: usize): usize {
  const start = top;
  const end = (start + bytes + ALIGN - 1) & ~(ALIGN - 1);
  if (end < start) return 0; // 32-bit overflow
  const have = <usize>memory.size() << 16;
  if (end > have) {
    const pages = <i32>((end - have + 0xffff) >>> 16);
    if (memory.grow(pages) < 0) return 0;
  }
  top = end;
  return start;
}

/** Current position; hand it to release() to drop everything reserved since. */
export function mark(): usize { return top; }

/** No buffers any more: for an instance over a memory whose arena belongs to another one. */
export function close(): void { top = <usize>0 - ALIGN; }

/** Drops every buffer reserved after `position`. */
export function release(position: usize): void { top = position; }
