import { Exchange } from "../abi/exchange";
import { Approximation, Request } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Design, Shard } from "../abi/shard";
import { addRowPairs, addRows, rowsWithin, timesRowPairs, timesRows } from "../design/sparse-rows";
import { familyRows } from "../family/fused";
import { familyFisher, familySpread, Spread } from "../family/registry";
import { at, axpy, copy, fill, maxAbs, put, slot } from "../num/vec";
import { Chunk, Totals, sparseOf } from "./chunk";
import { loadVectors } from "./load";
import { noteRange, varianceCoefficients } from "./predictors";

/**
 * The derivatives of a sparse shard by compressed rows: some rows at a time, whose entries stay in the first-level cache while
 * predictor, family and sums pass over them. Centring and scaling are applied per column, after the sums: with c_j = theta_j scale_j
 * and v_ij = A_j + C_j x_ij^2 (chunk.vary),
 *
 *   eta_i = o_i + sum_j x_ij c_j + [theta_p - sum_j c_j center_j]        t_i = sum_j x_ij^2 C_j c_j^2 + [sum_j A_j c_j^2]
 *
 * and with S1_j = sum_i slope_i x_ij, S2_j = sum_i spreadSlope_i x_ij^2 and totals T1, T2 of the slopes
 *
 *   gradient_j = scale_j (S1_j - center_j T1)  +  2 scale_j c_j (A_j T2 + C_j S2_j)
 *
 * Curvatures k_i take the place of slopes for the diagonal: scale_j^2 (sum k x^2 - 2 center_j sum k x + center_j^2 sum k).
 */

/** Entries at a time: 12 bytes each, so that they stay in the first-level cache beside their factors. */
const ENTRIES: i32 = 2048;

const PLAIN: i32 = Request.Value | Request.Gradient | Request.HessianVector | Request.Diagonal | Request.Common | Request.Recession | Request.Rough;
const NOISY: i32 = Request.Value | Request.Gradient | Request.Diagonal | Request.Common | Request.Recession | Request.Adaptive | Request.Rough;

/** Whether rows alone can answer: no matrix, one predictor, noise by its variance, a polynomial without odd powers. */
export function mayGoByRows(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32): bool {
  const design = changetype<Design>(shard.design);
  if (design.rowStarts == 0 || design.map != 0 || shard.classes > 1) return false;
  if (shard.noiseCount == 0) return (request & ~PLAIN) == 0;
  if (request & ~NOISY || shard.approximation == Approximation.MonteCarlo) return false;
  if (familySpread(shard.family, shard.approximation) != Spread.Variance) return false;
  if (request & (Request.Diagonal | Request.Common) && maxAbs(shard.columns, exchange.point) != 0.0) return false; // dt_i/dtheta_j is 0 there
  varianceCoefficients(shard, chunk);
  return maxAbs(shard.columns, linearOf(chunk)) == 0.0;
}

// @ts-ignore: decorator
@inline
function linearOf(chunk: Chunk): usize { return chunk.vary + (<usize>(chunk.dimension + 2) << 3); }

// @ts-ignore: decorator
@inline
function squareOf(chunk: Chunk): usize { return chunk.vary + (<usize>(chunk.dimension + 2) << 4); }

/** Every derivative that was asked for, over the rows of the partition. */
export function addByRows(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32, approximation: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  const d = changetype<Design>(shard.design);
  const noisy = approximation != Approximation.None;
  const plain = noisy ? shard.labels - shard.share : shard.labels;
  const isZero = maxAbs(shard.columns, exchange.point) == 0.0; // as at most starting points
  const shift = fold(shard, chunk, exchange.point, noisy ? sparseOf(chunk).pairs : chunk.scaled, noisy);
  const constant = noisy ? constantSpread(shard, chunk, exchange.point) : 0.0;
  const along = request & Request.HessianVector ? fold(shard, chunk, exchange.direction, chunk.column, false) : 0.0;
  begin(chunk, request);
  for (let first = chunk.from; first < chunk.end; first += rows.count) {
    rows.count = rowsWithin(d, first, min(chunk.end, first + chunk.room), ENTRIES);
    loadVectors(shard, chunk, first);
    const n = rows.count;
    copy(n, chunk.offset, rows.eta);
    if (noisy) {
      fill(n, rows.spread, constant);
      if (!isZero) timesRowPairs(d, first, n, sparseOf(chunk).pairs, rows.eta, rows.spread);
    } else if (!isZero) timesRows(d, first, n, chunk.scaled, rows.eta);
    axpy(n, shift, chunk.ones, rows.eta);
    noteRange(rows, exchange);
    if (request & Request.HessianVector) {
      fill(n, chunk.along, 0.0);
      timesRows(d, first, n, chunk.column, chunk.along);
      axpy(n, along, chunk.ones, chunk.along);
    }
    if (plain != 0.0) addPart(shard, chunk, request, Approximation.None, plain);
    if (noisy) addPart(shard, chunk, request, approximation, shard.share);
  }
  end(shard, chunk, exchange, request, noisy);
}

/** c <- theta scale, for pairs with C c^2 beside it; returns the part of eta that all rows share, added in the order of the loops by column. */
function fold(shard: Shard, chunk: Chunk, theta: usize, c: usize, paired: bool): f64 {
  let shift = 0.0;
  for (let j = 0; j < shard.columns; ++j) {
    const v = at(theta, j);
    const s = v * at(shard.scale, j);
    if (v != 0.0) shift += v * (-at(shard.center, j) * at(shard.scale, j));
    if (paired) {
      put(c, 2 * j, s);
      put(c, 2 * j + 1, at(squareOf(chunk), j) * s * s);
    } else put(c, j, s);
  }
  return shard.intercept ? shift + at(theta, shard.columns) : shift;
}

/** sum_j A_j c_j^2 */
function constantSpread(shard: Shard, chunk: Chunk, theta: usize): f64 {
  let sum = 0.0;
  for (let j = 0; j < shard.columns; ++j) {
    const s = at(theta, j) * at(shard.scale, j);
    sum += at(chunk.vary, j) * s * s;
  }
  return sum;
}

function begin(chunk: Chunk, request: i32): void {
  const wide = <usize>(chunk.dimension + 2) << 3;
  memory.fill(sparseOf(chunk).totals, 0, offsetof<Totals>());
  if (request & (Request.Gradient | Request.Diagonal)) memory.fill(sparseOf(chunk).sums, 0, 2 * wide);
  if (request & Request.Diagonal) memory.fill(sparseOf(chunk).bends, 0, 2 * wide);
  if (request & Request.HessianVector) memory.fill(sparseOf(chunk).turned, 0, wide);
}

/** Adds the rows of the chunk, with `factor` times their weights and with this noise. */
function addPart(shard: Shard, chunk: Chunk, request: i32, approximation: i32, factor: f64): void {
  const rows = changetype<Rows>(chunk.rows);
  const totals = changetype<Totals>(sparseOf(chunk).totals);
  const d = changetype<Design>(shard.design);
  const n = rows.count;
  const noisy = approximation != Approximation.None;
  const second = (request & (Request.HessianVector | Request.Diagonal)) != 0;
  rows.weight = rows.given;
  if (factor != 1.0) {
    for (let i = 0; i < n; ++i) put(chunk.weight, i, factor * at(rows.given, i));
    rows.weight = chunk.weight;
  }
  rows.order = second ? 2 : request & Request.Gradient ? 1 : 0;
  familyRows(shard.family, approximation, shard.familyParams, rows, chunk.room);
  if (request & (Request.Gradient | Request.Diagonal)) {
    totals.slopes += sum(n, rows.slope);
    if (noisy) {
      totals.spreadSlopes += sum(n, rows.spreadSlope);
      addRowPairs(d, chunk.begin, n, rows.slope, rows.spreadSlope, sparseOf(chunk).sums);
    } else if (shard.noiseCount > 0) {
      fill(n, chunk.across, 0.0);
      addRowPairs(d, chunk.begin, n, rows.slope, chunk.across, sparseOf(chunk).sums);
    } else addRows(d, chunk.begin, n, rows.slope, sparseOf(chunk).sums);
  }
  if (request & Request.Diagonal) {
    totals.curvatures += sum(n, rows.curvature);
    addRowPairs(d, chunk.begin, n, rows.curvature, rows.curvature, sparseOf(chunk).bends);
  }
  if (request & Request.HessianVector) {
    for (let i = 0; i < n; ++i) put(chunk.across, i, at(rows.curvature, i) * at(chunk.along, i));
    totals.products += sum(n, chunk.across);
    addRows(d, chunk.begin, n, chunk.across, sparseOf(chunk).turned);
  }
}

function sum(n: i32, v: usize): f64 {
  let total = 0.0;
  for (let i = 0; i < n; ++i) total += at(v, i);
  return total;
}

/** Converts sums over entries as given to the solver's coordinates. */
function end(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32, noisy: bool): void {
  const p = shard.columns;
  const totals = changetype<Totals>(sparseOf(chunk).totals);
  const step = noisy ? 2 : 1;
  for (let j = 0; j < p; ++j) {
    const scale = at(shard.scale, j);
    const center = at(shard.center, j);
    const shaken = noisy ? at(chunk.vary, j) * totals.spreadSlopes + at(squareOf(chunk), j) * at(sparseOf(chunk).sums, 2 * j + 1) : 0.0;
    if (request & Request.Gradient) {
      let g = scale * (at(sparseOf(chunk).sums, step * j) - center * totals.slopes);
      if (noisy) g += 2.0 * scale * scale * at(exchange.point, j) * shaken;
      put(exchange.gradient, j, at(exchange.gradient, j) + g);
    }
    if (request & Request.Diagonal) {
      const once = at(sparseOf(chunk).bends, 2 * j);
      const square = at(sparseOf(chunk).bends, 2 * j + 1) - 2.0 * center * once + center * center * totals.curvatures;
      put(exchange.diagonal, j, at(exchange.diagonal, j) + scale * scale * (square + 2.0 * shaken));
      if (request & Request.Common) put(exchange.common, j, at(exchange.common, j) + scale * (once - center * totals.curvatures));
    }
    if (request & Request.HessianVector) {
      put(exchange.product, j, at(exchange.product, j) + scale * (at(sparseOf(chunk).turned, j) - center * totals.products));
    }
  }
  if (request & Request.Common) exchange.commonWeight += totals.curvatures;
  if (!shard.intercept) return;
  if (request & Request.Gradient) put(exchange.gradient, p, at(exchange.gradient, p) + totals.slopes);
  if (request & Request.Diagonal) put(exchange.diagonal, p, at(exchange.diagonal, p) + totals.curvatures);
  if (request & Request.Common) put(exchange.common, p, at(exchange.common, p) + totals.curvatures);
  if (request & Request.HessianVector) put(exchange.product, p, at(exchange.product, p) + totals.products);
}

/** out <- sum_j z_ij v_j over the rows of the partition, and its variance under the noise, if any. */
export function movesByRows(shard: Shard, chunk: Chunk, v: usize, withOffset: bool, out: usize, spread: usize): void {
  const d = changetype<Design>(shard.design);
  const n = chunk.end - chunk.from;
  if (withOffset) copy(n, chunk.offset, out);
  else fill(n, out, 0.0);
  if (spread == 0) {
    const shift = fold(shard, chunk, v, chunk.scaled, false);
    timesRows(d, chunk.from, n, chunk.scaled, out);
    axpy(n, shift, chunk.ones, out);
    return;
  }
  const shift = fold(shard, chunk, v, sparseOf(chunk).pairs, true);
  fill(n, spread, constantSpread(shard, chunk, v));
  timesRowPairs(d, chunk.from, n, sparseOf(chunk).pairs, out, spread);
  axpy(n, shift, chunk.ones, out);
}

/** adaptive_j += sum_i share w_i A''(eta_i) v_ij, over the rows of the partition */
export function addAdaptiveByRows(shard: Shard, chunk: Chunk, exchange: Exchange): void {
  const rows = changetype<Rows>(chunk.rows);
  const n = rows.count;
  movesByRows(shard, chunk, exchange.point, true, rows.eta, 0);
  familyFisher(shard.family, shard.familyParams, n, rows.weight, rows.eta, rows.curvature);
  memory.fill(sparseOf(chunk).sums, 0, <usize>(chunk.dimension + 2) << 4);
  addRowPairs(changetype<Design>(shard.design), chunk.from, n, rows.curvature, rows.curvature, sparseOf(chunk).sums);
  const total = sum(n, rows.curvature);
  for (let j = 0; j < shard.columns; ++j) {
    const v = at(chunk.vary, j) * total + at(squareOf(chunk), j) * at(sparseOf(chunk).sums, 2 * j + 1);
    put(exchange.adaptive, j, at(exchange.adaptive, j) + v);
  }
}
