import type { Design, Plan, Progress, Response, Solution } from "../base/flow.js";
import { ASK } from "../base/ids.js";
import { isAtBorder } from "../base/status.js";
import { settleRows } from "../border/slack.js";
import type { Session } from "../driver/run.js";
import type { Family } from "../families/index.js";
import { modelCovariance, sandwich, usualMiddle } from "../inference/covariance.js";
import { bringsCovariance } from "../minimize/certificate.js";
import { curvatureOf, isShrunk, whyNone } from "../minimize/curvature.js";
import { prepareFit } from "../minimize/fit-task.js";
import type { Fitting, Opened } from "../minimize/fitting.js";
import { fitNullModel } from "../minimize/null-model.js";
import { heldEntries } from "../minimize/penalize.js";
import { askEta } from "../minimize/rows.js";
import type { Crew, Task, Watched } from "../shard/task.js";
import { upload } from "../shard/upload.js";
import type { Uploaded } from "../shard/uploaded.js";
import type { Scope } from "../wasm/scope.js";
import { checkBall } from "./ball-multiplier.js";
import { type Completed, complete } from "./complete.js";

/** The options of the loop around a session. */
export interface SessionInput {
  readonly scope: Scope;
  readonly design: Design;
  readonly response: Response;
  readonly plan: Plan;
  readonly family: Family;
  /** Whether the session yields between passes. */
  readonly watched: boolean;
  /** Gives the rows to threads, which then answer for them. */
  readonly hire?: Hire | undefined;
}

export type Hire = (uploaded: Uploaded) => Crew;

/**
 * One fit from upload to download, as a generator that yields after every pass over the rows. The same
 * code runs to the end (fitSync), or pauses, reports and stops on request (fit).
 */
export function* session(input: SessionInput): Session<Progress, Solution> {
  const { scope, design, response, plan, family, watched } = input;
  const own = upload(scope, design, response, plan, family);
  checkBall(own, plan);
  scope.helpers?.attach(own.shard, own.dimension);
  const uploaded = input.hire === undefined ? own : { ...own, crew: input.hire(own) };
  const nullModel = fitNullModel(uploaded, response, plan, family);
  const hasCovariance = bringsCovariance({ uploaded, plan });
  const place: Place = { task: undefined };
  const work = fitted({ uploaded, plan, family, response, nullModel, watched, hasCovariance }, design, place);
  let step = work.next();
  while (!step.done) step = work.next(yield { ...progressOf(place.task), waiting: step.value || undefined });
  const { fitting } = step.value;
  const found = step.value.solution;
  const isWanted = family.dispersion === "free" || isTested(family, response, design);
  const pearson = family.isQuadratic ? found.deviance : isWanted ? pearsonOf(fitting) : undefined; // for least squares they are the same sum
  const solution = { ...found, pearson };
  return solution.code === "converged" ? { ...solution, ...precisionOf(fitting, solution) } : solution;
}

/** The task at work; undefined until it is ready. */
interface Place {
  task: Task | undefined;
}

function* fitted(given: Opened & Pick<Fitting, "plan">, design: Design, place: Place): Watched<Completed> {
  const fitting = yield* prepareFit(given);
  place.task = fitting.task;
  return yield* complete(fitting, design);
}

/** Beyond, the pass over x that Pearson's statistic costs is felt, and hardly any model passes a test with as many rows. */
const MOST_ENTRIES = 2 ** 18;

/** Whether Pearson's statistic tests the fit: not for rows of one trial. */
function isTested({ name }: Family, { trials }: Response, { rows, columns }: Design): boolean {
  const isCounted = name === "poisson" || name === "negative-binomial" || (name === "binomial" && trials !== undefined);
  return isCounted && rows * columns <= MOST_ENTRIES;
}

function pearsonOf(fitting: Fitting): number {
  const { family, uploaded } = fitting;
  const { scope, shard, rows, parameters } = uploaded;
  const eta = scope.f64(rows);
  askEta(fitting, eta);
  const { familyAnswer } = scope.kernel.exports;
  const [y, weight] = [shard.read("y"), shard.read("weight")];
  const ask = (): number => familyAnswer(family.id, ASK.pearson, parameters, rows, y, weight, eta, 0, 0);
  const sum = ask();
  if (Number.isFinite(sum)) return sum;
  settleRows(fitting, eta);
  return ask();
}

/** Covariance and effective degrees of freedom, if the fit has them and they cost little. */
function precisionOf(
  fitting: Fitting,
  { rank, warnings }: Solution,
): Pick<Solution, "covariance" | "degreesOfFreedom"> {
  const { uploaded, plan } = fitting;
  if (!fitting.hasCovariance || whyNone(plan, isAtBorder({ warnings })) !== undefined) return {};
  const isFull = rank === uploaded.dimension - heldEntries(uploaded, plan).length;
  const seen = fitting.findings.curvature;
  const curvature = seen === undefined ? curvatureOf(isFull ? { ...fitting, isClear: true } : fitting) : seen.found;
  if (curvature === undefined) return {};
  const shrunk = isShrunk(plan);
  const isSandwich = shrunk || fitting.response.weightType === "sampling";
  return {
    covariance: isSandwich ? sandwich(fitting, curvature, usualMiddle(fitting)) : modelCovariance(fitting, curvature),
    // if the loss alone is not convex at the point, the trace may be below 0 and is not a count
    degreesOfFreedom: shrunk && curvature.degreesOfFreedom >= 0 ? curvature.degreesOfFreedom : undefined,
  };
}

/** The progress of a task; undefined: none is ready yet. */
export function progressOf(task: Task | undefined): Omit<Progress, "elapsed"> {
  if (task === undefined) return { iteration: 0, objective: Number.NaN, optimality: 1 };
  const { state } = task;
  return {
    iteration: state.read("iteration"),
    objective: state.read("objective"),
    optimality: state.read("optimality"),
  };
}
