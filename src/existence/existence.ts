import type { Fitting } from "../minimize/fitting.js";
import { nearFit } from "../minimize/near.js";
import { readStrengths } from "../minimize/penalize.js";
import { DEFAULTS } from "../options/defaults.js";
import { largestFace } from "../separation/face.js";
import { whiten } from "../separation/white.js";
import { inversePower } from "../shard/column-scales.js";
import { subShard } from "../shard/sub-shard.js";
import type { Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { fallsAlong } from "./falls-along.js";
import { blockGram, differ, gramOf, movesOf, pulled } from "./row-moves.js";
import { mayHaveSaturations, type Pair, type Saturation, saturationsOf } from "./saturation.js";

/** Whether a minimizer exists, by the end of a search. */
export type Existence =
  /** There is one: no direction to infinity lowers the objective. */
  | { readonly kind: "exists" }
  /** There is none, and this direction, in the solver's coordinates, is the proof. */
  | { readonly kind: "escape"; readonly direction: Float64Array }
  /** With noise of this form the rows alone do not decide. */
  | { readonly kind: "open" }
  /** Some rows may be on the way to infinity, and this could not be tested. */
  | { readonly kind: "unknown"; readonly rows: number };

/** A row that moves by less than this part of its terms does not move. */
const UNMOVED = 1e-8;

/** A column whose spread is below this part of its mean is constant, as in shard/moments.ts. */
const CONSTANT = 2e-15;

/** Most numbers in the linear program. */
const MOST_NUMBERS = 2 ** 24;

/** Most sums for the Gram matrices of pairs of classes. */
const MOST_PAIRS = 60;

/**
 * Does the likelihood have a maximum? Decided at the point where a search has ended, whatever the way there:
 *
 *   1. Rows with something left to gain must not move: the directions left are the null space N of their predictors, of the
 *      columns without penalty and noise.
 *   2. The linear program of src/separation tests these directions on the other rows, and on the bounds: u = N v with
 *      sigma_i z_i'u >= 0, u_j >= 0 at a lower bound, <= 0 at an upper one, and some row moved.
 *
 * In a converged fit the rows at rest usually span everything, and this ends the test: the program runs only if some row
 * is fitted to within rounding. Sources: Albert & Anderson (1984), Biometrika 71; Rockafellar, Convex Analysis (1970), section 8,
 * for the cone of recession.
 */
export function* existenceAt(fitting: Fitting, isDoubtful: boolean): Watched<Existence> {
  const { plan, family } = fitting;
  let found: Existence = { kind: "exists" };
  if (yield* mayHaveSaturations(fitting, isDoubtful)) {
    const near = yield* nearFit(fitting);
    if (near === undefined) return { kind: "unknown", rows: fitting.uploaded.rows };
    for (const saturation of saturationsOf(near, isDoubtful)) {
      const here = lookedInto(near, saturation);
      if (found.kind === "exists" || here.kind === "escape") found = here;
      if (found.kind === "escape") break;
    }
  }
  // copies of a row count as rows; they may move together if the noised columns may not
  const isByCopies =
    plan.noises.length > 0 &&
    (plan.approximation === "monte-carlo" || (plan.approximation === "exact" && !family.isQuadratic));
  return isByCopies && found.kind !== "escape" ? { kind: "open" } : found;
}

function lookedInto(fitting: Fitting, saturation: Saturation): Existence {
  const { uploaded, task } = fitting;
  if (saturation.saturated.length === 0) return { kind: "exists" };
  const { saturated } = saturation;
  const unknown = { kind: "unknown", rows: saturated.length } as const;
  const pairs = (uploaded.classes * (uploaded.classes - 1)) / 2;
  if (task.dimension > DEFAULTS.examineDimension || pairs > MOST_PAIRS) return unknown;
  const position = task.scope.kernel.exports.mark();
  const seen = { ...fitting, uploaded: atInterior(fitting, saturation) };
  const N = freeDirections(seen, saturation);
  const found =
    N === undefined || N.length * saturated.length > MOST_NUMBERS ? unknown : amongThem(seen, saturation, N);
  task.scope.kernel.exports.release(position);
  if (found.kind !== "escape") return found;
  return { ...found, direction: inCoordinatesOf(uploaded, seen.uploaded, found.direction) };
}

/**
 * The same rows in coordinates that are centred and scaled by the rows at rest: whether these leave a direction open must not
 * depend on how far out the others are.
 */
function atInterior({ uploaded, plan }: Fitting, { interior }: Saturation): Uploaded {
  const { scope, shard, rows, columns } = uploaded;
  const { exports } = scope.kernel;
  const weight = new Float64Array(rows);
  for (const { row } of interior) weight[row] = 1;
  const at = scope.f64(2 * columns);
  const isThere = interior.length > 0 && columns > 0 && uploaded.basis === undefined;
  const part = subShard(scope, shard, undefined);
  part.set({ weight: scope.put(weight) });
  if (!isThere || !exports.shardMoments(part.at, at, at + 8 * columns)) return uploaded;
  const mean = scope.get(at, columns);
  const sd = scope.get(at + 8 * columns, columns);
  const center = plan.intercept ? mean : new Float64Array(columns);
  const scale = uploaded.scale.map((s, j) => {
    const size = plan.intercept ? sd[j]! : Math.hypot(sd[j]!, mean[j]!);
    return s === 0 || !(size > CONSTANT * Math.abs(mean[j]!)) ? s : inversePower(size);
  });
  part.set({ center: scope.put(center), scale: scope.put(scale), weight: shard.read("weight") });
  if (!exports.prepareShard(part.at, 1)) return uploaded;
  return { ...uploaded, shard: part, center, scale };
}

/** Converts a direction between the coordinates: the same coefficients, and the matching intercept. */
function inCoordinatesOf(to: Uploaded, from: Uploaded, u: Float64Array): Float64Array {
  const { columns, block, classes } = to;
  const out = u.slice();
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < columns; j++) {
      if (to.scale[j] === 0) continue;
      const beta = u[k * block + j]! * from.scale[j]!;
      out[k * block + j] = beta / to.scale[j]!;
      if (block > columns) out[k * block + columns]! += beta * (to.center[j]! - from.center[j]!);
    }
  }
  return out;
}

/** 1 for entries of theta that must be 0 in a direction: with penalty or noise, of a constant column, held, or dependent. */
function closedEntries(fitting: Fitting, { interior }: Saturation): Float64Array {
  const { uploaded, task, plan } = fitting;
  const { block, dimension, rows, columns, scale } = uploaded;
  const { square, absolute, isBounded } = readStrengths(uploaded, task.problem.read("penaltyParams"));
  const closed = task.state.copy("dependent", dimension);
  const shaken = new Float64Array(block);
  if (plan.noises.length > 0) {
    const weight = new Float64Array(rows).fill(plan.approximation === "quadratic" ? 0 : 1);
    for (const { row } of interior) weight[row] = 1;
    const [noisy, plain] = [blockGram(fitting, weight, true), blockGram(fitting, weight, false)];
    for (let j = 0; j < columns; j++) {
      const isDrawn = plan.approximation === "monte-carlo" && plan.noises.some(({ strengths }) => strengths[j]! > 0);
      if (isDrawn || noisy[j * block + j]! > plain[j * block + j]!) shaken[j] = 1; // copies may have less variance than their rows
    }
  }
  for (let entry = 0; entry < dimension; entry++) {
    const j = entry % block;
    const isEmpty = j < columns && scale[j] === 0;
    const isHeld = square[entry]! > 0 || (absolute[entry]! > 0 && !isBounded);
    if (isEmpty || shaken[j] === 1 || isHeld) closed[entry] = 1;
  }
  const { lower, upper } = task.problem.read("lower") === 0 ? NO_BOUNDS : boundsAt(fitting);
  for (let entry = 0; entry < lower.length; entry++)
    if (lower[entry]! > -Infinity && upper[entry]! < Infinity) closed[entry] = 1;
  return closed;
}

const NO_BOUNDS = { lower: new Float64Array(0), upper: new Float64Array(0) };

function boundsAt({ task }: Fitting): { lower: Float64Array; upper: Float64Array } {
  const { problem, dimension } = task;
  return { lower: problem.copy("lower", dimension), upper: problem.copy("upper", dimension) };
}

/** A basis of the directions that do not move the interior pairs; undefined if memory or rounding prevents it. */
function freeDirections(fitting: Fitting, saturation: Saturation): Float64Array[] | undefined {
  const { scope, dimension: d } = fitting.uploaded;
  const { exports } = scope.kernel;
  const { interior } = saturation;
  const closed = closedEntries(fitting, saturation);
  const sums = gramOf(fitting, interior);
  if (fitting.uploaded.basis !== undefined) clearRounding(sums, d);
  const gram = scope.put(sums);
  const skip = scope.put(closed);
  if (exports.flagDependent(d, gram, skip, 0) < 0) return undefined;
  const out = scope.f64(d * d);
  const flags = scope.get(skip, d);
  const free = [...flags.keys()].filter((j) => flags[j] !== 0 && closed[j] === 0);
  if (free.length === 0) return [];
  if (!exports.invert(d, gram, skip, out)) return undefined;
  const inverse = scope.get(out, d * d);
  return free.map((j) => refined(fitting, interior, inverse.slice(j * d, (j + 1) * d), inverse, flags));
}

/** Orthogonal columns have length about 1; if the rows at rest have less of one than this, squared, it is rounding. */
const ROUNDED = 1e-29;

/** Rounding of the entries of orthogonal columns: a column with no more than this in the rows at rest counts as 0 there. */
function clearRounding(gram: Float64Array, d: number): void {
  for (let j = 0; j < d; j++) {
    if (gram[j * d + j]! > ROUNDED) continue;
    for (let k = 0; k < d; k++) gram[j * d + k] = gram[k * d + j] = 0;
  }
}

/** A null direction of the Gram matrix has half of its digits; two steps of refinement give the others. */
function refined(
  fitting: Fitting,
  interior: readonly Pair[],
  u: Float64Array,
  inverse: Float64Array,
  flags: Float64Array,
): Float64Array {
  const { rows, dimension: d } = fitting.uploaded;
  for (let turn = 0; turn < 2 && interior.length > 0; turn++) {
    const moves = movesOf(fitting, u);
    const pull = pulled(
      fitting,
      interior,
      Float64Array.from(interior, (pair) => differ(moves, rows, pair)),
    );
    for (let j = 0; j < d; j++) {
      if (flags[j] !== 0) continue;
      for (let k = 0; k < d; k++) if (flags[k] === 0) u[j]! -= inverse[j * d + k]! * pull[k]!;
    }
  }
  return u;
}

/** The linear program among the directions N. */
function amongThem(fitting: Fitting, saturation: Saturation, N: readonly Float64Array[]): Existence {
  const { uploaded, task } = fitting;
  const { rows } = uploaded;
  const { saturated, interior, isByMeans } = saturation;
  if (N.length === 0) return { kind: "exists" };
  const { lower, upper } = task.problem.read("lower") === 0 ? NO_BOUNDS : boundsAt(fitting);
  const limits = [...lower.keys()].filter((j) => lower[j]! > -Infinity !== upper[j]! < Infinity);
  const inwards = (u: Float64Array, j: number): number => (lower[j]! > -Infinity ? u[j]! : -u[j]!);
  const count = saturated.length + limits.length;
  const A = N.map((u) => {
    const moves = movesOf(fitting, u);
    const column = new Float64Array(count);
    const gains = saturated.map((pair) => differ(moves, rows, pair));
    column.set(cleaned(gains, moves));
    column.set(cleaned(limits.map((j) => inwards(u, j)), u), saturated.length); // biome-ignore format: one line
    return column;
  });
  const { vectors, back } = whiten(A, count);
  const face = largestFace(vectors);
  const unknown = { kind: "unknown", rows: saturated.length } as const;
  if (face.direction === undefined) return face.isDecided ? { kind: "exists" } : unknown;
  if (!face.moved.subarray(0, saturated.length).includes(1)) return face.isDecided ? { kind: "exists" } : unknown;
  const v = back(face.direction);
  const direction = new Float64Array(task.dimension);
  N.forEach((u, c) => {
    for (let j = 0; j < direction.length; j++) direction[j]! += v[c]! * u[j]!;
  });
  const moves = movesOf(fitting, direction);
  const most = saturated.reduce((m, pair) => Math.max(m, differ(moves, rows, pair)), 0);
  const size = direction.reduce((sum, v) => sum + Math.abs(v), 0);
  const holds =
    interior.every((pair) => Math.abs(differ(moves, rows, pair)) <= UNMOVED * size) &&
    saturated.every((pair) => differ(moves, rows, pair) >= -UNMOVED * most) &&
    limits.every((j) => inwards(direction, j) >= -UNMOVED * size);
  if (!holds || !(most > 0)) return unknown;
  if (isByMeans && !fallsAlong(fitting, moves)) return { kind: "exists" };
  return { kind: "escape", direction };
}

/** Sets moves of rows or coefficients that are rounding beside the largest to 0. */
function cleaned(moves: readonly number[], all: Float64Array): number[] {
  const most = all.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return moves.map((v) => (Math.abs(v) > 1e-13 * most ? v : 0));
}
