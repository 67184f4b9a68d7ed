import { elementary } from "../wasm/elementary.js";

/**
 * Only the proportions of weights matter, but their sums and sums of squares must have full precision. If the largest weight is very
 * small or very large, all are multiplied by a power of four, 2^exponent, with the largest in [1, 4). Results in units of the
 * weights, such as the deviance, are converted back.
 */
export interface Held {
  readonly weight: Float64Array | undefined;
  /** stored = given 2^exponent; even. 0 except for extreme weights. */
  readonly exponent: number;
}

/** Beyond 2^-500 and 2^500 the squares of weights, which sandwiches sum, leave the range of full precision. */
const LEAST = 2 ** -500;
const MOST = 2 ** 500;

export function held(weight: Float64Array | undefined): Held {
  if (weight === undefined) return { weight, exponent: 0 };
  let largest = 0;
  for (const w of weight) if (w > largest) largest = w;
  if (largest === 0 || (largest >= LEAST && largest <= MOST)) return { weight, exponent: 0 };
  let exponent = 0;
  for (; largest < 1; largest *= 4) exponent += 2;
  for (; largest >= 4; largest /= 4) exponent -= 2;
  const scaled = weight.map((w) => times(w, exponent));
  return { weight: scaled, exponent };
}

/** value 2^exponent, exact if the result is a normal number; in two steps, because 2^exponent alone may overflow or underflow. */
export function times(value: number, exponent: number): number {
  if (exponent === 0) return value;
  const half = Math.trunc(exponent / 2);
  return value * powerOfTwo(half) * powerOfTwo(exponent - half);
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let k = 0; k < exponent; k++) power *= 2;
  for (let k = 0; k > exponent; k--) power /= 2;
  return power;
}

const NO_WEIGHTS = { total: 0, positive: 0, logs: 0 };

/** The sums that must be computed again after selecting rows. `before`: those of rows before these. */
export function weightSums(
  weight: Float64Array | undefined,
  n: number,
  before: { readonly total: number; readonly positive: number; readonly logs: number } = NO_WEIGHTS,
): { total: number; positive: number; logs: number } {
  let { total, positive, logs } = before;
  if (weight === undefined) return { total: total + n, positive: positive + n, logs };
  const { log } = elementary();
  for (const w of weight) {
    if (w === 0) continue;
    total += w;
    positive++;
    logs += log(w);
  }
  return { total, positive, logs };
}

/** Sums over weights that are stored times 2^exponent. */
export function named({ total, positive, logs }: ReturnType<typeof weightSums>, exponent: number) {
  const logWeights = exponent === 0 ? logs : logs - positive * exponent * Math.LN2;
  return { totalWeight: total, exponent, observations: positive, logWeights };
}
