import { REQUEST } from "../base/ids.js";
import type { Fitting } from "../minimize/fitting.js";
import { readStrengths, type Strengths } from "../minimize/penalize.js";
import { evaluate } from "../shard/evaluate.js";
import type { Task, Watched } from "../shard/task.js";
import { basisOf, dot } from "./multipliers.js";
import { freeEntries, type Near, pick, restOf, restSlopes, restValue } from "./near.js";
import { type Ends, etaAt, plainEtaAt, slacksAt } from "./slack.js";
import { valueAt } from "./value.js";

/** Rows are left this many roundings of their predictor inside, so that every mean is in its range; fewer if a loss is steep. */
const ROUNDINGS = 4;
const ROUNDINGS_STEEP = 1 / 16;
export const MOST_ROUNDINGS = 256;
/** Parts of the step that are tried, each this many times the one before. */
const PARTS = 4;
const MOST_PARTS = 64;
/** A coefficient below this part of the size of predictors is rounding. */
const AT_KINK = 1e-13;
/** Objectives closer than this part of their size are equal. */
const SAME = 4e-15;

/** A step onto the face, and its part perpendicular to the face. */
export interface FaceStep {
  readonly whole: Float64Array;
  readonly straight: Float64Array;
}

/** Newton's step onto the face and along it; undefined if the Hessian along the face is not positive definite. */
export function faceStep(
  fitting: Fitting,
  task: Task,
  point: Float64Array,
  near: readonly Near[],
  slack: Float64Array,
): FaceStep | undefined {
  const { scope, dimension: d, problem, exchange } = task;
  const strengths = readStrengths(fitting.uploaded, problem.read("penaltyParams"));
  const free = freeEntries(task, point, strengths);
  const { directions, of, coefficients } = basisOf(near.map(({ normal }) => pick(normal, free)));
  // how far to go along each direction to bring the rows that span the face to the border
  const to: number[] = [];
  coefficients.forEach((own, k) => {
    const before = to.reduce((sum, c, a) => sum + own[a]! * c, 0);
    to.push((-slack[near[of[k]!]!.rows[0]!]! - before) / own[k]!);
  });
  const spread = (parts: readonly ArrayLike<number>[], factors: readonly number[]): Float64Array => {
    const out = new Float64Array(d);
    for (const [k, part] of parts.entries()) {
      for (const [a, j] of free.entries()) out[j]! += factors[k]! * part[a]!;
    }
    return out;
  };
  const straight = spread(directions, to);
  if (directions.length === free.length) return { whole: straight, straight };
  const slopes = restSlopes(fitting, task, point, near);
  const gradient = pick(
    slopes.map((g, j) => g + strengths.absolute[j]! * Math.sign(point[j]!)),
    free,
  );
  evaluate(scope, restOf(fitting, near), exchange, REQUEST.hessian);
  const m = free.length;
  const inverse = raisedInverse(task, free, strengths, directions);
  if (inverse === undefined) return undefined;
  const times = (v: Float64Array): Float64Array => v.map((_, a) => dot(inverse.subarray(a * m, (a + 1) * m), v));
  // s = M^-1 (Q nu - g) with Q's = to; M and H differ off the face only
  const pull = times(gradient.map((g) => -g));
  const curved = directions.map(times);
  const nu = solveSmall(
    directions.map((q) => curved.map((c) => dot(q, c))),
    directions.map((q, a) => to[a]! - dot(q, pull)),
  );
  if (nu === undefined) return undefined;
  const whole = spread([pull, ...curved], [1, ...nu]);
  return whole.every(Number.isFinite) ? { whole, straight } : undefined;
}

/**
 * (H + P'' + rho Q Q')^-1 on the free entries, H of the last answer, Q the directions off the face: raised along them until it is
 * positive definite, which changes nothing on the face. Undefined if it never is.
 */
function raisedInverse(
  { scope, dimension: d, problem, exchange }: Task,
  free: readonly number[],
  { square }: Strengths,
  directions: readonly Float64Array[],
): Float64Array | undefined {
  const m = free.length;
  const H = exchange.copy("hessian", d * d);
  const M = new Float64Array(m * m);
  free.forEach((j, a) => {
    for (let b = 0; b <= a; b++) M[a * m + b] = H[j * d + free[b]!]! / problem.read("totalWeight");
    M[a * m + a]! += square[j]!;
  });
  let largest = 0;
  for (let a = 0; a < m; a++) largest = Math.max(largest, Math.abs(M[a * m + a]!));
  const out = scope.f64(m * m);
  const isDone = [1, 1e2, 1e4].some((rho) => {
    const raised = M.slice();
    for (const q of directions) {
      for (let a = 0; a < m; a++)
        for (let b = 0; b <= a; b++) raised[a * m + b]! += rho * (largest || 1) * q[a]! * q[b]!;
    }
    return scope.kernel.exports.invert(m, scope.put(raised), scope.filled(m, 0), out);
  });
  return isDone ? scope.get(out, m * m) : undefined;
}

/**
 * Goes along the step, except the last few roundings of the way onto the face, so that every row is still inside. Undefined
 * if some row is never inside, if F would rise, or if a bound is in the way.
 */
export function* stepInside(
  fitting: Fitting,
  task: Task,
  from: { point: Float64Array; near: readonly Near[]; slack: Float64Array; ends: Ends; steep: boolean },
  { whole, straight }: FaceStep,
): Watched<Float64Array | undefined> {
  const { scope, problem, dimension } = task;
  const { point, near, slack, ends, steep } = from;
  const { absolute } = readStrengths(fitting.uploaded, problem.read("penaltyParams"));
  const size = sizeOf(fitting, point, ends);
  // a coefficient within rounding of its kink is set to it
  const isAtKink = (v: number, j: number): boolean => absolute[j]! > 0 && Math.abs(v) <= AT_KINK * size;
  const onFace = point.map((v, j) => (isAtKink(v + whole[j]!, j) ? 0 : v + whole[j]!));
  for (const [name, sign] of [
    ["lower", 1],
    ["upper", -1],
  ] as const) {
    if (problem.read(name) === 0) continue;
    const bound = scope.view(problem.read(name), dimension);
    if (onFace.some((v, j) => sign * (v - bound[j]!) < 0)) return undefined;
  }
  const least = near.reduce((m, { rows }) => Math.min(m, slack[rows[0]!]!), Infinity);
  const before = yield* valueAt(task, point);
  const rounding = Number.EPSILON * size;
  const own = Number.EPSILON * near.reduce((m, row) => Math.max(m, sizeOfRow(fitting, point, row, ends)), 0);
  const first = Math.min(1, ((steep ? ROUNDINGS_STEEP : ROUNDINGS) * Math.min(own, rounding)) / least);
  const last = Math.max(1, (MOST_ROUNDINGS * rounding) / least);
  let part = Math.max(first, Number.EPSILON ** 2); // rows of zeros have no rounding
  for (let k = 0; k < MOST_PARTS && part <= last; k++, part *= PARTS) {
    const next = onFace.map((v, j) => (isAtKink(v, j) ? 0 : v - part * straight[j]!));
    const etas = [etaAt(fitting, next), plainEtaAt(fitting, next)];
    if (etas.some((eta) => slacksAt(fitting, next, ends, eta).slack.some((s) => !(s > 0)))) continue;
    const there = yield* valueAt(task, next);
    // the loss of a steep row in the last few roundings is not counted: at the border it is 0
    const counted = steep && there < Infinity ? restValue(fitting, task, next, near) : there;
    if (counted <= before + SAME * Math.abs(before)) return next;
  }
  return undefined;
}

/** The size of the terms of the predictors. */
function sizeOf({ uploaded }: Fitting, point: Float64Array, { low, high }: Ends): number {
  const { columns, scale, mean, sd, center } = uploaded;
  let size = Math.max(Number.isFinite(low) ? Math.abs(low) : 0, Number.isFinite(high) ? Math.abs(high) : 0);
  size += Math.abs(point[columns] ?? 0);
  for (let j = 0; j < columns; j++) {
    size += Math.abs(point[j]! * scale[j]!) * (Math.abs(mean[j]!) + Math.abs(center[j]!) + sd[j]!);
  }
  return size || 1;
}

/** The same for one row: the terms of its predictor, in the solver's coordinates and in those of `predict`. */
export function sizeOfRow({ uploaded }: Fitting, point: Float64Array, { rows, normal }: Near, ends: Ends): number {
  const { shard, columns, scale, center } = uploaded;
  const offset = shard.read("offset") === 0 ? 0 : shard.view("offset", uploaded.rows)[rows[0]!]!;
  let size = Math.abs(offset) + Math.abs(point[columns] ?? 0);
  for (const end of [ends.low, ends.high]) if (Number.isFinite(end)) size += Math.abs(end);
  for (let j = 0; j < columns; j++)
    size += Math.abs(point[j]!) * (Math.abs(normal[j]!) + Math.abs(center[j]! * scale[j]!));
  return size;
}

/** Gaussian elimination with pivoting. */
function solveSmall(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, a) => [...row, right[a]!]);
  const n = rows.length;
  for (let a = 0; a < n; a++) {
    let pivot = a;
    for (let b = a + 1; b < n; b++) if (Math.abs(rows[b]![a]!) > Math.abs(rows[pivot]![a]!)) pivot = b;
    [rows[a], rows[pivot]] = [rows[pivot]!, rows[a]!];
    const head = rows[a]![a]!;
    if (!(Math.abs(head) > 0)) return undefined;
    for (let b = a + 1; b < n; b++) {
      const c = rows[b]![a]! / head;
      for (let k = a; k <= n; k++) rows[b]![k]! -= c * rows[a]![k]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let a = n - 1; a >= 0; a--) {
    let sum = rows[a]![n]!;
    for (let k = a + 1; k < n; k++) sum -= rows[a]![k]! * x[k]!;
    x[a] = sum / rows[a]![a]!;
  }
  return x;
}
