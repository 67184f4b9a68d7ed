import { countedValues, countsOf } from "../base/counts.js";
import type { Plan, Response } from "../base/flow.js";
import { ASK, OUTCOME, REQUEST, SOLVER } from "../base/ids.js";
import type { Family } from "../families/index.js";
import { devianceOf } from "../shard/deviance.js";
import { askHere, finish, minimize, prepareTask, type Task } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { domainOf } from "../stats/domain.js";
import type { Elementary } from "../wasm/elementary.js";
import { outOfMemory } from "../wasm/scope.js";
import { narrow, searchIntercept } from "./null-search.js";
import { unitOfSlopes } from "./null-unit.js";
import { inside } from "./start.js";

/** The model without columns: the start of a fit, and the reference of its deviance and residuals. */
export interface NullModel {
  /** One per class. */
  readonly intercepts: Float64Array;
  /** sum w l at the null model. */
  readonly loss: number;
  readonly deviance: number;
  /** sum w l and log-likelihood of the saturated model, the latter without the dispersion; 0 for classes. */
  readonly bestLoss: number;
  readonly saturated: number;
  /** Root mean square of dl/deta at the best intercept, even if the model has none: the unit of `optimality`. */
  readonly gradientScale: number;
  /** Whether it has a minimizer, so that no intercept diverges. */
  readonly isSettled: boolean;
  /** The distinct y, if they are a few small counts and all weights are 1. */
  readonly values?: Float64Array | undefined;
}

/** How often the unit of slopes is computed again, and below which part of the last one. */
const MOST_UNITS = 5;
const CLEARLY_LESS = 0.1;

/** Newton steps for one number; it needs two or three. */
const ITERATIONS = 50;

/**
 * Fits the intercept to y and the offset. The same solver and shard code as any fit, with p = 0. Where y is small counts without an
 * offset, rows of one y are one row of their joint weight: a pass then costs as many rows as there are different y.
 */
export function fitNullModel(all: Uploaded, given: Response, plan: Plan, family: Family): NullModel {
  const joint = jointRows(all, given);
  const whole = { uploaded: all, response: given };
  const { uploaded, response } = given.offset === undefined ? (joint ?? whole) : whole;
  const bounds = {
    ...lossBounds(joint ?? whole, family),
    values: given.weight === undefined ? joint?.response.y : undefined,
  };
  const isMany = plan.classes > 1;
  const start = isMany
    ? classIntercepts(response, plan.classes, uploaded.scope.kernel.exports)
    : [startingIntercept(uploaded, response, family)];
  const fitted = interceptOnly(uploaded, response, family, Float64Array.from(start));
  const finished = (found: typeof fitted): NullModel => {
    const etaOf = (): number => {
      const { scope, rows } = uploaded;
      const b = found.intercepts[0]!;
      return scope.put(response.offset?.map((o) => o + b) ?? new Float64Array(rows).fill(b));
    };
    return { ...found, ...bounds, deviance: devianceOf(uploaded, family, { ...found, ...bounds }, etaOf) };
  };
  if (plan.intercept) return finished(fitted);
  // eta = 0 may be far off, or outside the link's domain; the slopes there are no useful unit
  const found = interceptOnly(uploaded, response, family, undefined);
  return finished(fitted.isSettled ? { ...found, gradientScale: fitted.gradientScale } : found);
}

function lossBounds({ uploaded, response }: Rows, family: Family): Pick<NullModel, "bestLoss" | "saturated"> {
  const { scope, shard, rows, parameters } = uploaded;
  if (shard.read("classes") > 1) return { bestLoss: 0, saturated: 0 };
  const [y, weight] = [shard.read("y"), shard.read("weight")];
  const ask = (what: number, x: number): number =>
    scope.kernel.exports.familyAnswer(family.id, what, parameters, rows, y, weight, x, 0, 0);
  return {
    bestLoss: ask(ASK.bestLoss, 0),
    saturated: ask(ASK.saturated, response.trials === undefined ? 0 : scope.put(response.trials, rows)),
  };
}

interface Rows {
  readonly uploaded: Uploaded;
  readonly response: Response;
}

/** The rows of every small count as one, offsets aside; undefined where y holds something else. */
function jointRows(uploaded: Uploaded, response: Response): Rows | undefined {
  const { counts } = response;
  if (uploaded.classes > 1 || counts === undefined) return undefined;
  const sums = response.weight === undefined ? counts : countsOf(response.y, response.weight)!;
  const y = countedValues(sums);
  const weight = sums.filter((w) => w > 0);
  const { scope } = uploaded;
  const shard = scope.struct("Shard", { rows: y.length, classes: 1, y: scope.put(y), weight: scope.put(weight) });
  return { uploaded: { ...uploaded, rows: y.length, shard }, response: { ...response, y, weight } };
}

/** The minimization over intercepts alone, or the loss without any. */
function taskWithoutColumns(
  uploaded: Uploaded,
  response: Response,
  family: Family,
  start: Float64Array | undefined,
): Task {
  const { scope, shard, rows, classes } = uploaded;
  const empty = scope.struct("Shard", {
    rows,
    intercept: Number(start !== undefined),
    classes,
    design: scope.struct("Design", { rowStride: 1 }).at,
    y: shard.read("y"),
    weight: shard.read("weight"),
    offset: shard.read("offset"),
    family: family.id,
    familyParams: uploaded.parameters,
    labels: 1,
    share: 1,
  });
  if (!scope.kernel.exports.prepareShard(empty.at, 1)) throw outOfMemory(rows);
  return prepareTask(scope, empty, {
    dimension: start === undefined ? 0 : classes,
    totalWeight: response.totalWeight,
    penalty: 0,
    penaltyParams: 0,
    gradientScale: 1,
    tolerance: 1e-10,
    maxIterations: ITERATIONS,
    mayRecede: true,
    isQuadratic: false,
    examine: false,
    solverId: SOLVER.newton,
    dense: true,
    start: start ?? new Float64Array(0),
  });
}

/** The fit of intercepts from their start, or without intercepts. */
function interceptOnly(
  uploaded: Uploaded,
  response: Response,
  family: Family,
  start: Float64Array | undefined,
): Omit<NullModel, "bestLoss" | "saturated" | "deviance"> {
  const { classes: K } = uploaded;
  const intercept = start !== undefined;
  const task = taskWithoutColumns(uploaded, response, family, start);
  const moveTo = (b: number): void => {
    task.state.view("point", 1)[0] = b;
  };
  const lossAt = (b: number): number => {
    moveTo(b);
    askHere(task, REQUEST.value);
    return task.exchange.read("loss");
  };
  // link(mean of y) is exact without an offset, unless it lies on the border
  const isSearched =
    intercept && family.isBounded && (response.offset !== undefined || !Number.isFinite(lossAt(start[0]!)));
  const tried = isSearched
    ? searchIntercept(
        lossAt,
        linked(uploaded, response, family),
        response,
        domainOf(uploaded.scope, family, uploaded.parameters),
      )
    : undefined;
  if (intercept && K === 1) {
    const isBetter = tried !== undefined && !(lossAt(start[0]!) <= tried.loss) && Number.isFinite(tried.loss);
    moveTo(isBetter ? tried.b : start[0]!);
  }
  const intercepted = (): number => (intercept ? task.state.view("point", 1)[0]! : 0);
  const scale = (isSettled: boolean): number =>
    unitOfSlopes({ uploaded, response, family, task, b: intercepted() }, isSettled);
  let seen = { b: Number.NaN, scale: 0, loss: 0 };
  const unitHere = (): number => {
    const b = intercepted();
    if (b !== seen.b) seen = { b, scale: scale(true), loss: task.exchange.read("loss") };
    return seen.scale;
  };
  task.problem.set({ gradientScale: unitHere() });
  const isKnown = !intercept || K > 1; // classes have a closed form, and no offset
  const outcome = isKnown ? OUTCOME.converged : minimizeInUnits(task, unitHere);
  if (tried !== undefined && outcome !== OUTCOME.converged) {
    const reached = task.state.copy("point", 1)[0]!;
    const found = narrow(lossAt, tried);
    moveTo(found.loss < lossAt(reached) || outcome === OUTCOME.nonFinite ? found.b : reached);
  }
  const isSettled = outcome === OUTCOME.converged || outcome === OUTCOME.precision;
  const found = intercept ? task.state.copy("point", K) : new Float64Array(K);
  const gradientScale = isSettled ? unitHere() : scale(false);
  const loss = isSettled ? seen.loss : task.exchange.read("loss");
  const isPoint = outcome !== OUTCOME.nonFinite || Number.isFinite(loss);
  return { intercepts: isPoint ? found : new Float64Array(K), loss, gradientScale, isSettled };
}

/** The slopes at the start may differ by orders from those at the end, and are then no unit for them. */
function minimizeInUnits(task: Task, unitHere: () => number): number {
  for (let k = 1; ; k++) {
    const outcome = finish(minimize(task, false))!;
    const unit = unitHere();
    if (k === MOST_UNITS || !(unit < CLEARLY_LESS * task.problem.read("gradientScale"))) return outcome;
    task.problem.set({ gradientScale: unit });
  }
}

/** link(y) of every row, y moved off the border of its domain. */
function linked({ scope, rows, parameters }: Uploaded, response: Response, family: Family): Float64Array {
  const at = scope.put(inside(response, family));
  scope.kernel.exports.familyAnswer(family.id, ASK.link, parameters, rows, 0, 0, at, at, 0);
  return scope.get(at, rows);
}

/** link(mean of y) - mean of the offset: exact when there is no offset. */
function startingIntercept(uploaded: Uploaded, response: Response, family: Family): number {
  const { y, weight, offset, totalWeight } = response;
  const { scope, parameters } = uploaded;
  let sumY = 0;
  let sumOffset = 0;
  for (let i = 0; i < y.length; i++) {
    const w = weight?.[i] ?? 1;
    if (w === 0) continue;
    sumY += w * y[i]!;
    sumOffset += w * (offset?.[i] ?? 0);
  }
  const at = scope.put([sumY / totalWeight]);
  scope.kernel.exports.familyAnswer(family.id, ASK.link, parameters, 1, 0, 0, at, at, 0);
  const eta = scope.view(at, 1)[0]!;
  return (Number.isFinite(eta) ? eta : 0) - sumOffset / totalWeight;
}

/** Logarithms of the shares of the classes, centred. */
function classIntercepts(response: Response, K: number, { log }: Elementary): Float64Array {
  const counts = new Float64Array(K);
  response.y.forEach((k, i) => {
    counts[k]! += response.weight?.[i] ?? 1;
  });
  const logs = counts.map((c) => log(c / response.totalWeight));
  const mean = logs.reduce((sum, v) => sum + v, 0) / K;
  return logs.map((v) => v - mean);
}
