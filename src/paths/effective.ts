import { REQUEST } from "../base/ids.js";
import type { Fitting } from "../minimize/fitting.js";
import { boundsOf, heldEntries, viewStrengths } from "../minimize/penalize.js";
import { entriesOf, prepareSubTask } from "../minimize/working-sets.js";
import { DEFAULTS } from "../options/defaults.js";
import { subShard } from "../shard/sub-shard.js";
import { askAtPoint, type Task } from "../shard/task.js";

/**
 * Effective degrees of freedom at the task's point, including the intercept. With A the parameters that move freely, those at
 * no kink and at no bound:
 *
 *     tr( Hpen_AA^-1 H_AA )      H: Hessian of the loss      Hpen: that of loss, noise and penalty
 *
 * So a lasso counts its coefficients that are not 0. Undefined if A is too large to factor at every step of a path, or
 * if Hpen is not positive definite.
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
    if (absolute[entry]! > 0 && point[entry] === 0) continue; // true of most entries
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
  const bare = hessianOf(plan.noises.length === 0 ? part : { ...part, shard: plain }, own);
  const m = own.length;
  const diagonal = scope.view(penalized, m * m);
  active.forEach((entry, k) => {
    diagonal[k * m + k]! += W * square[entry]!;
  });
  const trace = scope.kernel.exports.traceOfRatio(m, penalized, bare, NOTHING);
  scope.kernel.exports.release(position);
  return trace >= 0 ? trace : undefined; // the loss alone may not be convex there
}

/** The Hessian's lower triangle for some entries of theta, in full rows, in its own memory. */
function hessianOf(task: Task, entries: readonly number[]): number {
  const { scope, exchange, dimension: d } = task;
  askAtPoint(task, REQUEST.hessian);
  const m = entries.length;
  const out = scope.f64(m * m);
  const [all, own] = [scope.view(exchange.read("hessian"), d * d), scope.view(out, m * m)];
  entries.forEach((a, k) => {
    for (let l = 0; l <= k; l++) own[k * m + l] = all[a * d + entries[l]!]!;
  });
  return out;
}

/** A pivot below this part of its diagonal entry is rounding. */
const NOTHING = 1e-14;
