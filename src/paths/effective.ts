import { REQUEST } from "../base/ids.js";
import { entriesOfColumns } from "../minimize/entries.js";
import type { Fitting } from "../minimize/fitting.js";
import { groupNorms, leadersOf } from "../minimize/groups.js";
import { boundsOf, heldEntries, readStrengths } from "../minimize/penalize.js";
import { prepareSubTask } from "../minimize/working-sets.js";
import { DEFAULTS } from "../options/defaults.js";
import { askAtPoint, type Task, type Watched } from "../shard/task.js";
import { viewShard, viewWithin } from "../shard/view.js";

/**
 * Effective degrees of freedom at the task's point, including the intercept. With A the parameters that move freely, those at
 * no kink and at no bound:
 *
 *     tr( Hpen_AA^-1 H_AA )      H: Hessian of the loss      Hpen: that of loss, noise and penalty
 *
 * Without noise H and Hpen differ by W square_j on the diagonal only, and the trace is |A| - sum_j W square_j (Hpen_AA^-1)_jj: one Hessian
 * serves. On many rows it is in f32 where its pivots are clear.
 *
 * So a lasso counts its coefficients that are not 0. The norm of a group has a curvature where it is not 0, so a group counts for less
 * than its size. Undefined if A is too large to factor at every step of a path, or if Hpen is not positive definite.
 *
 * Source: Zou, Hastie & Tibshirani (2007) for the lasso; Vaiter et al. (2012), The degrees of freedom of the group lasso; Hastie & Tibshirani (1990), section 3.5, for the trace.
 */
export function* degreesOfFreedom(fitting: Fitting, rank: number | undefined): Watched<number | undefined> {
  const { uploaded, plan, task } = fitting;
  const { scope, block, columns, dimension } = uploaded;
  const { square, absolute } = readStrengths(uploaded, task.problem.read("penaltyParams"));
  const point = task.state.copy("point", dimension);
  const leaders = leadersOf(uploaded, plan, absolute);
  const norms = leaders && groupNorms(leaders, (entry) => absolute[entry]! * point[entry]!);
  const isAtKink = (entry: number): boolean =>
    absolute[entry]! > 0 && (norms === undefined ? point[entry] : norms[leaders![entry]!]) === 0;
  const active = activeEntries(fitting, point, isAtKink);
  const isBent = (entry: number): boolean => leaders !== undefined && leaders[entry] !== entry; // its group has more than one
  const isHeldBack = plan.noises.length > 0 || active.some((entry) => square[entry]! > 0 || isBent(entry));
  const W = task.problem.read("totalWeight");
  const held = heldEntries(uploaded, plan).length;
  if (!isHeldBack) return active.length === dimension - held ? (rank ?? active.length) : active.length;
  if (active.length > DEFAULTS.degreesDimension) return undefined;

  const position = scope.kernel.exports.mark();
  const kept = [...new Set(active.map((entry) => entry % block))].filter((j) => j < columns).sort((a, b) => a - b);
  const part = prepareSubTask(fitting, kept, 0);
  const places = new Map(Array.from(entriesOfColumns(fitting, kept), (entry, k) => [entry, k]));
  const own = active.map((entry) => places.get(entry)!);
  const m = own.length;
  if (plan.noises.length === 0 && leaders === undefined) {
    const strengths = scope.put(active.map((entry) => W * square[entry]!));
    const isLarge = uploaded.rows * m * m > LARGE && !uploaded.isSparse;
    for (const [form, limit] of isLarge ? [ROUGH, FULL] : [FULL]) {
      const hessian = yield* hessianOf(part, own, form);
      const held = scope.kernel.exports.heldBack(m, hessian, strengths, limit);
      if (!(held >= 0)) continue;
      scope.kernel.exports.release(position);
      return m - held;
    }
    scope.kernel.exports.release(position);
    return undefined;
  }
  const penalized = yield* hessianOf(part, own);
  const view = { isPlain: true };
  const plain = {
    ...part,
    view: viewWithin(part.view, view),
    shard: viewShard({ ...uploaded, shard: part.shard }, view),
  };
  const bare = yield* hessianOf(plan.noises.length === 0 ? part : plain, own);
  const sums = scope.view(penalized, m * m);
  const pull = (entry: number): number => absolute[entry]! ** 2 * point[entry]!;
  active.forEach((a, k) => {
    sums[k * m + k]! += W * square[a]!;
    for (let l = 0; leaders !== undefined && absolute[a]! > 0 && l <= k; l++) {
      const b = active[l]!;
      if (leaders[a] !== leaders[b]) continue;
      const norm = norms![leaders[a]!]!;
      sums[k * m + l]! += (W * ((a === b ? absolute[a]! ** 2 : 0) - (pull(a) / norm) * (pull(b) / norm))) / norm;
    }
  });
  const trace = scope.kernel.exports.traceOfRatio(m, penalized, bare, NOTHING);
  scope.kernel.exports.release(position);
  return trace >= 0 ? trace : undefined; // the loss alone may not be convex there
}

/** Entries that move freely: at no kink, at no bound. */
function activeEntries(
  { uploaded, plan }: Fitting,
  point: Float64Array,
  isAtKink: (entry: number) => boolean,
): number[] {
  const { scale, block, columns, dimension } = uploaded;
  const bounds = boundsOf(uploaded, plan);
  const held = new Set(heldEntries(uploaded, plan));
  const active: number[] = [];
  for (let entry = 0; entry < dimension; entry++) {
    if (isAtKink(entry)) continue; // most of them
    const j = entry % block;
    if ((j < columns && scale[j] === 0) || held.has(entry)) continue;
    if (bounds !== undefined && (point[entry] === bounds.lower[entry] || point[entry] === bounds.upper[entry]))
      continue;
    active.push(entry);
  }
  return active;
}

/** The Hessian's lower triangle for some entries of theta, in full rows, in its own memory. */
function* hessianOf(task: Task, entries: readonly number[], request: number = REQUEST.hessian): Watched<number> {
  const { scope, exchange, dimension: d } = task;
  yield* askAtPoint(task, request);
  const m = entries.length;
  const out = scope.f64(m * m);
  const [all, own] = [exchange.view("hessian", d * d), scope.view(out, m * m)];
  entries.forEach((a, k) => {
    for (let l = 0; l <= k; l++) own[k * m + l] = all[a * d + entries[l]!]!;
  });
  return out;
}

/** A pivot below this part of its diagonal entry is rounding. */
const NOTHING = 1e-14;

/** A Hessian in f32, and the pivots that leave five digits of a trace; one in f64. */
const ROUGH = [REQUEST.hessian | REQUEST.rough, 1e-3] as const;
const FULL = [REQUEST.hessian, NOTHING] as const;

/** Beyond this many products a Hessian in f32 saves more than ten milliseconds. */
const LARGE = 1e8;
