import { OUTCOME, STORAGE } from "../base/ids.js";
import { DEFAULTS } from "../options/defaults.js";
import { cutAfar, placeBrought } from "../shard/brought.js";
import { cutRows, gathered, placeRows } from "../shard/rows-part.js";
import { subShard } from "../shard/sub-shard.js";
import { minimize, prepareTask, type Watched } from "../shard/task.js";
import { SOLVERS } from "../solvers/index.js";
import { outOfMemory, Struct } from "../wasm/scope.js";
import type { Fitting } from "./fitting.js";
import { heldEntries } from "./penalize.js";

// With many rows a few of them nearly determine the minimizer and the curvature of the objective there. A fit to a sample gives the
// start and the curvature, and the fit to all rows then mostly needs passes without a Hessian.

/** Rows that are neighbours are taken together: in a column they share lines of the cache. */
const BLOCK = 16;

/** Tolerance of the fit to the sample; its sampling error is larger. */
const TOLERANCE = 1e-2;
const ITERATIONS = 12;

/** Rows of the sample: enough for a curvature with an error of a third, at a small part of the cost of a Hessian of all rows. */
function sampleSize(rows: number, dimension: number): number {
  return Math.max(DEFAULTS.sampleRows, DEFAULTS.sampleRowsPerParameter * dimension, Math.ceil(rows / 64));
}

/** Whether a fit gains by a start on a sample: it is large, has no given start, and its Hessian is not constant. */
export function maySample({ task, plan, family, uploaded }: Fitting): boolean {
  const isPlain = plan.start === undefined && plan.unlabeled === undefined && plan.constraint === undefined;
  const takesPart = task.solverId === SOLVERS.newton.id && !family.isQuadratic && !family.estimatesTheta;
  return isPlain && takesPart && uploaded.rows >= 4 * sampleSize(uploaded.rows, task.dimension);
}

/** First rows of blocks that are evenly spread. */
function begins(rows: number, size: number): number[] {
  const count = Math.ceil(size / BLOCK);
  return Array.from({ length: count }, (_, k) => Math.floor((k * (rows - BLOCK)) / count));
}

/** The shard that has some blocks of rows, and where they begin in it. */
interface Blocks {
  readonly shard: Struct<"Shard">;
  readonly from: readonly number[];
}

/** Those of rows that others hold are brought here. */
function* blocksOf({ uploaded }: Fitting, from: readonly number[]): Watched<Blocks> {
  if (uploaded.crew === undefined) return { shard: uploaded.shard, from };
  const part = yield* cutAfar(
    uploaded,
    from.map((begin) => ({ begin, count: BLOCK })),
  );
  return { shard: placeBrought(uploaded, part), from: from.map((_, k) => k * BLOCK) };
}

/** A shard of these rows alone. */
function placeBlocks({ uploaded }: Fitting, { shard, from }: Blocks): { shard: Struct<"Shard">; totalWeight: number } {
  const { scope, columns, parameterBytes, isSparse, crew } = uploaded;
  const ranges = from.map((begin) => ({ begin, count: BLOCK }));
  const rows = BLOCK * from.length;
  const take = (vector: number): number =>
    vector === 0 ? 0 : scope.put(gathered(scope.view(vector, shard.read("rows")), new Float64Array(rows), ranges, 0));
  const weight = take(shard.read("weight"));
  const totalWeight = weight === 0 ? rows : scope.view(weight, rows).reduce((sum, w) => sum + w, 0);
  const { kernel } = scope;
  const whole = new Struct<"Design">(kernel, kernel.layouts.Design, shard.read("design"));
  const [storage, rowStride] = [whole.read("storage"), whole.read("rowStride")];
  if (isSparse || storage === STORAGE.coded) {
    const part = crew === undefined ? placeRows(scope, cutRows(scope, shard, parameterBytes, ranges)) : shard;
    return { shard: part, totalWeight };
  }
  const at = scope.reserve(4 * from.length);
  scope.indices(at, from.length).set(from);
  // without noise, which needs X as given, floats suffice: half the memory
  const isStandard = shard.read("noiseCount") === 0;
  const isSingle = isStandard || storage === STORAGE.dense32;
  const data = scope.reserve((isSingle ? 4 : 8) * rows * columns);
  const [center, scale] = [shard.read("center"), shard.read("scale")];
  if (isStandard) {
    kernel.exports.standardizeBlocks(whole.at, columns, at, from.length, BLOCK, center, scale, data);
  } else kernel.exports.copyBlocks(whole.at, columns, at, from.length, BLOCK, data);
  const columnStride = rowStride === 1 ? rows : whole.read("columnStride");
  const part = subShard(scope, shard, undefined);
  part.set({
    ...{ rows, parts: 0, partCount: 1, weight },
    design: scope.struct("Design", { storage: Number(isSingle), data, rowStride, columnStride }).at,
    center: isStandard ? scope.filled(columns, 0) : center,
    scale: isStandard ? scope.filled(columns, 1) : scale,
    y: take(shard.read("y")),
    offset: take(shard.read("offset")),
  });
  if (!kernel.exports.prepareShard(part.at, 1)) throw outOfMemory(8 * rows * columns);
  return { shard: part, totalWeight };
}

/** Fits the sample, and hands its point and its factor to the task. False if the sample cannot be used. */
export function* startOnSample(fitting: Fitting): Watched<boolean> {
  const { task, uploaded, plan, nullModel, response, watched } = fitting;
  const { scope, problem, dimension } = task;
  const kernel = scope.kernel.exports;
  const position = kernel.mark();
  const blocks = yield* blocksOf(fitting, begins(uploaded.rows, sampleSize(uploaded.rows, dimension)));
  const { shard, totalWeight } = placeBlocks(fitting, blocks);
  if (!(totalWeight > 0)) {
    kernel.release(position);
    return false;
  }
  const sample = prepareTask(scope, shard, {
    dimension,
    totalWeight,
    penalty: problem.read("penalty"),
    penaltyParams: problem.read("penaltyParams"),
    held: heldEntries(uploaded, plan),
    gradientScale: nullModel.gradientScale,
    tolerance: TOLERANCE,
    maxIterations: ITERATIONS,
    mayRecede: false,
    isQuadratic: false,
    examine: false,
    solverId: task.solverId,
    dense: true,
    start: task.state.copy("point", dimension),
  });
  const outcome = yield* minimize(sample, watched);
  const isAdopted = outcome === OUTCOME.converged && kernel.newtonAdopt(task.state.at, sample.state.at) !== 0;
  problem.set({ ceiling: nullModel.loss / response.totalWeight });
  kernel.release(position);
  return isAdopted;
}
