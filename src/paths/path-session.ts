import type {
  Design, PathPlan, PathProgress, PathSolution, PathStep, Plan, Solution, SparseVector,
} from "../base/flow.js"; // biome-ignore format: a list
import type { Session } from "../driver/run.js";
import { type Completed, complete } from "../fitting/complete.js";
import { opened as open, progressOf, type SessionInput } from "../fitting/session.js";
import { prepareFit, renewFit } from "../minimize/fit-task.js";
import type { Fitting, Opened } from "../minimize/fitting.js";
import { DEFAULTS } from "../options/defaults.js";
import { termsOf } from "../shard/noise-terms.js";
import type { Stop, Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { viewShard, viewWithin } from "../shard/view.js";
import { degreesOfFreedom } from "./effective.js";
import { fallingGrid, largestLambda } from "./largest-lambda.js";
import { fitColumns } from "./relax.js";

type PathInput = Omit<SessionInput, "plan"> & {
  readonly path: PathPlan;
  /** Whether nobody reads the degrees of freedom. */
  readonly isBare?: boolean;
};

/** The progress of a path. */
interface Place {
  step: number;
  fitting: Fitting | undefined;
}

/**
 * A path from upload to download: x is copied once, and every step starts where the one before ended. Yields after every pass
 * over the rows. If it is stopped, it returns the finished steps.
 */
export function* pathSession(input: PathInput): Session<PathProgress, PathSolution> {
  const { design, path } = input;
  const place: Place = { step: 0, fitting: undefined };
  const work = walk(input, design, path, place);
  let stop: Stop | undefined;
  let step = work.next();
  while (!step.done) {
    stop = yield { step: place.step, ...progressOf(place.fitting?.task), waiting: step.value || undefined };
    step = work.next(stop);
  }
  const { value } = step;
  return stop !== undefined && value.end === "aborted" ? { ...value, end: stop } : value;
}

function* walk(input: PathInput, design: Design, path: PathPlan, place: Place): Watched<PathSolution> {
  const opened = yield* open({ ...input, plan: path.plan });
  const { scope } = opened.uploaded;
  const kernel = scope.kernel.exports;
  const steps: PathStep[] = [];
  const relaxed: PathStep[] | undefined = path.relaxed === undefined ? undefined : [];
  const done = (end: PathSolution["end"]): PathSolution => ({ steps, relaxed, end });
  const values = yield* valuesOf(opened, path);
  if (values === undefined) return done("aborted");
  let last: Solution | undefined;
  let lastKept = "";
  const base = kernel.mark();
  let fitting: Fitting | undefined;
  let isGood = false; // whether the next step may start where this one ended
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    place.step = k;
    if (opened.watched && (yield)) return done("aborted");
    const before = path.over === "lambda" && last !== undefined ? values[k - 1]! / value : undefined;
    const plan = started(path.over === "lambda" ? planAt(path.plan, value) : path.rates[k]!.plan, last);
    const renewed: Fitting | undefined = fitting && isGood ? renewFit(fitting, plan, before) : undefined;
    if (renewed === undefined) kernel.release(base);
    const uploaded = path.over === "lambda" ? opened.uploaded : noised(opened.uploaded, plan);
    fitting = renewed ?? (yield* prepareFit({ ...opened, uploaded, plan, before }));
    place.fitting = fitting;
    const position = kernel.mark();
    const { solution }: Completed = yield* complete(fitting, design);
    if (solution.code === "aborted") return done("aborted");
    isGood = path.over === "lambda" && solution.code === "converged";
    const step = stepOf(value, solution, input.isBare ? undefined : yield* degreesOfFreedom(fitting, solution.rank));
    if (relaxed !== undefined) {
      const kept = columnsOf(solution, path.plan);
      const isSame = k > 0 && kept.join() === lastKept;
      const again =
        isSame || kept.length === 0 ? undefined : yield* fitColumns(opened, design, path.relaxed!, kept, solution);
      if (again?.code === "aborted") return done("aborted");
      // without columns the relaxed fit is the fit; with the columns of the step before it is that of the step before
      const rank = path.relaxed!.noises.length > 0 ? undefined : again?.rank;
      const same = (isSame ? relaxed.at(-1) : undefined) ?? step;
      relaxed.push(again === undefined ? { ...same, value } : stepOf(value, again, rank));
      lastKept = kept.join();
    }
    steps.push(step);
    place.fitting = undefined;
    kernel.release(fitting.findings.part?.top ?? position); // the next step reuses the working set
    // what a bounded penalty does not hold at one lambda it does not hold at a smaller one, so the next step starts from there
    const isOut = path.plan.penalty.isBounded && (solution.code === "separated" || solution.code === "diverged");
    last = solution.code === "converged" || last === undefined || isOut ? solution : last;
    if (path.stopEarly && isEnough(steps, steps.length - 1)) return done("stopped-early");
  }
  return done("complete");
}

/** Falling lambdas, or rising rates. Undefined if it was stopped. */
function* valuesOf(opened: Opened, path: PathPlan): Watched<readonly number[] | undefined> {
  if (path.over === "rate") return path.rates.map(({ rate }) => rate);
  if (path.lambdas !== undefined) return path.lambdas;
  const largest = yield* largestLambda({ ...opened, plan: path.plan }, path);
  return largest === undefined ? undefined : fallingGrid(largest, path.minRatio, path.count);
}

/** A plan whose penalty is that of lambda 1, at another lambda. */
function planAt(plan: Plan, lambda: number): Plan {
  const times = (strengths: Float64Array): Float64Array => {
    const out = new Float64Array(strengths.length);
    for (let j = 0; j < out.length; j++) out[j] = lambda * strengths[j]!;
    return out;
  };
  const penalty = { ...plan.penalty, square: times(plan.penalty.square), absolute: times(plan.penalty.absolute) };
  return { ...plan, penalty };
}

/** Sets the start to the end of the step before. */
function started(plan: Plan, last: Solution | undefined): Plan {
  return last === undefined
    ? plan
    : { ...plan, start: { intercepts: last.intercepts, coefficients: last.coefficients } };
}

/** The same rows with the noise of another plan. */
function noised(uploaded: Uploaded, plan: Plan): Uploaded {
  const view = { noise: { approximation: plan.approximationId, terms: termsOf(plan) } };
  return { ...uploaded, partner: undefined, view: viewWithin(uploaded.view, view), shard: viewShard(uploaded, view) };
}

/** Columns whose coefficient is not 0 in some class, and those without a penalty. */
function columnsOf({ coefficients }: Solution, { penalty }: Plan): number[] {
  const isFree = (j: number) => penalty.square[j] === 0 && penalty.absolute[j] === 0 && penalty.excluded[j] === 0;
  return [...penalty.square.keys()].filter((j) => isFree(j) || coefficients.some((beta) => beta[j] !== 0));
}

function stepOf(value: number, solution: Solution, degrees: number | undefined): PathStep {
  const { coefficients, adaptivePenalty: _, ...rest } = solution;
  const sparse = coefficients.map(compressed);
  const nonZeros =
    sparse.length === 1 ? sparse[0]!.indices.length : new Set(sparse.flatMap((s) => [...s.indices])).size;
  return { value, solution: rest, coefficients: sparse, degreesOfFreedom: degrees, nonZeros };
}

function compressed(beta: Float64Array): SparseVector {
  let count = 0;
  for (let j = 0; j < beta.length; j++) if (beta[j] !== 0) count++;
  const indices = new Int32Array(count);
  const values = new Float64Array(count);
  for (let j = 0, k = 0; k < count; j++) {
    if (beta[j] === 0) continue;
    indices[k] = j;
    values[k++] = beta[j]!;
  }
  return { indices, values };
}

/** glmnet's rule at step k: the explained deviance hardly rises any more, or is nearly everything. */
export function isEnough(steps: readonly PathStep[], k: number): boolean {
  if (k + 1 < DEFAULTS.leastSteps) return false;
  const explained = ({ solution }: PathStep): number => 1 - solution.deviance / solution.nullDeviance;
  const now = explained(steps[k]!);
  return now - explained(steps[k - 1]!) < DEFAULTS.leastGain * now || now > DEFAULTS.mostExplained;
}
