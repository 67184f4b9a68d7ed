import { REQUEST } from "../base/ids.js";
import type { Face, Fitting } from "../minimize/fitting.js";
import { readStrengths } from "../minimize/penalize.js";
import type { Task, Watched } from "../shard/task.js";
import { faceStep, MOST_ROUNDINGS, sizeOfRow, stepInside } from "./face-step.js";
import { boundedLeastSquares } from "./multipliers.js";
import { isSteep, type Leeway, leewaysAt, type Near, nearRows, ownSlopes, pick, restOf, restSlopes } from "./near.js";
import { type Ends, slacksAt, weightsOf } from "./slack.js";
import { valueAt } from "./value.js";

const ROUNDS = 6;
/** Rows are on the face within this many times the distance at which multiplier and slack are equal. */
const REACH = 5;
/** A row nearer to the border than this part of the usual distance touches it. */
const TOUCHING = 1e-9;
/** A row touches it only if the summed F could fall by at most this on the way to the border, over the dispersion. */
const LEFT = 1e-7;
/** One point with its certificate. */
interface Certified {
  readonly point: Float64Array;
  readonly near: readonly Near[];
  readonly multipliers: readonly number[];
  /** Whether rows hold it on the border; false if it is there only to rounding. */
  readonly isThere: readonly boolean[];
  readonly optimality: number;
}

/**
 * Goes from the end of a barrier's path, where rows near the border are still inside, to the face that the rows within reach span:
 * Newton's step along the face and straight onto it,
 *
 *   min  g's + s'H s / 2   subject to   n_i's = -slack_i  of the rows i on the face
 *
 * then back inside by a few roundings. Rows without a multiplier leave the face. The optimality in the
 * task's state is the violation of  dF/dtheta = sum_i multiplier_i n_i  with the best-fitting multipliers >= 0. Undefined, with
 * the task's point unchanged, if no row is near.
 *
 * Source: Nocedal & Wright (2006), sections 16.2 and 19.6.
 */
export function* settleOnFace(
  fitting: Fitting,
  task: Task,
  ends: Ends,
  t: number,
  usual: number,
): Watched<Face | undefined> {
  const { scope, state, dimension: d, problem } = task;
  const kernel = scope.kernel.exports;
  const inner = state.copy("point", d);
  let near = nearRows(fitting, inner, ends, REACH * Math.sqrt((t * usual) / problem.read("gradientScale")));
  if (near.length === 0) return undefined;
  const { slack: first } = slacksAt(fitting, inner, ends);
  const weight = weightsOf(fitting);
  const guess = near.map(({ rows }) =>
    rows.reduce((sum, row) => sum + (t * weight(row)) / (problem.read("totalWeight") * first[row]!), 0),
  );
  let best: Certified = yield* certify(fitting, task, inner, near, ends, guess);
  let multipliers = best.multipliers;
  let point = inner;
  for (let round = 0; round < ROUNDS && near.length > 0; round++) {
    const position = kernel.mark();
    const { slack } = slacksAt(fitting, point, ends);
    const steep = isSteep(fitting, task, point, near, ends);
    const step = faceStep(fitting, task, point, near, slack);
    const next = step && (yield* stepInside(fitting, task, { point, near, slack, ends, steep }, step));
    kernel.release(position);
    const found = yield* certify(fitting, task, next ?? point, near, ends, multipliers);
    const isGood = found.optimality <= Math.max(best.optimality, problem.read("tolerance"));
    if (next !== undefined && isGood) best = found;
    if (found.optimality <= 0.01 * problem.read("tolerance") && !(steep && next !== undefined)) break;
    const held = near.filter((_, k) => found.multipliers[k]! > 0);
    if (next === undefined && held.length === near.length) break;
    near = held;
    multipliers = found.multipliers.filter((m) => m > 0);
    point = next ?? point;
  }
  return faceOf(fitting, yield* certify(fitting, task, best.point, best.near, ends, best.multipliers));
}

/** The rows that touch the border at the task's point, and their certificate; undefined if none does. */
export function* faceAt(fitting: Fitting, task: Task, ends: Ends, usual: number): Watched<Face | undefined> {
  const point = task.state.copy("point", task.dimension);
  const near = nearRows(fitting, point, ends, TOUCHING * usual);
  return near.length === 0 ? undefined : faceOf(fitting, yield* certify(fitting, task, point, near, ends));
}

/** Undefined if no row touches it. */
function faceOf(fitting: Fitting, { near, multipliers, isThere }: Certified): Face | undefined {
  if (!isThere.includes(true)) return undefined;
  const weight = weightsOf(fitting);
  const all = near.flatMap(({ rows }, k) => {
    if (!isThere[k]) return [];
    const total = rows.reduce((sum, row) => sum + weight(row), 0);
    return rows.map((row) => ({ row, multiplier: (multipliers[k]! * weight(row)) / total }));
  });
  all.sort((a, b) => a.row - b.row);
  return { rows: all.map(({ row }) => row), multipliers: all.map(({ multiplier }) => multiplier) };
}

/**
 * The multipliers >= 0 that come nearest to  dF/dtheta = sum_i multiplier_i n_i,  where coefficients at kinks and bounds have
 * freedom, from a guess of them. A row that is not at the border has none (complementary slackness), however near it is.
 * The state's optimality is then the largest violation over all entries, over S; the task's point becomes this one.
 */
function* certify(
  fitting: Fitting,
  task: Task,
  point: Float64Array,
  near: readonly Near[],
  ends: Ends,
  guess?: readonly number[],
): Watched<Certified> {
  const { scope, state, exchange, problem, dimension: d } = task;
  const kernel = scope.kernel.exports;
  const position = kernel.mark();
  const W = problem.read("totalWeight");
  yield* valueAt(task, point); // with the deviance of all rows
  const most = (LEFT * kernel.solverDispersion(state.at)) / problem.read("counts");
  const own = ownSlopes(fitting, task, point, near, ends);
  const slopes = restSlopes(fitting, task, point, near);
  const add = (to: Float64Array, factors: readonly number[], scale: number): void => {
    near.forEach(({ normal }, k) => {
      for (let j = 0; j < d; j++) to[j]! += scale * factors[k]! * normal[j]!;
    });
  };
  add(slopes, own, 1);
  const leeways = leewaysAt(task, point, readStrengths(fitting.uploaded, problem.read("penaltyParams")));
  const { slack } = slacksAt(fitting, point, ends);
  const touching = near.map((row) => MOST_ROUNDINGS * Number.EPSILON * sizeOfRow(fitting, point, row, ends));
  let holding = [...near.keys()];
  let multipliers: readonly number[] = [];
  for (let before = Infinity; holding.length < before; ) {
    const found = multipliersOf(
      slopes,
      holding.map((k) => near[k]!),
      leeways,
      holding.map((k) => guess?.[k] ?? 0),
    );
    const all = near.map(() => 0);
    holding.forEach((k, a) => {
      all[k] = found[a]!;
    });
    before = holding.length;
    holding = holding.filter((k) => {
      const left = slack[near[k]!.rows[0]!]!;
      return left <= touching[k]! || !(all[k]! * left > most);
    });
    multipliers = all;
  }
  kernel.evaluate(restOf(fitting, near).at, exchange.at, REQUEST.value | REQUEST.gradient);
  const left = own.map((slope, k) => slope - multipliers[k]!);
  add(exchange.view("gradient", d), left, W);
  kernel.solverRefresh(state.at);
  const optimality = state.read("optimality");
  kernel.release(position);
  yield* valueAt(task, point);
  state.set({ optimality });
  const isThere = near.map(({ rows }, k) => multipliers[k]! > 0 || slack[rows[0]!]! <= touching[k]!);
  return { point, near, multipliers, isThere, optimality };
}

/** Multipliers of rows, by least squares in which each entry with some freedom has its own unknown. */
function multipliersOf(
  slopes: Float64Array,
  near: readonly Near[],
  leeways: readonly Leeway[],
  guess: readonly number[],
): readonly number[] {
  const entries = [...leeways.keys()].filter((j) => leeways[j]!.low > -Infinity || leeways[j]!.high < Infinity);
  const target = pick(slopes, entries);
  const left = target.slice();
  near.forEach(({ normal }, k) => {
    entries.forEach((j, a) => {
      left[a]! -= guess[k]! * normal[j]!;
    });
  });
  const vectors = near.map(({ normal }) => pick(normal, entries));
  const most: number[] = near.map(() => Infinity);
  const begin = [...guess];
  entries.forEach((j, a) => {
    const { low, high } = leeways[j]!;
    const way = low > -Infinity ? 1 : -1; // from the finite end
    const from = way === 1 ? low : high;
    target[a]! -= from;
    if (low === high) return;
    const unit = new Float64Array(entries.length);
    unit[a] = way;
    vectors.push(unit);
    most.push(high - low);
    begin.push(way * (left[a]! - from));
  });
  return boundedLeastSquares(vectors, target, most, begin).slice(0, near.length);
}
