import { Exchange } from "../abi/exchange";
import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { EntryBlock } from "../noise/entries";
import { tiedPart, tieEnd } from "../noise/ties";
import { at, put, rowOf, slot } from "../num/vec";
import { Chunk, classesOf } from "./chunk";
import { classVector, crossVariance, Part, probability, tiedVector } from "./classes";
import { meanOf, mixed, weightOf } from "./class-row";
import { columnSum, Plane, totalOf } from "./planes";
import { varianceOfTie } from "./tied";

/**
 * Columns that are noised together (noise/ties.ts) in the noise penalty of softmax rows: the formulas of objective/class-noise.ts
 * for one entry of variance v and coefficients u_ik = sum_j x_ij beta_jk, which differ by row, and du_ik/dtheta_jk = x_ij scale_j.
 */

/** u_ik of the tie j .. end - 1 at theta, k < K; 0 for a tie without noise, otherwise its variance. */
function turnToTie(shard: Shard, chunk: Chunk, theta: usize, j: i32, end: i32): f64 {
  const e = changetype<EntryBlock>(chunk.block);
  const K = shard.classes;
  for (let k = 0; k < K; ++k) {
    for (let c = j; c < end; ++c) put(chunk.beta, c, at(theta, k * chunk.dimension + c) * at(shard.scale, c));
    tiedPart(e, j, end, chunk.beta, tiedVector(chunk, K, k));
  }
  return varianceOfTie(shard, chunk, j);
}

/** u_rk, k < K, of row r */
function rowOfTie(chunk: Chunk, K: i32, r: i32, to: usize): usize {
  for (let k = 0; k < K; ++k) put(to, k, at(tiedVector(chunk, K, k), r));
  return to;
}

/** scale_c sum_i r_i x_ic */
function rawSum(chunk: Chunk, c: i32, r: usize): f64 {
  const e = changetype<EntryBlock>(chunk.block);
  const x = rowOf(e.x, c, e.stride);
  let sum = 0.0;
  for (let i = 0; i < e.count; ++i) sum += at(r, i) * at(x, i);
  return at(e.scale, c) * sum;
}

/** Var_k += v (u_k - ubar)^2; unless gradient is 0 also gradient_(m,j) += sum_i w_i dr_i/dtheta_jm. */
export function addTiedVariances(shard: Shard, chunk: Chunk, theta: usize, shared: bool, gradient: usize): void {
  const e = changetype<EntryBlock>(chunk.block);
  const rows = changetype<Rows>(chunk.rows);
  const K = shard.classes;
  const u = classesOf(chunk).small;
  for (let j = 0; j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const v = turnToTie(shard, chunk, theta, j, end);
    for (let k = 0; k < K && v != 0.0; ++k) {
      const out = classVector(chunk, K, Part.Variance, k);
      for (let i = 0; i < e.count; ++i) {
        rowOfTie(chunk, K, i, u);
        const p = at(probability(chunk, K, k), i);
        const far = at(u, k) - (shared ? meanOf(chunk, K, i, u) : 0.0);
        put(out, i, at(out, i) + v * far * far);
        put(chunk.sideways, i, at(rows.weight, i) * v * p * (shared ? far : (1.0 - p) * far));
      }
      for (let c = j; gradient != 0 && c < end; ++c) {
        const to = slot(gradient, k * chunk.dimension + c);
        put(to, 0, at(to, 0) + rawSum(chunk, c, chunk.sideways));
      }
    }
    j = end - 1;
  }
}

/** s_kl += v u_k u_l, l <= k */
export function addTiedCrossVariances(shard: Shard, chunk: Chunk, theta: usize): void {
  const e = changetype<EntryBlock>(chunk.block);
  const K = shard.classes;
  for (let j = 0; j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const v = turnToTie(shard, chunk, theta, j, end);
    for (let k = 0; k < K; ++k) {
      for (let l = 0; l <= k; ++l) {
        const out = crossVariance(chunk, K, k, l);
        for (let i = 0; i < e.count; ++i) put(out, i, at(out, i) + v * at(tiedVector(chunk, K, k), i) * at(tiedVector(chunk, K, l), i));
      }
    }
    j = end - 1;
  }
}

/** out_i <- w_i v W_kl */
function ownWeights(chunk: Chunk, K: i32, v: f64, k: i32, l: i32, shared: bool, out: usize): void {
  const rows = changetype<Rows>(chunk.rows);
  for (let i = 0; i < rows.count; ++i) put(out, i, at(rows.weight, i) * v * weightOf(chunk, K, i, k, l, shared));
}

/** out_i <- w_i v d2r/deta_m du_l */
function mixedWeights(chunk: Chunk, K: i32, v: f64, m: i32, l: i32, shared: bool, out: usize): void {
  const rows = changetype<Rows>(chunk.rows);
  const u = classesOf(chunk).small;
  for (let i = 0; i < rows.count; ++i) {
    rowOfTie(chunk, K, i, u);
    put(out, i, at(rows.weight, i) * v * mixed(chunk, K, i, m, l, u, shared ? meanOf(chunk, K, i, u) : 0.0, shared));
  }
}

/** out_i <- r_i x_ic scale_c */
function timesColumn(chunk: Chunk, r: usize, c: i32, out: usize): void {
  const e = changetype<EntryBlock>(chunk.block);
  const x = rowOf(e.x, c, e.stride);
  const s = at(e.scale, c);
  for (let i = 0; i < e.count; ++i) put(out, i, at(r, i) * at(x, i) * s);
}

export function addTiedClassHessian(shard: Shard, chunk: Chunk, exchange: Exchange, shared: bool): void {
  const e = changetype<EntryBlock>(chunk.block);
  const K = shard.classes;
  const d = chunk.dimension;
  const width = exchange.dimension;
  for (let j = 0; j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const v = turnToTie(shard, chunk, exchange.point, j, end);
    for (let k = 0; k < K; ++k) {
      for (let l = 0; l < K; ++l) {
        if (l <= k) {
          ownWeights(chunk, K, v, k, l, shared, chunk.along);
          for (let c = j; c < end; ++c) {
            timesColumn(chunk, chunk.along, c, chunk.across);
            const last = l == k ? c : end - 1;
            for (let q = j; q <= last; ++q) {
              const to = slot(exchange.hessian, (k * d + c) * width + l * d + q);
              put(to, 0, at(to, 0) + rawSum(chunk, q, chunk.across));
            }
          }
        }
        mixedWeights(chunk, K, v, k, l, shared, chunk.along);
        for (let c = j; c < end; ++c) addMixed(chunk, exchange, l * d + c, k * d, c);
      }
    }
    j = end - 1;
  }
}

/** Row `one` = (l, c) against every column of class k: sum_i w_i v d2r/deta_k du_l x_ic scale_c z_iq, and its mirror. */
function addMixed(chunk: Chunk, exchange: Exchange, one: i32, first: i32, c: i32): void {
  const width = exchange.dimension;
  timesColumn(chunk, chunk.along, c, chunk.across);
  const total = totalOf(chunk, chunk.across);
  for (let q = 0; q < chunk.dimension; ++q) {
    const other = first + q;
    const sum = columnSum(chunk, Plane.Z, q, chunk.across, total);
    const to = one >= other ? slot(exchange.hessian, one * width + other) : slot(exchange.hessian, other * width + one);
    put(to, 0, at(to, 0) + (one == other ? 2.0 * sum : sum));
  }
}

export function addTiedClassDiagonal(shard: Shard, chunk: Chunk, exchange: Exchange, shared: bool): void {
  const e = changetype<EntryBlock>(chunk.block);
  const K = shard.classes;
  for (let j = 0; j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const v = turnToTie(shard, chunk, exchange.point, j, end);
    for (let k = 0; k < K; ++k) {
      ownWeights(chunk, K, v, k, k, shared, chunk.along);
      mixedWeights(chunk, K, v, k, k, shared, chunk.sideways);
      for (let c = j; c < end; ++c) {
        timesColumn(chunk, chunk.along, c, chunk.across);
        const own = rawSum(chunk, c, chunk.across);
        timesColumn(chunk, chunk.sideways, c, chunk.across);
        const mixing = columnSum(chunk, Plane.Z, c, chunk.across, totalOf(chunk, chunk.across));
        const to = slot(exchange.diagonal, k * chunk.dimension + c);
        put(to, 0, at(to, 0) + own + 2.0 * mixing);
      }
    }
    j = end - 1;
  }
}

/** The part of Hessian . direction: of the coefficients directly, and through eta into the part Answer. */
export function addTiedClassProduct(shard: Shard, chunk: Chunk, exchange: Exchange, shared: bool): void {
  const e = changetype<EntryBlock>(chunk.block);
  const K = shard.classes;
  const d = chunk.dimension;
  for (let j = 0; j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const v = turnToTie(shard, chunk, exchange.point, j, end);
    for (let l = 0; l < K; ++l) {
      // the move of u_l in chunk.across; its answers of all classes, and of u_l itself
      for (let c = j; c < end; ++c) put(chunk.beta, c, at(exchange.direction, l * d + c) * at(shard.scale, c));
      tiedPart(e, j, end, chunk.beta, chunk.across);
      for (let m = 0; m < K; ++m) {
        mixedWeights(chunk, K, v, m, l, shared, chunk.along);
        const answer = classVector(chunk, K, Part.Answer, m);
        for (let i = 0; i < e.count; ++i) put(answer, i, at(answer, i) + at(chunk.along, i) * at(chunk.across, i));
        const move = classVector(chunk, K, Part.Move, m);
        for (let i = 0; i < e.count; ++i) put(chunk.sideways, i, at(chunk.along, i) * at(move, i));
        for (let c = j; c < end; ++c) addTo(exchange.product, l * d + c, rawSum(chunk, c, chunk.sideways));
        ownWeights(chunk, K, v, m, l, shared, chunk.along);
        for (let i = 0; i < e.count; ++i) put(chunk.sideways, i, at(chunk.along, i) * at(chunk.across, i));
        for (let c = j; c < end; ++c) addTo(exchange.product, m * d + c, rawSum(chunk, c, chunk.sideways));
      }
    }
    j = end - 1;
  }
}

function addTo(p: usize, i: i32, v: f64): void { put(p, i, at(p, i) + v); }
