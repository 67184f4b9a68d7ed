import { FAMILY, REQUEST } from "../base/ids.js";
import { askRows } from "../shard/ask-rows.js";
import { etaAt } from "../shard/eta.js";
import { askShard, exchangeFor } from "../shard/exchange.js";
import type { Factors } from "../shard/score-weights.js";
import { gramOf, scoresAt } from "../shard/scores.js";
import { ask, type Watched } from "../shard/task.js";
import { fisherOf, ownEta, type View, viewShard, viewWithin } from "../shard/view.js";
import type { Struct } from "../wasm/scope.js";
import type { Fitting } from "./fitting.js";

// Sums over the rows of a fit at the task's point, as matrices of small dimension: lower triangles by rows, d numbers each.

/** The answer of a view of the rows to a request for a matrix, at theta = `point`, an address. */
function* askMatrix(fitting: Fitting, view: View | undefined, point: number, request: number): Watched<Float64Array> {
  const { uploaded, task } = fitting;
  const { scope, dimension: d, crew } = uploaded;
  const { mark, release } = scope.kernel.exports;
  const position = mark();
  const shard = view === undefined ? uploaded.shard : viewShard({ ...uploaded, eta: fitting.eta }, view);
  const exchange = exchangeFor(scope, shard, d, { point, matrix: true });
  yield* ask({ ...task, shard, exchange, crew, view: viewWithin(uploaded.view, view), dimension: d }, request);
  const found = exchange.copy("hessian", d * d);
  release(position);
  return found;
}

/** The Hessian of the rows' objective, noise included or left out; without the penalty. */
export function hessianAt(fitting: Fitting, withNoise: boolean): Watched<Float64Array> {
  const view = withNoise ? undefined : { isPlain: true };
  return askMatrix(fitting, view, fitting.task.state.read("point"), REQUEST.hessian);
}

/** The Gram matrix that shows which columns the rows, and the noise on them, can distinguish. */
export function gramAt(fitting: Fitting): Watched<Float64Array> {
  return askMatrix(fitting, undefined, fitting.task.state.read("point"), REQUEST.gram);
}

/** w_i mu'^2 / V(mu) of every row, f64[n]; for one predictor, and rows that are here. Returns their address. */
export function fisherWeights({ uploaded, task, eta }: Fitting): number {
  const { scope, shard, dimension } = uploaded;
  return fisherOf(scope, shard, ownEta({ ...uploaded, eta }, task.state.copy("point", dimension)));
}

/** Z' diag(W) Z of these weights; for one predictor. */
export function fisherGram(fitting: Fitting): Watched<Float64Array> {
  const { task, uploaded } = fitting;
  const stand = { kind: "fisher", point: task.state.copy("point", uploaded.dimension) } as const;
  return askMatrix(fitting, { stand }, task.state.read("point"), REQUEST.hessian);
}

/** Z' v, v at `values`, f64[n]; for one predictor, and rows that are here. */
export function weightedSum(fitting: Fitting, values: number): Float64Array {
  const { scope, dimension: d } = fitting.uploaded;
  const shard = plainShard(fitting);
  shard.set({ family: FAMILY.gaussian, familyParams: 0, weight: 0, offset: 0, y: values });
  const exchange = askShard(scope, shard, d, REQUEST.gradient); // at 0: sum_i -y_i z_i
  return exchange.copy("gradient", d).map((v) => 0 - v);
}

/** The labelled rows without noise; shares the scratch. */
function plainShard({ uploaded }: Fitting): Struct<"Shard"> {
  return viewShard(uploaded, { isPlain: true });
}

/** sum_i r_i u_i u_i', u_i = w_i [ df_i/dtheta, 1 ]: (d + 1) x (d + 1), lower triangle by rows, the last row with the weights. */
export function* scoreGram(given: Fitting, factors: Factors): Watched<Float64Array> {
  const { uploaded, task } = given;
  const { dimension: d, shard, classes, scope } = uploaded;
  const { mark, release } = scope.kernel.exports;
  const point = task.state.copy("point", d);
  const position = mark();
  if (shard.read("noiseCount") > 0 || classes > 1)
    return yield* askRows(uploaded, { about: "score-gram", point, factors });
  // the scores of rows without noise are w_i l'_i z_i
  const isKnown = given.eta !== undefined || uploaded.crew !== undefined;
  const fitting = isKnown ? given : { ...given, eta: etaAt(scope, shard, task.state.read("point")) };
  const view: View = { stand: { kind: "squares", point, factors } };
  const gram = yield* askMatrix(fitting, view, task.state.read("point"), REQUEST.hessian);
  const last = yield* askSlopes(fitting, { stand: { kind: "cross", point, factors } });
  const [total] = yield* askRows(uploaded, { about: "score-total", factors });
  release(position);
  const out = new Float64Array((d + 1) ** 2);
  for (let j = 0; j < d; j++) {
    out.set(gram.subarray(j * d, j * d + j + 1), j * (d + 1));
    out[d * (d + 1) + j] = 0 - last[j]!;
  }
  out[d * (d + 1) + d] = total!;
  return out;
}

/** The gradient of a view at 0. */
function* askSlopes({ uploaded, task, eta }: Fitting, view: View): Watched<Float64Array> {
  const { scope, dimension: d, crew } = uploaded;
  const shard = viewShard({ ...uploaded, eta }, view);
  const exchange = exchangeFor(scope, shard, d);
  yield* ask({ ...task, shard, exchange, crew, view: viewWithin(uploaded.view, view), dimension: d }, REQUEST.gradient);
  return exchange.copy("gradient", d);
}

/** The same sums over groups of rows: sum_g r_g u_g u_g', u_g the sum of the scores of group g, 0 .. count - 1. For rows that are here. */
export function groupGram(fitting: Fitting, groups: Int32Array, count: number): Float64Array {
  const { uploaded, task } = fitting;
  const { scope, shard, rows, dimension: d } = uploaded;
  const data = scoresAt(scope, shard, task.state.read("point"), d, { begin: 0, end: rows, groups, count });
  return gramOf(scope, data, d + 1, count, undefined);
}

/**
 * sum_t sum_s k(t - s) u_t u_s' over rows in the order of time, k(l) = 1 - |l| / (lag + 1) up to the lag: Bartlett's kernel. It is the mean over all
 * windows of lag + 1 times of S S', S the sum of the window's scores, and so it is never negative definite.
 *
 * @param place  The place of each row in the order of time, 0 .. n - 1.
 */
export function bartlettGram(fitting: Fitting, place: Int32Array, lag: number): Float64Array {
  const { scope, shard, rows: n, dimension } = fitting.uploaded;
  const grouped = { begin: 0, end: n, groups: place, count: n };
  const at = scoresAt(scope, shard, fitting.task.state.read("point"), dimension, grouped);
  const scores = scope.get(at, (dimension + 1) * n);
  const count = n + lag;
  const windows = new Float64Array((dimension + 1) * count);
  for (let j = 0; j <= dimension; j++) {
    for (let s = 0; s < count; s++) {
      let sum = 0;
      for (let t = Math.max(0, s - lag); t <= Math.min(s, n - 1); t++) sum += scores[j * n + t]!;
      windows[j * count + s] = sum;
    }
  }
  return gramOf(scope, scope.put(windows), dimension + 1, count, new Float64Array(count).fill(1 / (lag + 1)));
}
