import { Exchange } from "../abi/exchange";
import { Approximation, Mask } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { addWideGram, countWide, panelWide } from "../design/wide-rows";
import { splat } from "../num/lanes";
import { addWeightedGram, PANEL, panelBytes, vectorsOf } from "../num/gram";
import { at, copy, put, rowOf, slot } from "../num/vec";
import { Chunk, rowOfVariance } from "./chunk";
import { classVariances, noiseSlopes, shaken } from "./class-noise";
import { classVector, Part, probability } from "./classes";
import { softmax } from "./multinomial";
import { addGramOf } from "./planes";
import { kappa, ROWS, wideOf, wideRows } from "./wide";
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
 * Near the end of a fit most rows are certain, and few matter. So rows are picked: those with a above a limit D as they are, the others where their
 * running sum passes about D, with that weight. The distance changes from one to the next, so that rows in a regular order do no harm. D is the mean of a over exchange.picks, the rows wanted per row.
 * Source: Kish (1965), Survey Sampling, section 7.4 (systematic selection with probabilities proportional to size).
 */
/** Its multiples, whole numbers left out, are spread evenly. */
const GOLDEN: f64 = 0.6180339887498949;

/** Bytes of a panel. */
const WIDTH: usize = PANEL * vectorsOf<f32>(ROWS);

const FLOOR: f64 = 0.3;

/** With more entries than this part of all, panels of columns cost less than pairs of entries. */
const DENSE: f64 = 0.1;

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
  pick(chunk, exchange.picks, a);
  if (chunk.begin == chunk.from) {
    own.isPaneled = <f64>countWide(x, n) > DENSE * <f64>n * <f64>shard.columns;
    clearPanels(chunk);
  }
  if (own.isPaneled) {
    for (let i = 0; i < n; ++i) {
      if (at(a, i) == 0.0) continue;
      panelWide(x, i, chunk.dimension, shard.intercept != 0, WIDTH, own.filled, own.panels);
      put(own.weights, own.filled++, at(a, i));
      if (own.filled == ROWS) flush(chunk, exchange.square);
    }
    return;
  }
  for (let i = 0; i < n; ++i) put(own.totals, 0, at(own.totals, 0) + at(a, i));
  addWideGram(x, n, a, chunk.dimension, exchange.square, own.turned);
}

/** Adds the rows in the panels. */
function flush(chunk: Chunk, H: usize): void {
  const own = wideOf(chunk);
  for (let r = own.filled; r < ROWS; ++r) put(own.weights, r, 0.0);
  if (own.filled > 0) addWeightedGram<f32>(chunk.dimension, ROWS, own.panels, own.weights, H, own.buffer);
  clearPanels(chunk);
}

function clearPanels(chunk: Chunk): void {
  const own = wideOf(chunk);
  own.filled = 0;
  memory.fill(own.panels, 0, panelBytes(chunk.dimension, ROWS) >> 1);
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
  for (let i = 0; i < n; ++i) {
    const p = at(probability(chunk, shard.classes, k), i);
    let v = 1.0 - p;
    if (isBent) {
      const u = at(classVector(chunk, shard.classes, Part.NoiseSlope, k), i);
      v = Math.max(FLOOR * v, v + (1.0 - 2.0 * p) * u - p * at(classVector(chunk, shard.classes, Part.Variance, k), i));
    }
    v *= shard.labels * at(rows.weight, i) * p;
    put(a, i, v);
  }
}

/** a_i <- the weight of row i if it is picked, else 0 */
function pick(chunk: Chunk, picks: f64, a: usize): void {
  const own = wideOf(chunk);
  const n = changetype<Rows>(chunk.rows).count;
  for (let i = 0; i < n; ++i) own.seen += at(a, i);
  own.seenRows += <f64>n;
  const limit = own.seen / own.seenRows / picks;
  for (let i = 0; i < n; ++i) {
    const v = at(a, i);
    if (v >= limit) continue;
    own.running += v;
    const isPicked = own.running >= (0.5 + own.turn) * limit;
    put(a, i, isPicked ? own.running : 0.0);
    if (!isPicked) continue;
    own.running = 0.0;
    own.turn += own.turn < 1.0 - GOLDEN ? GOLDEN : GOLDEN - 1.0;
  }
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
  const last = rowOf(H, p, chunk.dimension);
  if (own.isPaneled) {
    flush(chunk, H);
    if (shard.intercept) {
      copy(p, last, m);
      put(own.totals, 0, at(last, p));
    }
  }
  const total = at(own.totals, 0);
  for (let k = 0; k < p; ++k) { // own.sums has room: no slopes are summed
    put(own.sums, k, at(shard.scale, k) * at(m, k));
    put(own.sums, p + k, at(shard.scale, k) * at(shard.center, k));
  }
  for (let j = 0; j < p; ++j) {
    const row = rowOf(H, j, chunk.dimension);
    const c = at(shard.center, j);
    const s = at(shard.scale, j);
    const shaking = shard.noiseCount > 0 ? at(kappa(chunk), j) * s * s * at(row, j) : 0.0;
    centre(j + 1, s, c, at(m, j) - c * total, shard.scale, own.sums, slot(own.sums, p), row);
    put(row, j, at(row, j) + shaking);
  }
  if (!shard.intercept) return;
  for (let k = 0; k < p; ++k) put(last, k, at(own.sums, k) - at(slot(own.sums, p), k) * total);
  put(last, p, total);
}

/** row_k <- s (scale_k row_k - c means_k - rest centers_k) */
function centre(n: i32, s: f64, c: f64, rest: f64, scale: usize, means: usize, centers: usize, row: usize): void {
  const ss = splat(s), cc = splat(c), rr = splat(rest);
  let k = 0;
  for (; k + 2 <= n; k += 2) {
    const v = f64x2.sub(f64x2.mul(v128.load(slot(scale, k)), v128.load(slot(row, k))), f64x2.mul(cc, v128.load(slot(means, k))));
    v128.store(slot(row, k), f64x2.mul(ss, f64x2.sub(v, f64x2.mul(rr, v128.load(slot(centers, k))))));
  }
  for (; k < n; ++k) put(row, k, s * (at(scale, k) * at(row, k) - c * at(means, k) - rest * at(centers, k)));
}

function addTo(H: usize, width: i32, j: i32, k: i32, v: f64): void {
  const row = rowOf(H, j, width);
  put(row, k, at(row, k) + v);
}
