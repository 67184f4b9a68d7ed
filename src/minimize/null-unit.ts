import type { Response } from "../base/flow.js";
import { ASK, REQUEST } from "../base/ids.js";
import type { Family } from "../families/index.js";
import { askHere, type Task } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";

/** Slopes below this part of those that y = 0 would have are rounding, not a scale. */
const SMALLEST_RESIDUAL = 1e-6;

/** The model without columns, at the intercept b: its task and its data. */
interface At {
  readonly uploaded: Uploaded;
  readonly response: Response;
  readonly family: Family;
  readonly task: Task;
  readonly b: number;
}

/**
 * The unit of `optimality`: root mean square of dl/deta at an intercept, but at least a part of the slopes of the worst-fitted
 * rows. The task's exchange holds the loss of the rows afterwards.
 */
export function unitOfSlopes(at: At, isSettled: boolean): number {
  const { uploaded, response, family } = at;
  const y = uploaded.shard.read("y");
  const isTwo = family.classes === "two" && family.isBounded;
  if (family.isBounded && !isTwo && !family.isQuadratic && isZero(response)) {
    slopesOf(at, y); // for the loss
    return largest(response);
  }
  const isOneForAll = response.offset === undefined && uploaded.classes === 1; // every row has the same slope
  const size = isOneForAll
    ? steepness(at, isTwo)
    : slopesOf(at, isTwo ? nearerEnds(at) : uploaded.scope.filled(uploaded.rows, 0));
  const isUnit = isSettled && !family.isQuadratic && size > 0 && size < Infinity;
  const whole = isUnit ? size : largest(response);
  const rms = slopesOf(at, y);
  return rms > SMALLEST_RESIDUAL * whole && rms < Infinity ? rms : SMALLEST_RESIDUAL * whole;
}

/** Root mean square of dl/deta for a response in memory, f64[n]. */
function slopesOf({ uploaded, response, task }: At, y: number): number {
  task.shard.set({ y });
  askHere(task, REQUEST.value);
  task.shard.set({ y: uploaded.shard.read("y") });
  return Math.sqrt(task.exchange.read("slopeSquares") / response.totalWeight);
}

/** Of y = 0 and y = 1 the one nearer to the mean: a mean of 1 makes y = 0 infinitely steep, and the nearer one gives the size of the terms of a slope. */
function nearerEnds({ uploaded, response, family, b }: At): number {
  const { scope, rows, parameters } = uploaded;
  const at = scope.put(response.offset!.map((o) => o + b));
  scope.kernel.exports.familyAnswer(family.id, ASK.mean, parameters, rows, 0, 0, at, at, 0);
  return scope.put(scope.get(at, rows).map((mu) => Number(mu > 0.5)));
}

/** |dl/deta| of a row with y = 0; of y = 0 and y = 1 the smaller one, if the domain has an upper end as well. */
function steepness({ uploaded, family, b }: At, isTwo: boolean): number {
  const { scope, parameters } = uploaded;
  const slopeOf = (y: number): number => {
    const at = scope.put([y, b, 0, 0, 0, 0, 0]);
    scope.kernel.exports.familyAnswer(family.id, ASK.derivatives, parameters, 1, at, 0, at + 8, at + 16, 1);
    return Math.abs(scope.view(at, 7)[3]!);
  };
  return isTwo ? Math.min(slopeOf(0), slopeOf(1)) : slopeOf(0);
}

/** Whether y is 0 wherever there is weight: if a mean of 0 is on the border, slopes there are 0 or infinite, and give no unit. */
export function isZero({ y, weight }: Response): boolean {
  return y.every((v, i) => v === 0 || weight?.[i] === 0);
}

/** The size of the terms of residuals. */
function largest({ y, weight, offset }: Response): number {
  let m = 0;
  for (let i = 0; i < y.length; i++) {
    if (weight?.[i] !== 0) m = Math.max(m, Math.abs(y[i]!), Math.abs(offset?.[i] ?? 0));
  }
  return m > 0 ? m : 1;
}
