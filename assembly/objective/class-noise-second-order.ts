import { Exchange } from "../abi/exchange";
import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { at, fill, put, slot } from "../num/vec";
import { addWeighted, betas, shaken, small } from "./class-noise";
import { meanOf, mixed, weightOf } from "./class-row";
import { addTiedClassDiagonal, addTiedClassHessian, addTiedClassProduct } from "./class-ties";
import { Chunk, Shaken, classesOf, rowOfVariance } from "./chunk";
import { classVector, crossVariance, pair, Part, probability } from "./classes";
import { columnSum, Plane, totalOf } from "./planes";

/** Second derivatives of the noise penalty of softmax rows; the formulas are in objective/class-noise.ts. */

/** pair_kl += w d2r/deta_k deta_l */
export function noiseCurvatures(chunk: Chunk, K: i32, shared: bool): void {
  const rows = changetype<Rows>(chunk.rows);
  const work = classesOf(chunk).small;
  for (let i = 0; i < rows.count; ++i) {
    const w = at(rows.weight, i);
    if (w == 0.0) continue;
    // s p, and p's p
    let psp = 0.0;
    for (let k = 0; k < K; ++k) {
      let g = 0.0;
      if (shared) for (let l = 0; l < K; ++l) g += at(crossVariance(chunk, K, k, l), i) * at(probability(chunk, K, l), i);
      else g = at(classVector(chunk, K, Part.Variance, k), i) * at(probability(chunk, K, k), i);
      put(work, k, g);
      psp += g * at(probability(chunk, K, k), i);
    }
    for (let k = 0; k < K; ++k) {
      const pk = at(probability(chunk, K, k), i);
      const uk = at(classVector(chunk, K, Part.NoiseSlope, k), i);
      for (let l = 0; l < K; ++l) {
        const pl = at(probability(chunk, K, l), i);
        const ul = at(classVector(chunk, K, Part.NoiseSlope, l), i);
        const s = shared ? at(crossVariance(chunk, K, k, l), i) : k == l ? at(classVector(chunk, K, Part.Variance, k), i) : 0.0;
        let v = -pk * pl * (uk + ul) - pk * pl * (s - at(work, k) - at(work, l) + psp);
        if (k == l) v += pk * uk;
        const to = pair(chunk, K, k, l);
        put(to, i, at(to, i) + w * v);
      }
    }
  }
}

/** out_r <- scale_j v_rj w_r d2r/deta_m dbeta_jl / v_j, for every row */
function mixedColumn(shard: Shard, chunk: Chunk, c: Shaken, j: i32, m: i32, l: i32, b: usize, shared: bool, out: usize): void {
  const K = shard.classes;
  const rows = changetype<Rows>(chunk.rows);
  fill(rows.count, out, 0.0);
  const s = at(shard.scale, j);
  for (let i = 0; i < c.m; ++i) {
    const r = rowOfVariance(c, i);
    const wv = at(rows.weight, r) * at(chunk.sideways, i) * s;
    if (wv != 0.0) put(out, r, wv * mixed(chunk, K, r, m, l, b, shared ? meanOf(chunk, K, r, b) : 0.0, shared));
  }
}

/** scale_j^2 sum_i w_i v_ij W_kl */
function ownCurvature(shard: Shard, chunk: Chunk, c: Shaken, j: i32, k: i32, l: i32, shared: bool): f64 {
  const rows = changetype<Rows>(chunk.rows);
  const s = at(shard.scale, j);
  let sum = 0.0;
  for (let i = 0; i < c.m; ++i) {
    const r = rowOfVariance(c, i);
    sum += at(rows.weight, r) * at(chunk.sideways, i) * weightOf(chunk, shard.classes, r, k, l, shared);
  }
  return s * s * sum;
}

export function addNoiseHessian(shard: Shard, chunk: Chunk, exchange: Exchange, shared: bool): void {
  const K = shard.classes;
  const d = chunk.dimension;
  const width = exchange.dimension;
  const H = exchange.hessian;
  const b = small(chunk, K, 0);
  addTiedClassHessian(shard, chunk, exchange, shared);
  for (let j = 0; j < shard.columns; ++j) {
    const any = betas(shard, chunk, exchange.point, j, b);
    const c = shaken(shard, chunk, j);
    for (let k = 0; k < K; ++k) {
      for (let l = 0; l <= k; ++l) {
        const own = slot(H, (k * d + j) * width + l * d + j);
        put(own, 0, at(own, 0) + ownCurvature(shard, chunk, c, j, k, l, shared));
      }
      if (!any) continue;
      for (let l = 0; l < K; ++l) { // class l of column j against every column of class k
        mixedColumn(shard, chunk, c, j, k, l, b, shared, chunk.along);
        const total = totalOf(chunk, chunk.along);
        const one = l * d + j;
        for (let q = 0; q < d; ++q) {
          const other = k * d + q;
          const x = columnSum(chunk, Plane.Z, q, chunk.along, total);
          const to = one >= other ? slot(H, one * width + other) : slot(H, other * width + one);
          put(to, 0, at(to, 0) + (one == other ? 2.0 * x : x));
        }
      }
    }
  }
}

export function addNoiseDiagonal(shard: Shard, chunk: Chunk, exchange: Exchange, shared: bool): void {
  const K = shard.classes;
  const d = chunk.dimension;
  const b = small(chunk, K, 0);
  addTiedClassDiagonal(shard, chunk, exchange, shared);
  for (let j = 0; j < shard.columns; ++j) {
    const any = betas(shard, chunk, exchange.point, j, b);
    const c = shaken(shard, chunk, j);
    for (let k = 0; k < K; ++k) {
      let sum = ownCurvature(shard, chunk, c, j, k, k, shared);
      if (any) {
        mixedColumn(shard, chunk, c, j, k, k, b, shared, chunk.along);
        sum += 2.0 * columnSum(chunk, Plane.Z, j, chunk.along, totalOf(chunk, chunk.along));
      }
      put(exchange.diagonal, k * d + j, at(exchange.diagonal, k * d + j) + sum);
    }
  }
}

/** The noise's part of Hessian . direction: product directly, and the part through eta into the part Answer. */
export function addNoiseProduct(shard: Shard, chunk: Chunk, exchange: Exchange, shared: bool): void {
  const K = shard.classes;
  const d = chunk.dimension;
  const rows = changetype<Rows>(chunk.rows);
  const b = small(chunk, K, 0);
  addTiedClassProduct(shard, chunk, exchange, shared);
  const u = small(chunk, K, 1);
  const sums = small(chunk, K, 2);
  for (let j = 0; j < shard.columns; ++j) {
    const any = betas(shard, chunk, exchange.point, j, b);
    const moves = betas(shard, chunk, exchange.direction, j, u);
    const s = at(shard.scale, j);
    if (moves) addWeighted(shard, chunk, j, u, s, shared, exchange.product);
    if (!any) continue;
    const c = shaken(shard, chunk, j);
    fill(K, sums, 0.0);
    for (let i = 0; i < c.m; ++i) {
      const r = rowOfVariance(c, i);
      const wv = at(rows.weight, r) * at(chunk.sideways, i);
      if (wv == 0.0) continue;
      const mean = shared ? meanOf(chunk, K, r, b) : 0.0;
      for (let m = 0; m < K; ++m) {
        const move = at(classVector(chunk, K, Part.Move, m), r);
        let answer = 0.0;
        for (let l = 0; l < K; ++l) {
          const x = mixed(chunk, K, r, m, l, b, mean, shared);
          answer += x * at(u, l);
          put(sums, l, at(sums, l) + wv * x * move);
        }
        const to = classVector(chunk, K, Part.Answer, m);
        put(to, r, at(to, r) + wv * answer);
      }
    }
    for (let l = 0; l < K; ++l) put(exchange.product, l * d + j, at(exchange.product, l * d + j) + s * at(sums, l));
  }
}
