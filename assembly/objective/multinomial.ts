import { Exchange } from "../abi/exchange";
import { Mask, Request } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { expLanes, splat } from "../num/lanes";
import { at, fill, put, slot } from "../num/vec";
import { Chunk, classesOf } from "./chunk";
import { classVariances, crossVariances, noiseSlopes } from "./class-noise";
import { addNoiseDiagonal, addNoiseHessian, addNoiseProduct, noiseCurvatures } from "./class-noise-second-order";
import { addGramOf, addSquareSums, addSums, Plane } from "./planes";
import { classVector, eta, pair, Part, probability, slopeOf } from "./classes";
import { predictor } from "./predictors";
import { addAdaptiveSums } from "./second-order";
import { addWideSums, widePredictors } from "./wide";
import { wideVariances } from "./wide-classes";

/**
 * Multinomial family, symmetric softmax: K predictors eta_k = z.theta_k, y in {0, .., K - 1}.
 *
 *   p_k = e^eta_k / sum_l e^eta_l        l = log sum_l e^eta_l - eta_y
 *   slope_m = p_m - [y = m]              curvature_kl = p_k [k = l] - p_k p_l
 *
 * The objective of a row with noise is l plus objective/class-noise.ts. theta holds the classes one after the other.
 * Source: Friedman, Hastie & Tibshirani (2010), section 4; Bohning (1992), Multinomial logistic regression algorithm.
 */
export function addClassDerivatives(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32, order: i32, noisy: bool): void {
  const K = shard.classes;
  const d = chunk.dimension;
  softmax(shard, chunk, exchange.point);
  const shared = shard.mask == Mask.Shared;
  if (noisy) {
    if (chunk.isWide) wideVariances(shard, chunk, shared, (request & Request.Gradient) != 0);
    else classVariances(shard, chunk, exchange.point, shared, request & Request.Gradient ? exchange.gradient : 0);
    if (shared && order >= 2) crossVariances(shard, chunk, exchange.point);
    noiseSlopes(chunk, K, shared, order);
  }
  if (request & Request.Gradient) {
    if (chunk.isWide) addWideSums(chunk, K, false);
    else for (let m = 0; m < K; ++m) addSums(chunk, Plane.Z, slopeOf(chunk, K, m), slot(exchange.gradient, m * d));
  }
  if (order < 2) return;
  curvatures(chunk, K);
  if (noisy) noiseCurvatures(chunk, K, shared);
  if (request & Request.HessianVector) addProduct(shard, chunk, exchange, noisy, shared);
  if (request & Request.Diagonal) {
    for (let m = 0; m < K; ++m) addSquareSums(chunk, Plane.Z, Plane.Z, pair(chunk, K, m, m), slot(exchange.diagonal, m * d));
    if (noisy) addNoiseDiagonal(shard, chunk, exchange, shared);
  }
  if (request & Request.Hessian) {
    addBlocks(chunk, exchange, K);
    if (noisy) addNoiseHessian(shard, chunk, exchange, shared);
  }
}

/** eta_k, p_k and w slope_k of every row; value and loss. */
export function softmax(shard: Shard, chunk: Chunk, theta: usize): void {
  const rows = changetype<Rows>(chunk.rows);
  const K = shard.classes;
  const n = rows.count;
  if (chunk.isWide) widePredictors(chunk, K, false);
  else for (let k = 0; k < K; ++k) predictor(chunk, slot(theta, k * chunk.dimension), true, eta(chunk, K, k));
  exponentials(chunk, K, n);
  let value = 0.0;
  for (let i = 0; i < n; ++i) {
    const w = at(rows.weight, i);
    const largest = at(chunk.across, i);
    const sum = at(chunk.sideways, i);
    const y = <i32>at(rows.y, i);
    const inverse = 1.0 / sum;
    let rest = 0.0; // 1 - p_y, without cancellation
    for (let k = 0; k < K; ++k) {
      const p = at(probability(chunk, K, k), i) * inverse;
      put(probability(chunk, K, k), i, p);
      if (k != y) {
        rest += p;
        put(slopeOf(chunk, K, k), i, w == 0.0 ? 0.0 : w * p);
      }
    }
    put(slopeOf(chunk, K, y), i, w == 0.0 ? 0.0 : -w * rest);
    if (w == 0.0) continue;
    const l = largest - at(eta(chunk, K, y), i) + Math.log(sum);
    value += w * l;
    let squares = rest * rest;
    for (let k = 0; k < K; ++k) {
      if (k != y) squares += at(probability(chunk, K, k), i) * at(probability(chunk, K, k), i);
    }
    rows.slopeSquares += w * squares / <f64>K;
  }
  rows.value += value;
  rows.loss += value;
}

/** probability_k <- e^(eta_k - largest), two rows at a time; the largest eta to chunk.across, the sum over classes to chunk.sideways. */
function exponentials(chunk: Chunk, K: i32, n: i32): void {
  for (let i = 0; i < n; i += 2) { // vectors have room for an even number of rows
    let largest = splat(-Infinity);
    for (let k = 0; k < K; ++k) largest = f64x2.max(largest, v128.load(slot(eta(chunk, K, k), i)));
    let sum = splat(0.0);
    for (let k = 0; k < K; ++k) {
      const e = expLanes(f64x2.sub(v128.load(slot(eta(chunk, K, k), i)), largest));
      v128.store(slot(probability(chunk, K, k), i), e);
      sum = f64x2.add(sum, e);
    }
    v128.store(slot(chunk.across, i), largest);
    v128.store(slot(chunk.sideways, i), sum);
  }
}

/** pair_kl <- w (p_k [k = l] - p_k p_l), l <= k and mirrored */
function curvatures(chunk: Chunk, K: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  for (let k = 0; k < K; ++k) {
    for (let l = 0; l <= k; ++l) {
      const to = pair(chunk, K, k, l);
      const other = pair(chunk, K, l, k);
      for (let i = 0; i < rows.count; ++i) {
        const w = at(rows.weight, i);
        const p = at(probability(chunk, K, k), i);
        const v = w == 0.0 ? 0.0 : w * (k == l ? p * (1.0 - p) : -p * at(probability(chunk, K, l), i));
        put(to, i, v);
        put(other, i, v);
      }
    }
  }
}

/** H_(k,l) += Z' diag(pair_kl) Z */
function addBlocks(chunk: Chunk, exchange: Exchange, K: i32): void {
  const d = chunk.dimension;
  const width = exchange.dimension;
  for (let k = 0; k < K; ++k) {
    for (let l = 0; l <= k; ++l) {
      fill(d * d, classesOf(chunk).tile, 0.0);
      addGramOf(chunk, pair(chunk, K, k, l), classesOf(chunk).tile, k + l > 0);
      for (let j = 0; j < d; ++j) {
        const to = slot(exchange.hessian, (k * d + j) * width + l * d);
        const last = k == l ? j : d - 1;
        for (let c = 0; c <= last; ++c) put(to, c, at(to, c) + at(classesOf(chunk).tile, c <= j ? j * d + c : c * d + j));
      }
    }
  }
}

/** product += Hessian . direction */
function addProduct(shard: Shard, chunk: Chunk, exchange: Exchange, noisy: bool, shared: bool): void {
  const rows = changetype<Rows>(chunk.rows);
  const K = shard.classes;
  const d = chunk.dimension;
  if (chunk.isWide) widePredictors(chunk, K, true);
  else for (let k = 0; k < K; ++k) predictor(chunk, slot(exchange.direction, k * d), false, classVector(chunk, K, Part.Move, k));
  for (let m = 0; m < K; ++m) {
    const to = classVector(chunk, K, Part.Answer, m);
    fill(rows.count, to, 0.0);
    for (let l = 0; l < K; ++l) {
      const move = classVector(chunk, K, Part.Move, l);
      const weight = pair(chunk, K, m, l);
      for (let i = 0; i < rows.count; ++i) put(to, i, at(to, i) + at(weight, i) * at(move, i));
    }
  }
  if (noisy) addNoiseProduct(shard, chunk, exchange, shared);
  if (chunk.isWide) addWideSums(chunk, K, true);
  else for (let m = 0; m < K; ++m) addSums(chunk, Plane.Z, classVector(chunk, K, Part.Answer, m), slot(exchange.product, m * d));
}

/**
 * The effect of a direction on the rows: along_i <- the largest gain of a class on class y, or, if none gains, the largest
 * loss; across_i <- -1, so that losses recede. rows.spread <- sum_jk v_ij u_jk^2.
 */
export function classMoves(shard: Shard, chunk: Chunk, direction: usize, noisy: bool): void {
  const rows = changetype<Rows>(chunk.rows);
  const K = shard.classes;
  const d = chunk.dimension;
  for (let k = 0; k < K; ++k) predictor(chunk, slot(direction, k * d), false, classVector(chunk, K, Part.Move, k));
  fill(rows.count, rows.spread, 0.0);
  for (let i = 0; i < rows.count; ++i) {
    const own = at(classVector(chunk, K, Part.Move, <i32>at(rows.y, i)), i);
    let gain = -Infinity;
    let loss = 0.0;
    for (let k = 0; k < K; ++k) {
      if (k == <i32>at(rows.y, i)) continue;
      const move = at(classVector(chunk, K, Part.Move, k), i) - own;
      gain = Math.max(gain, move);
      loss = Math.min(loss, move);
    }
    put(chunk.along, i, gain > SMALL * -loss ? gain : loss);
    put(chunk.across, i, -1.0);
  }
  if (!noisy) return;
  classVariances(shard, chunk, direction, false, 0);
  for (let k = 0; k < K; ++k) {
    const s = classVector(chunk, K, Part.Variance, k);
    for (let i = 0; i < rows.count; ++i) put(rows.spread, i, at(rows.spread, i) + at(s, i));
  }
}

/** A gain below this part of another class's loss is rounding. */
const SMALL: f64 = 1e-9;

/** adaptive_kj += sum_i w_i p_k (1 - p_k) v_ij */
export function addClassAdaptive(shard: Shard, chunk: Chunk, exchange: Exchange): void {
  const rows = changetype<Rows>(chunk.rows);
  const K = shard.classes;
  const value = rows.value;
  const loss = rows.loss;
  softmax(shard, chunk, exchange.point);
  rows.value = value;
  rows.loss = loss;
  for (let k = 0; k < K; ++k) {
    const p = probability(chunk, K, k);
    for (let i = 0; i < rows.count; ++i) {
      const w = at(rows.weight, i);
      put(chunk.along, i, w == 0.0 ? 0.0 : w * at(p, i) * (1.0 - at(p, i)));
    }
    addAdaptiveSums(shard, chunk, chunk.along, slot(exchange.adaptive, k * chunk.dimension));
  }
}
