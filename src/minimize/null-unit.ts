import type { Response } from "../base/flow.js";
import { ASK, REQUEST } from "../base/ids.js";
import type { Family } from "../families/index.js";
import { answeredAtPoint, askAtPoint, type Task, type Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { type Stand, viewShard, viewWithin } from "../shard/view.js";
import { factsOf } from "./facts.js";

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
export function* unitOfSlopes(at: At, isSettled: boolean): Watched<number> {
  const { uploaded, response, family } = at;
  const facts = factsOf(response);
  const largest = facts.largest > 0 ? facts.largest : 1; // the size of the terms of residuals
  const isTwo = family.classes === "two" && family.isBounded;
  if (family.isBounded && !isTwo && !family.isQuadratic && facts.isZero) {
    yield* slopesOf(at, "own"); // for the loss
    return largest; // if a mean of 0 is on the border, slopes there are 0 or infinite, and give no unit
  }
  const isOneForAll = !facts.hasOffset && uploaded.classes === 1; // every row has the same slope
  const size = isOneForAll ? steepness(at, isTwo) : yield* slopesOf(at, isTwo ? "nearer" : "zero");
  const isUnit = isSettled && !family.isQuadratic && size > 0 && size < Infinity;
  const whole = isUnit ? size : largest;
  const rms = yield* slopesOf(at, "own");
  return rms > SMALLEST_RESIDUAL * whole && rms < Infinity ? rms : SMALLEST_RESIDUAL * whole;
}

/** Root mean square of dl/deta for y as it is, or for others. */
function* slopesOf(at: At, y: Extract<Stand, { kind: "null" }>["y"]): Watched<number> {
  const { uploaded, response, task, b } = at;
  if (y === "own") {
    const waiting = answeredAtPoint(task, REQUEST.value);
    if (waiting !== undefined) yield waiting;
  } else {
    const { mark, release } = task.scope.kernel.exports;
    const position = mark();
    const stand = { kind: "null", intercept: task.dimension === 0 ? 0 : 1, y, at: b } as const;
    const shard = viewShard(uploaded, { stand });
    yield* askAtPoint({ ...task, view: viewWithin(uploaded.view, { stand }), shard }, REQUEST.value);
    release(position);
  }
  return Math.sqrt(task.exchange.read("slopeSquares") / response.totalWeight);
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
