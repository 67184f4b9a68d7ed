import { at, axpy, dot, fill, index, put, putIndex, rowOf } from "./vec";

/**
 * Z = Q R by Householder reflections, a block of rows at a time: the factor of some rows, stacked on the rows that follow, has the factor
 * of all of them (TSQR), so n rows need memory for one block only. R is f64[d][d] by columns: column k is R_0k .. R_kk, then zeros.
 *
 * R is as exact as X, while R from X'X has lost half of the digits: a column that differs from a combination of others by 1e-12 of
 * itself has four digits left in R, and none in X'X.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed. (2013), 5.2; Demmel, Grigori, Hoemmen & Langou (2012), Communication-optimal
 * parallel and sequential QR and LU factorizations.
 */

/** Columns have length about 1. A rest below 1e-140 counts as 0, because its square, a divisor, would underflow. */
const NOTHING: f64 = 1e-280;

/** R'R <- R'R + B'B for m rows of d columns, f64[d][stride]; the block is overwritten. */
export function addRows(d: i32, R: usize, m: i32, stride: i32, block: usize): void {
  for (let j = 0; j < d; ++j) {
    const b = rowOf(block, j, stride);
    const squares = dot(m, b, b);
    if (squares < NOTHING) continue;
    const column = rowOf(R, j, d);
    const r = at(column, j);
    const norm = Math.sqrt(r * r + squares);
    const lead = r + (r < 0.0 ? -norm : norm); //    v = [lead; b],  v'v / 2 = norm (norm + |r|)
    const factor = 1.0 / (norm * (norm + Math.abs(r)));
    put(column, j, r < 0.0 ? norm : -norm);
    for (let k = j + 1; k < d; ++k) {
      const top = rowOf(R, k, d);
      const c = rowOf(block, k, stride);
      const s = factor * (lead * at(top, j) + dot(m, b, c));
      put(top, j, at(top, j) - s * lead);
      axpy(m, -s, b, c);
    }
  }
}

/** A column with this part left is independent, whatever the rounding of its entries. */
const CLEAR: f64 = 1e-6;

/**
 * Orders the columns of R, which becomes the factor of the ordered ones, so that the first r are independent and each of the others is a
 * combination of them to the rounding of its entries. Columns before `first` always come first. Among columns whose rest is not much
 * smaller than the largest, the first is taken, so that of a dependent set the first columns stay, as in R.
 *
 *   R          f64[d][d] by columns, upper triangle; column order_k of the result is what column k of the ordered factor is
 *   size       f64[d]  root mean squares of the columns as given, not centred, in the units of R: rounding is relative to these
 *   tolerance  column j depends on the columns taken if
 *
 *       |rest of j|  <=  tolerance ( size_j + sum_k |a_k| size_k ),     a: the combination of those taken that is nearest to j
 *
 *              that is, if changing entries by that part of themselves makes it an exact combination
 *   work       f64[3 d]
 *   order      i32[d]
 *
 * @returns r
 */
export function orderColumns(d: i32, R: usize, size: usize, first: i32, tolerance: f64, work: usize, order: usize): i32 {
  const original = work;
  const rest = rowOf(work, 1, d);
  const a = rowOf(work, 2, d);
  for (let j = 0; j < d; ++j) {
    const column = rowOf(R, j, d);
    putIndex(order, j, j);
    put(original, j, Math.sqrt(dot(d, column, column)));
  }
  let end = d; // columns from here on are dependent
  for (let taken = 0; taken < end; ++taken) {
    let largest = 0.0;
    for (let k = taken; k < end; ++k) {
      const j = index(order, k);
      put(rest, j, partOf(restOf(d, R, j, taken), at(original, j)));
      largest = Math.max(largest, at(rest, j));
    }
    if (taken >= first && largest < CLEAR) {
      for (let k = end - 1; k >= taken; --k) {
        const j = index(order, k);
        if (!isDependent(d, R, size, tolerance, at(rest, j) * at(original, j), taken, j, a, order)) continue;
        for (let l = k; l + 1 < end; ++l) putIndex(order, l, index(order, l + 1));
        putIndex(order, --end, j);
      }
      if (taken >= end) break;
      largest = 0.0;
      for (let k = taken; k < end; ++k) largest = Math.max(largest, at(rest, index(order, k)));
    }
    let place = taken;
    if (taken >= first) while (at(rest, index(order, place)) < NEARLY * largest) ++place;
    const pivot = index(order, place);
    for (let l = place; l > taken; --l) putIndex(order, l, index(order, l - 1));
    putIndex(order, taken, pivot);
    reflect(d, R, taken, pivot, order);
  }
  return end;
}

/** sqrt 0.1: "not much less". */
const NEARLY: f64 = 0.31622776601683794;

// @ts-ignore: decorator
@inline
function partOf(rest: f64, whole: f64): f64 { return whole > 0.0 ? rest / whole : 0.0; }

/** The norm of column j from row `taken` on. */
function restOf(d: i32, R: usize, j: i32, taken: i32): f64 {
  const column = rowOf(R, j, d);
  let squares = 0.0;
  for (let i = taken; i < d; ++i) squares += at(column, i) * at(column, i);
  return Math.sqrt(squares);
}

function isDependent(
  d: i32, R: usize, size: usize, tolerance: f64, rest: f64, taken: i32, j: i32, a: usize, order: usize,
): bool {
  combination(d, R, taken, j, a, order);
  let sum = at(size, j);
  for (let k = 0; k < taken; ++k) sum += Math.abs(at(a, k)) * at(size, index(order, k));
  return rest <= tolerance * sum;
}

/** a, f64[taken], with  sum_k a_k (column order_k)  nearest to column j: the first `taken` rows of R, solved. */
export function combination(d: i32, R: usize, taken: i32, j: i32, a: usize, order: usize): void {
  const column = rowOf(R, j, d);
  for (let k = 0; k < taken; ++k) put(a, k, at(column, k));
  for (let k = taken - 1; k >= 0; --k) {
    const other = rowOf(R, index(order, k), d);
    const value = at(a, k) / at(other, k);
    put(a, k, value);
    for (let i = 0; i < k; ++i) put(a, i, at(a, i) - value * at(other, i));
  }
}

/** One reflection: rows from `row` on of the pivot become one number; it is applied to the columns after it in the order. */
function reflect(d: i32, R: usize, row: i32, pivot: i32, order: usize): void {
  const v = rowOf(R, pivot, d) + (<usize>row << 3);
  const m = d - row;
  const squares = dot(m, v, v);
  if (squares < NOTHING) return;
  const norm = Math.sqrt(squares);
  const r = at(v, 0);
  const lead = r + (r < 0.0 ? -norm : norm);
  const factor = 1.0 / (norm * (norm + Math.abs(r)));
  put(v, 0, lead);
  for (let k = row + 1; k < d; ++k) {
    const c = rowOf(R, index(order, k), d) + (<usize>row << 3);
    axpy(m, -factor * dot(m, v, c), v, c);
  }
  fill(m, v, 0.0);
  put(v, 0, r < 0.0 ? norm : -norm);
}

/**
 * Rows of Z become rows of Q = Z R^-1, for r columns in the order given; q is well-conditioned, and  q R = z  holds to the rounding of z.
 *
 *   Z       f64[..][stride]  columns of m rows; column k of Q takes the place of column order_k
 *   ones    1 if the first of the order is a column of ones that is not stored; then order counts from it
 */
export function divideByTriangle(d: i32, R: usize, r: i32, order: usize, ones: i32, m: i32, stride: i32, Z: usize): void {
  for (let k = ones; k < r; ++k) {
    const j = index(order, k);
    const column = rowOf(R, j, d);
    const z = rowOf(Z, j - ones, stride);
    if (ones) {
      const c = at(column, 0);
      for (let i = 0; i < m; ++i) put(z, i, at(z, i) - c);
    }
    for (let l = ones; l < k; ++l) axpy(m, -at(column, l), rowOf(Z, index(order, l) - ones, stride), z);
    const pivot = at(column, k);
    for (let i = 0; i < m; ++i) put(z, i, at(z, i) / pivot);
  }
}
