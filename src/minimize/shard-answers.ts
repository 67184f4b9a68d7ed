import { ASK, FAMILY, REQUEST } from "../base/ids.js";
import { askShard, exchangeFor } from "../shard/exchange.js";
import { subShard } from "../shard/sub-shard.js";
import { scoreWeights } from "../stats/linear.js";
import { outOfMemory, type Struct } from "../wasm/scope.js";
import type { Fitting } from "./fitting.js";
import { askEta } from "./rows.js";

// Sums over the rows of a fit at the task's point, as matrices of small dimension: lower triangles by rows, d numbers each.

/** The answer of a shard to a request for a matrix, at `point`. */
function askMatrix(fitting: Fitting, shard: Struct<"Shard">, d: number, point: number, request: number): Float64Array {
  const { scope } = fitting.uploaded;
  const exchange = askShard(scope, shard, d, request, { point, matrix: true });
  return exchange.copy("hessian", d * d);
}

/** The Hessian of the rows' objective, noise included or left out; without the penalty. */
export function hessianAt(fitting: Fitting, withNoise: boolean): Float64Array {
  const { uploaded, task } = fitting;
  const shard = withNoise ? uploaded.shard : plainShard(fitting);
  return askMatrix(fitting, shard, uploaded.dimension, task.state.read("point"), REQUEST.hessian);
}

/** The Gram matrix that shows which columns the rows, and the noise on them, can distinguish. */
export function gramAt(fitting: Fitting): Float64Array {
  const { uploaded, task } = fitting;
  return askMatrix(fitting, uploaded.shard, uploaded.dimension, task.state.read("point"), REQUEST.gram);
}

/** Z' diag(v) Z, v at `weight`, f64[n]; for one predictor. */
export function weightedGram(fitting: Fitting, weight: number): Float64Array {
  const { uploaded, task } = fitting;
  const shard = plainShard(fitting);
  shard.set({ family: FAMILY.gaussian, familyParams: 0, weight });
  return askMatrix(fitting, shard, uploaded.dimension, task.state.read("point"), REQUEST.hessian);
}

/** Z' v, v at `values`, f64[n]; for one predictor. */
export function weightedSum(fitting: Fitting, values: number): Float64Array {
  const { scope, dimension: d } = fitting.uploaded;
  const shard = plainShard(fitting);
  shard.set({ family: FAMILY.gaussian, familyParams: 0, weight: 0, offset: 0, y: values });
  const exchange = askShard(scope, shard, d, REQUEST.gradient); // at 0: sum_i -y_i z_i
  return exchange.copy("gradient", d).map((v) => 0 - v);
}

/** The labelled rows without noise; shares the scratch. */
function plainShard({ uploaded }: Fitting): Struct<"Shard"> {
  const shard = subShard(uploaded.scope, uploaded.shard, undefined);
  shard.set({ noiseCount: 0, approximation: 0, next: 0, labels: 1, share: 1 });
  return shard;
}

/** Rows whose scores are in memory at a time, if each is its own group. */
const WINDOW = 2048;

/**
 * sum_g r_g u_g u_g', u_g the sum of w_i [ df_i/dtheta, 1 ] over the rows of group g: (d + 1) x (d + 1), the last row with the
 * weights.
 *
 * @param groups  The group of each row, 0 .. count - 1; undefined: every row is its own.
 * @param factors  r, one per group; undefined: all 1.
 */
export function scoreGram(
  fitting: Fitting,
  groups?: Int32Array,
  count = fitting.uploaded.rows,
  factors?: Float64Array,
): Float64Array {
  const { rows, isSparse, shard, classes } = fitting.uploaded;
  const isPlain = shard.read("noiseCount") === 0 && classes === 1;
  if (groups === undefined && isPlain) return plainScoreGram(fitting, factors);
  if (groups !== undefined || isSparse) {
    const each = groups ?? Int32Array.from({ length: rows }, (_, i) => i);
    return windowGram(fitting, 0, rows, each, count, factors);
  }
  const { scope, dimension } = fitting.uploaded;
  const sum = new Float64Array((dimension + 1) ** 2);
  const each = Int32Array.from({ length: Math.min(WINDOW, rows) }, (_, i) => i);
  for (let from = 0; from < rows; from += WINDOW) {
    const end = Math.min(rows, from + WINDOW);
    const position = scope.kernel.exports.mark();
    const part = windowGram(fitting, from, end, each, end - from, factors?.subarray(from, end));
    scope.kernel.exports.release(position);
    for (let k = 0; k < sum.length; k++) sum[k]! += part[k]!;
  }
  return sum;
}

/** The same for rows without noise that are each their own group: the scores are w_i l'_i z_i. */
function plainScoreGram(fitting: Fitting, factors: Float64Array | undefined): Float64Array {
  const { uploaded, family } = fitting;
  const { scope, rows: n, dimension: d, shard, parameters } = uploaded;
  const eta = scope.f64(n);
  askEta(fitting, eta);
  const derivatives = scope.f64(5 * n);
  const { familyAnswer } = scope.kernel.exports;
  familyAnswer(family.id, ASK.derivatives, parameters, n, shard.read("y"), 0, eta, derivatives, n);
  const at = shard.read("weight");
  const weight = at === 0 ? undefined : scope.view(at, n);
  const { squares, cross, total } = scoreWeights(scope.view(derivatives + 8 * n, n), weight, factors);
  const gram = weightedGram(fitting, scope.put(squares));
  const last = weightedSum(fitting, scope.put(cross));
  const out = new Float64Array((d + 1) ** 2);
  for (let j = 0; j < d; j++) {
    out.set(gram.subarray(j * d, j * d + j + 1), j * (d + 1));
    out[d * (d + 1) + j] = last[j]!;
  }
  out[d * (d + 1) + d] = total;
  return out;
}

function windowGram(
  fitting: Fitting,
  from: number,
  end: number,
  groups: Int32Array,
  count: number,
  factors: Float64Array | undefined,
): Float64Array {
  return gramOf(fitting, scoresAt(fitting, from, end, groups, count), count, factors);
}

/** The scores and weights of groups of the rows from .. end, summed: f64[d + 1][count]. Returns their address. */
function scoresAt(fitting: Fitting, from: number, end: number, groups: Int32Array, count: number): number {
  const { uploaded, task } = fitting;
  const { scope, dimension } = uploaded;
  const group = scope.reserve(4 * (end - from));
  scope.indices(group, end - from).set(groups.subarray(0, end - from));
  const data = scope.filled((dimension + 1) * count, 0);
  const exchange = exchangeFor(scope, uploaded.shard, dimension, { point: task.state.read("point") });
  scope.kernel.exports.addScores(uploaded.shard.at, exchange.at, from, end, group, count, data);
  return data;
}

/** sum_g r_g v_g v_g' of count vectors v, f64[d + 1][count] at `data`. */
function gramOf(fitting: Fitting, data: number, count: number, factors: Float64Array | undefined): Float64Array {
  const { scope, dimension } = fitting.uploaded;
  const d = dimension + 1;
  const shard = scope.struct("Shard", {
    rows: count,
    columns: d,
    classes: 1,
    design: scope.struct("Design", { data, rowStride: 1, columnStride: count }).at,
    y: scope.filled(count, 0),
    weight: factors === undefined ? 0 : scope.put(factors),
    center: scope.filled(d, 0),
    scale: scope.filled(d, 1),
    labels: 1,
    share: 1,
  });
  if (!scope.kernel.exports.prepareShard(shard.at, 1)) throw outOfMemory(8 * count);
  return askMatrix(fitting, shard, d, scope.filled(d, 0), REQUEST.hessian);
}

/**
 * sum_t sum_s k(t - s) u_t u_s' over rows in the order of time, k(l) = 1 - |l| / (lag + 1) up to the lag: Bartlett's kernel. It is the mean over all
 * windows of lag + 1 times of S S', S the sum of the window's scores, and so it is never negative definite.
 *
 * @param place  The place of each row in the order of time, 0 .. n - 1.
 */
export function bartlettGram(fitting: Fitting, place: Int32Array, lag: number): Float64Array {
  const { scope, rows: n, dimension } = fitting.uploaded;
  const scores = scope.get(scoresAt(fitting, 0, n, place, n), (dimension + 1) * n);
  const count = n + lag;
  const windows = new Float64Array((dimension + 1) * count);
  for (let j = 0; j <= dimension; j++) {
    for (let s = 0; s < count; s++) {
      let sum = 0;
      for (let t = Math.max(0, s - lag); t <= Math.min(s, n - 1); t++) sum += scores[j * n + t]!;
      windows[j * count + s] = sum;
    }
  }
  return gramOf(fitting, scope.put(windows), count, new Float64Array(count).fill(1 / (lag + 1)));
}
