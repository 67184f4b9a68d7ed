import { Exchange } from "../abi/exchange";
import { Approximation, Request } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Design, NoiseTerm, Shard } from "../abi/shard";
import { packRows } from "../design/dense";
import { familyFisher, familyRows, familySpread } from "../family/registry";
import { EntryBlock } from "../noise/entries";
import { noiseVarianceSums } from "../noise/registry";
import { at, copy, dot, fill, put, rowOf, slot } from "../num/vec";
import { Chunk } from "./chunk";
import { predictor, spreads } from "./predictors";
import { addRecession, addUnmovedGram } from "./recession";
import { addDiagonal, addGram, addHessian, addHessianVector } from "./second-order";

/**
 * The sums of a shard. All requests of one call share one pass over X, chunk by chunk:
 *
 *   x (raw, for the noise) -> spread t and its derivatives;  z -> eta -> family rows -> sums
 *
 * With f_i(eta_i, t_i) the objective of row i and a_ij = dt_i/dtheta_j:
 *   value     sum_i w_i f_i
 *   gradient  sum_i w_i ( f_eta z_i + f_t a_i )
 *   Hessian   objective/second-order.ts
 */
export function evaluate(shard: Shard, exchange: Exchange, request: i32): void {
  if (exchange.hessian == 0) request &= ~(Request.Hessian | Request.Gram); // no room was made for a matrix
  const chunk = changetype<Chunk>(shard.scratch);
  clear(exchange, request);
  exchange.passes += 1;
  if (request & MATRIX) exchange.hessians += 1;
  const rows = changetype<Rows>(chunk.rows);
  rows.value = 0.0;
  rows.loss = 0.0;
  rows.slopeSquares = 0.0;
  for (let first = 0; first < shard.rows; first += chunk.stride) {
    const count = min(chunk.stride, shard.rows - first);
    loadRows(shard, chunk, first, count);
    if (request & Request.Gram) addGram(shard, chunk, exchange, rows.weight, rows.weight, false);
    if (request & Request.UnmovedGram) addUnmovedGram(shard, chunk, exchange);
    if (request & Request.Recession) addRecession(shard, chunk, exchange, count);
    if (request & Request.Adaptive) addAdaptive(shard, chunk, exchange);
    if (request & DERIVATIVES) addDerivatives(shard, chunk, exchange, request); // last: a Hessian works in place
  }
  if (request & Request.Value) {
    exchange.value = rows.value;
    exchange.loss = rows.loss;
    exchange.slopeSquares = rows.slopeSquares;
  }
}

const MATRIX: i32 = Request.Hessian | Request.Gram | Request.UnmovedGram;
const SECOND: i32 = Request.Hessian | Request.HessianVector | Request.Diagonal;
const DERIVATIVES: i32 = Request.Value | Request.Gradient | Request.Hessian | Request.HessianVector | Request.Diagonal;

function clear(exchange: Exchange, request: i32): void {
  const d = exchange.dimension;
  if (request & Request.Gradient) fill(d, exchange.gradient, 0.0);
  if (request & MATRIX && exchange.hessian != 0) memory.fill(exchange.hessian, 0, (<usize>d * <usize>d) << 3);
  if (request & Request.HessianVector) fill(d, exchange.product, 0.0);
  if (request & Request.Diagonal) fill(d, exchange.diagonal, 0.0);
  if (request & (Request.Adaptive | Request.UnmovedGram)) fill(d, exchange.adaptive, 0.0);
  if (request & Request.Recession) {
    exchange.receding = 0.0;
    exchange.blocking = 0.0;
    exchange.unmoved = 0.0;
    exchange.shaken = 0.0;
  }
}

/** Brings rows first .. first + count into the chunk: y, w and the standardized columns; raw columns for the noise. */
function loadRows(shard: Shard, chunk: Chunk, first: i32, count: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  rows.count = count;
  rows.y = slot(shard.y, first);
  rows.weight = shard.weight == 0 ? chunk.ones : slot(shard.weight, first);
  const design = changetype<Design>(shard.design);
  packRows(design, first, count, shard.columns, chunk.stride, shard.center, shard.scale, chunk.z);
  if (shard.intercept) fill(chunk.stride, rowOf(chunk.z, shard.columns, chunk.stride), 1.0);
  if (shard.noiseCount > 0) {
    const entries = changetype<EntryBlock>(chunk.entries);
    entries.count = count;
    packRows(design, first, count, shard.columns, chunk.stride, 0, 0, entries.x);
  }
  if (shard.offset == 0) fill(count, chunk.offset, 0.0);
  else copy(count, slot(shard.offset, first), chunk.offset);
}

function addDerivatives(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  const order = request & SECOND ? 2 : request & Request.Gradient ? 1 : 0;
  const approximation = shard.noiseCount > 0 ? shard.approximation : Approximation.None;
  const noisy = approximation != Approximation.None;
  predictor(chunk, exchange.point, true, rows.count, rows.eta);
  if (noisy) spreads(shard, chunk, exchange.point, familySpread(shard.family, approximation), order);
  familyRows(shard.family, approximation, shard.familyParams, rows);
  if (request & Request.Gradient) {
    for (let j = 0; j < chunk.dimension; ++j) {
      let g = dot(rows.count, rows.slope, rowOf(chunk.z, j, chunk.stride));
      if (noisy) g += dot(rows.count, rows.spreadSlope, rowOf(chunk.first, j, chunk.stride));
      put(exchange.gradient, j, at(exchange.gradient, j) + g);
    }
  }
  if (request & Request.HessianVector) addHessianVector(chunk, exchange, noisy);
  if (request & Request.Diagonal) addDiagonal(chunk, exchange, noisy);
  if (request & Request.Hessian) addHessian(shard, chunk, exchange, noisy); // last, see above
}

/** adaptive_j += sum_i w_i A''(eta_i) v_ij */
function addAdaptive(shard: Shard, chunk: Chunk, exchange: Exchange): void {
  const rows = changetype<Rows>(chunk.rows);
  predictor(chunk, exchange.point, true, rows.count, rows.eta);
  familyFisher(shard.family, shard.familyParams, rows.count, rows.weight, rows.eta, rows.curvature);
  for (let k = 0; k < shard.noiseCount; ++k) {
    const term = changetype<NoiseTerm>(shard.noise + <usize>k * offsetof<NoiseTerm>());
    noiseVarianceSums(term.kind, term.strengths, changetype<EntryBlock>(chunk.entries), rows.curvature, exchange.adaptive);
  }
}
