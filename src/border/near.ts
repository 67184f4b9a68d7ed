import { ASK, REQUEST } from "../base/ids.js";
import type { Fitting } from "../minimize/fitting.js";
import type { Strengths } from "../minimize/penalize.js";
import { subShard } from "../shard/sub-shard.js";
import type { Task } from "../shard/task.js";
import type { Struct } from "../wasm/scope.js";
import { type Ends, slacksAt, weightsOf } from "./slack.js";

// Rows near the border of their domain: their list, and the sums over the other rows.

/** A row whose own loss is steeper than this many times S at the border, or infinitely steep, is held there by its own loss. */
const LARGEST = 1e3;

/** Equal rows near the border: their distance changes by normal's as theta moves by s. */
export interface Near {
  readonly rows: readonly number[];
  readonly normal: Float64Array;
}

/** Rows within reach of the border, equal rows together, the nearest first, and their normals in theta. */
export function nearRows(fitting: Fitting, point: Float64Array, ends: Ends, reach: number): Near[] {
  const { scope, rows, columns, dimension, center, scale, shard } = fitting.uploaded;
  const { slack, way } = slacksAt(fitting, point, ends);
  const found = [...slack.keys()].filter((i) => slack[i]! < reach).sort((a, b) => slack[a]! - slack[b]!);
  const normals = found.map(() => new Float64Array(dimension));
  const kernel = scope.kernel.exports;
  const position = kernel.mark();
  const unit = scope.filled(columns, 0);
  const out = scope.f64(rows);
  for (let j = 0; j < columns; j++) {
    scope.view(unit, columns).fill(0)[j] = 1;
    kernel.linearPredictor(shard.read("design"), rows, columns, unit, 0, 0, out);
    const column = scope.view(out, rows);
    found.forEach((row, k) => {
      normals[k]![j] = way[row]! * (column[row]! - center[j]!) * scale[j]!;
    });
  }
  kernel.release(position);
  const offset = shard.read("offset") === 0 ? undefined : shard.view("offset", rows);
  const alike = new Map<string, { rows: number[]; normal: Float64Array }>();
  found.forEach((row, k) => {
    const normal = normals[k]!;
    if (dimension > columns) normal[columns] = way[row]!;
    const key = `${normal.join()} ${offset?.[row]}`;
    const group = alike.get(key);
    if (group === undefined) alike.set(key, { rows: [row], normal });
    else group.rows.push(row);
  });
  return [...alike.values()];
}

/** The slopes that a coefficient may have at its value: an interval around 0, which is one point if it moves freely. */
export interface Leeway {
  readonly low: number;
  readonly high: number;
}

/** The allowed slopes of every entry of theta, by its kink and its bounds; held entries may have any slope. */
export function leewaysAt(task: Task, point: Float64Array, { absolute }: Strengths): Leeway[] {
  const { scope, state, problem, dimension } = task;
  const held = state.copy("dependent", dimension);
  const [lower, upper] = (["lower", "upper"] as const).map((name) =>
    problem.read(name) === 0 ? undefined : scope.get(problem.read(name), dimension),
  );
  return Array.from(point, (v, j) => {
    const k = absolute[j]!;
    const isHeld = held[j] !== 0;
    const low = isHeld || (upper && v >= upper[j]!) ? -Infinity : v > 0 ? -k : v < 0 ? k : -k;
    const high = isHeld || (lower && v <= lower[j]!) ? Infinity : v < 0 ? k : v > 0 ? -k : k;
    return { low, high };
  });
}

/** Entries of theta that can move both ways: not held, not at a kink or a bound. */
export function freeEntries(task: Task, point: Float64Array, strengths: Strengths): number[] {
  const leeways = leewaysAt(task, point, strengths);
  return [...leeways.keys()].filter((j) => leeways[j]!.low === leeways[j]!.high);
}

export const pick = (v: Float64Array, entries: readonly number[]): Float64Array =>
  Float64Array.from(entries, (j) => v[j]!);

/** F without the losses of the rows on the face. */
export function restValue(fitting: Fitting, task: Task, point: Float64Array, near: readonly Near[]): number {
  restSlopes(fitting, task, point, near);
  return task.state.read("objective");
}

/** dF/dtheta at a point without the rows on the face, and without kinks; the task's point becomes this one. */
export function restSlopes(fitting: Fitting, task: Task, point: Float64Array, near: readonly Near[]): Float64Array {
  const { scope, state, exchange, dimension } = task;
  const kernel = scope.kernel.exports;
  state.view("point", dimension).set(point);
  exchange.view("point", dimension).set(point);
  kernel.evaluate(restOf(fitting, near).at, exchange.at, REQUEST.value | REQUEST.gradient);
  kernel.solverRefresh(state.at);
  return exchange.copy("gradient", dimension);
}

/** dF/deta of the rows on the face towards the border, by group; at most LARGEST times S. */
export function ownSlopes(
  fitting: Fitting,
  task: Task,
  point: Float64Array,
  near: readonly Near[],
  ends: Ends,
): number[] {
  const { scope, rows: n, shard, parameters } = fitting.uploaded;
  const weight = weightsOf(fitting);
  const { way, eta } = slacksAt(fitting, point, ends);
  const out = scope.f64(5 * n);
  scope.kernel.exports.familyAnswer(
    fitting.family.id, ASK.derivatives, parameters, n, shard.read("y"), 0, scope.put(eta), out, n,
  ); // biome-ignore format: one call
  const slopes = scope.view(out + 8 * n, n);
  const W = task.problem.read("totalWeight");
  const most = LARGEST * task.problem.read("gradientScale");
  return near.map(({ rows }) =>
    rows.reduce((sum, i) => sum + Math.min((weight(i) * way[i]! * slopes[i]!) / W, most), 0),
  );
}

/** The shard without the losses of the rows on the face, whose slopes and curvatures may be infinite there. */
export function restOf(fitting: Fitting, near: readonly Near[]): Struct<"Shard"> {
  const { uploaded } = fitting;
  const weight = weightsOf(fitting);
  const weights = Float64Array.from({ length: uploaded.rows }, (_, i) => weight(i));
  for (const { rows } of near) for (const row of rows) weights[row] = 0;
  const shard = subShard(uploaded.scope, uploaded.shard, undefined);
  shard.set({ weight: uploaded.scope.put(weights) });
  return shard;
}

/** Whether the loss of some of these rows is so steep that it determines how near to the border the point must be. */
export function isSteep(fitting: Fitting, task: Task, point: Float64Array, near: readonly Near[], ends: Ends): boolean {
  const most = LARGEST * task.problem.read("gradientScale");
  return ownSlopes(fitting, task, point, near, ends).some((slope) => slope >= most);
}
