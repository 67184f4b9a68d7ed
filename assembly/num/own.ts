/**
 * Memory that belongs to one instance of the kernel: a table that it makes at first use, and a few numbers to work in. Threads are instances
 * over the same memory, so each must be told a place of its own before it works (lend in assembly/local.ts). No other data in
 * memory changes but what the host hands over.
 */

/** Bytes of it. */
export const OWN_BYTES: usize = 112128;

/** Where it begins: at the beginning of free memory, before the arena, until another place is lent. */
let start: usize = (__heap_base + 15) & ~15;

// @ts-ignore: decorator
@inline
export function own(): usize { return start; }

export function moveOwn(to: usize): void { start = to; }
