import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";

/** Bytes of the units that people write. */
const UNITS: Readonly<Record<string, number>> = { "": 1, B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** Partitions that are in memory at once at least: one that answers, the next as it is read, and what they are made of. */
const LEAST = 4;
/** The part of the memory that is left for such copies. */
const WORK = 1 / 4;

/** Bytes, of a number of them or of text as "512MB". Units are those of 1024. */
export function readMemory(given: unknown): number {
  const [, number, unit = ""] =
    typeof given === "string" ? (/^\s*(\d+(?:\.\d+)?)\s*([KMGT]?i?B?)\s*$/i.exec(given) ?? []) : [];
  const bytes =
    typeof given === "number"
      ? given
      : Number(number) *
        (UNITS[
          unit
            .toUpperCase()
            .replace("I", "")
            .replace(/^([KMGT])$/, "$1B")
        ] ?? Number.NaN);
  if (Number.isFinite(bytes) && bytes > 0) return bytes;
  throw new GlmError("BAD_OPTION", `memory = ${show(given)}; expected bytes, or text as "512MB" or "2GB"`, {});
}

/** Bytes for partitions that stay. */
export function roomFor(bytes: readonly number[], memory: number): number {
  return memory - Math.max(leastMemory(bytes, memory), WORK * memory);
}

export const KEEPING = {
  /** Partitions that stay in memory at most. */
  most: Infinity,
};

/** Bytes for the work with partitions of such sizes; refuses a memory that is too small for it. */
export function leastMemory(bytes: readonly number[], memory: number): number {
  const largest = Math.max(0, ...bytes);
  const least = LEAST * largest;
  if (memory >= least) return least;
  const wanted = `${Math.ceil(least / 2 ** 20)}MB`;
  const message = `memory = ${memory} bytes, and the largest partition of these rows has ${largest}; expected ${least} or more: set memory: "${wanted}"`;
  throw new GlmError("BAD_OPTION", message, { memory, least });
}

/** How many partitions stay in memory, by their bytes; a limit too small for the work is refused with the least that serves. */
export function partitionsKept(bytes: readonly number[], memory: number): number {
  const room = roomFor(bytes, memory);
  let [count, sum] = [0, 0];
  while (count < Math.min(bytes.length, KEEPING.most) && sum + bytes[count]! <= room) sum += bytes[count++]!;
  return count;
}
