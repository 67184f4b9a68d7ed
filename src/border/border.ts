import { OUTCOME } from "../base/ids.js";
import { isSteepAtBorder } from "../families/index.js";
import { solve } from "../minimize/fit-task.js";
import type { Face, Fitting } from "../minimize/fitting.js";
import { boundsOf } from "../minimize/penalize.js";
import { DEFAULTS } from "../options/defaults.js";
import type { Task, Watched } from "../shard/task.js";
import type { SolverName } from "../solvers/index.js";
import { FALL, followBarrier, type Path, setBarrier } from "./barrier-path.js";
import { copyFlags, giveBack, prepareBorderTask, STEPS_EACH } from "./border-task.js";
import { faceAt, settleOnFace } from "./face.js";
import { solveFromFinite } from "./finite-start.js";
import { interiorPoint } from "./inside.js";
import { type Ends, endsOf, slacksAt, usualOf } from "./slack.js";
import { valueAt } from "./value.js";

/** At this optimality no search at the border is needed. */
export const STATIONARY = 1e-6;
/** With a smaller `maxIterations` the caller has cut the search short, and it is not continued. */
const LEAST_ITERATIONS = 10;
/** Iterations after which a search is checked; searches that end inside rarely take more. */
const FIRST_LOOK: Record<SolverName, number> = { newton: 10, "coordinate-descent": 10, "newton-cg": 10, lbfgs: 50 };
/** A row is near the border below this part of the usual distance. */
const NEAR = 0.05;
/** The first and the last t of the barrier in units of S times the usual distance from the border. */
const FIRST = 0.1;
/** The first t if an earlier search also ended at the border, and how far inside such a search begins. */
const FIRST_NEAR = 1e-4;
const INWARDS = 1e-3;
const LAST = 1e-9;
/**
 * The last t without a face to settle on, where F is above its minimum by t per end: the same in units of the log-likelihood, and not
 * below rounding.
 */
const LAST_ALONE = 1e-10;
const LEFT_ALONE = 1e-7;
const LEAST_ALONE = 1e-14;
/** A last t of at most this is accepted, if rounding allows no smaller one. */
const ENOUGH_ALONE = 1e-8;
/** t falls further by this factor if no face is found yet: distances from the border may have very different sizes. */
const FARTHER = 1e-3;
/** Tolerance of the points on the path, which only start the next search; the last search is exact. */
const TOLERANCE = 1e-7;

/**
 * Minimizes; if the search ends at the border of the link's domain, follows the border to the minimizer. There the
 * gradient may not be 0: it pulls rows outwards, and multipliers hold them.
 *
 *   minimize  F - t (1/W) sum_i w_i [ log(eta_i - low) + log(high - eta_i) ],     t falling to almost 0
 *
 * is a search strictly inside, which works with every solver, storage, penalty and bound, because the barrier is part of the
 * rows' loss (assembly/family/barrier.ts). At the end the rows whose multiplier t w / slack is larger than their slack are on the
 * face of the minimizer, and border/face.ts goes there. A search that ends elsewhere costs nothing more.
 *
 * Source: Boyd & Vandenberghe (2004), chapter 11; Marschner & Gillett (2012) for relative risks.
 */
export function* solveInDomain(fitting: Fitting): Watched<number | undefined> {
  const wasAtBorder = fitting.findings.face !== undefined; // in an earlier search, with another multiplier or lambda
  fitting.findings.face = undefined;
  const ends = borderOf(fitting);
  if (ends === undefined) return yield* solveFromFinite(fitting);
  const outcome = yield* wasAtBorder ? lookHere(fitting) : solveWatchingBorder(fitting, ends);
  return yield* goOnAtBorder(fitting, outcome, ends, wasAtBorder);
}

/** If a search that continued elsewhere, for example from a saddle, has reached the border: follows it, as `solveInDomain` does. */
export function* solveFromBorder(fitting: Fitting, outcome: number | undefined): Watched<number | undefined> {
  const ends = borderOf(fitting);
  return ends === undefined ? outcome : yield* goOnAtBorder(fitting, outcome, ends, false);
}

/** The ends of the domain of eta that fits may reach; undefined if there are none. */
function borderOf(fitting: Fitting): Ends | undefined {
  if (!fitting.family.isBounded || fitting.plan.approximation === "quadratic") return undefined;
  if (fitting.uploaded.crew !== undefined) return undefined; // it needs every row
  const ends = endsOf(fitting);
  return ends.low > -Infinity || ends.high < Infinity ? ends : undefined;
}

type Outcome = number | undefined;

function* goOnAtBorder(fitting: Fitting, outcome: Outcome, ends: Ends, wasAtBorder: boolean): Watched<Outcome> {
  if (outcome === undefined || !mayBeAtBorder(fitting, outcome, ends)) return outcome;
  const kernel = fitting.task.scope.kernel.exports;
  const position = kernel.mark();
  const found = yield* followBorder(fitting, outcome, ends, wasAtBorder);
  setBarrier(fitting, 0);
  kernel.release(position);
  return found;
}

/** Evaluates the point without moving it: an ordinary search makes no progress from the border. */
function* lookHere({ task }: Fitting): Watched<number> {
  const { state, dimension } = task;
  yield* valueAt(task, state.copy("point", dimension));
  state.set({ iteration: 0 });
  return OUTCOME.precision;
}

/** The ordinary search. It is checked early, because a search along the border would run to its last iteration. */
function* solveWatchingBorder(fitting: Fitting, ends: Ends): Watched<number | undefined> {
  const { task, plan } = fitting;
  const first = FIRST_LOOK[plan.solver as SolverName];
  if (plan.maxIterations <= first || isSteepAtBorder(fitting.family)) return yield* solve(fitting);
  task.problem.set({ maxIterations: first });
  const outcome = yield* solve(fitting);
  task.problem.set({ maxIterations: plan.maxIterations });
  if (outcome !== OUTCOME.maxIterations || mayBeAtBorder(fitting, outcome, ends)) return outcome;
  const done = task.state.read("iteration");
  task.problem.set({ maxIterations: plan.maxIterations - done });
  const end = yield* solve(fitting);
  task.problem.set({ maxIterations: plan.maxIterations });
  task.state.set({ iteration: done + task.state.read("iteration") });
  return end;
}

function mayBeAtBorder(fitting: Fitting, outcome: number, ends: Ends): boolean {
  const { task, plan } = fitting;
  if (outcome === OUTCOME.nonFinite) return plan.start === undefined;
  const isOpen = !(task.state.read("optimality") <= STATIONARY);
  if (outcome === OUTCOME.precision) return isOpen;
  if (outcome !== OUTCOME.maxIterations || plan.maxIterations < LEAST_ITERATIONS) return false;
  const point = task.state.copy("point", task.dimension);
  const { slack } = slacksAt(fitting, point, ends);
  return isOpen && slack.reduce((m, s) => Math.min(m, s), Infinity) < NEAR * usualOf(slack);
}

/** The path of the barrier from a point inside; the task then has the point and the state of the end. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one loop over the lengths of the path, whose state every part of it changes
function* followBorder(fitting: Fitting, outcome: number, ends: Ends, isNear: boolean): Watched<number | undefined> {
  const { task: main, plan, nullModel } = fitting;
  const { scope, dimension } = main;
  const begun = main.state.read("iteration");
  const isInside = outcome !== OUTCOME.nonFinite;
  const stuck = main.state.copy("point", dimension);
  let best: Best = { point: stuck, objective: isInside ? main.state.read("objective") : Infinity, outcome };
  const flags = main.state.copy("dependent", dimension);
  const held = [...flags.keys()].filter((j) => flags[j] !== 0);
  const isOwn = dimension <= DEFAULTS.examineDimension;
  const task = isOwn ? prepareBorderTask(fitting, held, stuck) : main;
  const { state, problem } = task;
  setBarrier(fitting, 1);
  const inner = yield* interiorPoint(fitting, task, ends, held);
  if (inner === undefined) {
    setBarrier(fitting, 0);
    yield* giveBack(fitting, task, stuck, begun);
    return outcome;
  }
  let point: Float64Array = isInside
    ? inner.map((v, j) => stuck[j]! + (isNear ? INWARDS : 0.5) * (v - stuck[j]!))
    : inner;
  if ((yield* valueAt(task, point)) === Infinity) point = inner;
  const bounds = boundsOf(fitting.uploaded, plan);
  const usual = usualOf(slacksAt(fitting, point, ends).slack);
  const unit = nullModel.gradientScale * usual;
  const isAlone = !isOwn || plan.noises.length > 0;
  const [tolerance, maxIterations] = [problem.read("tolerance"), problem.read("maxIterations")];
  const path: Path = {
    t: (isNear ? FIRST_NEAR : FIRST) * unit,
    point,
    before: undefined,
    sure: undefined,
    iterations: begun,
  };
  let face: Face | undefined;
  let isSteep = isSteepAtBorder(fitting.family);
  for (let last = isAlone ? lastAlone(task, unit) : LAST * unit; ; last *= FARTHER) {
    problem.set({ tolerance: Math.max(tolerance, TOLERANCE), maxIterations: STEPS_EACH });
    const { isOver, end } = yield* followBarrier(fitting, task, path, { ends, bounds, last, usual });
    setBarrier(fitting, 0);
    problem.set({ tolerance, maxIterations });
    if (end === undefined || end === OUTCOME.recedes) {
      if (task !== main)
        scope.view(main.exchange.read("direction"), dimension).set(task.exchange.copy("direction", dimension));
      yield* giveBack(fitting, task, path.point, path.iterations);
      return end;
    }
    const { sure } = path;
    if (isSteep) {
      isSteep = false; // once
      yield* giveBack(fitting, task, sure?.point ?? path.point, path.iterations);
      const found = yield* solve(fitting); // the minimizer lies inside, unless rounding has put it on the border
      path.iterations += main.state.read("iteration");
      main.state.set({ iteration: path.iterations });
      const objective = main.state.read("objective");
      const isLower = objective <= best.objective;
      if (found === undefined || (isLower && !mayBeAtBorder(fitting, found, ends))) return found;
      if (isLower) best = { point: main.state.copy("point", dimension), objective, outcome: found };
    }
    yield* valueAt(task, isAlone ? (sure?.point ?? path.point) : path.point);
    if (!isAlone) face = yield* settleOnFace(fitting, task, ends, path.t, usual);
    else if (sure !== undefined && sure.t <= ENOUGH_ALONE * unit && !(state.read("optimality") <= STATIONARY)) {
      face = { rows: [], multipliers: [] }; // noised copies of rows may be on the border, not the rows
      state.set({ optimality: sure.optimality });
    }
    if (isOver || isAlone || state.read("optimality") <= STATIONARY) break;
    path.t *= FALL;
  }
  const { iterations } = path;
  const optimality = state.read("optimality");
  if (face === undefined || !(optimality <= STATIONARY)) return yield* endInside(fitting, task, best, iterations);
  copyFlags(task, main);
  yield* giveBack(fitting, task, state.copy("point", dimension), iterations);
  main.state.set({ optimality });
  fitting.findings.face = face;
  return isAlone && path.sure?.isMet === false ? OUTCOME.precision : OUTCOME.converged;
}

/** The lowest point inside, and how the search for it ended. */
interface Best {
  readonly point: Float64Array;
  readonly objective: number;
  readonly outcome: number;
}

/** The path has found no face: the minimizer lies inside, where the path ended, or where the search before it did. */
function* endInside(fitting: Fitting, task: Task, best: Best, iterations: number): Watched<number | undefined> {
  const { state, dimension } = task;
  const isBetter = state.read("objective") <= best.objective;
  yield* giveBack(fitting, task, isBetter ? state.copy("point", dimension) : best.point, iterations);
  if (!isBetter) return best.outcome;
  const last = yield* solve(fitting);
  fitting.task.state.set({ iteration: iterations + fitting.task.state.read("iteration") });
  return last;
}

function lastAlone({ scope, state, problem }: Task, unit: number): number {
  const left = (LEFT_ALONE * scope.kernel.exports.solverDispersion(state.at)) / problem.read("counts");
  return Math.max(Math.min(LAST_ALONE * unit, left), LEAST_ALONE * unit);
}

/**
 * Optimality at the task's point, with multipliers of the rows on the border, which it finds; stored in the state, and
 * returned.
 */
export function* certifyBorder(fitting: Fitting): Watched<number> {
  const { task, family, plan, findings } = fitting;
  const { state, dimension } = task;
  const point = state.copy("point", dimension);
  findings.face = undefined;
  yield* valueAt(task, point);
  const isInside = !family.isBounded || fitting.uploaded.crew !== undefined;
  if (isInside || plan.noises.length > 0 || state.read("optimality") <= STATIONARY) return state.read("optimality");
  const ends = endsOf(fitting);
  findings.face = yield* faceAt(fitting, task, ends, usualOf(slacksAt(fitting, point, ends).slack));
  return state.read("optimality");
}
