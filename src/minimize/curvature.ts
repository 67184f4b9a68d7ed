import type { Plan } from "../base/flow.js";
import { kinkedByPlan, whyNoCovariance } from "../options/recipe.js";
import type { Watched } from "../shard/task.js";
import type { Curvature, Fitting } from "./fitting.js";
import { heldEntries, strengthsOf } from "./penalize.js";
import { fisherGram, gramAt, hessianAt } from "./shard-answers.js";

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
 * H^-1 of the expected (Fisher) information sum_i w_i mu'^2 / V z z', as in R; with a ridge or noise, of the
 * Hessian of the minimized objective. Undefined if it is not positive definite.
 */
export function* curvatureOf(fitting: Fitting): Watched<Curvature | undefined> {
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
  if (!isFull && exports.flagDependent(d, scope.put(withPenalty(yield* gramAt(fitting))), skip, 0) < 0)
    return undefined;
  const isClassic = !shrunk && plan.classes === 1;
  const hessian = yield* isClassic ? fisherGram(fitting) : hessianAt(fitting, true);
  const plain = shrunk && plan.noises.length > 0 ? yield* hessianAt(fitting, false) : hessian.slice();
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

/** z_i' A z_i of every row, A = C'C given by C, d x d by rows; f64[n]. Returns their address. */
export function squaresAlong({ uploaded }: Pick<Fitting, "uploaded">, half: Float64Array): number {
  const { scope, rows, dimension, shard } = uploaded;
  const at = scope.f64(rows);
  scope.kernel.exports.projectRows(shard.at, scope.put(half), dimension, 1, at);
  return at;
}

/** tr(A B), A in full, B a lower triangle. */
function traceOf(A: Float64Array, B: Float64Array, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) sum += (i === j ? 1 : 2) * A[i * d + j]! * B[i * d + j]!;
  }
  return sum;
}
