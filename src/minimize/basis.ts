import type { Plan } from "../base/flow.js";
import { FAMILY, REQUEST, STORAGE } from "../base/ids.js";
import { DEFAULTS } from "../options/defaults.js";
import { askShard } from "../shard/exchange.js";
import { subShard } from "../shard/sub-shard.js";
import { finish } from "../shard/task.js";
import { leastNorm, nullDirections, type Triangle, toGamma } from "../shard/triangle.js";
import type { Basis, Uploaded } from "../shard/uploaded.js";
import { SOLVERS } from "../solvers/index.js";
import { outOfMemory, Struct } from "../wasm/scope.js";
import { wholeEntries } from "./basis-entries.js";
import { prepareFit } from "./fit-task.js";
import type { Fitting } from "./fitting.js";
import { thetaOf } from "./rows.js";

/** Rounding of entries stored in 64 and in 32 bits. */
const EPSILON = 2 ** -52;
const EPSILON_32 = 2 ** -23;

/** How many roundings an entry may be off by, times the root of the number of columns in its sum. */
const ROUNDINGS = 4;

/** Most numbers of Q in memory: 512 MB. */
const MOST_NUMBERS = 2 ** 26;

/**
 * Whether a fit can move to other coordinates: only if nothing else acts on the coefficients one by one, as penalties, noise
 * and bounds do.
 */
export function mayTurn({ columns, rows, shard, basis }: Uploaded, plan: Plan): boolean {
  const { penalty, noises, constraint, bounds } = plan;
  if (basis !== undefined || noises.length > 0 || constraint !== undefined || bounds !== undefined) return false;
  if (columns === 0 || columns > DEFAULTS.orthogonalColumns || columns * rows > MOST_NUMBERS) return false;
  return shard.read("next") === 0 && penalty.square.every((s) => s === 0) && penalty.absolute.every((a) => a === 0);
}

/** Whether columns depend on each other, or so nearly that a factor of X is more accurate than X'X. */
export function areNearlyDependent(uploaded: Uploaded): boolean {
  const { scope, columns, block } = uploaded;
  const { exports } = scope.kernel;
  const position = exports.mark();
  const shard = subShard(scope, uploaded.shard, undefined);
  shard.set({ family: FAMILY.gaussian, familyParams: 0, offset: 0, classes: 1 });
  const hessian = askShard(scope, shard, block, REQUEST.gram, { matrix: true }).read("hessian");
  const silent = new Float64Array(block);
  for (let j = 0; j < columns; j++) silent[j] = Number(uploaded.scale[j] === 0);
  const found = exports.flagDependent(block, hessian, scope.put(silent), 1);
  exports.release(position);
  return found !== silent.reduce((sum, v) => sum + v, 0);
}

/** The same fit in orthogonal coordinates, from the same start. */
export function turned(fitting: Fitting): Fitting {
  const { uploaded: whole, plan, response } = fitting;
  const { scope, shard, rows: n, columns: p, block, classes, mean, sd, scale } = whole;
  const { exports, layouts } = scope.kernel;
  const ones = Number(plan.intercept);
  const sizes = Float64Array.from(sd, (s, j) => scale[j]! * Math.sqrt(s * s + mean[j]! * mean[j]!));
  const size = scope.put(ones ? [1, ...sizes] : sizes);
  const [Z, R, order] = [scope.f64(n * p + 1), scope.f64(block * block), scope.reserve(4 * block)];
  const design = new Struct<"Design">(scope.kernel, layouts.Design, shard.read("design"));
  const epsilon = design.read("storage") === STORAGE.dense32 ? EPSILON_32 : EPSILON;
  const tolerance = ROUNDINGS * Math.sqrt(block) * epsilon;
  const rank = exports.orthogonalize(shard.at, response.totalWeight, size, tolerance, Z, R, order);
  if (rank < 0) throw outOfMemory(8 * n * p);
  const triangle: Triangle = {
    ...{ ones, d: block, rank },
    R: scope.get(R, block * block),
    order: scope.indices(order, block).slice(),
  };
  const says = (position: number): boolean => position >= ones && scale[position - ones] !== 0;
  const isFelt = Array.from(triangle.order.subarray(rank), says);
  const basis: Basis = {
    ...{ triangle, whole, plan },
    directions: nullDirections(triangle).filter((_, k) => isFelt[k]),
    dependent: Array.from(triangle.order.subarray(rank), (position) => position - ones).filter((_, k) => isFelt[k]),
  };
  const columns = rank - ones;
  const map = scope.reserve(4 * (columns + 1));
  scope.indices(map, columns).set(triangle.order.subarray(ones, rank).map((position) => position - ones));
  const [zeros, units] = [new Float64Array(columns), new Float64Array(columns).fill(1)];
  const own = subShard(scope, shard, undefined);
  own.set({
    columns,
    design: scope.struct("Design", { data: Z, rowStride: 1, columnStride: n, map }).at,
    ...{ center: scope.put(zeros), scale: scope.put(units) },
  });
  if (!exports.prepareShard(own.at, 1)) throw outOfMemory(8 * columns);
  const excluded = new Uint8Array(columns);
  const penalty = { ...plan.penalty, square: zeros, absolute: zeros, excluded };
  const found = prepareFit({
    ...fitting,
    uploaded: {
      ...whole,
      ...{
        shard: own,
        columns,
        block: rank,
        dimension: classes * rank,
        basis,
        isSparse: false,
        crew: undefined,
        partner: undefined,
      },
      ...{ center: zeros, mean: zeros, scale: units, sd: units },
    },
    plan: { ...plan, ...solverIn(plan), penalty, start: plan.start && turnedStart(basis, plan.start) },
  });
  return finish(found); // this thread has all of Q
}

/** Coordinate descent is for kinks and bounds. These coordinates have none, and a Newton step minimizes its model at once. */
function solverIn({ solver, solverId, needsMatrix }: Plan): Pick<Plan, "solver" | "solverId" | "needsMatrix"> {
  if (solver !== "coordinate-descent") return { solver, solverId, needsMatrix };
  return { solver: "newton", solverId: SOLVERS.newton.id, needsMatrix: true };
}

function turnedStart({ triangle, whole }: Basis, start: NonNullable<Plan["start"]>): NonNullable<Plan["start"]> {
  const { ones, rank } = triangle;
  const gammas = start.coefficients.map((beta, k) =>
    toGamma(triangle, thetaOf(whole, start.intercepts[k]!, beta, ones)),
  );
  return {
    intercepts: Float64Array.from(gammas, (gamma, k) => (ones ? gamma[rank - 1]! : start.intercepts[k]!)),
    coefficients: gammas.map((gamma) => gamma.slice(0, rank - ones)),
  };
}

/**
 * The minimizer of least norm among all, with sum_i w_i l_i there. The move must not raise F: if F rises by more than the rounding of a
 * sum over rows, dependent columns keep 0.
 */
export function leastNormPoint(
  fitting: Fitting,
  basis: Basis,
  hasMinimizer: boolean,
): { theta: Float64Array; isMinimumNorm: boolean; loss?: number } {
  const { uploaded, task } = fitting;
  const theta = wholeEntries(basis, task.state.copy("point", uploaded.dimension), uploaded);
  if (basis.directions.length === 0 || !hasMinimizer) return { theta, isMinimumNorm: false };
  const { whole, directions } = basis;
  const moved = theta.slice();
  for (let k = 0; k < whole.classes; k++) {
    leastNorm(moved.subarray(k * whole.block, (k + 1) * whole.block), directions, whole.scale);
  }
  const [before, after] = [valueAt(whole, theta), valueAt(whole, moved)];
  const rounding = ROUNDING * Math.max(Math.abs(before), fitting.nullModel.loss);
  return after <= before + rounding
    ? { theta: moved, isMinimumNorm: true, loss: after }
    : { theta, isMinimumNorm: false };
}

/** Relative accuracy of a sum over rows. */
const ROUNDING = 1e-13;

/** sum_i w_i l_i at a point. */
function valueAt({ scope, shard, dimension }: Uploaded, theta: Float64Array): number {
  return askShard(scope, shard, dimension, REQUEST.value, { point: scope.put(theta) }).read("value");
}
