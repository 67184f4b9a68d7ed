import type { Covariance, Plan } from "../base/flow.js";
import { ASK } from "../base/ids.js";
import { kinkedByPlan, whyNoCovariance } from "../options/recipe.js";
import { combinationOf } from "../shard/triangle.js";
import type { Basis } from "../shard/uploaded.js";
import { sumOf } from "../stats/linear.js";
import type { Curvature, Fitting } from "./fitting.js";
import { heldEntries, isFree, strengthsOf } from "./penalize.js";
import { askEta } from "./rows.js";
import { gramAt, hessianAt, scoreGram, weightedGram } from "./shard-answers.js";

/** How the middle of a sandwich is summed: over groups of rows, with a factor for each. */
export interface Meat {
  readonly groups?: Int32Array | undefined;
  readonly count?: number | undefined;
  readonly factors?: Float64Array | undefined;
  /** For the whole. */
  readonly factor?: number | undefined;
}

/** What weights make of the sandwich of independent rows: w equal rows are w rows, and a sample has n - 1 degrees of freedom. */
export function usualMeat({ response }: Fitting): Meat {
  const { weightType, weight, trials, observations: n } = response;
  if (weightType === "sampling") return { factor: n / (n - 1) };
  if (weightType === "analytic" || weight === undefined) return {};
  return { factors: weight.map((w, i) => (w > 0 ? (trials?.[i] ?? 1) / w : 0)) };
}

/** Why estimates have no covariance; undefined when they have one. */
export function whyNone(plan: Plan, isAtBorder = false): string | undefined {
  return whyNoCovariance({ ...plan, isAtBorder, kinked: kinkedByPlan(plan.penalty) });
}

/** Whether some column has a penalty with a kink. */
export function hasKinks(plan: Plan): boolean {
  return plan.penalty.absolute.some((l) => l > 0);
}

/** Whether noise or a ridge moves the estimates away from those of the likelihood. */
export function isShrunk(plan: Plan): boolean {
  return plan.noises.length > 0 || plan.penalty.square.some((s) => s > 0);
}

/**
 * H^-1: of the expected (Fisher) information sum_i w_i mu'^2 / V z z', as R has it; where a ridge or noise takes part, of the
 * Hessian of what was minimized. Undefined when it is not positive definite.
 */
export function curvatureOf(fitting: Fitting): Curvature | undefined {
  const { uploaded, plan, response } = fitting;
  const { scope, dimension: d } = uploaded;
  const { exports } = scope.kernel;
  const shrunk = isShrunk(plan);
  const { square } = strengthsOf(uploaded, plan);
  const withPenalty = (matrix: Float64Array): Float64Array => {
    for (let j = 0; j < d; j++) matrix[j * d + j]! += response.totalWeight * square[j]!;
    return matrix;
  };
  const held = heldEntries(uploaded, plan);
  const flags = new Float64Array(d);
  for (const entry of held) flags[entry] = 1;
  const skip = scope.put(flags);
  const isFull = fitting.isClear === true || uploaded.basis !== undefined;
  if (!isFull && exports.flagDependent(d, scope.put(withPenalty(gramAt(fitting))), skip, 0) < 0) return undefined;
  const isClassic = !shrunk && plan.classes === 1;
  const hessian = isClassic ? weightedGram(fitting, fisherWeights(fitting)) : hessianAt(fitting, true);
  const plain = shrunk && plan.noises.length > 0 ? hessianAt(fitting, false) : hessian.slice();
  const information = isClassic ? hessian : withPenalty(hessian);
  const out = scope.f64(d * d);
  if (!exports.invert(d, scope.put(information), skip, out)) return undefined;
  const inverse = scope.get(out, d * d);
  const skipped = scope.get(skip, d);
  const directions: Float64Array[] = [];
  const dependent: number[] = [];
  for (let j = 0; j < d; j++) {
    if (skipped[j] === 0) continue;
    if (flags[j] === 0) {
      directions.push(inverse.slice(j * d, (j + 1) * d));
      dependent.push(j);
    }
    inverse.fill(0, j * d, (j + 1) * d);
  }
  if (!inverse.every(Number.isFinite)) return undefined;
  const rank = d - skipped.reduce((sum, v) => sum + v, 0);
  const degreesOfFreedom = shrunk ? traceOf(inverse, plain, d) : rank;
  return { inverse, null: directions, dependent, rank, degreesOfFreedom };
}

/** w_i mu'^2 / V(mu) of every row; for one predictor. Returns where they are. */
export function fisherWeights(fitting: Fitting): number {
  const { scope, rows, parameters, shard } = fitting.uploaded;
  const at = scope.f64(rows);
  askEta(fitting, at);
  const { family } = fitting;
  scope.kernel.exports.familyAnswer(family.id, ASK.fisher, parameters, rows, 0, shard.read("weight"), at, at, 0);
  return at;
}

/** (X'WX)^-1, to be multiplied by the dispersion. */
export function modelCovariance(fitting: Fitting, curvature: Curvature): Covariance {
  return { kind: "model", ...toOriginal(fitting, curvature, curvature.inverse) };
}

/**
 * H^-1 J H^-1, J = sum_g r_g u_g u_g', u_g the sum over group g of w_i d[ f_i + P ]/dtheta: the sandwich of M-estimation, for
 * whatever was minimized.
 *
 * Source: Huber (1967); Stefanski & Boos (2002), The calculus of M-estimation.
 */
export function sandwich(fitting: Fitting, curvature: Curvature, meat: Meat = {}): Covariance {
  const { uploaded, plan, task } = fitting;
  const d = uploaded.dimension;
  const gram = scoreGram(fitting, meat.groups, meat.count, meat.factors);
  const { square } = strengthsOf(uploaded, plan);
  const point = uploaded.scope.get(task.state.read("point"), d);
  const { factor = 1 } = meat;
  // a row's estimating function has its share of the penalty: u + w g, with the sums of u w and w w in the last row
  const last = gram.subarray(d * (d + 1));
  const J = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    const gj = square[j]! * point[j]!;
    for (let k = 0; k <= j; k++) {
      const gk = square[k]! * point[k]!;
      const sum = gram[j * (d + 1) + k]! + gj * last[k]! + gk * last[j]! + gj * gk * last[d]!;
      J[j * d + k] = J[k * d + j] = factor * sum;
    }
  }
  const middle = times(times(curvature.inverse, J, d), curvature.inverse, d);
  return { kind: "sandwich", ...toOriginal(fitting, curvature, middle) };
}

/** A B, both d x d. */
function times(A: Float64Array, B: Float64Array, d: number): Float64Array {
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

/** tr(A B), A in full, B a lower triangle. */
function traceOf(A: Float64Array, B: Float64Array, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) sum += (i === j ? 1 : 2) * A[i * d + j]! * B[i * d + j]!;
  }
  return sum;
}

/** Rounding may leave a variance of 0 below 0, and a correlation of 1 beyond 1: they become what they are. */
function keepPossible(packed: Float64Array, d: number): void {
  const place = (i: number, j: number): number => (i * (i + 1)) / 2 + j;
  for (let i = 0; i < d; i++) packed[place(i, i)] = Math.max(0, packed[place(i, i)]!);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      const most = Math.sqrt(packed[place(i, i)]!) * Math.sqrt(packed[place(j, j)]!);
      packed[place(i, j)] = Math.min(Math.max(packed[place(i, j)]!, -most), most);
    }
  }
}

/** An entry of a null direction below this part of the largest is rounding. */
const NOTHING = 1e-7;

/** From the solver's coordinates to intercepts and coefficients, classes centred as the model's are. */
function toOriginal(
  fitting: Fitting,
  curvature: Curvature,
  matrix: Float64Array,
): { packed: Float64Array; aliased: number[] } {
  const { dimension: d, basis } = fitting.uploaded;
  const rows = entriesOf(fitting);
  const directions = basis === undefined ? curvature.null : nullOf(basis);
  const products = rows.map((row) => {
    const out = new Float64Array(d);
    row.forEach((c, i) => {
      if (c !== 0) for (let j = 0; j < d; j++) out[j]! += c * matrix[i * d + j]!;
    });
    return out;
  });
  const packed = new Float64Array((rows.length * (rows.length + 1)) / 2);
  let at = 0;
  rows.forEach((_, r) => {
    for (let s = 0; s <= r; s++) packed[at++] = sumOf(products[r]!, rows[s]!);
  });
  keepPossible(packed, rows.length);
  const aliased = (basis === undefined ? rows : wholeRows(fitting)).flatMap((row, r) => {
    const size = Math.hypot(...row); // 0 for a column that says nothing
    const moves = directions.some((direction) => Math.abs(sumOf(row, direction)) > NOTHING * size);
    return size === 0 || moves ? [r] : [];
  });
  return { packed, aliased };
}

/** Each entry [intercept, coefficients] of each class as a combination of the coordinates of the fit. */
export function entriesOf(fitting: Fitting): Float64Array[] {
  const { basis, classes, block, dimension } = fitting.uploaded;
  const rows = wholeRows(fitting);
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
function wholeRows(fitting: Fitting): Float64Array[] {
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
