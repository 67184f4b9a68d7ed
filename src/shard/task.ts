import { REQUEST, SOLVER } from "../base/ids.js";
import type { Scope, Struct } from "../wasm/scope.js";
import type { Crew } from "./crew.js";
import { evaluate } from "./evaluate.js";
import { exchangeFor } from "./exchange.js";
import type { View } from "./view.js";

/** One minimization in wasm memory: a solver's state, its problem, and the exchange with its shard. */
export interface Task {
  readonly scope: Scope;
  readonly shard: Struct<"Shard">;
  readonly exchange: Struct<"Exchange">;
  readonly problem: Struct<"Problem">;
  readonly state: Struct<"State">;
  readonly dimension: number;
  readonly solverId: number;
  /** Undefined if the rows are in this memory. */
  readonly crew: Crew | undefined;
  /** What of its rows a crew is asked about; undefined: all. The shard is that view of rows in this memory. */
  readonly view: View | undefined;
  /** Beside the rows in this memory. */
  readonly partner: Partner | undefined;
  /** Undefined: nobody traces. */
  readonly recorder: Recorder | undefined;
}

/**
 * One that answers a question of a task instead of its rows, together with those of others who ask about the same rows. Undefined: it does not
 * answer this one; else the answer is in the task's exchange when the work goes on.
 */
export type Partner = (task: Task, request: number) => Promise<void> | undefined;

/** Is told of an answer before the solver takes it; what it returns is called when the solver has taken it. */
export type Recorder = (task: Task, request: number) => () => void;

/** Why a minimization must stop before its end. */
export type Stop = "aborted" | "time-limit";

/** Work that pauses after every pass over the rows, or for an answer from elsewhere, and can be stopped. */
export type Watched<T> = Generator<Promise<void> | undefined | void, T, Stop | undefined>;

/** The conditions for the end of a minimization beside the optimality; see assembly/abi/problem.ts. */
export interface Certificate {
  /** Limit on the step that is left, in standard errors. */
  readonly stepTolerance: number;
  /** Factor of the mean objective for standard errors: W, or the number of rows if weights only stand for a population. */
  readonly counts: number;
  /** n - d if the dispersion must be estimated, else 0; and the numbers for its deviance. */
  readonly degrees: number;
  readonly bestLoss: number;
  readonly leastDeviance: number;
  /** The rounding of F. */
  readonly leastObjective: number;
  /** Whether nothing checks the curvature afterwards. */
  readonly certifies: boolean;
  readonly isConvex: boolean;
}

/** The conditions of an auxiliary minimization. */
const NO_CERTIFICATE: Certificate = {
  stepTolerance: Infinity,
  counts: 1,
  degrees: 0,
  bestLoss: 0,
  leastDeviance: 0,
  leastObjective: 0,
  certifies: false,
  isConvex: true,
};

/** Matrices of classes, for a metric (assembly/solver/class-metric.ts). */
export interface ClassMatrices {
  readonly count: number;
  /** Whether the same move of all classes changes no row. */
  readonly isCentred: boolean;
  /** How many rows of each row a matrix is summed over. */
  readonly picks: number;
}

export interface TaskOptions {
  readonly dimension: number;
  readonly totalWeight: number;
  readonly penalty: number;
  readonly penaltyParams: number;
  readonly bounds?: { readonly lower: Float64Array; readonly upper: Float64Array } | undefined;
  /** Entries of theta that stay at their start. */
  readonly held?: readonly number[];
  readonly gradientScale: number;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly mayRecede: boolean;
  /** Whether the Hessian is the same everywhere. */
  readonly isQuadratic: boolean;
  /** Whether no entry of theta belongs to a constant; false costs nothing but speed. */
  readonly lacksConstant?: boolean;
  readonly examine: boolean;
  readonly certificate?: Certificate | undefined;
  readonly solverId: number;
  /** For L-BFGS, if it has a matrix for each class. */
  readonly classMatrices?: ClassMatrices | undefined;
  /** Whether the solver never runs on the whole problem, so that it needs no scratch: with working sets. */
  readonly byParts?: boolean;
  /** Whether the exchange needs memory for a d x d matrix. */
  readonly dense: boolean;
  /** The start of theta, f64[d]. */
  readonly start: Float64Array;
  readonly crew?: Crew | undefined;
  readonly view?: View | undefined;
  readonly partner?: Partner | undefined;
  readonly recorder?: Recorder | undefined;
}

/** Reserves everything a minimization needs, so that it allocates no memory while it runs. */
export function prepareTask(scope: Scope, shard: Struct<"Shard">, options: TaskOptions): Task {
  const d = options.dimension;
  const certificate = options.certificate ?? NO_CERTIFICATE;
  const blocks = options.solverId === SOLVER.lbfgs ? (options.classMatrices?.count ?? 0) : 0;
  const exchange = exchangeFor(scope, shard, d, { matrix: options.dense, block: blocks === 0 ? 0 : d / blocks });
  exchange.set({ picks: options.classMatrices?.picks ?? 0 });
  const problem = scope.struct("Problem", {
    dimension: d,
    totalWeight: options.totalWeight,
    penalty: options.penalty,
    penaltyParams: options.penaltyParams,
    lower: options.bounds === undefined ? 0 : scope.put(options.bounds.lower),
    upper: options.bounds === undefined ? 0 : scope.put(options.bounds.upper),
    gradientScale: options.gradientScale,
    tolerance: options.tolerance,
    maxIterations: options.maxIterations,
    mayRecede: Number(options.mayRecede),
    isQuadratic: Number(options.isQuadratic),
    lacksConstant: Number(options.lacksConstant ?? false),
    examine: Number(options.examine),
    ...certificate,
    certifies: Number(certificate.certifies),
    blocks,
    isCentred: Number(options.classMatrices?.isCentred ?? false),
    isConvex: Number(certificate.isConvex),
  });
  const bytes = options.byParts ? 0 : scope.kernel.exports.solverBytes(options.solverId, d, blocks) >>> 0;
  const state = scope.struct("State", {
    problem: problem.at,
    exchange: exchange.at,
    point: scope.put(options.start),
    seen: scope.filled(d, Number.NaN),
    slopes: scope.filled(d, 0),
    origin: scope.filled(d, Number.NaN),
    dependent: flags(scope, d, options.held ?? []),
    scratch: options.byParts ? 0 : scope.reserve(bytes),
  });
  return {
    scope,
    shard,
    exchange,
    problem,
    state,
    dimension: d,
    solverId: options.solverId,
    crew: options.crew,
    view: options.view,
    partner: options.partner,
    recorder: options.recorder,
  };
}

function flags(scope: Scope, d: number, held: readonly number[]): number {
  const at = scope.filled(d, 0);
  const flagged = scope.view(at, d);
  for (const entry of held) flagged[entry] = 1;
  return at;
}

/** Requests answered inside the kernel before it returns: all of them if nothing needs to be reported. */
const UNTIL_DONE = 2 ** 31 - 1;

/**
 * The loop between a solver and its shard. Yields after every answer when `watched`, else never; a reason sent back
 * stops it. Returns the outcome, or undefined when it was stopped.
 */
export function* minimize(task: Task, watched: boolean): Watched<number | undefined> {
  const kernel = task.scope.kernel.exports;
  let request = kernel.solverStart(task.solverId, task.state.at);
  while (request > 0) {
    let stop: Stop | undefined;
    if (task.crew !== undefined || task.partner !== undefined || task.recorder !== undefined) {
      const waiting = answered(task, request);
      if (waiting !== undefined || watched) stop = yield waiting;
      const judged = task.recorder?.(task, request);
      request = kernel.solverResume(task.solverId, task.state.at, request);
      judged?.();
    } else if (task.scope.helpers?.holds(task.shard)) {
      evaluate(task.scope, task.shard, task.exchange, request);
      request = kernel.solverResume(task.solverId, task.state.at, request);
      if (request > 0 && watched) stop = yield;
    } else {
      const budget = watched ? 1 : UNTIL_DONE;
      request = kernel.runLocal(task.solverId, task.state.at, task.shard.at, request, budget);
      if (request > 0) stop = yield;
    }
    if (request > 0 && stop) return undefined;
  }
  return request;
}

/** Runs work to its end without a pause: work that nobody watches, on rows that no crew holds. */
export function finish<T>(work: Watched<T>): T {
  const step = work.next();
  if (!step.done) throw new Error("this work pauses, so it cannot be run at once");
  return step.value;
}

/**
 * Asks for sums over all rows of the task, which are then in its exchange. It yields where a crew needs time. A reason to stop that
 * is sent back has no effect here: `minimize` gets it at its next answer.
 */
export function* ask(task: Task, request: number): Watched<void> {
  const waiting = answered(task, request);
  if (waiting !== undefined) yield waiting;
}

/** The same for those who yield themselves: undefined where the sums are there at once. */
function answered(task: Task, request: number): Promise<void> | undefined {
  if (task.crew !== undefined) return task.crew.answer(task, request);
  const waiting = task.partner?.(task, request);
  if (waiting !== undefined) return waiting;
  evaluate(task.scope, task.shard, task.exchange, request);
  return undefined;
}

/** As `askAtPoint`, for those who yield themselves. */
export function answeredAtPoint(task: Task, request: number): Promise<void> | undefined {
  placeQuestion(task);
  return answered(task, request);
}

/** Waits for what a crew says. */
export function* wait<T>(promise: Promise<T>): Watched<T> {
  let found: T;
  yield promise.then((value) => {
    found = value;
  });
  return found!;
}

/** The same at the solver's best point. */
export function* askAtPoint(task: Task, request: number): Watched<void> {
  placeQuestion(task);
  yield* ask(task, request);
}

/** Objective, slopes and optimality at the solver's best point, from the rows. */
export function* refresh(task: Task): Watched<void> {
  yield* askAtPoint(task, REQUEST.value | REQUEST.gradient);
  task.scope.kernel.exports.solverRefresh(task.state.at);
}

/** Puts the solver's best point into the exchange. */
function placeQuestion({ exchange, state, dimension }: Task): void {
  exchange.view("point", dimension).set(state.view("point", dimension));
}
