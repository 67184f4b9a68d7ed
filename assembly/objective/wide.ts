import { Exchange } from "../abi/exchange";
import { Approximation, Request, Storage } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Design, Shard } from "../abi/shard";
import { addWide, packWide, timesWide, viewWide, WideRows } from "../design/wide-rows";
import { panelBytes, workBytes } from "../num/gram";
import { at, fill, maxAbs, put, rowOf, slot } from "../num/vec";
import { Chunk, classesOf } from "./chunk";
import { classVector, Part } from "./classes";
import { varianceCoefficients } from "./predictors";

/**
 * K predictors of a row at once. X is read as it lies, only its entries that are not 0 (design/wide-rows.ts); centring and scaling are applied
 * per column, after the sums. With b_jk = theta_jk scale_j,
 *
 *   eta_ik = o_i + sum_j x_ij b_jk + [theta_pk - sum_j b_jk center_j]
 *   gradient_jk = scale_j (S_jk - center_j T_k),   S_jk = sum_i slope_ik x_ij,   T_k = sum_i slope_ik
 *
 * In memory a number per column or row and class lies by rows of `width` classes, K and one more if K is odd.
 */
@final @unmanaged
export class Wide {
  width: i32;
  x: usize; //        WideRows
  begins: usize; //   u32[room], where entries of dense rows are copied to, like the three that follow
  ends: usize; //     u32[room]
  indices: usize; //  u32[room][p]
  data: usize; //     f64[room][p]
  factors: usize; //  f64[p][width]  b, at the point
  moves: usize; //    f64[p][width]  the same of a direction
  shift: usize; //    f64[width]     what eta of all rows has in common
  shiftMoves: usize; // f64[width]
  sums: usize; //     f64[p][width]  S
  turned: usize; //   f64[p][width]  those of a product, or of the noise
  totals: usize; //   f64[width]     T
  turnedTotals: usize; // f64[width]
  line: usize; //     f64[room][width]
  other: usize; //    f64[room][width]
  variances: usize; // f64[room][width]
  means: usize; //    f64[p]
  isPaneled: bool; // a Gram sum of the partition uses panels of columns: f32[ROWS] of each, by threes
  filled: i32; //     rows in the panels
  seen: f64; //       for the rows to pick: the sum of the weights so far, of how many,
  seenRows: f64;
  running: f64; //    what of them is not picked yet,
  turn: f64; //       and how far the next is, in [0, 1)
  panels: usize;
  buffer: usize; //   to work in, num/gram.ts
  weights: usize; //  f64[ROWS]
}

const PLAIN: i32 = Request.Value | Request.Gradient | Request.HessianVector | Request.Rough | Request.ClassGram;
const NOISY: i32 = Request.Value | Request.Gradient | Request.Rough | Request.ClassGram;

/** Rows whose panels stay in the second-level cache. */
export const ROWS: i32 = 64;

/** Means beyond this many deviations cost digits that only centred entries keep. */
const FAR: f64 = 64.0;

// @ts-ignore: decorator
@inline
export function wideOf(chunk: Chunk): Wide { return changetype<Wide>(classesOf(chunk).wide); }

// @ts-ignore: decorator
@inline
export function pairsOf(chunk: Chunk): i32 { return wideOf(chunk).width >> 1; }

// @ts-ignore: decorator
@inline
export function wideRows(chunk: Chunk): WideRows { return changetype<WideRows>(wideOf(chunk).x); }

/** chunk.vary's factors of x^2: v_ij = kappa_j x_ij^2 */
// @ts-ignore: decorator
@inline
export function kappa(chunk: Chunk): usize { return chunk.vary + (<usize>(chunk.dimension + 2) << 4); }

/** Whether a pass can go this way: no matrix but that of one class, noise by its variance that leaves zeros alone. */
export function mayGoWide(shard: Shard, chunk: Chunk, request: i32): bool {
  const design = changetype<Design>(shard.design);
  if (shard.classes < 2 || design.storage == Storage.Coded) return false;
  if (chunk.isSparse && (design.rowStarts == 0 || design.map != 0)) return false;
  if (request & ~(shard.noiseCount == 0 ? PLAIN : NOISY)) return false;
  for (let j = 0; j < shard.columns; ++j) {
    if (!chunk.isSparse && Math.abs(at(shard.center, j) * at(shard.scale, j)) > FAR) return false;
  }
  if (shard.noiseCount == 0) return true;
  if (shard.approximation != Approximation.Quadratic || shard.ties != 0) return false;
  varianceCoefficients(shard, chunk);
  return maxAbs(2 * (chunk.dimension + 2), chunk.vary) == 0.0;
}

/** Before the first rows of a partition. */
export function beginWide(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32): void {
  const own = wideOf(chunk);
  const bytes = <usize>shard.columns * <usize>own.width << 3;
  spreadOut(shard, chunk, exchange.point, own.factors, own.shift);
  fill(own.width, own.totals, 0.0);
  own.seen = 0.0;
  own.seenRows = 0.0;
  own.running = 0.0;
  own.turn = 0.0;
  fill(own.width, own.turnedTotals, 0.0);
  memory.fill(own.sums, 0, bytes);
  if (request & Request.HessianVector) spreadOut(shard, chunk, exchange.direction, own.moves, own.shiftMoves);
  if (request & (Request.HessianVector | Request.ClassGram) || shard.noiseCount > 0) memory.fill(own.turned, 0, bytes);
}

/** b_jk <- theta_jk scale_j, and what all rows have in common */
function spreadOut(shard: Shard, chunk: Chunk, theta: usize, b: usize, shift: usize): void {
  const K = shard.classes;
  const width = wideOf(chunk).width;
  const d = chunk.dimension;
  for (let k = 0; k < width; ++k) {
    let common = 0.0;
    for (let j = 0; j < shard.columns; ++j) {
      const v = k < K ? at(theta, k * d + j) * at(shard.scale, j) : 0.0;
      put(rowOf(b, j, width), k, v);
      common -= v * at(shard.center, j);
    }
    put(shift, k, k < K && shard.intercept ? common + at(theta, k * d + d - 1) : common);
  }
}

/** Turns to the rows of the chunk. */
export function loadWide(shard: Shard, chunk: Chunk): void {
  const own = wideOf(chunk);
  const x = wideRows(chunk);
  const design = changetype<Design>(shard.design);
  if (chunk.isSparse) {
    viewWide(design, chunk.begin, x);
    return;
  }
  x.starts = own.begins;
  x.ends = own.ends;
  x.indices = own.indices;
  x.data = own.data;
  packWide(design, chunk.begin, changetype<Rows>(chunk.rows).count, shard.columns, x);
}

/** K vectors of the chunk, one number per row, by rows. */
export function gatherLines(chunk: Chunk, K: i32, part: Part, to: usize): void {
  const n = changetype<Rows>(chunk.rows).count;
  const width = wideOf(chunk).width;
  if (width > K) for (let i = 0; i < n; ++i) put(rowOf(to, i, width), K, 0.0);
  for (let k = 0; k < K; ++k) {
    const from = classVector(chunk, K, part, k);
    for (let i = 0; i < n; ++i) put(rowOf(to, i, width), k, at(from, i));
  }
}

/** The inverse. */
export function scatterLines(chunk: Chunk, K: i32, from: usize, part: Part): void {
  const n = changetype<Rows>(chunk.rows).count;
  const width = wideOf(chunk).width;
  for (let k = 0; k < K; ++k) {
    const to = classVector(chunk, K, part, k);
    for (let i = 0; i < n; ++i) put(to, i, at(rowOf(from, i, width), k));
  }
}

/** eta of all classes, or how it moves along the direction. */
export function widePredictors(chunk: Chunk, K: i32, isMove: bool): void {
  const own = wideOf(chunk);
  const n = changetype<Rows>(chunk.rows).count;
  const shift = isMove ? own.shiftMoves : own.shift;
  for (let i = 0; i < n; ++i) {
    const offset = isMove ? 0.0 : at(chunk.offset, i);
    for (let k = 0; k < own.width; ++k) put(rowOf(own.line, i, own.width), k, at(shift, k) + offset);
  }
  timesWide(wideRows(chunk), n, pairsOf(chunk), isMove ? own.moves : own.factors, own.line);
  scatterLines(chunk, K, own.line, isMove ? Part.Move : Part.Eta);
}

/** Adds slopes, or answers of a product, times the rows. */
export function addWideSums(chunk: Chunk, K: i32, isProduct: bool): void {
  const own = wideOf(chunk);
  const n = changetype<Rows>(chunk.rows).count;
  gatherLines(chunk, K, isProduct ? Part.Answer : Part.Slope, own.line);
  const totals = isProduct ? own.turnedTotals : own.totals;
  for (let i = 0; i < n; ++i) {
    for (let k = 0; k < K; ++k) put(totals, k, at(totals, k) + at(rowOf(own.line, i, own.width), k));
  }
  addWide(wideRows(chunk), n, pairsOf(chunk), own.line, isProduct ? own.turned : own.sums);
}

/** After the last rows of a partition. */
export function endWide(shard: Shard, chunk: Chunk, exchange: Exchange, request: i32): void {
  const own = wideOf(chunk);
  if (request & Request.Gradient) {
    endSums(shard, chunk, own.sums, own.totals, exchange.gradient);
    if (shard.noiseCount > 0) endSums(shard, chunk, own.turned, 0, exchange.gradient);
  }
  if (request & Request.HessianVector) endSums(shard, chunk, own.turned, own.turnedTotals, exchange.product);
}

/** out_kj += scale_j (S_jk - center_j T_k); totals == 0: the entries were not centred. */
function endSums(shard: Shard, chunk: Chunk, sums: usize, totals: usize, out: usize): void {
  const width = wideOf(chunk).width;
  for (let k = 0; k < shard.classes; ++k) {
    const to = slot(out, k * chunk.dimension);
    const total = totals == 0 ? 0.0 : at(totals, k);
    for (let j = 0; j < shard.columns; ++j) {
      put(to, j, at(to, j) + at(shard.scale, j) * (at(rowOf(sums, j, width), k) - at(shard.center, j) * total));
    }
    if (shard.intercept) put(to, shard.columns, at(to, shard.columns) + total);
  }
}

/** Lays out the room of a chunk for n rows from `top` on, or counts its bytes; returns the end. */
export function placeWide(shard: Shard, own: Wide, sparse: bool, n: i32, top: usize): usize {
  own.width = (shard.classes + 1) & ~1;
  const p = <usize>shard.columns;
  const wide = <usize>own.width << 3;
  own.factors = top; top += p * wide;
  own.moves = top; top += p * wide;
  own.sums = top; top += p * wide;
  own.turned = top; top += p * wide;
  own.shift = top; top += wide;
  own.shiftMoves = top; top += wide;
  own.totals = top; top += wide;
  own.turnedTotals = top; top += wide;
  own.line = top; top += <usize>n * wide;
  own.other = top; top += <usize>n * wide;
  own.variances = top; top += <usize>n * wide;
  own.means = top; top += (p + 2) << 3;
  own.weights = top; top += ROWS << 3;
  top = (top + 15) & ~15;
  own.panels = top; top += panelBytes(shard.columns + 1, ROWS) >> 1;
  own.buffer = top; top += workBytes(ROWS);
  if (!sparse) {
    const entries = (<usize>n * p + 2);
    own.data = top; top += entries << 3;
    own.indices = top; top += entries << 2;
    own.begins = top; top += <usize>(n + 2) << 2;
    own.ends = top; top += <usize>(n + 2) << 2;
  }
  return (top + 15) & ~15;
}
