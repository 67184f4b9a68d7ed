import { isShrunk, squaresAlong } from "../minimize/curvature.js";
import type { Curvature, Fitting } from "../minimize/fitting.js";
import { fisherWeights } from "../minimize/shard-answers.js";
import { halfOf } from "../wasm/root.js";
import { combinationsOf } from "./covariance.js";

/** h of every row, and 1 - h, computed separately: see below. */
export interface Leverage {
  readonly leverage: Float64Array;
  /** 1 - h; 0 for rows that the fit passes through for any y. */
  readonly left: Float64Array;
}

/** Below this, 1 - h is computed by its own formula. */
const HIGH = 1e-3;
/** 1 - h below this is 0, as in R's lm.influence. */
const ONE = 10 * Number.EPSILON;

/**
 * h_i = W_i z_i' H^-1 z_i, W the Fisher weights with the prior ones: the diagonal of the hat matrix W^1/2 Z H^-1 Z' W^1/2. H is
 * Z'WZ, so that the h_i are those of R and add up to the rank; with a ridge or noise it is the Hessian of the whole
 * objective.
 *
 * A row with its own column has h = 1, and leaving it out is not defined. Rounding leaves 1 - h at about 1e-16
 * of either sign, which may also be the true value of a far row. The hat matrix is its own square, so 1 - h_i = sum over the other rows of
 * h_ij^2 / h_i: this does not cancel, and `left` has it for rows close to 1.
 *
 * Source: Hoaglin & Welsch (1978), The hat matrix in regression and ANOVA, American Statistician 32.
 */
export function leverageOf(fitting: Fitting, { inverse }: Curvature): Leverage {
  const { scope, rows, dimension: d, shard } = fitting.uploaded;
  const { projectRows } = scope.kernel.exports;
  const half = halfOf(scope, inverse, d);
  const out = squaresAlong(fitting, half);
  const weight = scope.get(fisherWeights(fitting), rows);
  const squares = scope.view(out, rows);
  const leverage = weight.map((w, i) => Math.min(Math.max(w * squares[i]!, 0), 1));
  const left = leverage.map((h) => 1 - h);
  const high = [...left.keys()].filter((i) => left[i]! < HIGH);
  if (high.length > 0 && !isShrunk(fitting.plan)) {
    // C z_i of these rows, H^-1 = C'C
    const at = scope.f64(d);
    const halves = high.map(() => new Float64Array(d));
    for (let c = 0; c < d; c++) {
      scope.view(at, d).set(half.subarray(c * d, (c + 1) * d));
      projectRows(shard.at, at, 1, 0, out);
      const along = scope.view(out, rows);
      high.forEach((i, k) => {
        halves[k]![c] = along[i]!;
      });
    }
    high.forEach((i, k) => {
      const vector = new Float64Array(d);
      for (let c = 0; c < d; c++) for (let j = 0; j < d; j++) vector[j]! += half[c * d + j]! * halves[k]![c]!;
      scope.view(at, d).set(vector);
      projectRows(shard.at, at, 1, 0, out);
      const along = scope.view(out, rows);
      let sum = 0;
      for (let j = 0; j < rows; j++) if (j !== i && weight[j]! > 0) sum += weight[j]! * along[j]! ** 2;
      left[i] = (sum * weight[i]!) / leverage[i]!;
    });
  }
  for (const i of high) {
    if (left[i]! < ONE) left[i] = 0;
    if (left[i] === 0) leverage[i] = 1;
  }
  return { leverage, left };
}

/** Rows of leverage 1, by number. */
export function onesOf({ left }: Leverage): number[] {
  return [...left.keys()].filter((i) => left[i] === 0);
}

/** The effect of a unit of slope in one row on the estimates, and their spread; on the scale of x. */
export interface Pulls {
  /** e_j' H^-1 z_i sqrt(W_i), f64[n] for every entry [intercept, coefficients]. */
  readonly pulls: readonly Float64Array[];
  /** sqrt of the diagonal of H^-1. */
  readonly spread: readonly number[];
}

export function pullsOf(fitting: Fitting, { inverse }: Curvature): Pulls {
  const { scope, rows, dimension: d, shard } = fitting.uploaded;
  const entries = combinationsOf(fitting);
  const spread: number[] = [];
  const vectors = entries.map((entry) => {
    const out = new Float64Array(d);
    entry.forEach((c, i) => {
      if (c !== 0) for (let j = 0; j < d; j++) out[j]! += c * inverse[i * d + j]!;
    });
    spread.push(Math.sqrt(entry.reduce((sum, c, j) => sum + c * out[j]!, 0)));
    return out;
  });
  const count = vectors.length;
  const at = scope.f64(count * d);
  const out = scope.f64(count * rows);
  vectors.forEach((v, c) => {
    scope.view(at, count * d).set(v, c * d);
  });
  scope.kernel.exports.projectRows(shard.at, at, count, 0, out);
  const roots = scope.get(fisherWeights(fitting), rows).map(Math.sqrt);
  const pulls = vectors.map((_, c) => scope.get(out + 8 * c * rows, rows).map((v, i) => v * roots[i]!));
  return { pulls, spread };
}

/** An effect below this part of the spread is rounding. */
const NO_PULL = 1e-7;

/** Entries [intercept, coefficients] that depend on the y of these rows. */
export function movedBy(ones: readonly number[], { pulls, spread }: Pulls): number[] {
  return [...pulls.keys()].filter((j) => ones.some((i) => Math.abs(pulls[j]![i]!) > NO_PULL * spread[j]!));
}
