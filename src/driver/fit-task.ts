import type { Plan, Response } from "../base/flow.js";
import type { Family } from "../families/index.js";
import { DEFAULTS } from "../options/defaults.js";
import { REQUEST } from "../wasm/kernel.js";
import type { NullModel } from "./null-model.js";
import { boundsOf, heldEntries, penalizesAll, penaltyIdOf, placeStrengths, strengthsOf } from "./penalize.js";
import { startInside } from "./start.js";
import { askAtPoint, minimize, prepareTask, type Task, type Watched } from "./task.js";
import type { Uploaded } from "./upload.js";
import { minimizeByWorkingSets } from "./working-sets.js";

/** Everything about one fit that does not change while it runs. */
export interface Fitting {
  readonly uploaded: Uploaded;
  readonly plan: Plan;
  readonly family: Family;
  readonly response: Response;
  readonly nullModel: NullModel;
  readonly task: Task;
  /** Whether only part of the columns takes part in a minimization at a time. */
  readonly byWorkingSets: boolean;
  /** How much larger lambda was where this fit starts: the step before it on a path. */
  readonly before?: number | undefined;
  /** Whether anybody looks between passes. */
  readonly watched: boolean;
}

/** The minimization of a fit, ready to run. Entries of theta in `hold` stay where they start. */
export function prepareFit(given: Omit<Fitting, "task" | "byWorkingSets">, hold: readonly number[] = []): Fitting {
  const { uploaded, plan, family, response, nullModel } = given;
  const { scope, dimension } = uploaded;
  const strengths = strengthsOf(uploaded, plan);
  const all = penalizesAll(uploaded, strengths) || plan.constraint !== undefined;
  const byWorkingSets = plan.solver === "coordinate-descent" && dimension > DEFAULTS.workingDimension;
  const examine = !all && plan.solver !== "coordinate-descent" && dimension <= DEFAULTS.examineDimension;
  const bounds = boundsOf(uploaded, plan);
  const start = startingPoint(uploaded, plan, nullModel);
  const task = prepareTask(scope, uploaded.shard, {
    dimension,
    totalWeight: response.totalWeight,
    penalty: penaltyIdOf(plan),
    penaltyParams: placeStrengths(uploaded, strengths).at,
    bounds,
    held: plan.solver === "coordinate-descent" ? [] : [...heldEntries(uploaded, plan), ...hold],
    gradientScale: nullModel.gradientScale,
    tolerance: plan.tolerance,
    maxIterations: plan.maxIterations,
    mayRecede: family.recedes && (!all || plan.intercept),
    isQuadratic: family.isQuadratic && plan.approximation !== "monte-carlo",
    examine,
    solverId: plan.solverId,
    dense: !byWorkingSets && (plan.needsMatrix || examine),
    start:
      bounds === undefined ? start : start.map((v, j) => Math.min(Math.max(v, bounds.lower[j]!), bounds.upper[j]!)),
  });
  if (plan.start === undefined && family.isBounded) startWhereBetter(task, given, bounds);
  return { ...given, task, byWorkingSets };
}

/** Near the border of a link's domain, or outside, a search may be caught: it begins at the better one of two starts. */
function startWhereBetter(
  task: Task,
  { uploaded, response, family }: Pick<Fitting, "uploaded" | "response" | "family">,
  bounds: ReturnType<typeof boundsOf>,
): void {
  const { scope, state, dimension } = task;
  const value = (): number => {
    askAtPoint(task, REQUEST.value);
    const found = task.exchange.read("value");
    return Number.isFinite(found) ? found : Infinity;
  };
  const usual = value();
  if (usual < Infinity && dimension > DEFAULTS.examineDimension) return;
  const point = scope.get(state.read("point"), dimension);
  startInside(task, uploaded, response, family, bounds);
  if (!(value() < usual)) scope.view(state.read("point"), dimension).set(point);
}

/** Minimizes from where the task's point is. Undefined when it was stopped. */
export function* solve(fitting: Fitting): Watched<number | undefined> {
  if (fitting.byWorkingSets) return yield* minimizeByWorkingSets(fitting);
  return yield* minimize(fitting.task, fitting.watched);
}

/** theta: zeros and the null model's intercepts, or the caller's start in the solver's coordinates. */
function startingPoint(uploaded: Uploaded, plan: Plan, nullModel: NullModel): Float64Array {
  const { columns, block, classes, dimension, center, scale } = uploaded;
  const theta = new Float64Array(dimension);
  for (let k = 0; k < classes; k++) {
    let intercept = nullModel.intercepts[k]!;
    if (plan.start !== undefined) {
      intercept = plan.start.intercepts[k]!;
      for (let j = 0; j < columns; j++) {
        const beta = plan.start.coefficients[k]![j]!;
        theta[k * block + j] = scale[j] === 0 ? 0 : beta / scale[j]!;
        intercept += beta * center[j]!;
      }
    }
    if (plan.intercept) theta[k * block + columns] = intercept;
  }
  for (const entry of heldEntries(uploaded, plan)) shiftClasses(theta, uploaded, entry);
  return theta;
}

/** The last class of a column of which only differences matter becomes 0. */
function shiftClasses(theta: Float64Array, { block, classes }: Uploaded, held: number): void {
  const shift = theta[held]!;
  for (let k = 0; k < classes; k++) theta[k * block + (held % block)]! -= shift;
}
