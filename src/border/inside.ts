import { startingPoint } from "../minimize/fit-task.js";
import type { Fitting } from "../minimize/fitting.js";
import { boundsOf } from "../minimize/penalize.js";
import { leastSquares, startInside } from "../minimize/start.js";
import type { Task, Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { shiftedPoint } from "./shift.js";
import { type Ends, etaAt, slacksAt, usualOf } from "./slack.js";
import { valueAt } from "./value.js";

/** Distance from the border of the nearest row at a point; with drawn noise, of the nearest copy. */
export function* leastSlack(fitting: Fitting, task: Task, point: Float64Array, ends: Ends): Watched<number> {
  if (fitting.plan.noises.length === 0)
    return slacksAt(fitting, point, ends).slack.reduce((m, s) => Math.min(m, s), Infinity);
  yield* valueAt(task, point);
  const { exchange } = task;
  return Math.min(exchange.read("lowest") - ends.low, ends.high - exchange.read("highest"));
}

/** Most searches for a point inside all rows' domains. */
const ROUNDS = 60;
/** How far inside, as a part of the domain's width if it is finite, else in units of the offset or 1; the first that is reached. */
const MARGINS = [0.25, 1e-2, 1e-4, 1e-6];

/** A point is well inside if its nearest row has this part of the usual distance from the border; nearer, a barrier is too steep. */
const WELL_INSIDE = 1e-4;

/**
 * A point at which every row lies strictly inside the domain of the link, and within bounds: the null model, or least squares
 * of link(y), each also with another intercept, or a point from a search. Returns the first that is well inside, else the best of
 * them. The null model itself may be on the border. `task` has the barrier on, so its value is finite just inside. Undefined if no
 * point was found. Entries in `held` stay as in the task's point.
 */
export function* interiorPoint(
  fitting: Fitting,
  task: Task,
  ends: Ends,
  held: readonly number[],
): Watched<Float64Array | undefined> {
  const { uploaded, plan, nullModel, response, family } = fitting;
  const { state, dimension } = task;
  const bounds = boundsOf(uploaded, { ...plan, solver: "newton" });
  const begun = state.copy("point", dimension);
  const within = (point: Float64Array): Float64Array => {
    for (const j of held) point[j] = begun[j]!;
    return bounds === undefined
      ? point
      : point.map((v, j) => Math.min(Math.max(v, bounds.lower[j]!), bounds.upper[j]!));
  };
  const usual = within(startingPoint(uploaded, { ...plan, start: undefined }, nullModel));
  let best: { point: Float64Array; part: number } | undefined;
  function* isWellInside(point: Float64Array): Watched<boolean> {
    if (!((yield* valueAt(task, point)) < Infinity)) return false;
    const part = (yield* leastSlack(fitting, task, point, ends)) / usualOf(slacksAt(fitting, point, ends).slack);
    if (!(part <= (best?.part ?? -1))) best = { point, part };
    return !(part < WELL_INSIDE);
  }
  if (yield* isWellInside(usual)) return usual;
  startInside(task, uploaded, response, family, bounds);
  const fitted = within(state.copy("point", dimension));
  if (yield* isWellInside(fitted)) return fitted;
  for (const point of [usual, fitted]) {
    const shifted = yield* shiftedPoint(fitting, task, ends, point);
    if (shifted !== undefined && (yield* isWellInside(shifted))) return shifted;
  }
  for (const margin of MARGINS) {
    const found = searchInside(fitting, best?.point ?? fitted, ends, margin, bounds, held);
    if (yield* isWellInside(found)) return found;
  }
  return best?.point;
}

/**
 * Newton's method on  sum_i max(0, low + m - eta_i, eta_i - high + m)^2 / 2,  which is 0 exactly if all rows are inside by m: least
 * squares over the rows that are not, step by step.
 */
function searchInside(
  fitting: Fitting,
  start: Float64Array,
  { low, high }: Ends,
  margin: number,
  bounds: { readonly lower: Float64Array; readonly upper: Float64Array } | undefined,
  held: readonly number[],
): Float64Array {
  const { uploaded } = fitting;
  const { scope, rows, shard } = uploaded;
  const kernel = scope.kernel.exports;
  const size = unitOf(uploaded, low, high);
  const [from, to] = [low + margin * size, high - margin * size];
  const at = shard.read("weight");
  const counts = at === 0 ? undefined : scope.get(at, rows);
  const lack = (eta: number): number => (eta < from ? from - eta : eta > to ? to - eta : 0);
  const lacks = (point: Float64Array): Float64Array =>
    etaAt(fitting, point).map((eta, i) => (counts?.[i] === 0 ? 0 : lack(eta)));
  const sum = (v: Float64Array): number => v.reduce((s, e) => s + e * e, 0);
  let point = start;
  let now = lacks(point);
  for (let round = 0; round < ROUNDS && sum(now) > 0; round++) {
    const position = kernel.mark();
    const step = leastSquares(uploaded, {
      target: scope.put(now),
      weight: scope.put(now.map((e) => (e === 0 ? 0 : 1))),
      offset: 0,
      totalWeight: now.reduce((s, e) => s + Number(e !== 0), 0),
      bounds: bounds && {
        lower: bounds.lower.map((v, j) => v - point[j]!),
        upper: bounds.upper.map((v, j) => v - point[j]!),
      },
      held,
    });
    kernel.release(position);
    let next = now;
    let t = 1;
    for (; t > 1e-6; t *= 0.5) {
      next = lacks(point.map((v, j) => v + t * step[j]!));
      if (sum(next) < sum(now)) break;
    }
    if (!(t > 1e-6)) break;
    point = point.map((v, j) => v + t * step[j]!);
    now = next;
  }
  return point;
}

function unitOf({ scope, shard, rows }: Uploaded, low: number, high: number): number {
  if (high - low < Infinity) return high - low;
  const at = shard.read("offset");
  const largest = at === 0 ? 0 : scope.view(at, rows).reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return largest || 1;
}
