import type { Fitting } from "../minimize/fitting.js";
import type { Task, Watched } from "../shard/task.js";
import type { Ends } from "./slack.js";
import { valueAt } from "./value.js";

/** Least distance of the nearest predictor from an end of the domain, as a part of their range. */
const ROOM = 1e-3;

/**
 * A point with a finite F that differs from the start in the intercept only. Coefficients that bounds keep from 0, or noised copies of
 * rows, may spread the predictors widely. The intercept then moves their least, their largest, or their middle to the value of
 * one predictor for all rows. Returns the best of these; undefined if none has a finite F. The task's point becomes it.
 */
export function* shiftedPoint(
  { uploaded, nullModel }: Pick<Fitting, "uploaded" | "nullModel">,
  task: Task,
  { low, high }: Ends,
  from: Float64Array,
): Watched<Float64Array | undefined> {
  const { columns, block, classes } = uploaded;
  if (classes > 1 || block === columns) return undefined;
  let value = yield* valueAt(task, from);
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
    1 - least, // a predictor of 0 may be a pole without a border
  ];
  let best: Float64Array | undefined;
  for (const move of moves) {
    const point = from.slice();
    point[columns]! += move;
    const found = yield* valueAt(task, point);
    if (found < value) [best, value] = [point, found];
  }
  if (best !== undefined) yield* valueAt(task, best);
  return best;
}

/** A predictor inside the domain. */
function typicalOf(low: number, high: number): number {
  if (low > -Infinity && high < Infinity) return (low + high) / 2;
  return low > -Infinity ? low + 1 : high < Infinity ? high - 1 : 0;
}
