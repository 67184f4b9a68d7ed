import { OUTCOME, REQUEST } from "../base/ids.js";
import type { Fitting } from "../minimize/fitting.js";
import { columnOf } from "../minimize/penalize.js";
import { askAtPoint } from "../shard/task.js";

/** So many times farther out the objective is looked at once more. */
const FARTHER = 10;
/** It falls where it is below this part of itself there. A minimizer, if there is one, lies orders of magnitude farther out. */
const FALLEN = 0.5;

/**
 * Under noise the loss of a cauchit link falls like 1 / |beta| on rows that are told apart, and rises like log |beta| times the chance that
 * the noise turns them over. Where that chance is 1e-20 slopes and curvature die out long before the minimizer, and a search
 * ends wherever they are below its tolerance. One look farther out tells. The columns with a share in the point are returned.
 */
export function fallsFarOff({ task, plan, family, uploaded }: Fitting, outcome: number): number[] | undefined {
  const hasTails = family.link === "cauchit" && plan.noises.length > 0 && plan.approximation === "gaussian";
  const hasEnded = outcome === OUTCOME.converged || outcome === OUTCOME.precision || outcome === OUTCOME.maxIterations;
  if (!hasTails || !hasEnded || plan.bounds !== undefined || plan.constraint !== undefined) return undefined;
  const { scope, state, dimension } = task;
  if (outcome === OUTCOME.maxIterations && state.read("iteration") === 0) return undefined; // an evaluation
  const point = scope.get(state.read("point"), dimension);
  const valueAt = (at: Float64Array): number => {
    scope.view(state.read("point"), dimension).set(at);
    askAtPoint(task, REQUEST.value | REQUEST.gradient);
    scope.kernel.exports.solverRefresh(state.at);
    return state.read("objective");
  };
  const there = valueAt(point.map((v) => FARTHER * v));
  const here = valueAt(point);
  if (!(there < FALLEN * here)) return undefined;
  return [...point.keys()].filter((entry) => point[entry] !== 0).map((entry) => columnOf(uploaded, entry));
}
