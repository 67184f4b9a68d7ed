import { OUTCOME, SOLVER } from "../base/ids.js";
import { askRows } from "../shard/ask-rows.js";
import { minimize, prepareTask, type Task, type Watched } from "../shard/task.js";
import { lastLookOf } from "./certificate.js";
import { curvatureOf } from "./curvature.js";
import type { Fitting } from "./fitting.js";
import { heldEntries, penalizesAll, viewStrengths } from "./penalize.js";

/** Newton's method starts at most this often at the end of a search. */
const MOST_LOOKS = 3;

/** The test is for ends with an optimality of at most this; other ends have their own status. */
export const NEAR_ENOUGH = 1e-6;

/**
 * Checks the end of a search with the curvature at that point: is the step that is left small in standard errors, and
 * is the point a minimum? The curvature of a solver is older, or approximate, and may say little just where the
 * rows' weights have vanished or differ by orders of magnitude. If the fit returns its covariance, that decides. Otherwise, and if it
 * finds too large a step, Newton's method goes on from there.
 */
export function* certify(fitting: Fitting, outcome: number | undefined): Watched<number | undefined> {
  const { task, uploaded, plan } = fitting;
  const all = penalizesAll(uploaded, viewStrengths(uploaded, task.problem.read("penaltyParams")));
  const look = lastLookOf(fitting, all);
  fitting.findings.isStepAsked = look !== "solver" || (plan.solver === "newton" && plan.bounds === undefined);
  let last = outcome;
  for (let k = 0; look !== "solver" && k < MOST_LOOKS; k++) {
    if (last !== OUTCOME.converged && last !== OUTCOME.precision) return last;
    if (!(task.state.read("optimality") <= NEAR_ENOUGH)) return last; // at a border, or without convergence
    const isOwn = plan.solver === "newton" || k > 0;
    if (isOwn && task.state.read("isSure") !== 0) return last;
    const isMet = look === "covariance" && (yield* stepFromCovariance(fitting)) <= task.problem.read("stepTolerance");
    if (isMet || (isOwn && (yield* isNear(fitting)))) return last;
    fitting.findings.curvature = undefined;
    const left = plan.maxIterations - task.state.read("iteration");
    if (left <= 0) return last;
    last = yield* goOnByNewton(fitting, left);
  }
  return last;
}

/** If no eta has moved by more since the solver's curvature was computed, the weights A'' of the rows are about the same. */
const NEAR = 0.5;

/**
 * Whether the solver's curvature, of another point, is good enough. With a canonical link of binomial or poisson |A'''| <= A'', so the
 * weights have changed by no more than exp(D), D the largest move of an eta, and the step by exp(D / 2).
 */
function* isNear({ task, uploaded, family }: Fitting): Watched<boolean> {
  const { scope, state, problem, dimension } = task;
  const origin = state.view("origin", dimension);
  const way = state.view("point", dimension).map((v, j) => v - origin[j]!);
  if (!way.every(Number.isFinite)) return false;
  const [largest] = yield* askRows(uploaded, { about: "moves", way });
  if (largest! <= NEAR) return true;
  if (!family.isCanonical || family.dispersion !== "one" || uploaded.classes > 1) return false;
  const step = state.read("step") * scope.kernel.exports.exp(largest! / 2);
  if (!(step <= problem.read("stepTolerance"))) return false;
  state.set({ step });
  return true;
}

/** The step that is left by the curvature of the covariance, which is kept for it; NaN if there is none. */
function* stepFromCovariance(fitting: Fitting): Watched<number> {
  const { task, uploaded, plan, findings } = fitting;
  const { scope, state, problem } = task;
  const { dimension: d } = uploaded;
  const isFull = state.read("dependents") === heldEntries(uploaded, plan).length;
  findings.curvature = { found: yield* curvatureOf(isFull ? { ...fitting, isClear: true } : fitting) };
  const { found } = findings.curvature;
  if (found === undefined) return Number.NaN;
  const W = problem.read("totalWeight");
  const { square } = viewStrengths(uploaded, problem.read("penaltyParams"));
  const point = state.view("point", d);
  const slopes = state.view("slopes", d).map((s, j) => s + W * square[j]! * point[j]!);
  let decrement = 0;
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < d; k++) decrement += slopes[j]! * found.inverse[j * d + k]! * slopes[k]!;
  }
  scope.kernel.exports.solverStep(state.at, Math.max(0, decrement) / W);
  return state.read("step");
}

/** The same minimization by Newton's method, from the current point. */
function* goOnByNewton(fitting: Fitting, iterations: number): Watched<number | undefined> {
  const { task, uploaded, plan, options, watched } = fitting;
  const { scope, state, exchange, dimension } = task;
  const kernel = scope.kernel.exports;
  const before = state.read("iteration");
  if (plan.solver === "newton") {
    state.set({ adopted: 0 });
    task.problem.set({ maxIterations: iterations });
    const outcome = yield* minimize(task, watched);
    task.problem.set({ maxIterations: plan.maxIterations });
    state.set({ iteration: before + state.read("iteration") });
    return outcome;
  }
  const position = kernel.mark();
  const newton = prepareTask(scope, task.shard, {
    ...options,
    ...{ crew: task.crew, view: task.view },
    penaltyParams: task.problem.read("penaltyParams"),
    bounds: undefined,
    held: heldEntries(uploaded, plan),
    maxIterations: iterations,
    examine: true,
    solverId: SOLVER.newton,
    byParts: false,
    dense: true,
    start: state.copy("point", dimension),
  });
  const outcome = yield* minimize(newton, watched);
  if (outcome !== undefined) takeOver(task, newton);
  state.set({ iteration: before + newton.state.read("iteration") });
  exchange.set({
    passes: exchange.read("passes") + newton.exchange.read("passes"),
    hessians: exchange.read("hessians") + newton.exchange.read("hessians"),
  });
  kernel.release(position);
  const needsMatrix = state.read("dependents") > 0 && exchange.read("hessian") === 0; // for the choice among minimizers
  if (needsMatrix) exchange.set({ hessian: scope.f64(dimension * dimension) });
  return outcome;
}

/** What the other came to, with the columns that it holds as dependent. */
function takeOver(task: Task, from: Task): void {
  const { scope, state, exchange, dimension } = task;
  const copy = (to: number, at: number): void => scope.view(to, dimension).set(scope.get(at, dimension));
  copy(state.read("point"), from.state.read("point"));
  copy(state.read("slopes"), from.state.read("slopes"));
  copy(state.read("seen"), from.state.read("seen"));
  copy(exchange.read("direction"), from.exchange.read("direction"));
  for (const field of [
    "objective",
    "loss",
    "optimality",
    "lowest",
    "highest",
    "step",
    "isSure",
    "isSaddle",
    "isDoubtful",
  ] as const) {
    state.set({ [field]: from.state.read(field) });
  }
  copy(state.read("dependent"), from.state.read("dependent"));
  state.set({ dependents: from.state.read("dependents") });
}
