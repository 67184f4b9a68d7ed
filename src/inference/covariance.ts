import type { Covariance } from "../base/flow.js";
import type { Curvature, Fitting } from "../minimize/fitting.js";
import { isFree, strengthsOf } from "../minimize/penalize.js";
import { scoreGram } from "../minimize/shard-answers.js";
import { type Factors, factorsOf } from "../shard/score-weights.js";
import type { Watched } from "../shard/task.js";
import { combinationOf } from "../shard/triangle.js";
import type { Basis } from "../shard/uploaded.js";
import { combined, sumOf } from "../stats/linear.js";

/** How the middle of a sandwich is summed over rows. */
export interface Middle {
  readonly factors?: Factors;
  /** Factor for the whole sum. */
  readonly factor?: number | undefined;
}

/** The factors of the sandwich of independent rows: w equal rows are w rows, and a sample has n - 1 degrees of freedom. */
export function usualMiddle({ response }: Fitting): Middle {
  const { weightType, observations: n } = response;
  if (weightType === "sampling") return { factor: n / (n - 1) };
  return weightType === "analytic" ? {} : { factors: "per-unit" };
}

/** Its factors as numbers, for rows that are here; undefined: all are 1. */
export function usualFactors(fitting: Fitting): Float64Array | undefined {
  const { weight, trials } = fitting.response;
  return factorsOf(usualMiddle(fitting).factors, weight, trials);
}

/** (X'WX)^-1, to be multiplied by the dispersion. */
export function modelCovariance(fitting: Fitting, curvature: Curvature): Covariance {
  return possible({ kind: "model", ...toOriginal(fitting, curvature, curvature.inverse) });
}

/**
 * H^-1 J H^-1, J = sum_i r_i u_i u_i', u_i = w_i d[ f_i + P ]/dtheta: the sandwich of M-estimation of the minimized objective.
 *
 * Source: Huber (1967); Stefanski & Boos (2002), The calculus of M-estimation.
 */
export function* sandwich(
  fitting: Fitting,
  curvature: Curvature,
  { factors, factor = 1 }: Middle = {},
): Watched<Covariance> {
  const J = middleOfGram(fitting, yield* scoreGram(fitting, factors));
  return sandwichOf(fitting, curvature, factor === 1 ? J : J.map((v) => factor * v));
}

/** J, d x d in full, of the sums of products of [u, w]: the estimating function of a row includes its share of the penalty, u + w g. */
export function middleOfGram({ uploaded, plan, task }: Fitting, gram: Float64Array): Float64Array {
  const d = uploaded.dimension;
  const { square } = strengthsOf(uploaded, plan);
  const point = task.state.copy("point", d);
  const last = gram.subarray(d * (d + 1)); // the sums of u w, and of w w
  const J = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    const gj = square[j]! * point[j]!;
    for (let k = 0; k <= j; k++) {
      const gk = square[k]! * point[k]!;
      J[j * d + k] = J[k * d + j] = gram[j * (d + 1) + k]! + gj * last[k]! + gk * last[j]! + gj * gk * last[d]!;
    }
  }
  return J;
}

/** H^-1 J H^-1 on the scale of x. */
export function sandwichOf(fitting: Fitting, curvature: Curvature, J: Float64Array): Covariance {
  return possible(differenceOf(fitting, curvature, J));
}

/** The same of a J that is a difference, and so may not be a covariance. */
export function differenceOf(fitting: Fitting, curvature: Curvature, J: Float64Array): Covariance {
  const d = fitting.uploaded.dimension;
  const matrix = timesMatrix(timesMatrix(curvature.inverse, J, d), curvature.inverse, d);
  return { kind: "sandwich", ...toOriginal(fitting, curvature, matrix) };
}

/** A covariance in the solver's coordinates on the scale of x. */
export function sandwichBy(fitting: Fitting, curvature: Curvature, matrix: Float64Array): Covariance {
  return possible({ kind: "sandwich", ...toOriginal(fitting, curvature, matrix) });
}

/** A B, both d x d. */
export function timesMatrix(A: Float64Array, B: Float64Array, d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < d; k++) {
      const a = A[i * d + k]!;
      if (a === 0) continue;
      for (let j = 0; j < d; j++) out[i * d + j]! += a * B[k * d + j]!;
    }
  }
  return out;
}

/** Corrects rounding: a variance below 0 becomes 0, a correlation beyond 1 becomes 1. */
export function possible(covariance: Covariance): Covariance {
  const { packed } = covariance;
  const d = Math.round((Math.sqrt(8 * packed.length + 1) - 1) / 2);
  const deviation = new Float64Array(d);
  let at = 0;
  for (let i = 0; i < d; i++) {
    const diagonal = at + i;
    if (!(packed[diagonal]! >= 0)) packed[diagonal] = Math.max(0, packed[diagonal]!);
    deviation[i] = Math.sqrt(packed[diagonal]!);
    for (let j = 0; j < i; j++, at++) {
      const most = deviation[i]! * deviation[j]!;
      if (packed[at]! > most) packed[at] = most;
      else if (packed[at]! < -most) packed[at] = -most;
    }
    at++;
  }
  return covariance;
}

/** An entry of a null direction below this part of the largest is rounding. */
const NOTHING = 1e-7;

/** Whether an entry says nothing, or changes along one of the directions that change no predictor. */
function isAliased(row: Float64Array, directions: readonly Float64Array[]): boolean {
  let largest = 0;
  for (let i = 0; i < row.length; i++) largest = Math.max(largest, Math.abs(row[i]!));
  if (largest === 0 || directions.length === 0) return largest === 0;
  const size = Math.hypot(...row);
  return directions.some((direction) => Math.abs(sumOf(row, direction)) > NOTHING * size);
}

/** From the solver's coordinates to intercepts and coefficients, classes centred as the model's are. */
function toOriginal(
  fitting: Fitting,
  curvature: Curvature,
  matrix: Float64Array,
): { packed: Float64Array; aliased: number[] } {
  const { dimension: d, basis } = fitting.uploaded;
  const rows = combinationsOf(fitting);
  const directions = basis === undefined ? curvature.null : nullOf(basis);
  const packed = combined(matrix, d, rows);
  const whole = basis === undefined ? rows : combinationsAsGiven(fitting);
  const aliased: number[] = [];
  for (let r = 0; r < whole.length; r++) if (isAliased(whole[r]!, directions)) aliased.push(r);
  return { packed, aliased };
}

/** Each entry [intercept, coefficients] of each class as a combination of the coordinates of the fit. */
export function combinationsOf(fitting: Fitting): Float64Array[] {
  const { basis, classes, block, dimension } = fitting.uploaded;
  const rows = combinationsAsGiven(fitting);
  if (basis === undefined) return rows;
  return rows.map((row) => {
    const out = new Float64Array(dimension);
    for (let k = 0; k < classes; k++) {
      const part = row.subarray(k * basis.whole.block, (k + 1) * basis.whole.block);
      if (part.some((v) => v !== 0)) out.set(combinationOf(basis.triangle, part), k * block);
    }
    return out;
  });
}

/** The directions of all classes that change no predictor, each of largest entry 1. */
function nullOf({ whole, directions }: Basis): Float64Array[] {
  return Array.from({ length: whole.classes }, (_, k) =>
    directions.map((direction) => {
      const out = new Float64Array(whole.dimension);
      const largest = direction.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
      direction.forEach((v, j) => {
        out[k * whole.block + j] = v / largest;
      });
      return out;
    }),
  ).flat();
}

/** The same as combinations of the usual coordinates of the columns as given. */
function combinationsAsGiven(fitting: Fitting): Float64Array[] {
  const { uploaded, plan } =
    fitting.uploaded.basis === undefined
      ? fitting
      : { ...fitting.uploaded.basis, uploaded: fitting.uploaded.basis.whole };
  const { classes: K, columns: p, block, dimension, center, scale } = uploaded;
  const entries: Float64Array[] = [];
  for (let k = 0; k < K; k++) {
    const row = (fill: (own: number, row: Float64Array, block: number) => void, isCentred: boolean): void => {
      const out = new Float64Array(dimension);
      for (let l = 0; l < K; l++) fill((l === k ? 1 : 0) - (isCentred ? 1 / K : 0), out, l * block);
      entries.push(out);
    };
    if (plan.intercept) {
      row((own, out, from) => {
        out[from + p] = own;
        for (let j = 0; j < p; j++) out[from + j] = -own * center[j]! * scale[j]!;
      }, K > 1);
    }
    for (let j = 0; j < p; j++) {
      row(
        (own, out, from) => {
          out[from + j] = own * scale[j]!;
        },
        K > 1 && isFree(plan, j),
      );
    }
  }
  return entries;
}
