import { Exchange } from "../abi/exchange";
import { Approximation, Family, Request } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Design, Shard } from "../abi/shard";
import { familyRows } from "../family/fused";
import { familyAnswer, familyFisher, familySpread, Spread } from "../family/registry";
import { Ask } from "../family/vectors";
import { at, copy, put } from "../num/vec";
import { addAdaptiveByRows, addByRows, mayGoByRows } from "./by-rows";
import { Chunk, needPlanes, partsOf, turnToPart } from "./chunk";
import { clear, DERIVATIVES, foldPart, MATRIX } from "./fold";
import { loadCopy, loadRows } from "./load";
import { addClassAdaptive, addClassDerivatives } from "./multinomial";
import { addSums, beginGram, endGram, Plane } from "./planes";
import { addClassGram, endClassGram } from "./class-gram";
import { beginWide, endWide, loadWide, mayGoWide } from "./wide";
import { noteRange, predictor, spreads } from "./predictors";
import { addRecession, addUnmovedGram } from "./recession";
import { addAdaptiveSums, addCommon, addDiagonal, addGram, addHessian, addHessianVector } from "./second-order";

/**
 * The sums of a shard and of the shards that answer with it. All requests of one call share one pass over X, chunk by chunk:
 *
 *   x (raw, for the noise) -> spread t and its derivatives;  z -> eta -> family rows -> sums
 *
 * With f_i(eta_i, t_i) the objective of row i and a_ij = dt_i/dtheta_j:
 *   value     sum_i w_i f_i
 *   gradient  sum_i w_i ( f_eta z_i + f_t a_i )
 *   Hessian   objective/second-order.ts
 *
 * With labels l + share r of the row, r = f - l, the sums are those of f times share and those of l times labels - share.
 */
export function evaluate(first: Shard, exchange: Exchange, request: i32): void {
  request = possible(exchange, request);
  const count = countParts(first);
  readyParts(first, exchange, request);
  beginPass(exchange, request);
  if (count == 1) {
    addPartition(first, 0, exchange, request);
    return;
  }
  const part = changetype<Exchange>(exchange.part);
  assert(exchange.part != 0);
  ask(part, exchange);
  for (let k = 0; k < count; ++k) {
    evaluatePart(first, k, part, request);
    foldPart(exchange, part, k, count, request);
  }
}

/** The question of an exchange to another one. */
function ask(part: Exchange, exchange: Exchange): void {
  part.point = exchange.point;
  part.direction = exchange.direction;
  part.tolerance = exchange.tolerance;
  part.ofClass = exchange.ofClass;
  part.picks = exchange.picks;
}

/** The request without what there is no room for. */
// @ts-ignore: decorator
@inline
function possible(exchange: Exchange, request: i32): i32 {
  if (exchange.hessian == 0) request &= ~(Request.Hessian | Request.Gram);
  return exchange.square == 0 ? request & ~Request.ClassGram : request;
}

/** Zeros for the sums of a pass, which is counted. */
export function beginPass(exchange: Exchange, request: i32): void {
  clear(exchange, request);
  exchange.passes += 1;
  if (possible(exchange, request) & (MATRIX | Request.ClassGram)) exchange.hessians += 1;
}

/** Partitions of the shards that answer together. */
export function countParts(first: Shard): i32 {
  let count = 0;
  for (let pointer = changetype<usize>(first); pointer != 0; pointer = changetype<Shard>(pointer).next) {
    count += partsOf(changetype<Shard>(pointer));
  }
  return count;
}

/** Makes what all threads read and none may write: columns of a sparse X, if the request needs them. */
export function readyParts(first: Shard, exchange: Exchange, request: i32): void {
  for (let pointer = changetype<usize>(first); pointer != 0; pointer = changetype<Shard>(pointer).next) {
    const shard = changetype<Shard>(pointer);
    const chunk = changetype<Chunk>(shard.scratch);
    if (chunk.isSparse && !mayGoWide(shard, chunk, request) && !mayBeRaw(shard, chunk, exchange, request)) needPlanes(shard, chunk);
  }
}

/** The sums of partition k of the shards that answer together. */
export function evaluatePart(first: Shard, k: i32, exchange: Exchange, request: i32): void {
  request = possible(exchange, request);
  clear(exchange, request);
  let shard = first;
  while (k >= partsOf(shard)) {
    k -= partsOf(shard);
    shard = changetype<Shard>(shard.next);
  }
  addPartition(shard, k, exchange, request);
}

/** Adds the rows of partition k of one shard. */
function addPartition(shard: Shard, k: i32, exchange: Exchange, request: i32): void {
  const chunk = changetype<Chunk>(shard.scratch);
  const rows = changetype<Rows>(chunk.rows);
  turnToPart(shard, chunk, k);
  rows.value = 0.0;
  rows.loss = 0.0;
  rows.slopeSquares = 0.0;
  chunk.isWide = mayGoWide(shard, chunk, request);
  chunk.isRaw = chunk.isWide || mayBeRaw(shard, chunk, exchange, request);
  chunk.isRough = (request & Request.Rough) != 0;
  const forms = (request & MATRIX) != 0 && exchange.hessian != 0;
  if (forms) beginGram(chunk);
  if (chunk.isWide) beginWide(shard, chunk, exchange, request);
  const step = chunk.isRaw ? chunk.room : chunk.stride;
  for (let begin = chunk.from; begin < chunk.end; begin += step) {
    rows.count = min(step, chunk.end - begin);
    loadRows(shard, chunk, begin);
    if (chunk.isWide) loadWide(shard, chunk);
    if (request & Request.ClassGram) addClassGram(shard, chunk, exchange);
    if (isSampled(shard)) addCopies(shard, chunk, exchange, request, begin);
    else addChunk(shard, chunk, exchange, request);
  }
  if (forms) endGram(chunk, exchange.hessian);
  if (chunk.isWide) endWide(shard, chunk, exchange, request);
  if (request & Request.ClassGram) endClassGram(shard, chunk, exchange);
  chunk.isWide = false;
  chunk.isRaw = false;
  exchange.value += rows.value;
  exchange.loss += rows.loss;
  exchange.slopeSquares += rows.slopeSquares;
}

/** Requests that need planes of variances. */
const OF_PLANES: i32 = MATRIX | Request.HessianVector | Request.Diagonal | Request.Adaptive;

/** Whether the sums can read X in place; with noise only if its spread is a variance and X is stored by columns. */
function mayBeRaw(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32): bool {
  if (chunk.isSparse) return mayGoByRows(shard, chunk, exchange, request);
  if (shard.noiseCount == 0) return true;
  const isVariance = familySpread(shard.family, shard.approximation) == Spread.Variance;
  const byColumn = changetype<Design>(shard.design).rowStride == 1;
  return isVariance && byColumn && shard.classes == 1 && shard.ties == 0 && !(request & OF_PLANES);
}

const SECOND: i32 = Request.Hessian | Request.HessianVector | Request.Diagonal;

export function isSampled(shard: Shard): bool { return shard.noiseCount > 0 && shard.approximation == Approximation.MonteCarlo; }

function addChunk(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32): void {
  const approximation = shard.noiseCount > 0 ? shard.approximation : Approximation.None;
  addStructure(shard, chunk, exchange, request, approximation);
  if (request & Request.Adaptive) addAdaptive(shard, chunk, exchange);
  if (!(request & DERIVATIVES)) return;
  if (chunk.isSparse && chunk.isRaw && !chunk.isWide) {
    addByRows(shard, chunk, exchange, request, approximation);
    return;
  }
  // a Hessian overwrites the planes, so everything that reads them comes first
  const plain = approximation == Approximation.None ? shard.labels : shard.labels - shard.share;
  if (plain != 0.0) addDerivatives(shard, chunk, exchange, request, Approximation.None, plain);
  if (approximation == Approximation.None) return;
  if (plain != 0.0) loadRows(shard, chunk, -1);
  addDerivatives(shard, chunk, exchange, request, approximation, shard.share);
}

/** Monte Carlo: f is the mean of l over noised copies of the row. Each copy is a row without noise. */
function addCopies(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32, begin: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  if (request & Request.Adaptive) addAdaptive(shard, chunk, exchange);
  if (request & DERIVATIVES && shard.labels != shard.share) {
    addDerivatives(shard, chunk, exchange, request, Approximation.None, shard.labels - shard.share);
    loadRows(shard, chunk, -1);
  }
  const loss = rows.loss + (request & Request.Value ? shard.share * lossOf(shard, chunk, exchange) : 0.0);
  const part = shard.share / <f64>shard.copies;
  for (let copy = 0; copy < shard.copies; ++copy) {
    loadCopy(shard, chunk, begin, copy);
    addStructure(shard, chunk, exchange, request, Approximation.None);
    if (request & DERIVATIVES) addDerivatives(shard, chunk, exchange, request, Approximation.None, part);
  }
  rows.loss = loss;
}

/** The effect of a direction on the rows, and the columns that the rows can distinguish. */
function addStructure(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32, approximation: i32): void {
  const rows = changetype<Rows>(chunk.rows);
  if (request & Request.Gram) {
    // the noise penalty of a row without a label depends on its eta, unless A'' is constant
    const isSeen = approximation != Approximation.None && shard.family != Family.Gaussian;
    weigh(chunk, shard.labels == 0.0 && isSeen ? shard.share : shard.labels);
    copy(rows.count, rows.weight, chunk.across);
    weigh(chunk, shard.share);
    addGram(shard, chunk, exchange, approximation, chunk.across, rows.weight, false);
    weigh(chunk, 1.0);
  }
  if (request & Request.UnmovedGram) addUnmovedGram(shard, chunk, exchange, approximation);
  if (request & Request.Recession) addRecession(shard, chunk, exchange, approximation);
}

/** rows.weight <- factor times the rows' own weights */
export function weigh(chunk: Chunk, factor: f64): void {
  const rows = changetype<Rows>(chunk.rows);
  if (factor == 1.0) {
    rows.weight = rows.given;
    return;
  }
  for (let i = 0; i < rows.count; ++i) put(chunk.weight, i, factor * at(rows.given, i));
  rows.weight = chunk.weight;
}

function addDerivatives(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32, approximation: i32, factor: f64): void {
  const rows = changetype<Rows>(chunk.rows);
  const order = request & SECOND ? 2 : request & Request.Gradient ? 1 : 0;
  const noisy = approximation != Approximation.None;
  weigh(chunk, factor);
  if (shard.classes > 1) {
    addClassDerivatives(shard, chunk, exchange, request, order, noisy);
    weigh(chunk, 1.0);
    return;
  }
  predictor(chunk, exchange.point, true, rows.eta);
  noteRange(rows, exchange);
  if (noisy) spreads(shard, chunk, exchange.point, familySpread(shard.family, approximation), order);
  rows.order = order;
  familyRows(shard.family, approximation, shard.familyParams, rows, chunk.room);
  if (request & Request.Gradient) {
    addSums(chunk, Plane.Z, rows.slope, exchange.gradient);
    if (noisy) addSums(chunk, Plane.First, rows.spreadSlope, exchange.gradient);
  }
  if (request & Request.HessianVector) addHessianVector(chunk, exchange, noisy);
  if (request & Request.Diagonal) addDiagonal(chunk, exchange, noisy);
  if (request & Request.Common) addCommon(chunk, exchange);
  if (request & Request.Hessian) addHessian(chunk, exchange, noisy); // last, see above
  weigh(chunk, 1.0);
}

/** sum_i w_i l_i without noise */
function lossOf(shard: Shard, chunk: Chunk, exchange: Exchange): f64 {
  const rows = changetype<Rows>(chunk.rows);
  if (shard.classes > 1) {
    const value = rows.value;
    const loss = rows.loss;
    addClassDerivatives(shard, chunk, exchange, Request.Value, 0, false);
    const sum = rows.loss - loss;
    rows.value = value;
    rows.loss = loss;
    return sum;
  }
  predictor(chunk, exchange.point, true, rows.eta);
  return familyAnswer(shard.family, Ask.Loss, shard.familyParams, rows.count, rows.y, rows.weight, rows.eta, 0, 0);
}

/** adaptive_j += sum_i share w_i A''(eta_i) v_ij */
function addAdaptive(shard: Shard, chunk: Chunk, exchange: Exchange): void {
  const rows = changetype<Rows>(chunk.rows);
  weigh(chunk, shard.share);
  if (shard.classes > 1) addClassAdaptive(shard, chunk, exchange);
  else if (chunk.isSparse && chunk.isRaw) addAdaptiveByRows(shard, chunk, exchange);
  else {
    predictor(chunk, exchange.point, true, rows.eta);
    familyFisher(shard.family, shard.familyParams, rows.count, rows.weight, rows.eta, rows.curvature);
    addAdaptiveSums(shard, chunk, rows.curvature, exchange.adaptive);
  }
  weigh(chunk, 1.0);
}
