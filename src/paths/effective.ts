import { REQUEST } from "../base/ids.js";
import type { Fitting } from "../minimize/fitting.js";
import { boundsOf, heldEntries, viewStrengths } from "../minimize/penalize.js";
import { entriesOf, prepareSubTask } from "../minimize/working-sets.js";
import { DEFAULTS } from "../options/defaults.js";
import { subShard } from "../shard/sub-shard.js";
import { askAtPoint, type Task } from "../shard/task.js";

/**
 * Effective degrees of freedom at the task's point, the intercept counted. With A the parameters that move freely, those at
 * no kink and at no bound:
 *
 *     tr( Hpen_AA^-1 H_AA )      H: Hessian of the loss      Hpen: that of loss, noise and penalty
 *
 * So a lasso has as many as coefficients that are not 0. Undefined where A is too large to factor at every step of a path, or
 * where Hpen is not positive definite.
 *
 * Source: Zou, Hastie & Tibshirani (2007) for the lasso; Hastie & Tibshirani (1990), section 3.5, for the trace.
 */
export function degreesOfFreedom(fitting: Fitting, rank: number | undefined): number | undefined {
  const { uploaded, plan, task } = fitting;
  const { scope, scale, block, columns, dimension } = uploaded;
  const point = scope.view(task.state.read("point"), dimension);
  const { square: strengths, absolute } = viewStrengths(uploaded, task.problem.read("penaltyParams"));
  const bounds = boundsOf(uploaded, plan);
  const held = new Set(heldEntries(uploaded, plan));
  const active: number[] = [];
  for (let entry = 0; entry < dimension; entry++) {
    if (absolute[entry]! > 0 && point[entry] === 0) continue; // most of them
    const j = entry % block;
    if ((j < columns && scale[j] === 0) || held.has(entry)) continue;
    if (bounds !== undefined && (point[entry] === bounds.lower[entry] || point[entry] === bounds.upper[entry]))
      continue;
    active.push(entry);
  }
  const isHeldBack = plan.noises.length > 0 || active.some((entry) => strengths[entry]! > 0);
  if (!isHeldBack) return active.length === dimension - held.size ? (rank ?? active.length) : active.length;
  if (active.length > DEFAULTS.degreesDimension) return undefined;

  const square = strengths.slice(); // memory may move from here on
  const position = scope.kernel.exports.mark();
  const kept = [...new Set(active.map((entry) => entry % block))].filter((j) => j < columns).sort((a, b) => a - b);
  const part = prepareSubTask(fitting, kept, 0);
  const places = new Map(entriesOf(fitting, kept).map((entry, k) => [entry, k]));
  const own = active.map((entry) => places.get(entry)!);
  const penalized = hessianOf(part, own);
  const W = task.problem.read("totalWeight");
  const plain = subShard(scope, part.shard, undefined);
  plain.set({ noiseCount: 0, approximation: 0, next: 0, share: 1 });
  const bare =
    plan.noises.length === 0 ? penalized.map((row) => row.slice()) : hessianOf({ ...part, shard: plain }, own);
  scope.kernel.exports.release(position);
  active.forEach((entry, k) => {
    penalized[k]![k]! += W * square[entry]!;
  });
  const trace = traceOfRatio(penalized, bare);
  return trace !== undefined && trace < 0 ? undefined : trace; // the loss alone need not be convex there
}

/** Rows of the lower triangle for some entries of theta. */
function hessianOf(task: Task, entries: readonly number[]): Float64Array[] {
  const d = task.dimension;
  askAtPoint(task, REQUEST.hessian);
  const all = task.scope.view(task.exchange.read("hessian"), d * d);
  return entries.map((a, k) => Float64Array.from({ length: k + 1 }, (_, l) => all[a * d + entries[l]!]!));
}

/** tr(M^-1 H) of two symmetric matrices by rows of their lower triangles; undefined when M is not positive definite. M is overwritten. */
export function traceOfRatio(M: Float64Array[], H: readonly Float64Array[]): number | undefined {
  const d = M.length;
  let trace = 0;
  for (let i = 0; i < d; i++) {
    const row = M[i]!;
    for (let j = 0; j <= i; j++) {
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * M[j]![k]!;
      if (j < i) row[j] = sum / M[j]![j]!;
      else if (!(sum > 1e-14 * row[i]!)) return undefined;
      else row[i] = Math.sqrt(sum);
    }
  }
  // row i of the inverse of the factor L gives one term: l' H l
  for (let i = 0; i < d; i++) {
    const l = new Float64Array(i + 1);
    for (let j = i; j >= 0; j--) {
      let sum = j === i ? 1 : 0;
      for (let k = j + 1; k <= i; k++) sum -= l[k]! * M[k]![j]!;
      l[j] = sum / M[j]![j]!;
    }
    for (let a = 0; a <= i; a++) {
      for (let b = 0; b < a; b++) trace += 2 * l[a]! * l[b]! * H[a]![b]!;
      trace += l[a]! * l[a]! * H[a]![a]!;
    }
  }
  return trace;
}
