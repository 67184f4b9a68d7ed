// Losses of several families in plain loops, and proximal gradient steps on them: what fits with kinks are held against.
import { type FitOptions, type Model, negativeBinomial } from "../../src/index.js";

/** One row of a family with K predictors: the loss, and its slopes into `out`. */
export interface Loss {
  readonly options: FitOptions;
  readonly classes: number;
  readonly value: (y: number, eta: readonly number[]) => number;
  readonly slope: (y: number, eta: readonly number[], k: number) => number;
  readonly draw: (eta: number, normal: () => number) => number;
}

const one = (
  options: FitOptions,
  value: (y: number, e: number) => number,
  slope: (y: number, e: number) => number,
  draw: Loss["draw"],
): Loss => ({
  options,
  classes: 1,
  value: (y, eta) => value(y, eta[0]!),
  slope: (y, eta) => slope(y, eta[0]!),
  draw,
});

const count: Loss["draw"] = (e, normal) => Math.max(0, Math.round(Math.exp(0.5 * e) + normal()));
const THETA = 2;
const CLASSES = 3;

export const LOSSES: Record<string, Loss> = {
  gaussian: one({}, (y, e) => 0.5 * (y - e) ** 2, (y, e) => e - y, (e, normal) => e + 0.5 * normal()),
  binomial: one({ family: "binomial" }, (y, e) => Math.log1p(Math.exp(-Math.abs(e))) + Math.max(e, 0) - y * e, (y, e) => 1 / (1 + Math.exp(-e)) - y, (e, normal) => Number(e + 1.7 * normal() > 0)),
  poisson: one({ family: "poisson" }, (y, e) => Math.exp(e) - y * e, (y, e) => Math.exp(e) - y, count),
  gamma: one({ family: "gamma", link: "log" }, (y, e) => y * Math.exp(-e) + e, (y, e) => 1 - y * Math.exp(-e), (e, normal) => Math.exp(0.5 * e + 0.5 * normal())),
  "negative binomial": one({ family: negativeBinomial({ theta: THETA }) }, (y, e) => (y + THETA) * Math.log(THETA + Math.exp(e)) - y * e, (y, e) => ((y + THETA) * Math.exp(e)) / (THETA + Math.exp(e)) - y, count),
  multinomial: {
    options: { family: "multinomial" },
    classes: CLASSES,
    value: (y, eta) => Math.log(eta.reduce((sum, e) => sum + Math.exp(e), 0)) - eta[y]!,
    slope: (y, eta, k) => Math.exp(eta[k]!) / eta.reduce((sum, e) => sum + Math.exp(e), 0) - Number(y === k),
    draw: (e, normal) => Math.min(CLASSES - 1, Math.max(0, Math.round(1 + 0.6 * e + 0.7 * normal()))),
  },
}; // biome-ignore format: one line each

export interface Rows {
  readonly loss: Loss;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly weights: readonly number[];
  readonly offset: readonly number[];
}

/** [coefficients, intercept] of every class. */
export type Point = readonly (readonly number[])[];

/** A value, and slopes in the shape of a point. */
export interface Answer {
  readonly value: number;
  readonly slopes: number[][];
}

/** The mean loss. */
export function lossAt({ loss, x, y, weights, offset }: Rows, b: Point): Answer {
  const W = weights.reduce((sum, w) => sum + w, 0);
  const p = x[0]!.length;
  let value = 0;
  const slopes = b.map((own) => own.map(() => 0));
  x.forEach((row, i) => {
    const eta = b.map((own) => row.reduce((sum, v, j) => sum + v * own[j]!, own[p]! + offset[i]!));
    value += (weights[i]! / W) * loss.value(y[i]!, eta);
    for (let k = 0; k < b.length; k++) {
      const s = (weights[i]! / W) * loss.slope(y[i]!, eta, k);
      for (let j = 0; j < p; j++) slopes[k]![j]! += s * row[j]!;
      slopes[k]![p]! += s;
    }
  });
  return { value, slopes };
}

export interface Split {
  readonly smooth: (b: Point) => Answer;
  readonly kinks: (b: Point) => number;
  /** argmin |w - z|^2 / 2 + t kinks(w) */
  readonly proximal: (z: Point, t: number) => number[][];
}

/**
 * Proximal gradient steps until nothing moves; accelerated, and begun anew where F rises, for a convex F; else only steps that lower it.
 */
export function descend({ smooth, kinks, proximal }: Split, start: Point, isConvex = true) {
  let b: Point = start;
  let ahead: Point = start;
  let pace = 1;
  let t = 4;
  let value = smooth(b).value + kinks(b);
  for (let turn = 0; turn < 50000; turn++) {
    const from = smooth(ahead);
    let to: number[][];
    for (;;) {
      const z = ahead.map((own, k) => own.map((v, j) => v - t * from.slopes[k]![j]!));
      to = proximal(z, t);
      let [along, squares] = [0, 0];
      to.forEach((own, k) => {
        own.forEach((v, j) => {
          along += from.slopes[k]![j]! * (v - ahead[k]![j]!);
          squares += (v - ahead[k]![j]!) ** 2;
        });
      });
      if (squares < 1e-22 || smooth(to).value <= from.value + along + squares / (2 * t) + 1e-15) break;
      t /= 2;
    }
    const now = smooth(to).value + kinks(to);
    const moved = Math.max(...to.flatMap((own, k) => own.map((v, j) => Math.abs(v - b[k]![j]!))));
    const isRising = now > value || !isConvex;
    const next = isRising ? 1 : 0.5 * (1 + Math.sqrt(1 + 4 * pace * pace));
    const part = isRising ? 0 : (pace - 1) / next;
    ahead = to.map((own, k) => own.map((v, j) => v + part * (v - b[k]![j]!)));
    [b, pace, value] = [to, next, now];
    if (moved < 1e-12) break;
  }
  return { point: b, value };
}

/** What a model has, as the test's minimizer has it. */
export function pointOf(model: Model | { coefficients: unknown; intercept: unknown }): number[][] {
  const { coefficients, intercept } = model as { coefficients: ArrayLike<number>; intercept: number | Float64Array };
  if (typeof intercept === "number") return [[...Array.from(coefficients), intercept]];
  return Array.from(intercept, (v, k) => [...Array.from((coefficients as unknown as Float64Array[])[k]!), v]);
}

export function sdOf(x: readonly (readonly number[])[], weights: readonly number[], j: number): number {
  const W = weights.reduce((sum, w) => sum + w, 0);
  const mean = x.reduce((sum, row, i) => sum + (weights[i]! * row[j]!) / W, 0);
  return Math.sqrt(x.reduce((sum, row, i) => sum + (weights[i]! * (row[j]! - mean) ** 2) / W, 0));
}
