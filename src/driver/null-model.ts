import type { Plan, Response } from "../base/flow.js";
import { OUTCOME, REQUEST } from "../wasm/kernel.js";
import { outOfMemory } from "../wasm/scope.js";
import { askAtPoint, minimizeNow, prepareTask } from "./task.js";
import type { Uploaded } from "./upload.js";

/** The model without columns: where a fit starts, and what its deviance and residuals are held against. */
export interface NullModel {
  readonly intercept: number;
  /** sum w l at the null model. */
  readonly loss: number;
  /** Root mean square of dl/deta there: the unit of `optimality`. */
  readonly gradientScale: number;
}

/** Residuals below this part of the size of y are rounding, not a scale. */
const SMALLEST_RESIDUAL = 1e-8;

/** Newton steps for one number; it needs two or three. */
const ITERATIONS = 50;

/** Fits the intercept to y and the offset. The same solver and shard code as any fit, with p = 0. */
export function fitNullModel(uploaded: Uploaded, response: Response, plan: Plan): NullModel {
  const { scope, shard } = uploaded;
  const empty = scope.struct("Shard", {
    rows: uploaded.rows,
    intercept: Number(plan.intercept),
    design: shard.read("design"),
    y: shard.read("y"),
    weight: shard.read("weight"),
    offset: shard.read("offset"),
    family: plan.familyId,
  });
  if (!scope.kernel.exports.prepareShard(empty.at)) throw outOfMemory(uploaded.rows);
  const task = prepareTask(scope, empty, {
    columns: 0,
    dimension: Number(plan.intercept),
    totalWeight: response.totalWeight,
    penalty: 0,
    penaltyParams: 0,
    gradientScale: 1,
    tolerance: 1e-10,
    maxIterations: ITERATIONS,
    mayRecede: true,
    isQuadratic: false,
    examine: false,
    solverId: 0,
    dense: true,
    start: plan.intercept ? Float64Array.of(startingIntercept(uploaded, response, plan)) : new Float64Array(0),
  });
  const floor = SMALLEST_RESIDUAL * largest(response);
  const scale = (): number => {
    askAtPoint(task, REQUEST.value);
    const rms = Math.sqrt(task.exchange.read("slopeSquares") / response.totalWeight);
    return rms > floor && rms < Infinity ? rms : floor;
  };
  task.problem.set({ gradientScale: scale() });
  const outcome = plan.intercept ? minimizeNow(task) : OUTCOME.converged;
  const gradientScale = scale();
  const intercept = plan.intercept ? scope.view(task.state.read("point"), 1)[0]! : 0;
  return { intercept: outcome === OUTCOME.nonFinite ? 0 : intercept, loss: task.exchange.read("loss"), gradientScale };
}

/** link(mean of y) - mean of the offset: exact when there is no offset. */
function startingIntercept(uploaded: Uploaded, response: Response, plan: Plan): number {
  const { y, weight, offset, totalWeight } = response;
  let sumY = 0;
  let sumOffset = 0;
  for (let i = 0; i < y.length; i++) {
    const w = weight?.[i] ?? 1;
    if (w === 0) continue;
    sumY += w * y[i]!;
    sumOffset += w * (offset?.[i] ?? 0);
  }
  const eta = uploaded.scope.kernel.exports.familyLink(plan.familyId, 0, sumY / totalWeight);
  return (Number.isFinite(eta) ? eta : 0) - sumOffset / totalWeight;
}

function largest({ y, weight }: Response): number {
  let m = 0;
  for (let i = 0; i < y.length; i++) if (weight?.[i] !== 0) m = Math.max(m, Math.abs(y[i]!));
  return m > 0 ? m : 1;
}
