import type { Response } from "../base/flow.js";
import { ASK, FAMILY, PENALTY, SOLVER } from "../base/ids.js";
import type { Family } from "../families/index.js";
import { subShard } from "../shard/sub-shard.js";
import { finish, minimize, prepareTask, type Task } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";

/**
 * A start inside the link's domain, if zeros are outside or near its border: least squares of link(y) on the columns, with y
 * moved a little away from the border of its domain, as in R's glm.fit. Sets the task's point.
 */
export function startInside(
  task: Task,
  uploaded: Uploaded,
  response: Response,
  family: Family,
  bounds: { lower: Float64Array; upper: Float64Array } | undefined,
): void {
  const { scope, rows, dimension } = uploaded;
  const target = scope.put(inside(response, family));
  scope.kernel.exports.familyAnswer(family.id, ASK.link, uploaded.parameters, rows, 0, 0, target, target, 0);
  const values = scope.view(target, rows);
  for (let i = 0; i < rows; i++) if (!Number.isFinite(values[i]!)) values[i] = 0;
  const found = leastSquares(uploaded, { target, totalWeight: response.totalWeight });
  scope
    .view(task.state.read("point"), dimension)
    .set(bounds === undefined ? found : found.map((v, j) => Math.min(Math.max(v, bounds.lower[j]!), bounds.upper[j]!)));
}

/** Least squares of a target, f64[n], on the columns, in the solver's coordinates; a tiny ridge chooses the smallest of several. */
export function leastSquares(
  uploaded: Uploaded,
  given: {
    readonly target: number;
    readonly totalWeight: number;
    /** Where weights and offsets other than the shard's are, if any. */
    readonly weight?: number;
    readonly offset?: number;
    readonly bounds?: { readonly lower: Float64Array; readonly upper: Float64Array } | undefined;
    readonly held?: readonly number[];
  },
): Float64Array {
  const { scope, dimension } = uploaded;
  const { target, totalWeight, weight, offset, bounds, held } = given;
  const shard = subShard(uploaded.scope, uploaded.shard, undefined);
  shard.set({ y: target, family: FAMILY.gaussian, familyParams: 0, noiseCount: 0, approximation: 0, next: 0 });
  if (weight !== undefined) shard.set({ weight });
  if (offset !== undefined) shard.set({ offset });
  const strength = new Float64Array(dimension).fill(1e-8); // chooses the smallest of several minimizers
  const plain = prepareTask(scope, shard, {
    dimension,
    totalWeight,
    penalty: PENALTY.ridge,
    penaltyParams: scope.struct("SeparablePenalty", { strength: scope.put(strength) }).at,
    gradientScale: sizeOf(uploaded, target, offset ?? uploaded.shard.read("offset")),
    tolerance: 1e-8,
    maxIterations: 3,
    mayRecede: false,
    isQuadratic: true,
    examine: false,
    bounds,
    held: held ?? [],
    solverId: bounds === undefined ? SOLVER.newton : SOLVER.coordinateDescent,
    dense: true,
    start: new Float64Array(dimension),
  });
  finish(minimize(plain, false));
  return plain.state.copy("point", dimension);
}

/** The largest residual if the columns explain nothing: with means of 1e9 predictors may be 1e-9 and differ from 0. */
function sizeOf({ scope, rows }: Uploaded, target: number, offset: number): number {
  const [to, from] = [scope.view(target, rows), offset === 0 ? undefined : scope.view(offset, rows)];
  return to.reduce((most, v, i) => Math.max(most, Math.abs(v - (from?.[i] ?? 0))), 0) || 1;
}

/** Means to start from: y, moved off the border of the domain. */
export function inside({ y, trials }: Response, family: Family): Float64Array {
  if (family.classes === "two") return y.map((v, i) => (v * (trials?.[i] ?? 1) + 0.5) / ((trials?.[i] ?? 1) + 1));
  const size = y.reduce((m, v) => Math.max(m, Math.abs(v)), 0) || 1;
  return family.domain.low === 0 ? y.map((v) => Math.max(v, 1e-3 * size) + (v === 0 ? 0.1 : 0)) : y.slice();
}
