import type { Design, Solution } from "../base/flow.js";
import { OUTCOME, REQUEST } from "../base/ids.js";
import type { StatusCode, Warning } from "../base/status.js";
import { scoring } from "../bias/scoring.js";
import { solveFromBorder, solveInDomain } from "../border/border.js";
import { type Escape, escapeFromBorder, findEscape } from "../existence/escape.js";
import { areNearlyDependent, leastNormPoint, mayTurn, turned } from "../minimize/basis.js";
import { certify } from "../minimize/certify.js";
import type { Fitting } from "../minimize/fitting.js";
import { nearFit } from "../minimize/near.js";
import { fitNullModel } from "../minimize/null-model.js";
import { heldEntries } from "../minimize/penalize.js";
import { refined } from "../minimize/refine.js";
import { mayBring } from "../shard/brought.js";
import { askAtPoint, refresh, type Stop, type Task, type Watched } from "../shard/task.js";
import { minimizeInBall } from "./ball-multiplier.js";
import { download } from "./download.js";
import { estimateShape, type Shape } from "./shape.js";
import {
  borderWarning,
  columnWarnings,
  conditionWarning,
  dependentWarning,
  outcomeWarnings,
  shapeWarning,
  underdeterminedWarning,
} from "./warnings.js";

/** A finished fit with its numbers; it is another fit if columns turned out to depend on each other. */
export interface Completed {
  readonly fitting: Fitting;
  readonly solution: Solution;
}

/** Minimizes, checks that a minimizer exists, builds the warnings, and copies the result out. */
export function* complete(given: Fitting, design: Design): Watched<Completed> {
  const fitting = yield* turnedAtStart(given);
  const { basis } = fitting.uploaded;
  if (basis === undefined) fitting.task.problem.set({ reportsDependence: Number(mayTurnHere(fitting)) });
  let stop: Stop | undefined;
  const work = given.plan.biasReduction === undefined ? minimizeAndCheck(fitting) : reduceBias(fitting);
  let step = work.next();
  while (!step.done) {
    stop = yield step.value;
    step = work.next(stop);
  }
  const searched = step.value;
  if (searched.outcome === OUTCOME.dependent) return yield* complete(yield* turnedHere(fitting), design);
  const done = { ...fitting, eta: searched.eta };
  return { fitting: done, solution: yield* solutionOf(done, design, searched, stop) };
}

/** Coordinate descent and scoring do not look for columns that nearly depend on each other, so this does. */
function* turnedAtStart(given: Fitting): Watched<Fitting> {
  const { plan } = given;
  const mustLook = plan.solver === "coordinate-descent" || plan.biasReduction !== undefined;
  if (!mustLook || !mayTurnHere(given)) return given;
  const near = (yield* nearFit(given))!;
  return areNearlyDependent(near.uploaded) ? turned(near) : given;
}

/** Other coordinates need the rows in this memory. */
function mayTurnHere({ uploaded, plan }: Pick<Fitting, "uploaded" | "plan">): boolean {
  return mayTurn(uploaded, plan) && (uploaded.crew === undefined || mayBring(uploaded));
}

function* turnedHere(fitting: Fitting): Watched<Fitting> {
  return turned((yield* nearFit(fitting))!);
}

function* solutionOf(fitting: Fitting, design: Design, searched: Searched, stop: Stop | undefined): Watched<Solution> {
  const { task, uploaded, plan, family, response, nullModel } = fitting;
  const { basis } = uploaded;
  const { outcome, dependents, isMinimumNorm, found, multiplier, shape, theta, intercept, lack } = searched;
  const code = stop === undefined ? codeOf(outcome!, task, found?.code) : "aborted";
  const whole = basis?.whole ?? uploaded;
  const warnings: Warning[] = [
    ...columnWarnings(whole, design, plan),
    ...dependentWarning(dependents, whole, design, isMinimumNorm, basis),
    ...(basis === undefined ? [] : conditionWarning(basis, design)),
    ...underdeterminedWarning(task, response, plan),
    ...shapeWarning(shape),
    ...borderWarning(lack === undefined ? fitting.findings.face : undefined, family),
    ...outcomeWarnings({
      code,
      outcome,
      stop,
      found,
      lack,
      unexamined: fitting.findings.unexamined,
      isStepAsked: fitting.findings.isStepAsked,
      task,
      plan,
      family,
      design,
      uploaded,
    }),
  ];
  const isExamined = basis !== undefined || plan.solver === "newton" || task.problem.read("examine") !== 0;
  const held = heldEntries(uploaded, plan).length;
  const rank = isExamined ? task.dimension - held - (basis === undefined ? dependents.length : 0) : undefined;
  // theta has changed since the null model was fitted
  const last = shape === undefined ? nullModel : yield* fitNullModel(uploaded, response, plan, family);
  return yield* download(
    { ...fitting, nullModel: last },
    { code, warnings, rank, multiplier, shape, theta, intercept },
  );
}

interface Searched {
  readonly outcome: number | undefined;
  readonly dependents: readonly number[];
  readonly isMinimumNorm: boolean;
  readonly found: Escape | undefined;
  readonly multiplier: number | undefined;
  readonly shape: Shape | undefined;
  /** The point in the coordinates of the columns as given, if the fit has other coordinates. */
  readonly theta: Float64Array | undefined;
  /** Address of eta of every row, and the intercept of columns as given, if they are more accurate than from the task's point. */
  readonly eta?: number;
  readonly intercept?: number;
  /** The violated condition of a ball. */
  readonly lack: string | undefined;
}

/** The minimization itself, the choice among several minimizers, and the test whether there is one. */
function* minimizeAndCheck(fitting: Fitting): Watched<Searched> {
  const { task, uploaded, plan, family } = fitting;
  let multiplier: number | undefined;
  let shape: Shape | undefined;
  let outcome: number | undefined;
  let lack: string | undefined;
  if (plan.constraint !== undefined) {
    const constrained = yield* minimizeInBall(fitting);
    ({ outcome, multiplier, lack } = constrained);
  } else if (family.estimatesTheta) {
    shape = yield* estimateShape(fitting);
    outcome = shape.outcome;
  } else outcome = yield* solveInDomain(fitting);
  if (fitting.findings.face === undefined && plan.constraint === undefined) {
    const before = outcome;
    outcome = yield* certify(fitting, outcome);
    if (outcome !== before) outcome = yield* solveFromBorder(fitting, outcome); // it continued, perhaps from a saddle
  }
  if (fitting.findings.face !== undefined) task.state.set({ step: Number.NaN, isSaddle: 0 }); // rows on the border limit the step
  const { basis } = uploaded;
  const atBorder = fitting.findings.face !== undefined; // there the slopes are not 0
  if (basis !== undefined) {
    const found = yield* whyNoMinimizer(fitting, outcome, atBorder);
    const least = leastNormPoint(fitting, basis, hasMinimizer(outcome));
    const hasEnded = outcome === OUTCOME.converged || outcome === OUTCOME.precision;
    const last = hasEnded && found === undefined && !atBorder ? refined(fitting, basis, least.theta) : undefined;
    const loss = last?.loss ?? least.loss; // at exactly the reported point
    if (loss !== undefined) task.state.set({ loss, objective: loss / fitting.response.totalWeight });
    return { outcome, dependents: basis.dependent, found, multiplier, shape, lack, ...least, ...last };
  }
  const held = new Set(heldEntries(uploaded, plan));
  const dependents = flagged(task).filter((entry) => !held.has(entry));
  const hasChoice = dependents.some((entry) => uploaded.scale[entry % uploaded.block] !== 0);
  const isMinimumNorm = hasChoice && !atBorder && hasMinimizer(outcome) && (yield* chooseMinimumNorm(fitting));
  const found = yield* whyNoMinimizer(fitting, outcome, atBorder);
  return { outcome, dependents, isMinimumNorm, found, multiplier, shape, theta: undefined, lack };
}

/** The root of an adjusted score. It is finite for any rows, so nothing has to be proved of a minimizer. */
function* reduceBias(fitting: Fitting): Watched<Searched> {
  fitting.findings.isStepAsked = true;
  const outcome = yield* scoring(fitting);
  const { basis } = fitting.uploaded;
  const none = { found: undefined, multiplier: undefined, shape: undefined, lack: undefined };
  if (basis === undefined) {
    return { ...none, outcome, dependents: flagged(fitting.task), isMinimumNorm: false, theta: undefined };
  }
  const { theta, isMinimumNorm } = leastNormPoint(fitting, basis, hasMinimizer(outcome));
  return { ...none, outcome, dependents: basis.dependent, isMinimumNorm, theta };
}

/** Whether there is no minimizer, unless the search was stopped. */
function* whyNoMinimizer(
  fitting: Fitting,
  outcome: number | undefined,
  atBorder: boolean,
): Watched<Escape | undefined> {
  if (outcome === undefined) return undefined;
  return yield* atBorder ? escapeFromBorder(fitting) : findEscape(fitting, outcome);
}

function flagged(task: Task): number[] {
  if (task.state.read("dependents") === 0) return [];
  const flags = task.state.copy("dependent", task.dimension);
  return [...flags.keys()].filter((j) => flags[j] !== 0);
}

/** Whether the solver stopped near a minimizer, so that choosing among several makes sense. */
function hasMinimizer(outcome: number | undefined): boolean {
  return outcome === OUTCOME.converged || outcome === OUTCOME.precision || outcome === OUTCOME.maxIterations;
}

/**
 * Moves to the minimizer of least norm, and computes its objective and optimality again. False if it could not: the
 * null space of badly scaled columns may be too inaccurate, so that the objective would rise, and then the point does not move.
 */
function* chooseMinimumNorm({ task, uploaded, nullModel, response }: Fitting): Watched<boolean> {
  const { scope, state, dimension } = task;
  const { classes, block, columns, scale } = uploaded;
  const kernel = scope.kernel.exports;
  const before = state.copy("point", dimension);
  const scales = new Float64Array(dimension); // 0 for intercepts, which are free
  for (let k = 0; k < classes; k++) scales.set(scale.subarray(0, columns), k * block);
  const objective = state.read("objective");
  const rounding = ROUNDING * Math.max(Math.abs(objective), nullModel.loss / response.totalWeight);
  yield* askAtPoint(task, REQUEST.hessian);
  const moved = kernel.minimumNorm(state.at, scope.put(scales)) !== 0;
  yield* refresh(task);
  const isFelt = !(state.read("objective") <= objective + rounding);
  if (moved && !isFelt && state.read("optimality") <= PRECISE_ENOUGH) return true;
  state.view("point", dimension).set(before);
  yield* refresh(task);
  return false;
}

/** Relative accuracy of a sum over rows. */
const ROUNDING = 1e-13;

/** Rounding stopped the solver, but the conditions hold to this: a converged fit on a badly conditioned problem. */
const PRECISE_ENOUGH = 1e-6;

function codeOf(outcome: number, task: Task, proven: StatusCode | undefined): StatusCode {
  if (proven !== undefined) return proven;
  if (task.state.read("isSaddle") !== 0) return "max-iterations";
  if (outcome === OUTCOME.converged) return "converged";
  if (outcome === OUTCOME.nonFinite) return "diverged";
  if (outcome === OUTCOME.precision && task.state.read("optimality") <= PRECISE_ENOUGH) return "converged";
  return "max-iterations";
}
