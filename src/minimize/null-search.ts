import type { Response } from "../base/flow.js";
import type { Ends } from "../base/rounding.js";

/** The loss as a function of the intercept; NaN or infinite outside the domain. */
type LossAt = (b: number) => number;

/** How many quantiles of the rows' own intercepts are tried. */
const QUANTILES = 32;
/** Steps of the golden section: .618^90 is 1e-19. */
const SHRINKS = 90;
const GOLDEN = 0.6180339887498949;

/** An intercept, its loss, and the neighbours that were tried. */
export interface Tried {
  readonly b: number;
  readonly loss: number;
  /** The best intercept may lie anywhere in (low, high). */
  readonly low: number;
  readonly high: number;
}

/**
 * If a link has a border, the intercept for rows with offsets is searched over its whole range: between the intercepts
 * of single rows, link(y_i) - o_i, and at the ends of the domain. The loss may not be convex, and with the inverse link
 * of a gaussian it has a pole for every offset.
 *
 * @param etas  link(y_i), y moved off the border of its own domain.
 */
export function searchIntercept(lossAt: LossAt, etas: Float64Array, response: Response, { low, high }: Ends): Tried {
  const { offset, weight } = response;
  const own: number[] = [];
  let [sum, total] = [0, 0];
  let [least, most] = [Infinity, -Infinity];
  etas.forEach((eta, i) => {
    const w = weight?.[i] ?? 1;
    if (w === 0) return;
    const o = offset?.[i] ?? 0;
    least = Math.min(least, o);
    most = Math.max(most, o);
    if (!Number.isFinite(eta)) return;
    own.push(eta - o);
    sum += w * (eta - o);
    total += w;
  });
  own.sort((a, b) => a - b);
  const [from, to] = [low - least, high - most]; // for all rows
  const spread = Math.max(own.at(-1)! - own[0]!, 1e-3 * Math.abs(own[0]!), Number.MIN_VALUE);
  const inside = (b: number): boolean => b > from && b < to;
  const candidates = [
    ...Array.from({ length: QUANTILES }, (_, k) => own[Math.round((k * (own.length - 1)) / (QUANTILES - 1))]!),
    sum / total,
    ...[1e-8, 1e-4, 1e-2, 0.1, 0.5, 1].flatMap((part) => [from + part * spread, to - part * spread]),
  ].filter((b) => Number.isFinite(b) && inside(b));
  const tried = [...new Set(candidates)].sort((a, b) => a - b).map((b) => ({ b, loss: lossAt(b) }));
  const real = tried.filter(({ loss }) => Number.isFinite(loss));
  const best = real.reduce((m, t) => (t.loss < m.loss ? t : m), { b: Number.NaN, loss: Infinity });
  const at = tried.findIndex(({ b }) => b === best.b);
  return { ...best, low: tried[at - 1]?.b ?? from, high: tried[at + 1]?.b ?? to };
}

/** The least loss within (low, high) by the golden section: for minimizers on the border, which a Newton step never reaches. */
export function narrow(lossAt: LossAt, { b, loss, low, high }: Tried): { b: number; loss: number } {
  const valueAt = (at: number): number => {
    const value = lossAt(at);
    return Number.isNaN(value) ? Infinity : value;
  };
  let [from, to] = [
    Number.isFinite(low) ? low : b - Math.abs(b) - 1,
    Number.isFinite(high) ? high : b + Math.abs(b) + 1,
  ];
  let best = { b, loss };
  let [left, right] = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
  let [atLeft, atRight] = [valueAt(left), valueAt(right)];
  for (let k = 0; k < SHRINKS && from < left && right < to; k++) {
    if (atLeft < atRight) {
      if (atLeft < best.loss) best = { b: left, loss: atLeft };
      [to, right, atRight] = [right, left, atLeft];
      left = to - GOLDEN * (to - from);
      atLeft = valueAt(left);
    } else {
      if (atRight < best.loss) best = { b: right, loss: atRight };
      [from, left, atLeft] = [left, right, atRight];
      right = from + GOLDEN * (to - from);
      atRight = valueAt(right);
    }
  }
  return best;
}
