import { Exchange } from "../abi/exchange";
import { NoiseTerm, Shard } from "../abi/shard";
import { Rows } from "../abi/rows";
import { Spread } from "../family/registry";
import { addMoments, addVarianceCoefficients, addVariances, EntryBlock } from "../noise/entries";
import { addTies } from "../noise/ties";
import { first, second, splat } from "../num/lanes";
import { at, copy, fill, put, rowOf, slot } from "../num/vec";
import { Chunk, SparsePart, sparseOf } from "./chunk";
import { addTimes, Plane } from "./planes";
import { addRawSpread } from "./raw-spread";

/** The linear predictor of the rows of a chunk, and its spread under the noise. */

/** out_i <- offset_i + sum_j z_ij v_j, or without the offset */
export function predictor(chunk: Chunk, v: usize, withOffset: bool, out: usize): void {
  const n = changetype<Rows>(chunk.rows).count;
  if (withOffset) copy(n, chunk.offset, out);
  else fill(n, out, 0.0);
  addTimes(chunk, Plane.Z, v, out);
}

/** Updates the least and the largest eta with those of the chunk. */
export function noteRange(rows: Rows, exchange: Exchange): void {
  const n = rows.count;
  let lowest = splat(exchange.lowest);
  let highest = splat(exchange.highest);
  for (let i = 0; i < n; i += 2) {
    const eta = i + 1 < n ? v128.load(slot(rows.eta, i)) : splat(at(rows.eta, i));
    lowest = f64x2.pmin(lowest, eta); // a NaN eta has no finite loss, so the point is never accepted
    highest = f64x2.pmax(highest, eta);
  }
  exchange.lowest = Math.min(first(lowest), second(lowest));
  exchange.highest = Math.max(first(highest), second(highest));
}

// @ts-ignore: decorator
@inline
export function noiseTerm(shard: Shard, k: i32): NoiseTerm {
  return changetype<NoiseTerm>(shard.noise + <usize>k * offsetof<NoiseTerm>());
}

/** t_i, in rows.spread, and its derivatives to `order` in the planes, at the coefficients theta. `kind` says what t is. */
export function spreads(shard: Shard, chunk: Chunk, theta: usize, kind: Spread, order: i32): void {
  const block = changetype<EntryBlock>(chunk.block);
  for (let j = 0; j < shard.columns; ++j) put(chunk.beta, j, at(theta, j) * at(shard.scale, j));
  fill(block.count, block.spread, 0.0);
  chunk.isVariance = kind == Spread.Variance;
  if (chunk.isVariance) variances(shard, chunk, theta);
  else moments(shard, chunk, kind, order);
  if (shard.ties != 0) ties(shard, chunk, order);
}

/** Whether the variances of the rows are there from a pass before. */
function isReady(chunk: Chunk): bool {
  return chunk.isSparse && changetype<SparsePart>(sparseOf(chunk).part).isReady;
}

/** t_i = sum_j c_ij theta_j^2 / 2 */
function variances(shard: Shard, chunk: Chunk, theta: usize): void {
  if (chunk.isRaw) {
    if (chunk.begin == chunk.from) varianceCoefficients(shard, chunk);
    addRawSpread(chunk, changetype<EntryBlock>(chunk.block).spread);
    return;
  }
  const block = changetype<EntryBlock>(chunk.block);
  const p = shard.columns;
  if (!isReady(chunk)) {
    fill(chunk.dimension, chunk.secondBase, 0.0);
    for (let k = 0; k < shard.noiseCount; ++k) addVariances(noiseTerm(shard, k), block, k == 0);
    for (let j = 0; j < p; ++j) {
      const s = at(shard.scale, j);
      put(chunk.secondFactor, j, 2.0 * s * s);
      put(chunk.secondBase, j, at(chunk.secondBase, j) * 2.0 * s * s);
    }
    if (shard.intercept && !chunk.isSparse) { // a Hessian overwrites the column and may leave NaN
      fill(chunk.stride, rowOf(chunk.second, p, chunk.stride), 0.0);
    }
    if (chunk.isSparse) changetype<SparsePart>(sparseOf(chunk).part).isReady = true;
  }
  for (let j = 0; j < p; ++j) {
    const v = at(theta, j);
    put(chunk.firstFactor, j, at(chunk.secondFactor, j) * v);
    put(chunk.firstBase, j, at(chunk.secondBase, j) * v);
    put(chunk.column, j, 0.5 * v * v);
  }
  if (shard.intercept) put(chunk.column, p, 0.0);
  addTimes(chunk, Plane.Second, chunk.column, block.spread);
}

/** Adds the columns that are noised together. First is then a plane of its own, also for variances. */
function ties(shard: Shard, chunk: Chunk, order: i32): void {
  const block = changetype<EntryBlock>(chunk.block);
  const isVariance = chunk.isVariance;
  if (isVariance) {
    for (let j = 0; j < chunk.dimension; ++j) {
      const c = at(chunk.firstFactor, j);
      const from = rowOf(chunk.second, j, chunk.stride);
      const to = rowOf(chunk.first, j, chunk.stride);
      for (let i = 0; i < block.count; ++i) put(to, i, c * at(from, i));
      put(chunk.firstFactor, j, 1.0);
    }
    chunk.isVariance = false;
    block.sign = 1.0;
  }
  if (order >= 2) memory.fill(block.bends, 0, (<usize>chunk.stride * <usize>shard.columns) << 3);
  for (let k = 0; k < shard.noiseCount; ++k) addTies(noiseTerm(shard, k), block, isVariance, order);
}

/** chunk.vary, in which v_ij is a polynomial of x_ij. */
export function varianceCoefficients(shard: Shard, chunk: Chunk): void {
  const wide = <usize>(chunk.dimension + 2) << 3;
  memory.fill(chunk.vary, 0, 3 * wide);
  for (let k = 0; k < shard.noiseCount; ++k) {
    addVarianceCoefficients(noiseTerm(shard, k), changetype<EntryBlock>(chunk.block), shard.columns, chunk.vary, chunk.vary + wide, chunk.vary + 2 * wide);
  }
}

/** t_i = sum_j log E exp( +-beta_j (x~_ij - x_ij) ) */
function moments(shard: Shard, chunk: Chunk, kind: Spread, order: i32): void {
  const block = changetype<EntryBlock>(chunk.block);
  const d = chunk.dimension;
  block.order = order;
  block.sign = kind == Spread.MomentMirrored ? -1.0 : 1.0;
  block.base = 0.0;
  if (chunk.isSparse) changetype<SparsePart>(sparseOf(chunk).part).isReady = false;
  const bytes = chunk.isSparse ? sparseOf(chunk).entries << 3 : (<usize>chunk.stride * <usize>d) << 3;
  if (order >= 1) {
    memory.fill(chunk.first, 0, bytes);
    fill(d, chunk.firstBase, 0.0);
    fill(d, chunk.firstFactor, 1.0);
  }
  if (order >= 2) {
    memory.fill(chunk.second, 0, bytes);
    fill(d, chunk.secondBase, 0.0);
    fill(d, chunk.secondFactor, 1.0);
  }
  for (let k = 0; k < shard.noiseCount; ++k) addMoments(noiseTerm(shard, k), block);
  addBaseSpread(block, block.spread);
}

/** Adds the part of zeros of a sparse design, which is the same for all rows. */
export function addBaseSpread(block: EntryBlock, out: usize): void {
  if (block.base == 0.0) return;
  for (let i = 0; i < block.count; ++i) put(out, i, at(out, i) + block.base);
}
