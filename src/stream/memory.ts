import { GlmError } from "../base/errors.js";

/** Partitions that are in memory at once at least: one that answers, the next as it is read, and what they are made of. */
const LEAST = 4;
/** The part of the memory that is left for such copies. */
const WORK = 1 / 4;

/** Bytes for the work with partitions of such sizes; refuses a memory that is too small for it. */
export function leastMemory(bytes: readonly number[], memory: number): number {
  const largest = Math.max(0, ...bytes);
  const least = LEAST * largest;
  if (memory >= least) return least;
  const wanted = `${Math.ceil(least / 2 ** 20)}MB`;
  const message = `memory = ${memory} bytes, and the largest partition of these rows has ${largest}; expected ${least} or more: set memory: "${wanted}"`;
  throw new GlmError("BAD_OPTION", message, { memory, least });
}

/** Bytes for partitions that stay. */
export function roomFor(bytes: readonly number[], memory: number): number {
  return memory - Math.max(leastMemory(bytes, memory), WORK * memory);
}

export const KEEPING = {
  /** Partitions that stay in memory at most. */
  most: Infinity,
};

/** How many partitions stay in memory, by their bytes; a limit too small for the work is refused with the least that serves. */
export function partitionsKept(bytes: readonly number[], memory: number): number {
  const room = roomFor(bytes, memory);
  let [count, sum] = [0, 0];
  while (count < Math.min(bytes.length, KEEPING.most) && sum + bytes[count]! <= room) sum += bytes[count++]!;
  return count;
}
