import type { Design, Plan, Progress, Response, Solution } from "../base/flow.js";
import type { StatusCode, Warning } from "../base/status.js";
import type { Family } from "../families/index.js";
import { DEFAULTS } from "../options/defaults.js";
import { OUTCOME, REQUEST } from "../wasm/kernel.js";
import type { Scope } from "../wasm/scope.js";
import { type Escape, findEscape } from "./escape.js";
import { fitNullModel, type NullModel } from "./null-model.js";
import { askAtPoint, minimize, prepareTask, type Stop, type Task, type Watched } from "./task.js";
import { type Uploaded, upload } from "./upload.js";
import { columnWarnings, dependentWarning, outcomeWarnings, underdeterminedWarning } from "./warnings.js";

/** What the loop around a session needs to know. */
export interface SessionInput {
  readonly scope: Scope;
  readonly design: Design;
  readonly response: Response;
  readonly plan: Plan;
  readonly family: Family;
  /** Whether anybody looks between passes. */
  readonly watched: boolean;
}

/**
 * One fit from upload to download, as a generator: it yields after every pass over the rows, so that one and the same
 * code runs to the end (fitSync), or pauses, reports and stops when told to (fit).
 */
export function* session(input: SessionInput): Generator<Omit<Progress, "elapsed">, Solution, Stop | undefined> {
  const { scope, design, response, plan, family } = input;
  const uploaded = upload(scope, design, response, plan);
  const nullModel = fitNullModel(uploaded, response, plan);
  const task = prepareFit(uploaded, response, plan, family, nullModel);

  let stop: Stop | undefined;
  const work = fitAndLook(task, uploaded, plan, input.watched);
  let step = work.next();
  while (!step.done) {
    stop = yield progressOf(task);
    step = work.next(stop);
  }
  const { outcome, dependents, isMinimumNorm, found } = step.value;
  const code = stop === undefined ? codeOf(outcome!, task, found?.code) : "aborted";
  const warnings: Warning[] = [
    ...columnWarnings(uploaded, design, plan),
    ...dependentWarning(dependents, uploaded, design, isMinimumNorm),
    ...underdeterminedWarning(task, response, plan),
    ...outcomeWarnings({ code, outcome, stop, found, task, plan, design }),
  ];
  const isExamined = plan.needsMatrix || task.problem.read("examine") !== 0;
  const rank = isExamined ? task.dimension - dependents.length : undefined;
  return download(input, uploaded, nullModel, task, { code, warnings, rank });
}

/** The minimization itself, the choice among several minimizers, and the question whether there is one at all. */
function* fitAndLook(task: Task, uploaded: Uploaded, plan: Plan, watched: boolean): Watched<Looked> {
  const outcome = yield* minimize(task, watched);
  const dependents = flagged(task);
  const hasChoice = dependents.some((j) => uploaded.scale[j] !== 0);
  const isMinimumNorm = hasChoice && hasMinimizer(outcome) && chooseMinimumNorm(task, uploaded);
  const found = outcome === undefined ? undefined : yield* findEscape(task, uploaded, plan, outcome, watched);
  return { outcome, dependents, isMinimumNorm, found };
}

interface Looked {
  readonly outcome: number | undefined;
  readonly dependents: readonly number[];
  readonly isMinimumNorm: boolean;
  readonly found: Escape | undefined;
}

function prepareFit(uploaded: Uploaded, response: Response, plan: Plan, family: Family, nullModel: NullModel): Task {
  const { scope, columns, dimension, scale } = uploaded;
  const strength = plan.ridge.map((r, j) => r * (plan.standardize ? uploaded.sd[j]! ** 2 : 1) * scale[j]! ** 2);
  const penalizesAll = plan.penaltyId !== 0 && strength.every((s, j) => s > 0 || scale[j] === 0);
  const examine = !penalizesAll && dimension <= DEFAULTS.examineDimension;
  const ridge = scope.struct("Ridge", { strength: scope.put(strength) });
  return prepareTask(scope, uploaded.shard, {
    columns,
    dimension,
    totalWeight: response.totalWeight,
    penalty: plan.penaltyId,
    penaltyParams: ridge.at,
    gradientScale: nullModel.gradientScale,
    tolerance: plan.tolerance,
    maxIterations: plan.maxIterations,
    mayRecede: family.recedes && (!penalizesAll || plan.intercept),
    isQuadratic: family.isQuadratic,
    examine,
    solverId: plan.solverId,
    dense: plan.needsMatrix || examine,
    start: startingPoint(uploaded, plan, nullModel),
  });
}

/** theta: zeros and the null model's intercept, or the caller's start in the solver's coordinates. */
function startingPoint(uploaded: Uploaded, plan: Plan, nullModel: NullModel): Float64Array {
  const { columns, dimension, center, scale } = uploaded;
  const theta = new Float64Array(dimension);
  let intercept = nullModel.intercept;
  if (plan.start !== undefined) {
    intercept = plan.start.intercept;
    for (let j = 0; j < columns; j++) {
      const beta = plan.start.coefficients[j]!;
      theta[j] = scale[j] === 0 ? 0 : beta / scale[j]!;
      intercept += beta * center[j]!;
    }
  }
  if (plan.intercept) theta[columns] = intercept;
  return theta;
}

function progressOf(task: Task): Omit<Progress, "elapsed"> {
  const { state } = task;
  return {
    iteration: state.read("iteration"),
    objective: state.read("objective"),
    optimality: state.read("optimality"),
  };
}

function flagged(task: Task): number[] {
  if (task.state.read("dependents") === 0) return [];
  const flags = task.scope.get(task.state.read("dependent"), task.dimension);
  return [...flags.keys()].filter((j) => flags[j] !== 0);
}

/** Whether the solver stopped near a minimizer, so that choosing among several makes sense. */
function hasMinimizer(outcome: number | undefined): boolean {
  return outcome === OUTCOME.converged || outcome === OUTCOME.precision || outcome === OUTCOME.maxIterations;
}

/**
 * Moves to the minimizer of least norm, and takes its objective and optimality afresh. False when it could not: the
 * null space of badly scaled columns may be too inaccurate, and then the point stays where it was.
 */
function chooseMinimumNorm(task: Task, uploaded: Uploaded): boolean {
  const { scope, state, dimension } = task;
  const kernel = scope.kernel.exports;
  const before = scope.get(state.read("point"), dimension);
  askAtPoint(task, REQUEST.hessian);
  const moved = kernel.minimumNorm(state.at, uploaded.shard.read("scale")) !== 0;
  refresh(task);
  if (moved && state.read("optimality") <= PRECISE_ENOUGH) return true;
  scope.view(state.read("point"), dimension).set(before);
  refresh(task);
  return false;
}

/** Objective and optimality at the point, from the rows. */
function refresh(task: Task): void {
  askAtPoint(task, REQUEST.value | REQUEST.gradient);
  task.scope.kernel.exports.solverRefresh(task.state.at);
}

/** Rounding stopped the solver, yet the conditions hold this well: a converged fit on a badly conditioned problem. */
const PRECISE_ENOUGH = 1e-6;

function codeOf(outcome: number, task: Task, proven: StatusCode | undefined): StatusCode {
  if (proven !== undefined) return proven;
  if (outcome === OUTCOME.converged) return "converged";
  if (outcome === OUTCOME.nonFinite) return "diverged";
  if (outcome === OUTCOME.precision && task.state.read("optimality") <= PRECISE_ENOUGH) return "converged";
  return "max-iterations";
}

/** Everything the result needs, copied out of wasm memory and taken back to the original scale. */
function download(
  input: SessionInput,
  uploaded: Uploaded,
  nullModel: NullModel,
  task: Task,
  reached: { code: StatusCode; warnings: readonly Warning[]; rank: number | undefined },
): Solution {
  const { plan, response } = input;
  const { scope, columns, center, scale, shard, rows } = uploaded;
  const kernel = scope.kernel.exports;
  const noisy = plan.noises.length > 0;
  if (noisy) askAtPoint(task, REQUEST.adaptive);
  const theta = scope.get(task.state.read("point"), task.dimension);
  const coefficients = Float64Array.from({ length: columns }, (_, j) => theta[j]! * scale[j]!);
  let intercept = plan.intercept ? theta[columns]! : 0;
  for (let j = 0; j < columns; j++) intercept -= coefficients[j]! * center[j]!;

  const y = shard.read("y");
  const weight = shard.read("weight");
  const trials = response.trials === undefined ? 0 : scope.put(response.trials);
  const best = kernel.familyBestLoss(plan.familyId, 0, rows, y, weight);
  const loss = task.state.read("loss");
  const adaptive = noisy
    ? scope.get(task.exchange.read("adaptive"), columns).map((q) => q / response.totalWeight)
    : undefined;
  return {
    ...reached,
    intercept,
    coefficients,
    objective: task.state.read("objective"),
    optimality: task.state.read("optimality"),
    iterations: task.state.read("iteration"),
    passes: task.exchange.read("passes"),
    hessians: task.exchange.read("hessians"),
    deviance: Math.max(0, 2 * (loss - best)),
    nullDeviance: Math.max(0, 2 * (nullModel.loss - best)),
    unitLogLikelihood: kernel.familyLogNormalizer(plan.familyId, 0, rows, y, weight, trials) - loss,
    adaptivePenalty: adaptive,
  };
}
