// Times and their statistics.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** Collects all garbage, so that no program pays for the garbage of the one before. */
export const collectGarbage = /** @type {() => void} */ (runInNewContext("gc"));

/**
 * @typedef {object} Spread
 * @property {number} median
 * @property {number} low  lower quartile
 * @property {number} high  upper quartile
 * @property {number} runs
 */

/** @param {readonly number[]} values @param {number} part */
function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const below = /** @type {number} */ (sorted[Math.floor(at)]);
  const above = /** @type {number} */ (sorted[Math.ceil(at)]);
  return below + (above - below) * (at - Math.floor(at));
}

/** @param {readonly number[]} values @returns {Spread} */
export function spreadOf(values) {
  return {
    median: quantile(values, 0.5),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
    runs: values.length,
  };
}

/**
 * Milliseconds of one call.
 *
 * @template T
 * @param {() => T} work
 * @returns {{ ms: number, result: T }}
 */
export function timed(work) {
  const begun = performance.now();
  const result = work();
  return { ms: performance.now() - begun, result };
}

/** A program faster than this runs once untimed after the garbage collection, which leaves the caches cold. */
const FAST_MS = 200;

/**
 * The same after a garbage collection and one warm-up.
 *
 * @template T
 * @param {() => T} work
 * @param {number} roughMs  about how long it takes
 */
export function timedWarm(work, roughMs) {
  collectGarbage();
  if (roughMs < FAST_MS) work();
  return timed(work);
}

/**
 * Times two programs in turn, so that both see the same machine; the first one alternates.
 *
 * @param {() => number} first  milliseconds of one run
 * @param {() => number} second
 * @param {number} rounds
 * @returns {{ first: Spread, second: Spread, ratio: Spread }}  ratio: second / first, per round
 */
export function interleave(first, second, rounds) {
  /** @type {[number, number][]} */
  const times = [];
  for (let k = 0; k < rounds; k++) {
    if (k % 2 === 0) {
      const a = first();
      times.push([a, second()]);
    } else {
      const b = second();
      times.push([first(), b]);
    }
  }
  return {
    first: spreadOf(times.map(([a]) => a)),
    second: spreadOf(times.map(([, b]) => b)),
    ratio: spreadOf(times.map(([a, b]) => b / a)),
  };
}

/**
 * Rounds that fit into a time: many for fast programs, three at least.
 *
 * @param {number} roundMs  one round takes about this long
 * @param {number} totalMs
 */
export function roundsFor(roundMs, totalMs) {
  return Math.min(31, Math.max(3, Math.floor(totalMs / roundMs)));
}
