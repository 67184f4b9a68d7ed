import { Exchange } from "../abi/exchange";
import { Approximation, Mask } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { addWideGram, addWideSquares, countWide } from "../design/wide-rows";
import { at, put, rowOf } from "../num/vec";
import { Chunk, rowOfVariance } from "./chunk";
import { classVariances, noiseSlopes, shaken } from "./class-noise";
import { classVector, Part, probability } from "./classes";
import { softmax } from "./multinomial";
import { addGramOf } from "./planes";
import { kappa, wideOf, wideRows } from "./wide";
import { wideVariances } from "./wide-classes";

/**
 * The Gram sum of one class, which metrics are made of: exchange.ofClass = k; -1: all weights are those of the rows.
 *
 *   square += sum_i a_i (z_i z_i' + diag(v_ij)),   a_i = w_i p_ik (1 - p_ik)
 *
 * With quadratic noise that is the same for all classes a is the curvature in eta_k, d2f/deta_k2 (objective/class-noise.ts), which falls as the
 * noise's variance rises; a part FLOOR of the above at least, as the sum must stay positive definite.
 *
 *   a_i = w_i p (1 - p + (1 - 2 p) (u - ubar) - p Var)        for class k
 *
 * Near the end of a fit most rows are certain: those with less than a part CUT of the mean of a, which have at most that part of the sum,
 * are left out.
 */
const CUT: f64 = 0.05;

const FLOOR: f64 = 0.3;

/** With more entries than this part of all, panels of columns cost less than pairs of entries. */
const DENSE: f64 = 0.4;

export function addClassGram(shard: Shard, chunk: Chunk, exchange: Exchange): void {
  const n = changetype<Rows>(chunk.rows).count;
  const a = chunk.along;
  weigh(shard, chunk, exchange, a);
  if (!chunk.isWide) {
    addGramOf(chunk, a, exchange.square);
    addVariances(shard, chunk, a, exchange.square);
    return;
  }
  const own = wideOf(chunk);
  const x = wideRows(chunk);
  if (chunk.begin == chunk.from) own.isPaneled = !chunk.isSparse && <f64>countWide(x, n) > DENSE * <f64>n * <f64>shard.columns;
  if (own.isPaneled) {
    addGramOf(chunk, a, exchange.square);
    if (shard.noiseCount > 0) addWideSquares(x, n, a, own.turned);
    return;
  }
  for (let i = 0; i < n; ++i) put(own.totals, 0, at(own.totals, 0) + at(a, i));
  addWideGram(x, n, a, chunk.dimension, exchange.square, own.turned);
}

/** a_i */
function weigh(shard: Shard, chunk: Chunk, exchange: Exchange, a: usize): void {
  const rows = changetype<Rows>(chunk.rows);
  const n = rows.count;
  const k = exchange.ofClass;
  if (k < 0) {
    for (let i = 0; i < n; ++i) put(a, i, shard.labels * at(rows.weight, i));
    return;
  }
  const value = rows.value;
  const loss = rows.loss;
  const squares = rows.slopeSquares;
  softmax(shard, chunk, exchange.point);
  const isBent = shard.noiseCount > 0 && shard.approximation == Approximation.Quadratic && shard.mask == Mask.Shared;
  if (isBent) {
    if (chunk.isWide) wideVariances(shard, chunk, true, false);
    else classVariances(shard, chunk, exchange.point, true, 0);
    noiseSlopes(chunk, shard.classes, true, 1);
  }
  rows.value = value;
  rows.loss = loss;
  rows.slopeSquares = squares;
  let sum = 0.0;
  for (let i = 0; i < n; ++i) {
    const p = at(probability(chunk, shard.classes, k), i);
    let v = 1.0 - p;
    if (isBent) {
      const u = at(classVector(chunk, shard.classes, Part.NoiseSlope, k), i);
      v = Math.max(FLOOR * v, v + (1.0 - 2.0 * p) * u - p * at(classVector(chunk, shard.classes, Part.Variance, k), i));
    }
    v *= shard.labels * at(rows.weight, i) * p;
    put(a, i, v);
    sum += v;
  }
  const least = CUT * sum / <f64>n;
  for (let i = 0; i < n; ++i) if (at(a, i) < least) put(a, i, 0.0);
}

/** The part of the noise, for columns of any kind. */
function addVariances(shard: Shard, chunk: Chunk, a: usize, H: usize): void {
  if (shard.noiseCount == 0 || shard.approximation != Approximation.Quadratic) return;
  for (let j = 0; j < shard.columns; ++j) {
    const c = shaken(shard, chunk, j);
    let sum = 0.0;
    for (let i = 0; i < c.m; ++i) sum += at(a, rowOfVariance(c, i)) * at(chunk.sideways, i);
    addTo(H, chunk.dimension, j, j, at(shard.scale, j) * at(shard.scale, j) * sum);
  }
}

/**
 * After the last rows of a partition: sums of x become those of z, and the part of the noise is added.
 *
 *   H_jk = scale_j scale_k (G_jk - center_j m_k - center_k m_j + center_j center_k T),   m = sum a x,  T = sum a
 */
export function endClassGram(shard: Shard, chunk: Chunk, exchange: Exchange): void {
  if (!chunk.isWide) return;
  const own = wideOf(chunk);
  const p = shard.columns;
  const H = exchange.square;
  const m = own.turned;
  const total = at(own.totals, 0);
  const noisy = shard.noiseCount > 0;
  for (let j = 0; j < p; ++j) {
    const row = rowOf(H, j, chunk.dimension);
    const c = at(shard.center, j);
    const s = at(shard.scale, j);
    const squares = own.isPaneled ? at(m, j) : at(row, j);
    const shaking = noisy ? at(kappa(chunk), j) * s * s * squares : 0.0;
    if (own.isPaneled) {
      put(row, j, at(row, j) + shaking);
      continue;
    }
    for (let k = 0; k <= j; ++k) {
      const o = at(shard.center, k);
      put(row, k, s * at(shard.scale, k) * (at(row, k) - c * at(m, k) - o * at(m, j) + c * o * total));
    }
    put(row, j, at(row, j) + shaking);
  }
  if (!shard.intercept || own.isPaneled) return;
  const last = rowOf(H, p, chunk.dimension);
  for (let k = 0; k < p; ++k) put(last, k, at(shard.scale, k) * (at(m, k) - at(shard.center, k) * total));
  put(last, p, total);
}

function addTo(H: usize, width: i32, j: i32, k: i32, v: f64): void {
  const row = rowOf(H, j, width);
  put(row, k, at(row, k) + v);
}
