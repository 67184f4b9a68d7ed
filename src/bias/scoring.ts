import { OUTCOME } from "../base/ids.js";
import type { Fitting } from "../minimize/fitting.js";
import type { Stop, Watched } from "../shard/task.js";
import { sumOf } from "../stats/linear.js";
import { type Adjusted, adjustedAt } from "./adjusted-score.js";
import { free } from "./held.js";
import { Secant } from "./secant.js";

/** Part of the predicted fall that a step must reach. */
const ARMIJO = 1e-4;
/** Relative accuracy of a sum over rows. */
const ROUNDING = 1e-13;
/** The least part of a step. */
const SMALLEST_STEP = 2 ** -30;

/**
 * With a link that is not canonical nothing has to fall along a step. If U*' I^-1 U* does not, this part of the step is taken all the same: the
 * path of small steps leads to the root, while a search for less may end where there is none. Secants help near the end only.
 */
const DAMPED = 0.25;
const NEAR = 0.1;

/** The part of the usual limit at which the step ends: a step of scoring leaves more than its square, which is what one of Newton's leaves. */
const SHARP = 1e-4;

/** A point of the search: the adjusted score there, and the step from it. */
interface Place extends Adjusted {
  readonly point: Float64Array;
  /** I^-1 U*, in the directions that are free. */
  readonly residual: Float64Array;
  /** U*' I^-1 U* in those. */
  readonly decrement: number;
}

/**
 * The root of the adjusted score by Fisher scoring, from the task's point:
 *
 *     theta <- theta + t I^-1 U*,     t = 1, 1/2 or less
 *
 * until the penalized likelihood rises enough (Armijo), or, with a link that is not canonical, until U*' I^-1 U* falls. A secant step is
 * tried first. log|I| falls without bound as the weights of rows vanish, so that separated rows have finite estimates too.
 *
 * @param held  Vectors c of theta: each c'theta stays as it is at the start.
 * @returns  The outcome, or undefined when it was stopped. The task's state has point, loss, objective, optimality, step.
 */
export function* scoring(fitting: Fitting, held: readonly Float64Array[] = []): Watched<number | undefined> {
  const { task, plan, findings, watched } = fitting;
  const { state, problem } = task;
  state.set({ iteration: 0, isSaddle: 0, isDoubtful: 0, objective: Infinity, optimality: Infinity, step: Number.NaN });
  startFinite(fitting);
  const secant = new Secant();
  let here: Place | undefined = yield* placeAt(fitting, held);
  if (here === undefined) return OUTCOME.nonFinite;
  for (let iteration = 0; ; iteration++) {
    settle(fitting, here);
    state.set({ iteration });
    findings.curvature = held.length === 0 ? { found: here.curvature } : undefined;
    const isMet = held.length > 0 || state.read("optimality") <= plan.tolerance;
    const left = state.read("step") / problem.read("stepTolerance");
    if (isMet && left <= SHARP) return OUTCOME.converged;
    if (iteration >= plan.maxIterations) return OUTCOME.maxIterations;
    let stop: Stop | undefined;
    if (watched) stop = yield;
    if (stop) return undefined;
    const next: Place | undefined = yield* search(fitting, here, held, secant.step(here.residual));
    if (next === undefined) {
      state.view("point", task.dimension).set(here.point);
      return isMet && left <= 1 ? OUTCOME.converged : OUTCOME.precision;
    }
    secant.remember(here, next);
    here = next;
  }
}

/** Where the null model has no finite intercept, as with y of one class, the search starts at 0. */
function startFinite({ task, plan, nullModel, uploaded }: Fitting): void {
  if (plan.start !== undefined || nullModel.isSettled || !plan.intercept) return;
  task.state.view("point", task.dimension)[uploaded.columns] = 0;
}

/** The next point: the first along the secant step or along parts of the scoring step that is better; undefined if none is. */
function* search(
  fitting: Fitting,
  from: Place,
  held: readonly Float64Array[],
  guess: Float64Array | undefined,
): Watched<Place | undefined> {
  const { task, family } = fitting;
  const { isCanonical } = family;
  const noise = ROUNDING * Math.abs(from.value);
  function* placeAfter(step: Float64Array, t: number): Watched<Place | undefined> {
    const view = task.state.view("point", task.dimension);
    for (let j = 0; j < view.length; j++) view[j] = from.point[j]! + t * step[j]!;
    return yield* placeAt(fitting, held);
  }
  const isBetter = (to: Place, fall: number): boolean => {
    const isNearer = to.decrement < from.decrement;
    if (!isCanonical) return isNearer;
    return to.value <= from.value - ARMIJO * fall - noise || (isNearer && to.value <= from.value + noise);
  };
  const fall = guess === undefined ? 0 : -sumOf(guess, from.slopes);
  if (fall > 0 && (isCanonical || from.decrement < NEAR)) {
    const to = yield* placeAfter(guess!, 1);
    if (to !== undefined && isBetter(to, fall)) return to;
  }
  let last: Place | undefined;
  const isAtEnd = task.state.read("step") <= task.problem.read("stepTolerance"); // only rounding prevents progress
  for (let t = 1; t >= (isAtEnd ? 1 : isCanonical ? SMALLEST_STEP : DAMPED); t /= 2) {
    last = yield* placeAfter(from.residual, t);
    if (last !== undefined && isBetter(last, t * from.decrement)) return last;
  }
  return isCanonical || isAtEnd ? undefined : last;
}

function* placeAt(fitting: Fitting, held: readonly Float64Array[]): Watched<Place | undefined> {
  const adjusted = yield* adjustedAt(fitting);
  if (adjusted === undefined) return undefined;
  const { dimension: d, state } = fitting.task;
  const inverse = free(adjusted.curvature, d, held);
  const residual = Float64Array.from(
    { length: d },
    (_, j) => 0 - sumOf(inverse.subarray(j * d, (j + 1) * d), adjusted.slopes),
  );
  const decrement = Math.max(0, -sumOf(residual, adjusted.slopes));
  return { ...adjusted, point: state.copy("point", d), residual, decrement };
}

/** Writes what is known of a point into the task's state. */
function settle({ task, response, nullModel }: Fitting, { value, loss, slopes, decrement, curvature }: Place): void {
  const { state, scope, dimension } = task;
  const { totalWeight } = response;
  const largest = slopes.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
  state.set({
    loss,
    objective: value / totalWeight,
    optimality: largest / (totalWeight * nullModel.gradientScale),
    dependents: curvature.dependent.length,
  });
  const flags = state.view("dependent", dimension);
  flags.fill(0);
  for (const j of curvature.dependent) flags[j] = 1;
  scope.kernel.exports.solverStep(state.at, decrement / totalWeight);
}
