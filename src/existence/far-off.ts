import { OUTCOME } from "../base/ids.js";
import type { Fitting } from "../minimize/fitting.js";
import { columnOf } from "../minimize/penalize.js";
import { refresh, type Watched } from "../shard/task.js";

/** The objective is evaluated once more at this many times the distance. */
const FARTHER = 10;
/** It falls if its value there is below this part of itself. A minimizer, if there is one, lies orders of magnitude farther out. */
const FALLEN = 0.5;

/**
 * Under noise the loss of a cauchit link falls like 1 / |beta| on separated rows, and rises like log |beta| times the chance that
 * the noise moves them to the other side. If that chance is 1e-20 slopes and curvature vanish long before the minimizer, and a search
 * ends anywhere below its tolerance. One evaluation farther out shows this. Returns the columns with a share in the point.
 */
export function* fallsFarOff(
  { task, plan, family, uploaded }: Fitting,
  outcome: number,
): Watched<number[] | undefined> {
  const hasTails = family.link === "cauchit" && plan.noises.length > 0 && plan.approximation === "gaussian";
  const hasEnded = outcome === OUTCOME.converged || outcome === OUTCOME.precision || outcome === OUTCOME.maxIterations;
  if (!hasTails || !hasEnded || plan.bounds !== undefined || plan.constraint !== undefined) return undefined;
  const { state, dimension } = task;
  if (outcome === OUTCOME.maxIterations && state.read("iteration") === 0) return undefined; // an evaluation
  const point = state.copy("point", dimension);
  function* valueAt(at: Float64Array): Watched<number> {
    state.view("point", dimension).set(at);
    yield* refresh(task);
    return state.read("objective");
  }
  const there = yield* valueAt(point.map((v) => FARTHER * v));
  const here = yield* valueAt(point);
  if (!(there < FALLEN * here)) return undefined;
  return [...point.keys()].filter((entry) => point[entry] !== 0).map((entry) => columnOf(uploaded, entry));
}
