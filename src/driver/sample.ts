import { DEFAULTS } from "../options/defaults.js";
import { SOLVERS } from "../solvers/index.js";
import { OUTCOME } from "../wasm/kernel.js";
import type { Fitting } from "./fit-task.js";
import { heldEntries } from "./penalize.js";
import { cutRows, placeRows, type Range } from "./rows-part.js";
import { minimize, prepareTask, type Watched } from "./task.js";

// With many rows a few of them say nearly where the minimizer is, and how the objective bends there: a fit to a sample gives the
// start and the curvature, and the fit to all rows is left with passes that need no Hessian.

/** Rows that are neighbours are taken together: in a column they share lines of the cache. */
const BLOCK = 16;

/** How far the fit to the sample goes: its own error is larger. */
const TOLERANCE = 1e-2;
const ITERATIONS = 12;

/** Rows of the sample: enough for a curvature that is right to a third, at a small part of the cost of a Hessian of all rows. */
function sampleSize(rows: number, dimension: number): number {
  return Math.max(DEFAULTS.sampleRows, DEFAULTS.sampleRowsPerParameter * dimension, Math.ceil(rows / 64));
}

/** Whether a fit gains by a start on a sample: it is large, begins nowhere in particular, and its Hessian is not the same everywhere. */
export function maySample({ task, plan, family, uploaded }: Fitting): boolean {
  const isPlain = plan.start === undefined && plan.unlabeled === undefined && plan.constraint === undefined;
  const takesPart = task.solverId === SOLVERS.newton.id && !family.isQuadratic && !family.estimatesTheta;
  return isPlain && takesPart && uploaded.rows >= 4 * sampleSize(uploaded.rows, task.dimension);
}

/** Blocks of rows, evenly spread. */
function blocks(rows: number, size: number): Range[] {
  const count = Math.ceil(size / BLOCK);
  return Array.from({ length: count }, (_, k) => ({ begin: Math.floor((k * (rows - BLOCK)) / count), count: BLOCK }));
}

/** Fits the sample, and hands its point and its factor to the task. False when that came to nothing. */
export function* startOnSample(fitting: Fitting): Watched<boolean> {
  const { task, uploaded, plan, nullModel, response, watched } = fitting;
  const { scope, problem, dimension } = task;
  const kernel = scope.kernel.exports;
  const position = kernel.mark();
  const part = cutRows(scope, uploaded.shard, uploaded.parameterBytes, (rows) =>
    blocks(rows, sampleSize(rows, dimension)),
  );
  const totalWeight = part.weight === undefined ? part.y.length : part.weight.reduce((sum, w) => sum + w, 0);
  if (!(totalWeight > 0)) return false;
  const sample = prepareTask(scope, placeRows(scope, part), {
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
    start: scope.get(task.state.read("point"), dimension),
  });
  const outcome = yield* minimize(sample, watched);
  const isAdopted = outcome === OUTCOME.converged && kernel.newtonAdopt(task.state.at, sample.state.at) !== 0;
  problem.set({ ceiling: nullModel.loss / response.totalWeight });
  kernel.release(position);
  return isAdopted;
}
