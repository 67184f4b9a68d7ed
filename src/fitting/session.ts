import { hasVector } from "../base/elsewhere.js";
import { GlmError } from "../base/errors.js";
import type { Design, Plan, Progress, Response, Solution } from "../base/flow.js";
import { ASK } from "../base/ids.js";
import { isAtBorder } from "../base/status.js";
import type { RawStep } from "../base/trace.js";
import { settleRows } from "../border/slack.js";
import type { Session } from "../driver/run.js";
import type { Family } from "../families/index.js";
import { bringsCovariance, mayReadAgain, mayWait } from "../minimize/certificate.js";
import { whyNone } from "../minimize/curvature.js";
import { prepareFit } from "../minimize/fit-task.js";
import type { Fitting, Opened } from "../minimize/fitting.js";
import { fitNullModel } from "../minimize/null-model.js";
import { askEta } from "../minimize/rows.js";
import { endTrace } from "../minimize/trace.js";
import { describe } from "../shard/afar.js";
import { askRows, sumOfRows } from "../shard/ask-rows.js";
import { brought } from "../shard/brought.js";
import type { Hire } from "../shard/crew.js";
import type { Partner, Task, Watched } from "../shard/task.js";
import { upload } from "../shard/upload.js";
import type { Uploaded } from "../shard/uploaded.js";
import type { Scope } from "../wasm/scope.js";
import { checkBall } from "./ball-multiplier.js";
import { complete } from "./complete.js";
import { precisionOf } from "./precision.js";

/** The options of the loop around a session. */
export interface SessionInput {
  readonly scope: Scope;
  readonly design: Design;
  readonly response: Response;
  readonly plan: Plan;
  readonly family: Family;
  /** Whether the session yields between passes. */
  readonly watched: boolean;
  /** Hires those who hold the rows, so that this memory has none of them. */
  readonly hire?: Hire | undefined;
  /** Where its searches are written. */
  readonly trace?: RawStep[] | undefined;
  /** Makes the fit one of several that ask about their rows together. */
  readonly join?: Join | undefined;
}

/** For some rows, once they are in this memory: what answers for them. */
export type Join = (uploaded: Uploaded) => Partner;

/**
 * One fit from upload to download, as a generator that yields after every pass over the rows. The same
 * code runs to the end (fitSync), or pauses, reports and stops on request (fit).
 */
export function* session(input: SessionInput): Session<Progress, Solution> {
  const place: Place = { task: undefined };
  const work = fitted(input, place);
  let step = work.next();
  while (!step.done) step = work.next(yield { ...progressOf(place.task), waiting: step.value || undefined });
  return step.value;
}

/** The rows in this memory, or described here and held by others. */
export function* opened(input: SessionInput): Watched<Opened> {
  const { scope, design, response, plan, family, watched, hire } = input;
  const { join, trace } = input;
  const far = hire && (yield* describe(scope, design, response, plan, family, hire));
  const own = far === undefined ? upload(scope, design, response, plan, family) : yield* nearIfNeeded(far, input);
  const uploaded = join === undefined ? own : { ...own, partner: join(own) };
  if (uploaded.crew === undefined) scope.helpers?.attach(uploaded.shard, uploaded.dimension);
  const nullModel = yield* fitNullModel(uploaded, response, plan, family);
  return { uploaded, family, response, nullModel, watched, trace };
}

/** Fits that look at rows one by one have them in this memory, unless there are too many. */
function* nearIfNeeded(far: Uploaded, { plan, family, response }: SessionInput): Watched<Uploaded> {
  if (!family.isBounded && plan.biasReduction === undefined) return far;
  const near = yield* brought(far, response);
  if (near === undefined && plan.biasReduction !== undefined) {
    const message = `biasReduction needs all rows in one memory; x has ${far.rows} x ${far.columns} numbers: use fewer rows, or no biasReduction`;
    throw new GlmError("NOT_SUPPORTED", message, { rows: far.rows, columns: far.columns });
  }
  return near ?? far;
}

/** The task at work; undefined until it is ready. */
interface Place {
  task: Task | undefined;
}

function* fitted(input: SessionInput, place: Place): Watched<Solution> {
  const { design, response, plan, family } = input;
  const rows = yield* opened(input);
  checkBall(rows.uploaded, plan);
  const brings = bringsCovariance({ uploaded: rows.uploaded, plan });
  const given = yield* prepareFit({ ...rows, plan, hasCovariance: brings && !mayWait(input) });
  place.task = given.task;
  const { fitting, solution: found } = yield* complete(given, design);
  if (input.trace !== undefined) endTrace(input.trace, found, plan);
  const isWanted = family.dispersion === "free" || isTested(family, response, design);
  const pearson = family.isQuadratic ? found.deviance : isWanted ? yield* pearsonOf(fitting) : undefined; // for least squares they are the same sum
  const solution = { ...found, pearson };
  if (solution.code !== "converged" || !brings || whyNone(plan, isAtBorder(solution)) !== undefined) return solution;
  if (mayWait(input) && mayReadAgain(design, rows.uploaded)) return { ...solution, isPrecisionOpen: true };
  return { ...solution, ...(yield* precisionOf(fitting, solution)) };
}

/** Beyond, the pass over x that Pearson's statistic costs is felt, and hardly any model passes a test with as many rows. */
const MOST_ENTRIES = 2 ** 18;

/** Whether Pearson's statistic tests the fit: not for rows of one trial. */
function isTested({ name }: Family, response: Response, { rows, columns }: Design): boolean {
  const isCounted =
    name === "poisson" || name === "negative-binomial" || (name === "binomial" && hasVector(response, "trials"));
  return isCounted && rows * columns <= MOST_ENTRIES;
}

function* pearsonOf(fitting: Fitting): Watched<number> {
  const { uploaded, task } = fitting;
  const { scope, rows } = uploaded;
  if (uploaded.crew !== undefined) {
    const point = task.state.copy("point", task.dimension);
    return (yield* askRows(uploaded, { about: "sum", what: ASK.pearson, point }))[0]!;
  }
  const eta = scope.f64(rows);
  askEta(fitting, eta);
  const sum = sumOfRows(uploaded, ASK.pearson, eta);
  if (Number.isFinite(sum)) return sum;
  settleRows(fitting, eta);
  return sumOfRows(uploaded, ASK.pearson, eta);
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
