import type { Fitting } from "../minimize/fitting.js";
import type { Task } from "../shard/task.js";
import type { Ends } from "./slack.js";
import { valueAt } from "./value.js";

/** Of the range of the predictors: how far from an end of the domain the nearest of them comes to lie, at least. */
const ROOM = 1e-3;

/**
 * A point from which F is finite by the intercept alone, where F is not: coefficients that bounds keep off 0, or noised copies of
 * rows, may spread the predictors widely, and the intercept then takes the least of them, the largest, or their middle to where one
 * predictor for all rows would be. That is the best of these; undefined where none will do. The task's point becomes it.
 */
export function shiftedPoint(
  { uploaded, nullModel }: Pick<Fitting, "uploaded" | "nullModel">,
  task: Task,
  { low, high }: Ends,
  from: Float64Array,
): Float64Array | undefined {
  const { columns, block, classes } = uploaded;
  if (classes > 1 || block === columns) return undefined;
  let value = valueAt(task, from);
  const [least, most] = [task.exchange.read("lowest"), task.exchange.read("highest")];
  const spread = most - least;
  if (!(spread < Infinity) || value < Infinity) return value < Infinity ? from : undefined;
  const usual = nullModel.intercepts[0]!;
  const inside = usual > low && usual < high ? usual : typicalOf(low, high);
  const moves = [
    Math.max(inside, low + ROOM * spread) - least,
    Math.min(inside, high - ROOM * spread) - most,
    inside - (least + most) / 2,
    typicalOf(low, high) - (least + most) / 2,
    1 - least, // a predictor of 0 may be a pole, with no border beside it
  ];
  let best: Float64Array | undefined;
  for (const move of moves) {
    const point = from.slice();
    point[columns]! += move;
    const found = valueAt(task, point);
    if (found < value) [best, value] = [point, found];
  }
  if (best !== undefined) valueAt(task, best);
  return best;
}

/** A predictor inside of the domain. */
function typicalOf(low: number, high: number): number {
  if (low > -Infinity && high < Infinity) return (low + high) / 2;
  return low > -Infinity ? low + 1 : high < Infinity ? high - 1 : 0;
}
