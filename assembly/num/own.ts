/**
 * Memory that belongs to one instance of the kernel: a table that it makes at first use, and a few numbers to work in. Threads are instances
 * over the same memory, so each must be told a place of its own before it works (lend in assembly/local.ts). No other data in
 * memory changes but what the host hands over.
 */

/** Bytes of it: a few numbers for whoever runs, then the table (num/logistic-normal.ts). */
export const OWN_BYTES: usize = 112192;
const FEW_BYTES: usize = 96;

/** Where it begins: at the beginning of free memory, before the arena, until another place is lent. */
let start: usize = (__heap_base + 15) & ~15;

/** Where the numbers are: 32 bytes of one function, then f64[5] of another that calls it. */
// @ts-ignore: decorator
@inline
export function ownPlans(): usize { return start; }

// @ts-ignore: decorator
@inline
export function ownMoments(): usize { return start + 32; }

// @ts-ignore: decorator
@inline
export function ownTable(): usize { return start + FEW_BYTES; }

/** Bytes that the table may have. */
export const OWN_TABLE_BYTES: usize = OWN_BYTES - FEW_BYTES;

export function moveOwn(to: usize): void { start = to; }
