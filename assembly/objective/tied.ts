import { Exchange } from "../abi/exchange";
import { Rows } from "../abi/rows";
import { Shard } from "../abi/shard";
import { EntryBlock } from "../noise/entries";
import { tiedVariance, tieEnd } from "../noise/ties";
import { at, fill, put, rowOf } from "../num/vec";
import { Chunk } from "./chunk";
import { noiseTerm } from "./predictors";

/**
 * Second-order sums of columns that are noised together (noise/ties.ts): a block between them where other columns have an entry of
 * the diagonal. With r_i = w_i f_t m''(u_i) the block of the Hessian is scale_j scale_k sum_i r_i x_ij x_ik.
 */

/** sum_i r_i x_ij x_ik of raw columns */
function product(e: EntryBlock, r: usize, j: i32, k: i32): f64 {
  const a = rowOf(e.x, j, e.stride);
  const b = rowOf(e.x, k, e.stride);
  let sum = 0.0;
  for (let i = 0; i < e.count; ++i) sum += at(r, i) * at(a, i) * at(b, i);
  return sum;
}

/** chunk.along <- r of the tie that begins with column j */
function bendsOf(chunk: Chunk, j: i32): usize {
  const e = changetype<EntryBlock>(chunk.block);
  const rows = changetype<Rows>(chunk.rows);
  const bend = rowOf(e.bends, j, e.stride);
  for (let i = 0; i < e.count; ++i) put(chunk.along, i, at(rows.spreadSlope, i) * at(bend, i));
  return chunk.along;
}

/** H_jk += factor_j factor_k sum_i r_i x_ij x_ik for the columns j .. end - 1, with the diagonal or below it only. */
export function addTiedBlock(chunk: Chunk, j: i32, end: i32, r: usize, c: f64, diagonal: bool, H: usize, width: i32): void {
  const e = changetype<EntryBlock>(chunk.block);
  for (let k = j; k < end; ++k) {
    const to = rowOf(H, k, width);
    for (let l = j; l <= k; ++l) {
      if (l == k && !diagonal) continue;
      put(to, l, at(to, l) + c * at(e.scale, k) * at(e.scale, l) * product(e, r, k, l));
    }
  }
}

export function addTiedHessian(chunk: Chunk, exchange: Exchange): void {
  const e = changetype<EntryBlock>(chunk.block);
  for (let j = 0; j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    addTiedBlock(chunk, j, end, bendsOf(chunk, j), 1.0, true, exchange.hessian, chunk.dimension);
    j = end - 1;
  }
}

export function addTiedDiagonal(chunk: Chunk, exchange: Exchange): void {
  const e = changetype<EntryBlock>(chunk.block);
  for (let j = 0; j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const r = bendsOf(chunk, j);
    for (; j < end; ++j) {
      const s = at(e.scale, j);
      put(exchange.diagonal, j, at(exchange.diagonal, j) + s * s * product(e, r, j, j));
    }
    j = end - 1;
  }
}

/** product += (sum_i r_i x_i x_i') direction over the columns of every tie */
export function addTiedProduct(chunk: Chunk, exchange: Exchange): void {
  const e = changetype<EntryBlock>(chunk.block);
  for (let j = 0; j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const r = bendsOf(chunk, j);
    fill(e.count, chunk.across, 0.0);
    for (let k = j; k < end; ++k) {
      const c = at(exchange.direction, k) * at(e.scale, k);
      const x = rowOf(e.x, k, e.stride);
      for (let i = 0; i < e.count; ++i) put(chunk.across, i, at(chunk.across, i) + c * at(x, i));
    }
    for (let i = 0; i < e.count; ++i) put(r, i, at(r, i) * at(chunk.across, i));
    for (let k = j; k < end; ++k) {
      const x = rowOf(e.x, k, e.stride);
      let sum = 0.0;
      for (let i = 0; i < e.count; ++i) sum += at(r, i) * at(x, i);
      put(exchange.product, k, at(exchange.product, k) + at(e.scale, k) * sum);
    }
    j = end - 1;
  }
}

/** block += sum_i weight_i Var m~ x_i x_i' between the columns of every tie; its diagonal is that of other noise. */
export function addTiedGram(shard: Shard, chunk: Chunk, weight: usize, block: usize): void {
  const e = changetype<EntryBlock>(chunk.block);
  for (let j = 0; j < e.columns; ++j) {
    const end = tieEnd(e, j);
    if (end == j) continue;
    const v = varianceOfTie(shard, chunk, j);
    if (v != 0.0) addTiedBlock(chunk, j, end, weight, v, false, block, chunk.dimension);
    j = end - 1;
  }
}

/** Var m~ of the tie that begins with column j, over all noises that follow ties. */
export function varianceOfTie(shard: Shard, chunk: Chunk, j: i32): f64 {
  let v = 0.0;
  for (let k = 0; k < shard.noiseCount; ++k) v += tiedVariance(noiseTerm(shard, k), changetype<EntryBlock>(chunk.block), j);
  return v;
}
