import { Rows } from "../abi/rows";
import { Design, Shard } from "../abi/shard";
import { entriesOf, rowsFrom, startOf } from "../design/sparse";
import { addColumnVariances, EntryBlock, shakesZero } from "../noise/entries";
import { addSquaresAbout, at, axpy, copy, fill, index, put, slot, sumAbout } from "../num/vec";
import { Chunk, Shaken, classesOf, rowOfVariance } from "./chunk";
import { addTiedCrossVariances, addTiedVariances } from "./class-ties";
import { classVector, crossVariance, Part, probability, slopeOf } from "./classes";
import { noiseTerm } from "./predictors";

/**
 * The quadratic noise penalty of a softmax row, and its derivatives. With v_j = Var x~_j and b_k = beta_jk,
 *
 *   r = 1/2 sum_kl W_kl s_kl        s_kl = sum_j v_j beta_jk beta_jl
 *   one mask for all classes:  W_kl = p_k [k = l] - p_k p_l        one mask per class:  W_kl = p_k (1 - p_k) [k = l]
 *
 * With c = sum_k p_k b_k and one mask, r = 1/2 sum_k p_k Var_k, Var_k = sum_j v_j (beta_jk - c_j)^2: c minimizes r, so the
 * derivatives need not include the change of c. With one mask per class c is taken as 0, and Var_k = s_kk.
 *   dr/dbeta_jm = v_j sum_l W_ml beta_jl = v_j p_m (beta_jm - c_j)          or  v_j p_m (1 - p_m) beta_jm
 *   dr/dp_m  = u_m = Var_m / 2               or  (1 - 2 p_m) s_mm / 2
 *   dr/deta  = p_m (u_m - ubar),  ubar = sum_k p_k u_k
 *   d2r/deta_k deta_l = [k = l] p_k (u_k - ubar) - p_k p_l (u_k + u_l - 2 ubar) - sum_ab D_ka s_ab D_bl,  D = diag(p) - p p'
 *                       (s_ab only for a = b with one mask per class)
 *   d2r/deta_m dbeta_jl = v_j p_l [ ([l = m] - p_m) (b_l - c) - p_m (b_m - c) ]
 *                    or   v_j p_l (1 - 2 p_l) b_l ([l = m] - p_m)
 *
 * Source: Wang, Wang, Wager, Liang & Manning (2013), Feature noising for log-linear structured prediction, equation 8, for
 * one mask per class; the shared form is the same expansion with the full covariance of the K predictors.
 */

export function shaken(shard: Shard, chunk: Chunk, j: i32): Shaken {
  const c = changetype<Shaken>(classesOf(chunk).shaken);
  const n = changetype<Rows>(chunk.rows).count;
  const block = changetype<EntryBlock>(chunk.block);
  let byRow = !chunk.isSparse;
  for (let k = 0; k < shard.noiseCount; ++k) {
    if (shakesZero(noiseTerm(shard, k), block, j)) byRow = true;
  }
  c.m = n;
  c.rows = 0;
  c.from = chunk.from;
  if (!byRow) {
    const design = changetype<Design>(chunk.design);
    c.m = entriesOf(design, j);
    c.rows = rowsFrom(design, startOf(design, j));
  }
  fill(c.m, chunk.sideways, 0.0);
  for (let k = 0; k < shard.noiseCount; ++k) {
    addColumnVariances(noiseTerm(shard, k), block, j, byRow, chunk.sideways);
  }
  return c;
}

/** to_k <- beta_jk, k < K; false if all are 0. */
export function betas(shard: Shard, chunk: Chunk, theta: usize, j: i32, to: usize): bool {
  let any = false;
  for (let k = 0; k < shard.classes; ++k) {
    const b = at(theta, k * chunk.dimension + j) * at(shard.scale, j);
    put(to, k, b);
    if (b != 0.0) any = true;
  }
  return any;
}

/** Room for K numbers. */
// @ts-ignore: decorator
@inline
export function small(chunk: Chunk, K: i32, which: i32): usize { return slot(classesOf(chunk).small, which * K); }

/** The mean coefficient c = sum_k p_k b_k in the rows of a column; 0 with one mask per class, where it is not needed. */
function meansOf(chunk: Chunk, K: i32, c: Shaken, b: usize, shared: bool, out: usize): void {
  fill(c.m, out, 0.0);
  if (!shared) return;
  for (let k = 0; k < K; ++k) {
    const p = probability(chunk, K, k);
    if (c.rows == 0) axpy(c.m, at(b, k), p, out);
    else for (let i = 0; i < c.m; ++i) put(out, i, at(out, i) + at(b, k) * at(p, rowOfVariance(c, i)));
  }
}

/**
 * Var_k <- sum_j v_j (beta_jk - c_j)^2 of every row, at the coefficients theta: these K numbers suffice for r and dr/deta.
 * Unless gradient is 0, also gradient_(m,j) += scale_j sum_i w_i dr_i/dbeta_jm, which needs the same variances and means.
 */
export function classVariances(shard: Shard, chunk: Chunk, theta: usize, shared: bool, gradient: usize): void {
  const K = shard.classes;
  const n = changetype<Rows>(chunk.rows).count;
  const b = small(chunk, K, 0);
  const mean = classVector(chunk, K, Part.Work, 0);
  for (let k = 0; k < K; ++k) fill(n, classVector(chunk, K, Part.Variance, k), 0.0);
  for (let j = 0; j < shard.columns; ++j) {
    if (!betas(shard, chunk, theta, j, b)) continue;
    const c = shaken(shard, chunk, j);
    meansOf(chunk, K, c, b, shared, mean);
    for (let k = 0; k < K; ++k) {
      const bk = at(b, k);
      const out = classVector(chunk, K, Part.Variance, k);
      if (c.rows == 0) addSquaresAbout(c.m, bk, mean, chunk.sideways, out);
      else {
        for (let i = 0; i < c.m; ++i) {
          const r = rowOfVariance(c, i);
          const far = bk - at(mean, i);
          put(out, r, at(out, r) + at(chunk.sideways, i) * far * far);
        }
      }
    }
    if (gradient != 0) weigh(shard, chunk, c, j, b, at(shard.scale, j), shared, gradient);
  }
  addTiedVariances(shard, chunk, theta, shared, gradient);
}

/** s_kl of every row, which second derivatives need with a shared mask. */
export function crossVariances(shard: Shard, chunk: Chunk, theta: usize): void {
  const K = shard.classes;
  const n = changetype<Rows>(chunk.rows).count;
  const b = small(chunk, K, 0);
  for (let k = 0; k < K; ++k) for (let l = 0; l <= k; ++l) fill(n, crossVariance(chunk, K, k, l), 0.0);
  for (let j = 0; j < shard.columns; ++j) {
    if (!betas(shard, chunk, theta, j, b)) continue;
    const c = shaken(shard, chunk, j);
    for (let k = 0; k < K; ++k) {
      const bk = at(b, k);
      if (bk == 0.0) continue;
      for (let l = 0; l <= k; ++l) addVariance(c, chunk.sideways, bk * at(b, l), crossVariance(chunk, K, k, l));
    }
  }
  addTiedCrossVariances(shard, chunk, theta);
  for (let k = 0; k < K; ++k) {
    for (let l = 0; l < k; ++l) copy(n, crossVariance(chunk, K, k, l), crossVariance(chunk, K, l, k));
  }
}

function addVariance(c: Shaken, v: usize, factor: f64, out: usize): void {
  if (c.rows == 0) axpy(c.m, factor, v, out);
  else {
    for (let i = 0; i < c.m; ++i) {
      const r = rowOfVariance(c, i);
      put(out, r, at(out, r) + factor * at(v, i));
    }
  }
}

/** Adds w r to the value and w dr/deta_m to the slopes; keeps u_m - ubar in the part NoiseSlope. */
export function noiseSlopes(chunk: Chunk, K: i32, shared: bool, order: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  for (let i = 0; i < rows.count; ++i) {
    const w = at(rows.weight, i);
    let value = 0.0;
    let mean = 0.0;
    for (let m = 0; m < K; ++m) {
      const p = at(probability(chunk, K, m), i);
      const s = at(classVector(chunk, K, Part.Variance, m), i);
      let u: f64;
      if (shared) {
        value += p * s;
        u = 0.5 * s;
      } else {
        value += p * (1.0 - p) * s;
        u = (0.5 - p) * s;
      }
      mean += p * u;
      put(classVector(chunk, K, Part.NoiseSlope, m), i, u);
    }
    if (w != 0.0) rows.value += 0.5 * w * value;
    if (order < 1) continue;
    for (let m = 0; m < K; ++m) {
      const u = at(classVector(chunk, K, Part.NoiseSlope, m), i) - mean;
      put(classVector(chunk, K, Part.NoiseSlope, m), i, u);
      const slope = slopeOf(chunk, K, m);
      if (w != 0.0) put(slope, i, at(slope, i) + w * at(probability(chunk, K, m), i) * u);
    }
  }
}

/** out_(m,j) += factor sum_i w_i v_ij sum_l W_ml b_l */
export function addWeighted(shard: Shard, chunk: Chunk, j: i32, b: usize, factor: f64, shared: bool, out: usize): void {
  const c = shaken(shard, chunk, j);
  meansOf(chunk, shard.classes, c, b, shared, classVector(chunk, shard.classes, Part.Work, 0));
  weigh(shard, chunk, c, j, b, factor, shared, out);
}

/** The same with the variances and means of the column given; overwrites v with w v. */
function weigh(shard: Shard, chunk: Chunk, c: Shaken, j: i32, b: usize, factor: f64, shared: bool, out: usize): void {
  const K = shard.classes;
  const rows = changetype<Rows>(chunk.rows);
  const wv = chunk.sideways;
  for (let i = 0; i < c.m; ++i) put(wv, i, at(rows.weight, rowOfVariance(c, i)) * at(wv, i));
  const mean = classVector(chunk, K, Part.Work, 0);
  for (let k = 0; k < K; ++k) {
    const bk = at(b, k);
    const p = probability(chunk, K, k);
    let sum = 0.0;
    if (shared && c.rows == 0) sum = sumAbout(c.m, bk, mean, wv, p);
    else {
      for (let i = 0; i < c.m; ++i) {
        const q = at(p, rowOfVariance(c, i));
        sum += at(wv, i) * q * (shared ? bk - at(mean, i) : (1.0 - q) * bk);
      }
    }
    const to = slot(out, k * chunk.dimension + j);
    put(to, 0, at(to, 0) + factor * sum);
  }
}
