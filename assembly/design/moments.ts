import { Storage } from "../abi/ids";
import { alloc, mark, release } from "../abi/arena";
import { CodedBlock, Design } from "../abi/shard";
import { at, copy, dot, fill, put, rowOf, slot } from "../num/vec";
import { chunkRows } from "./chunk-rows";
import { blockAt } from "./coded";
import { factorMoments } from "./coded-moments";
import { packRows } from "./dense";
import { entriesOf, rowAt, rowsFrom, startOf } from "./sparse";
import { needColumns, rowMoments } from "./transpose";

/**
 * Weighted mean and standard deviation (divisor: sum of weights) of every column, in one pass, rarely two:
 *
 *   K_j = weighted mean of the first rows        mean = K + S1 / W        sd^2 = S2 / W - (S1 / W)^2
 *   S1 = sum_i w_i (x_ij - K_j)                  S2 = sum_i w_i (x_ij - K_j)^2
 *
 * The shift K avoids cancellation unless the first rows are far from all others. If the mean is far from K, the sums are computed
 * again about the mean. So a column of 1e15 + i has the deviation of i, to the last digits.
 * A sum that is not finite (NaN, infinite or huge entries) stays so in the result; the host then looks for the entry.
 * Source: Chan, Golub & LeVeque (1983), Algorithms for computing the sample variance, section 3.
 *
 * weight is f64[n], or 0: all ones. mean, sd are f64[p]. Returns false when memory is exhausted.
 */
export function columnMoments(design: Design, n: i32, p: i32, weight: usize, mean: usize, sd: usize): bool {
  if (design.storage == Storage.Sparse) return wholeSparse(design, n, p, weight, mean, sd);
  if (design.storage == Storage.Coded) return codedMoments(design, 0, n, weight, mean, sd);
  const start = mark();
  const work = momentWork(design, n, p);
  const place = work < MOST ? alloc(<usize>work) : 0;
  if (place != 0) rowRangeMoments(design, 0, n, p, weight, mean, sd, place);
  release(start);
  return place != 0;
}

/** No block of work is as large as memory. */
const MOST: f64 = 4.0e9;

/** Whether a column of a dense design is read in place. */
// @ts-ignore: decorator
@inline
function isInPlace(design: Design): bool {
  return design.storage == Storage.Dense64 && design.rowStride == 1 && design.map == 0;
}

// @ts-ignore: decorator
@inline
function momentRows(design: Design, n: i32, p: i32): i32 { return isInPlace(design) ? LONGEST : chunkRows(p, n); }

/** Bytes that rowRangeMoments works in, for up to n rows. */
export function momentWork(design: Design, n: i32, p: i32): f64 {
  const chunk = <f64>momentRows(design, n, p);
  return 8.0 * (chunk + <f64>p + (isInPlace(design) ? 0.0 : chunk * <f64>p)) + 16.0;
}

/** The moments of rows from .. end - 1 of a dense design, in `work`; returns the sum of their weights. */
export function rowRangeMoments(design: Design, from: i32, end: i32, p: i32, weight: usize, mean: usize, sd: usize, work: usize): f64 {
  const inPlace = isInPlace(design);
  const chunk = momentRows(design, end - from, p);
  const ones = work;
  const shift = slot(ones, chunk);
  const block = inPlace ? design.data : slot(shift, p);
  fill(chunk, ones, 1.0);
  let total = 0.0;
  for (let round = 0; round < ROUNDS; ++round) {
    fill(p, mean, 0.0);
    fill(p, sd, 0.0);
    total = 0.0;
    for (let first = from; first < end; first += chunk) {
      const count = min(chunk, end - first);
      const w = weight == 0 ? ones : slot(weight, first);
      let here = 0.0;
      for (let i = 0; i < count; ++i) here += at(w, i);
      if (here == 0.0) continue; // rows without weight are no rows
      const isFirst = total == 0.0 && round == 0;
      total += here;
      if (!inPlace) packRows(design, first, count, p, chunk, 0, 0, block);
      for (let j = 0; j < p; ++j) {
        const x = inPlace ? slot(design.data + ((<usize>j * design.columnStride) << 3), first) : rowOf(block, j, chunk);
        if (isFirst) put(shift, j, dot(count, w, x) / here);
        addMoments(count, x, w, at(shift, j), slot(mean, j), slot(sd, j));
      }
    }
    let isFar = false;
    for (let j = 0; j < p; ++j) {
      const m = at(mean, j) / total;
      const v = at(sd, j) / total - m * m;
      if (m * m > FAR * v) isFar = true;
      put(mean, j, at(shift, j) + m);
      put(sd, j, v > 0.0 || v != v ? Math.sqrt(v) : 0.0);
    }
    if (!isFar) break;
    copy(p, mean, shift);
  }
  return total;
}

/** If the squared distance of mean and shift is above this many variances, a variance loses more than four of its sixteen digits. */
const FAR: f64 = 1e4;

/** Once about the first rows, then about that mean; once more if that mean was rounded. */
const ROUNDS: i32 = 3;

/** Rows at a time when X is read in place: their weights stay in the first-level cache. */
const LONGEST: i32 = 1024;

/** s1 += sum_i w_i (x_i - k),  s2 += sum_i w_i (x_i - k)^2 */
function addMoments(n: i32, x: usize, w: usize, k: f64, s1: usize, s2: usize): void {
  const kk = f64x2.splat(k);
  let a1 = f64x2.splat(0.0), a2 = f64x2.splat(0.0), b1 = f64x2.splat(0.0), b2 = f64x2.splat(0.0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const va = f64x2.sub(v128.load(slot(x, i)), kk), vb = f64x2.sub(v128.load(slot(x, i), 16), kk);
    const ua = f64x2.mul(v128.load(slot(w, i)), va), ub = f64x2.mul(v128.load(slot(w, i), 16), vb);
    a1 = f64x2.add(a1, ua);
    b1 = f64x2.add(b1, ub);
    a2 = f64x2.add(a2, f64x2.mul(ua, va));
    b2 = f64x2.add(b2, f64x2.mul(ub, vb));
  }
  a1 = f64x2.add(a1, b1);
  a2 = f64x2.add(a2, b2);
  let sum = f64x2.extract_lane(a1, 0) + f64x2.extract_lane(a1, 1);
  let squares = f64x2.extract_lane(a2, 0) + f64x2.extract_lane(a2, 1);
  for (; i < n; ++i) {
    const v = at(x, i) - k;
    const u = at(w, i) * v;
    sum += u;
    squares += u * v;
  }
  put(s1, 0, at(s1, 0) + sum);
  put(s2, 0, at(s2, 0) + squares);
}

/** The same of rows from .. from + n - 1, block by block; weight is of these rows. */
export function codedMoments(design: Design, from: i32, n: i32, weight: usize, mean: usize, sd: usize): bool {
  const start = mark();
  const ones = alloc(<usize>LONGEST << 3);
  const own = alloc(offsetof<Design>());
  const some = changetype<CodedBlock>(alloc(offsetof<CodedBlock>()));
  let isDone = ones != 0 && own != 0 && changetype<usize>(some) != 0;
  if (isDone) {
    fill(LONGEST, ones, 1.0);
    memory.fill(own, 0, offsetof<Design>());
  }
  for (let k = 0; isDone && k < design.blockCount; ++k) {
    const b = blockAt(design, k);
    const values: usize = b.values == 0 ? <usize>0 : slot(b.values, from);
    if (b.levels > 0) {
      memory.copy(changetype<usize>(some), changetype<usize>(b), offsetof<CodedBlock>());
      some.codes = b.codes + <usize>from * <usize>b.width;
      some.values = values;
      factorMoments(design, some, n, weight, ones, LONGEST, slot(mean, b.first), slot(sd, b.first));
    } else {
      const column = changetype<Design>(own);
      column.data = values;
      column.rowStride = 1;
      column.columnStride = n;
      isDone = columnMoments(column, n, 1, weight, slot(mean, b.first), slot(sd, b.first));
    }
  }
  release(start);
  return isDone;
}

function wholeSparse(design: Design, n: i32, p: i32, weight: usize, mean: usize, sd: usize): bool {
  let total = <f64>n;
  if (weight != 0) {
    total = 0.0;
    for (let i = 0; i < n; ++i) total += at(weight, i);
  }
  if (design.rowStarts != 0 && design.map == 0) {
    const found = sparseMoments(design, n, p, weight, total, true, mean, sd);
    if (found >= 0) return found > 0;
    needColumns(design);
  }
  return sparseMoments(design, n, p, weight, total, false, mean, sd) > 0;
}

/**
 * The same for a sparse design, by compressed rows, or by compressed columns in two passes over each; entries that are not stored are zeros
 * with the rest of the weight, `total` in all. 1: done. 0: memory is exhausted. -1: by rows a deviation would be inexact.
 */
export function sparseMoments(design: Design, n: i32, p: i32, weight: usize, total: f64, byRows: bool, mean: usize, sd: usize): i32 {
  if (!byRows) {
    for (let j = 0; j < p; ++j) columnOfSparse(design, j, n, weight, total, mean, sd);
    return 1;
  }
  const start = mark();
  const work = alloc(<usize>p << 4);
  const ones = alloc(weight == 0 ? <usize>n << 3 : 0);
  const hasRoom = work != 0 && ones != 0;
  if (hasRoom && weight == 0) fill(n, ones, 1.0);
  const isExact = hasRoom && rowMoments(design, weight == 0 ? ones : weight, total, work, mean, sd);
  release(start);
  return hasRoom ? (isExact ? 1 : -1) : 0;
}

function columnOfSparse(design: Design, j: i32, n: i32, weight: usize, total: f64, mean: usize, sd: usize): void {
  const begin = startOf(design, j);
  const m = entriesOf(design, j);
  const x = slot(design.data, <i32>begin);
  const rows = rowsFrom(design, begin);
  let sum = 0.0;
  let here = 0.0;
  for (let i = 0; i < m; ++i) {
    const w = weight == 0 ? 1.0 : at(weight, rowAt(rows, i));
    sum += w * at(x, i);
    here += w;
  }
  let average = sum / total;
  const zeros = m == n ? 0.0 : Math.max(total - here, 0.0);
  for (let round = 0; round < ROUNDS; ++round) {
    let squares = zeros * average * average;
    let rest = -zeros * average; // the rounding error of the average
    for (let i = 0; i < m; ++i) {
      const w = weight == 0 ? 1.0 : at(weight, rowAt(rows, i));
      const v = at(x, i) - average;
      rest += w * v;
      squares += w * v * v;
    }
    const more = rest / total;
    const variance = squares / total - more * more;
    put(sd, j, variance > 0.0 || variance != variance ? Math.sqrt(variance) : 0.0);
    average += more;
    if (!(more * more > FAR * variance)) break;
  }
  put(mean, j, average);
}
