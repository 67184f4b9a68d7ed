import { countedValues } from "../base/counts.js";
import { hasVector } from "../base/elsewhere.js";
import type { Plan, Response } from "../base/flow.js";
import { ASK, OUTCOME, REQUEST, SOLVER } from "../base/ids.js";
import type { Family } from "../families/index.js";
import { askRows, sumOfRows } from "../shard/ask-rows.js";
import { askDeviance } from "../shard/deviance.js";
import { askAtPoint, finish, minimize, prepareTask, type Task, type Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { type View, viewShard, viewWithin } from "../shard/view.js";
import { domainOf } from "../stats/domain.js";
import type { Elementary } from "../wasm/elementary.js";
import { factsOf } from "./facts.js";
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
export function* fitNullModel(all: Uploaded, given: Response, plan: Plan, family: Family): Watched<NullModel> {
  const joint = jointRows(all, given, family);
  const whole = { uploaded: all, response: given };
  const { hasOffset } = factsOf(given);
  const { uploaded, response } = hasOffset ? whole : (joint ?? whole);
  const bounds = {
    ...(yield* lossBounds(joint ?? whole)),
    values: !hasVector(given, "weight") ? joint?.response.y : undefined,
  };
  const isMany = plan.classes > 1;
  const start = isMany
    ? classIntercepts(response, plan.classes, uploaded.scope.kernel.exports)
    : [startingIntercept(uploaded, response, family)];
  const fitted = yield* interceptOnly(uploaded, response, family, Float64Array.from(start));
  function* finished(found: typeof fitted): Watched<NullModel> {
    const stand = { kind: "null", intercept: 1, y: "own", at: 0 } as const;
    const losses = { ...found, ...bounds };
    return { ...losses, deviance: yield* askDeviance(uploaded, family, losses, found.intercepts, { stand }) };
  }
  if (plan.intercept) return yield* finished(fitted);
  // eta = 0 may be far off, or outside the link's domain; the slopes there are no useful unit
  const found = yield* interceptOnly(uploaded, response, family, undefined);
  return yield* finished(fitted.isSettled ? { ...found, gradientScale: fitted.gradientScale } : found);
}

function* lossBounds({ uploaded }: Rows): Watched<Pick<NullModel, "bestLoss" | "saturated">> {
  if (uploaded.classes > 1) return { bestLoss: 0, saturated: 0 };
  const { scope, crew, trials } = uploaded;
  if (crew === undefined) {
    const at = trials === undefined ? 0 : scope.put(trials);
    return { bestLoss: sumOfRows(uploaded, ASK.bestLoss, 0), saturated: sumOfRows(uploaded, ASK.saturated, at) };
  }
  const ask = (what: number) => askRows(uploaded, { about: "sum", what, point: undefined });
  return { bestLoss: (yield* ask(ASK.bestLoss))[0]!, saturated: (yield* ask(ASK.saturated))[0]! };
}

interface Rows {
  readonly uploaded: Uploaded;
  readonly response: Response;
}

/** The rows of every small count as one, offsets aside; undefined where y holds something else. */
function jointRows(uploaded: Uploaded, response: Response, family: Family): Rows | undefined {
  const { counts } = factsOf(response);
  if (uploaded.classes > 1 || counts === undefined) return undefined;
  const y = countedValues(counts);
  const weight = counts.filter((w) => w > 0);
  const { scope, parameters } = uploaded;
  const shard = scope.struct("Shard", {
    ...{ rows: y.length, classes: 1, family: family.id, familyParams: parameters },
    ...{ y: scope.put(y), weight: scope.put(weight), design: scope.struct("Design", { rowStride: 1 }).at },
    ...{ labels: 1, share: 1 },
  });
  const own = Object.assign({}, uploaded, {
    rows: y.length,
    shard,
    crew: undefined,
    trials: undefined,
  });
  return { uploaded: own, response: Object.assign({}, response, { y, weight, counts: undefined }) };
}

/** The minimization over intercepts alone, or the loss without any. */
function taskWithoutColumns(uploaded: Uploaded, response: Response, start: Float64Array | undefined): Task {
  const { scope, classes, crew } = uploaded;
  const view: View = { stand: { kind: "null", intercept: start === undefined ? 0 : 1, y: "own", at: 0 } };
  return prepareTask(scope, viewShard(uploaded, view), {
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
    ...{ crew, view: viewWithin(uploaded.view, view) },
  });
}

/** The fit of intercepts from their start, or without intercepts. */
function* interceptOnly(
  uploaded: Uploaded,
  response: Response,
  family: Family,
  start: Float64Array | undefined,
): Watched<Omit<NullModel, "bestLoss" | "saturated" | "deviance">> {
  const { classes: K } = uploaded;
  const intercept = start !== undefined;
  const task = taskWithoutColumns(uploaded, response, start);
  const moveTo = (b: number): void => {
    task.state.view("point", 1)[0] = b;
  };
  function* lossAt(b: number): Watched<number> {
    moveTo(b);
    yield* askAtPoint(task, REQUEST.value);
    return task.exchange.read("loss");
  }
  const lossHere = (b: number): number => finish(lossAt(b));
  // link(mean of y) is exact without an offset, unless it lies on the border; a search needs the rows here
  const maySearch = intercept && family.isBounded && uploaded.crew === undefined;
  const isSearched = maySearch && (hasVector(response, "offset") || !Number.isFinite(lossHere(start[0]!)));
  const tried = isSearched
    ? searchIntercept(
        lossHere,
        linked(uploaded, response, family),
        response,
        domainOf(uploaded.scope, family, uploaded.parameters),
      )
    : undefined;
  if (intercept && K === 1) {
    const isBetter = tried !== undefined && !(lossHere(start[0]!) <= tried.loss) && Number.isFinite(tried.loss);
    moveTo(isBetter ? tried.b : start[0]!);
  }
  const intercepted = (): number => (intercept ? task.state.view("point", 1)[0]! : 0);
  const scale = (isSettled: boolean) => unitOfSlopes({ uploaded, response, family, task, b: intercepted() }, isSettled);
  let seen = { b: Number.NaN, scale: 0, loss: 0 };
  function* unitHere(): Watched<number> {
    const b = intercepted();
    if (b !== seen.b) {
      const found = yield* scale(true);
      seen = { b, scale: found, loss: task.exchange.read("loss") };
    }
    return seen.scale;
  }
  task.problem.set({ gradientScale: yield* unitHere() });
  const isKnown = !intercept || K > 1; // classes have a closed form, and no offset
  const outcome = isKnown ? OUTCOME.converged : yield* minimizeInUnits(task, unitHere);
  if (tried !== undefined && outcome !== OUTCOME.converged) {
    const reached = task.state.copy("point", 1)[0]!;
    const found = narrow(lossHere, tried);
    moveTo(found.loss < lossHere(reached) || outcome === OUTCOME.nonFinite ? found.b : reached);
  }
  const isSettled = outcome === OUTCOME.converged || outcome === OUTCOME.precision;
  const found = intercept ? task.state.copy("point", K) : new Float64Array(K);
  const gradientScale = isSettled ? yield* unitHere() : yield* scale(false);
  const loss = isSettled ? seen.loss : task.exchange.read("loss");
  const isPoint = outcome !== OUTCOME.nonFinite || Number.isFinite(loss);
  return { intercepts: isPoint ? found : new Float64Array(K), loss, gradientScale, isSettled };
}

/** The slopes at the start may differ by orders from those at the end, and are then no unit for them. */
function* minimizeInUnits(task: Task, unitHere: () => Watched<number>): Watched<number> {
  for (let k = 1; ; k++) {
    const outcome = (yield* minimize(task, false))!;
    const unit = yield* unitHere();
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
  const { totalWeight } = response;
  const { sumY, sumOffset } = factsOf(response);
  const { scope, parameters } = uploaded;
  const at = scope.put([sumY / totalWeight]);
  scope.kernel.exports.familyAnswer(family.id, ASK.link, parameters, 1, 0, 0, at, at, 0);
  const eta = scope.view(at, 1)[0]!;
  return (Number.isFinite(eta) ? eta : 0) - sumOffset / totalWeight;
}

/** Adds the weight of each class. */
export function classWeights(
  { y, weight }: Pick<Response, "y" | "weight">,
  counts: Float64Array<ArrayBuffer>,
): Float64Array<ArrayBuffer> {
  y.forEach((k, i) => {
    counts[k]! += weight?.[i] ?? 1;
  });
  return counts;
}

/** Logarithms of the shares of the classes, centred. */
function classIntercepts(response: Response, K: number, { log }: Elementary): Float64Array {
  const counts = factsOf(response).classWeights ?? classWeights(response, new Float64Array(K));
  const logs = counts.map((c) => log(c / response.totalWeight));
  const mean = logs.reduce((sum, v) => sum + v, 0) / K;
  return logs.map((v) => v - mean);
}
