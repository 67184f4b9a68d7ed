import type { Plan } from "../base/flow.js";
import { OUTCOME } from "../base/ids.js";
import { vanishingMeans } from "../families/index.js";
import { DEFAULTS } from "../options/defaults.js";
import { minimize, prepareTask, refresh, type Task, type TaskOptions, type Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { certificateOf } from "./certificate.js";
import { classMatricesOf } from "./class-matrices.js";
import type { Fitting, Opened } from "./fitting.js";
import type { NullModel } from "./null-model.js";
import {
  boundsOf,
  heldEntries,
  penalizesAll,
  penaltyIdOf,
  placeStrengths,
  type Strengths,
  strengthsOf,
  viewStrengths,
  writeStrengths,
} from "./penalize.js";
import { thetaOf } from "./rows.js";
import { maySample, startOnSample } from "./sample.js";
import { startInside } from "./start.js";
import { recorderOf } from "./trace.js";
import { minimizeByWorkingSets } from "./working-sets.js";

/** The minimization of a fit, ready to run. Entries of theta in `hold` stay where they start. */
export function* prepareFit(given: Opened & Pick<Fitting, "plan">, hold: readonly number[] = []): Watched<Fitting> {
  const { uploaded, plan, family, response, nullModel } = given;
  const { scope, dimension } = uploaded;
  const penaltyParams = placeStrengths(uploaded, plan).at;
  const held = plan.constraint === undefined ? viewStrengths(uploaded, penaltyParams) : strengthsOf(uploaded, plan, 1);
  const all = penalizesAll(uploaded, held); // a ball of unit-variance columns does not act on constant ones
  const byWorkingSets = plan.solver === "coordinate-descent" && isWide(uploaded);
  const examine = !all && plan.solver !== "coordinate-descent" && dimension <= DEFAULTS.examineDimension;
  const bounds = boundsOf(uploaded, plan);
  const start = startingPoint(uploaded, plan, nullModel);
  const options: TaskOptions = {
    dimension,
    totalWeight: response.totalWeight,
    penalty: penaltyIdOf(plan),
    penaltyParams,
    bounds,
    held: plan.solver === "coordinate-descent" ? [] : [...heldEntries(uploaded, plan), ...hold],
    gradientScale: nullModel.gradientScale,
    tolerance: toleranceFor(plan, held, nullModel),
    maxIterations: plan.maxIterations,
    mayRecede: family.recedes && (!all || (plan.intercept && !(nullModel.isSettled && !vanishingMeans(family)))),
    isQuadratic: family.isQuadratic && plan.approximation !== "monte-carlo",
    lacksConstant: !plan.intercept && plan.classes === 1,
    examine,
    solverId: plan.solverId,
    classMatrices: classMatricesOf(uploaded, plan),
    byParts: byWorkingSets,
    dense: !byWorkingSets && (plan.needsMatrix || examine),
    ...{ crew: uploaded.crew, view: uploaded.view, partner: byWorkingSets ? undefined : uploaded.partner },
    certificate: certificateOf(given, all),
    recorder: recorderOf(given),
    start:
      bounds === undefined ? start : start.map((v, j) => Math.min(Math.max(v, bounds.lower[j]!), bounds.upper[j]!)),
  };
  const task = prepareTask(scope, uploaded.shard, options);
  const mayStartInside = family.isBounded && uploaded.crew === undefined; // it needs every row
  if (plan.start === undefined && mayStartInside) yield* startWhereBetter(task, given, bounds);
  return {
    ...given,
    task,
    byWorkingSets,
    options,
    findings: {
      last: undefined,
      earlier: [],
      part: undefined,
      curvature: undefined,
      unexamined: 0,
      isStepAsked: false,
    },
  };
}

/** A kink has an effect if the tolerance is this part of it; no tolerance is below rounding. */
const FELT = 1e-3;
const ROUNDING = 1e-15;

/**
 * The tolerance, or a smaller one if the kinks of the penalty would otherwise have no effect: beside y of 1e12 a lambda of 10 is below
 * 1e-10. A tolerance looser than the default is kept, because the caller asked for it.
 */
function toleranceFor({ tolerance }: Plan, { absolute }: Strengths, { gradientScale }: NullModel): number {
  if (tolerance > DEFAULTS.tolerance) return tolerance;
  const least = absolute.reduce((m, a) => (a > 0 ? Math.min(m, a) : m), Infinity);
  return Math.min(tolerance, Math.max((FELT * least) / gradientScale, ROUNDING));
}

/** Whether a Hessian of all columns would cost more than searching for those that matter. */
export function isWide({ rows, dimension, isSparse }: Pick<Uploaded, "rows" | "dimension" | "isSparse">): boolean {
  const isTall = !isSparse && dimension <= DEFAULTS.tallDimension && rows >= DEFAULTS.tallRows * dimension;
  return dimension > DEFAULTS.workingDimension && !isTall;
}

/**
 * The same minimization with the penalty of another plan, from the current point; undefined if more than the strengths changes.
 * Coordinate descent keeps its Hessian.
 */
export function renewFit(fitting: Fitting, plan: Plan, before: number | undefined): Fitting | undefined {
  const { uploaded, task } = fitting;
  const { problem, state, exchange } = task;
  if (penaltyIdOf(plan) !== problem.read("penalty") || state.read("dependents") > 0) return undefined;
  const strengths = viewStrengths(uploaded, problem.read("penaltyParams"));
  const all = penalizesAll(uploaded, strengths);
  writeStrengths(uploaded, plan, strengths);
  problem.set({ tolerance: toleranceFor(plan, strengths, fitting.nullModel) });
  if (penalizesAll(uploaded, strengths) !== all) return undefined;
  const goesOn = plan.solver === "coordinate-descent" && !fitting.byWorkingSets && exchange.read("hessians") > 0;
  state.set({ adopted: Number(goesOn || state.read("adopted") !== 0) });
  exchange.set({ passes: 0, hessians: 0 });
  return { ...fitting, plan, before };
}

/** Near the border of a link's domain, or outside, a search may get stuck, so it starts at the better of two points. */
function* startWhereBetter(
  task: Task,
  { uploaded, response, family }: Pick<Fitting, "uploaded" | "response" | "family">,
  bounds: ReturnType<typeof boundsOf>,
): Watched<void> {
  const { state, dimension } = task;
  const usual = yield* valueHere(task);
  if (usual < Infinity && dimension > DEFAULTS.examineDimension) return;
  const point = state.copy("point", dimension);
  startInside(task, uploaded, response, family, bounds);
  if (!((yield* valueHere(task)) < usual)) state.view("point", dimension).set(point);
}

/** F at the task's point; Infinity outside the domain. */
export function* valueHere(task: Task): Watched<number> {
  yield* refresh(task);
  const found = task.state.read("objective");
  return Number.isFinite(found) ? found : Infinity;
}

/** Minimizes from the task's point. Undefined when it was stopped. */
export function* solve(fitting: Fitting): Watched<number | undefined> {
  if (fitting.byWorkingSets) return yield* minimizeByWorkingSets(fitting);
  const { state, dimension } = fitting.task;
  const usual = state.copy("point", dimension);
  if (maySample(fitting)) {
    if (yield* startOnSample(fitting)) {
      const outcome = yield* minimize(fitting.task, fitting.watched);
      if (outcome !== OUTCOME.nonFinite) return outcome;
    }
    state.set({ adopted: 0 });
    state.view("point", dimension).set(usual);
  }
  return yield* minimize(fitting.task, fitting.watched);
}

/** theta: zeros and the null model's intercepts, or the caller's start in the solver's coordinates. */
export function startingPoint(uploaded: Uploaded, plan: Plan, nullModel: NullModel): Float64Array {
  const { columns, block, classes, dimension } = uploaded;
  const theta = new Float64Array(dimension);
  for (let k = 0; k < classes; k++) {
    const { start } = plan;
    if (start !== undefined)
      theta.set(thetaOf(uploaded, start.intercepts[k]!, start.coefficients[k]!, block - columns), k * block);
    else if (plan.intercept) theta[k * block + columns] = nullModel.intercepts[k]!;
  }
  for (const entry of heldEntries(uploaded, plan)) shiftClasses(theta, uploaded, entry);
  return theta;
}

/** Sets the last class of a column to 0 if only differences between classes matter. */
function shiftClasses(theta: Float64Array, { block, classes }: Uploaded, held: number): void {
  const shift = theta[held]!;
  for (let k = 0; k < classes; k++) theta[k * block + (held % block)]! -= shift;
}
