import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { Rows } from "../abi/rows";
import { addCodedGram, clearCodedGram, CodedGram } from "../design/coded-gram";
import { finishCodedGram } from "../design/coded-gram-end";
import { addDeviationSums, addRowSums, addTimesRows } from "../design/dense-sums";
import { packPanels } from "../design/panels";
import { entriesOf, gather, rowAt, rowsFrom, scatter, startOf } from "../design/sparse";
import { EntryBlock } from "../noise/entries";
import { addWeightedGram } from "../num/gram";
import { at, axpy, dot, fill, index, put, putIndex, rowOf, slot } from "../num/vec";
import { byRowNumber, Chunk, denseOf, sparseOf } from "./chunk";
import { addRawSpreadSums } from "./raw-spread";

/**
 * The operations on a plane of a chunk. Only this file knows how a plane is stored.
 * Element (i, j) is factor_j times the stored number, if there is one, plus base_j in a sparse plane.
 */
export enum Plane { Z = 0, First = 1, Second = 2 }

// @ts-ignore: decorator
@inline
function dense(chunk: Chunk, plane: Plane): usize {
  return plane == Plane.Z ? chunk.z : plane == Plane.First && !chunk.isVariance ? chunk.first : chunk.second;
}

// @ts-ignore: decorator
@inline
function base(chunk: Chunk, plane: Plane, j: i32): f64 {
  return at(plane == Plane.Z ? chunk.zBase : plane == Plane.First ? chunk.firstBase : chunk.secondBase, j);
}

// @ts-ignore: decorator
@inline
function factorOf(chunk: Chunk, plane: Plane, j: i32): f64 {
  if (plane == Plane.Z) return chunk.isSparse ? at(chunk.zScale, j) : 1.0;
  return at(plane == Plane.First ? chunk.firstFactor : chunk.secondFactor, j);
}

/** Stored numbers of column j, one per entry. */
function stored(chunk: Chunk, plane: Plane, j: i32, start: usize): usize {
  return plane == Plane.Z && chunk.z != sparseOf(chunk).noised ? chunk.z + (start << 3) : slot(dense(chunk, plane), index(sparseOf(chunk).starts, j));
}

/** The last column may be the intercept's, which stores nothing. */
// @ts-ignore: decorator
@inline
function isStored(chunk: Chunk, j: i32): bool { return j + 1 < chunk.dimension || at(chunk.zScale, j) != 0.0; }

/** out_i += c plane_ij */
export function addColumn(chunk: Chunk, plane: Plane, j: i32, c: f64, out: usize): void {
  const n = changetype<Rows>(chunk.rows).count;
  if (chunk.isRaw) {
    if (j == pOf(chunk)) {
      axpy(n, c, chunk.ones, out);
      return;
    }
    put(chunk.scaled, j, c * at(chunk.scale, j));
    putIndex(denseOf(chunk).picked, 0, j);
    addTimesRows(changetype<Design>(chunk.design), chunk.begin, n, denseOf(chunk).picked, 1, chunk.center, chunk.scaled, out);
    return;
  }
  if (!chunk.isSparse) {
    axpy(n, c * factorOf(chunk, plane, j), rowOf(dense(chunk, plane), j, chunk.stride), out);
    return;
  }
  const shift = c * base(chunk, plane, j);
  if (shift != 0.0) for (let i = 0; i < n; ++i) put(out, i, at(out, i) + shift);
  if (!isStored(chunk, j)) return;
  const d = changetype<Design>(chunk.design);
  const start = startOf(d, j);
  scatter(entriesOf(d, j), c * factorOf(chunk, plane, j), stored(chunk, plane, j, start), rowsFrom(d, start), byRowNumber(chunk, out));
}

/** out_i += sum_j plane_ij v_j */
export function addTimes(chunk: Chunk, plane: Plane, v: usize, out: usize): void {
  if (!chunk.isSparse) {
    addDenseTimes(chunk, plane, v, out);
    return;
  }
  const n = changetype<Rows>(chunk.rows).count;
  const d = changetype<Design>(chunk.design);
  let shift = 0.0;
  for (let j = 0; j < chunk.dimension; ++j) {
    const c = at(v, j);
    if (c == 0.0) continue;
    shift += c * base(chunk, plane, j);
    if (!isStored(chunk, j)) continue;
    const start = startOf(d, j);
    scatter(entriesOf(d, j), c * factorOf(chunk, plane, j), stored(chunk, plane, j, start), rowsFrom(d, start), byRowNumber(chunk, out));
  }
  if (shift != 0.0) for (let i = 0; i < n; ++i) put(out, i, at(out, i) + shift);
}

/** Whether X is read in place for a sum over a plane. All sums over Z of a coded X are, so that all passes have the same predictor. */
// @ts-ignore: decorator
@inline
function isInPlace(chunk: Chunk, plane: Plane): bool { return chunk.isRaw || (chunk.inPlace && plane == Plane.Z); }

/** X in place, or a plane of the chunk instead. */
function entriesFor(chunk: Chunk, plane: Plane, inPlace: bool): Design {
  if (inPlace) return changetype<Design>(chunk.design);
  const d = changetype<Design>(denseOf(chunk).packed);
  d.storage = Storage.Dense64;
  d.data = dense(chunk, plane);
  d.rowStride = 1;
  d.columnStride = chunk.stride;
  d.map = 0;
  return d;
}

function addDenseTimes(chunk: Chunk, plane: Plane, v: usize, out: usize): void {
  const n = changetype<Rows>(chunk.rows).count;
  const p = pOf(chunk);
  const raw = isInPlace(chunk, plane);
  let count = 0;
  for (let j = 0; j < p; ++j) {
    const c = at(v, j) * (raw ? at(chunk.scale, j) : factorOf(chunk, plane, j));
    put(chunk.scaled, j, c);
    if (c != 0.0) putIndex(denseOf(chunk).picked, count++, j);
  }
  const first = raw ? chunk.begin : 0;
  const shift = raw ? chunk.center : denseOf(chunk).zeros;
  addTimesRows(entriesFor(chunk, plane, raw), first, n, denseOf(chunk).picked, count, shift, chunk.scaled, out);
  if (plane == Plane.Z && p < chunk.dimension) axpy(n, at(v, p), chunk.ones, out);
}

function addDenseSums(chunk: Chunk, plane: Plane, w: usize, out: usize): void {
  if (chunk.isRaw && plane == Plane.First) {
    addRawSpreadSums(chunk, w, out);
    return;
  }
  const n = changetype<Rows>(chunk.rows).count;
  const p = pOf(chunk);
  const raw = isInPlace(chunk, plane);
  const first = raw ? chunk.begin : 0;
  const shift = raw ? chunk.center : denseOf(chunk).zeros;
  for (let j = 0; j < p; ++j) put(chunk.scaled, j, raw ? at(chunk.scale, j) : factorOf(chunk, plane, j));
  addRowSums(entriesFor(chunk, plane, raw), first, n, p, shift, chunk.scaled, w, out);
  if (plane == Plane.Z && p < chunk.dimension) put(out, p, at(out, p) + dot(n, w, chunk.ones));
}

/** Columns without the intercept's. */
// @ts-ignore: decorator
@inline
function pOf(chunk: Chunk): i32 { return changetype<EntryBlock>(chunk.block).columns; }

/** sum_i w_i plane_ij; total = sum_i w_i */
export function columnSum(chunk: Chunk, plane: Plane, j: i32, w: usize, total: f64): f64 {
  const n = changetype<Rows>(chunk.rows).count;
  const factor = factorOf(chunk, plane, j);
  if (!chunk.isSparse) return factor == 0.0 ? 0.0 : factor * dot(n, w, rowOf(dense(chunk, plane), j, chunk.stride));
  const shift = base(chunk, plane, j);
  const sum = shift == 0.0 ? 0.0 : shift * total;
  if (!isStored(chunk, j)) return sum;
  const d = changetype<Design>(chunk.design);
  const start = startOf(d, j);
  const g = gather(entriesOf(d, j), stored(chunk, plane, j, start), rowsFrom(d, start), byRowNumber(chunk, w));
  return sum + factor * g;
}

/** sum_i w_i; dense planes do not need it */
export function totalOf(chunk: Chunk, w: usize): f64 {
  if (!chunk.isSparse) return 0.0;
  const n = changetype<Rows>(chunk.rows).count;
  let sum = 0.0;
  for (let i = 0; i < n; ++i) sum += at(w, i);
  return sum;
}

/** out_j += sum_i w_i plane_ij */
export function addSums(chunk: Chunk, plane: Plane, w: usize, out: usize): void {
  if (!chunk.isSparse) {
    addDenseSums(chunk, plane, w, out);
    return;
  }
  const total = totalOf(chunk, w);
  for (let j = 0; j < chunk.dimension; ++j) put(out, j, at(out, j) + columnSum(chunk, plane, j, w, total));
}

/** Whether a matrix is summed in tables of levels, which endGram adds to it after the last chunk. */
// @ts-ignore: decorator
@inline
function hasTables(chunk: Chunk): bool { return chunk.isRaw && !chunk.isSparse && denseOf(chunk).gram != 0; }

// @ts-ignore: decorator
@inline
function tablesOf(chunk: Chunk): CodedGram { return changetype<CodedGram>(denseOf(chunk).gram); }

/** Before the first chunk of a pass that sums a matrix. */
export function beginGram(chunk: Chunk): void {
  if (hasTables(chunk)) clearCodedGram(changetype<Design>(chunk.design), tablesOf(chunk));
}

/** After the last one: H += what is in the tables. */
export function endGram(chunk: Chunk, H: usize): void {
  if (!hasTables(chunk)) return;
  finishCodedGram(changetype<Design>(chunk.design), tablesOf(chunk), chunk.dimension, chunk.center, chunk.scale, H);
}

/**
 * H += Z' diag(w) Z, lower triangle by rows of length d. With `again` Z is that of the call before, for a chunk no longer than
 * the panels. If there are tables, it goes to the matrix of endGram.
 */
export function addGramOf(chunk: Chunk, w: usize, H: usize, again: bool = false): void {
  if (hasTables(chunk)) {
    const n = changetype<Rows>(chunk.rows).count;
    addCodedGram(changetype<Design>(chunk.design), tablesOf(chunk), chunk.begin, n, w, chunk.center, chunk.scale);
    return;
  }
  if (!chunk.isSparse) {
    addDenseGram(chunk, w, Plane.Z, H, again);
    return;
  }
  const d = chunk.dimension;
  const n = changetype<Rows>(chunk.rows).count;
  const work = chunk.sideways;
  for (let j = 0; j < d; ++j) {
    fill(n, work, 0.0);
    addColumn(chunk, Plane.Z, j, 1.0, work);
    for (let i = 0; i < n; ++i) put(work, i, at(work, i) * at(w, i));
    addRowOfSums(chunk, Plane.Z, j, work, H);
  }
}

/** H_jk += sum_i w_i plane_ik for k <= j */
export function addRowOfSums(chunk: Chunk, plane: Plane, j: i32, w: usize, H: usize): void {
  const row = rowOf(H, j, chunk.dimension);
  const total = totalOf(chunk, w);
  for (let k = 0; k <= j; ++k) put(row, k, at(row, k) + columnSum(chunk, plane, k, w, total));
}

/** out_j += sum_i w_i plane_ij other_ij */
export function addSquareSums(chunk: Chunk, plane: Plane, other: Plane, w: usize, out: usize): void {
  const n = changetype<Rows>(chunk.rows).count;
  const d = changetype<Design>(chunk.design);
  if (chunk.isRaw) {
    const p = pOf(chunk);
    for (let j = 0; j < p; ++j) put(chunk.scaled, j, at(chunk.scale, j) * at(chunk.scale, j));
    addDeviationSums(d, chunk.begin, n, p, chunk.center, chunk.scaled, w, out);
    if (p < chunk.dimension) put(out, p, at(out, p) + dot(n, w, chunk.ones));
    return;
  }
  const total = totalOf(chunk, w);
  for (let j = 0; j < chunk.dimension; ++j) {
    const fa = factorOf(chunk, plane, j);
    const fb = factorOf(chunk, other, j);
    let sum = 0.0;
    if (!chunk.isSparse) {
      const a = rowOf(dense(chunk, plane), j, chunk.stride);
      const b = rowOf(dense(chunk, other), j, chunk.stride);
      for (let i = 0; i < n; ++i) sum += at(w, i) * at(a, i) * at(b, i);
      sum *= fa * fb;
    } else {
      const ba = base(chunk, plane, j);
      const bb = base(chunk, other, j);
      sum = total * ba * bb;
      if (isStored(chunk, j)) {
        const start = startOf(d, j);
        const a = stored(chunk, plane, j, start);
        const b = stored(chunk, other, j, start);
        const m = entriesOf(d, j);
        const rows = rowsFrom(d, start);
        const weights = byRowNumber(chunk, w);
        for (let i = 0; i < m; ++i) {
          const va = fa * at(a, i);
          const vb = fb * at(b, i);
          sum += at(weights, rowAt(rows, i)) * (va * vb + va * bb + ba * vb);
        }
      }
    }
    put(out, j, at(out, j) + sum);
  }
}

/** H += Z' diag(w) Z of a dense plane, as many rows at a time as the panels hold; in f32 if it is only a metric. */
export function addDenseGram(chunk: Chunk, w: usize, plane: Plane, H: usize, again: bool = false): void {
  const n = changetype<Rows>(chunk.rows).count;
  for (let i = 0; i < n; i += denseOf(chunk).gramRows) {
    const count = min(denseOf(chunk).gramRows, n - i);
    if (chunk.isRough) addPanels<f32>(chunk, i, count, slot(w, i), plane, H, again);
    else addPanels<f64>(chunk, i, count, slot(w, i), plane, H, again);
  }
}

function addPanels<T>(chunk: Chunk, first: i32, count: i32, w: usize, plane: Plane, H: usize, again: bool): void {
  const d = chunk.dimension;
  if (!again) {
    const from = entriesFor(chunk, plane, chunk.isRaw);
    const p = pOf(chunk);
    if (chunk.isRaw) packPanels<T>(from, chunk.begin + first, count, p, chunk.center, chunk.scale, p < d, denseOf(chunk).panels);
    else packPanels<T>(from, first, count, d, 0, 0, false, denseOf(chunk).panels);
  }
  addWeightedGram<T>(d, count, denseOf(chunk).panels, w, H, denseOf(chunk).buffer);
}
