import { checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { checkVector } from "../input/vector.js";
import { elementary, power } from "../wasm/elementary.js";

/**
 * The number of lags without an option: 4 (n / 100)^(2/9), rounded down, the first of the two rules of Newey & West (1994),
 * which needs no data but n.
 */
export function usualLag(n: number): number {
  return Math.min(n - 1, Math.floor(4 * power(n / 100, 2 / 9, elementary())));
}

export function readLag(given: unknown, n: number): number {
  const isLag = (k: number): boolean => Number.isInteger(k) && k >= 0 && k < n;
  return given === undefined
    ? usualLag(n)
    : checkNumber("lag", given as number, isLag, `a whole number from 0 to ${n - 1}, below the number of rows`);
}

/** The place of every row in the order of `times`, or of the rows. */
export function placesInTime(times: ArrayLike<number> | undefined, n: number): Int32Array {
  const own = checkVector(times, "times", n, (t) => t > -Infinity, "a finite number");
  if (own === undefined) return Int32Array.from({ length: n }, (_, i) => i);
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => own[a]! - own[b]!);
  const places = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    const [before, here] = [order[k - 1], order[k]!];
    if (before !== undefined && own[before] === own[here]) {
      const message = `times[${here}] is ${own[here]}, as times[${before}]; expected one row at a time: rows of one time have covariance "cluster"`;
      throw new GlmError("BAD_VALUE", message, { row: here });
    }
    places[here] = k;
  }
  return places;
}
