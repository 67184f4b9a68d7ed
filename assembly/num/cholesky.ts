import { at, axpy, dot, dots, put, rowOf } from "./vec";

/**
 * Cholesky factorization H = L L' of a symmetric matrix given by its lower triangle, rows of length d.
 * Columns flagged in `skip` (f64[d], 1 = skip) take no part: their row of L is zero apart from a 1 on the diagonal,
 * so solves leave 0 for them when the right-hand side is 0 there.
 *
 * Cost d^3/3, all of it dot products along rows.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed. (2013), 4.2.
 */

/** A pivot below this part of its diagonal entry has no digits: the column depends on those before it. */
export const DEPENDENT: f64 = 1e-13;

/** If every pivot is above this part, no column depends on others: the rounding of the factorization is far below. */
export const CLEARLY_INDEPENDENT: f64 = 1e-7;

/**
 * If every pivot is above this part, X'X is as good as X: a condition number of 100 costs four of sixteen digits in X'X, and two in X.
 * Below, a factor of X itself is used where there is one (num/triangle.ts).
 */
export const SAFE: f64 = 1e-4;

/**
 * Factors `H` into `L` (may be the same memory).
 * @returns 0 when it worked; j + 1 when pivot j is not above limit H_jj.
 */
export function factor(d: i32, H: usize, L: usize, skip: usize, limit: f64): i32 {
  for (let j = 0; j < d; ++j) {
    const isPair = j + 1 < d && at(skip, j) == 0.0 && at(skip, j + 1) == 0.0;
    let done = 0;
    if (isPair) {
      beginPair(d, j, H, L, skip);
      done = j;
    }
    if (!factorRow(d, j, done, H, L, skip, limit)) return j + 1;
    if (isPair && !factorRow(d, ++j, done, H, L, skip, limit)) return j + 1;
  }
  return 0;
}

/** Columns before j of rows j and j + 1: rows of L are read once for both. */
function beginPair(d: i32, j: i32, H: usize, L: usize, skip: usize): void {
  const ha = rowOf(H, j, d), hb = rowOf(H, j + 1, d);
  const la = rowOf(L, j, d), lb = rowOf(L, j + 1, d);
  for (let k = 0; k < j; ++k) {
    const lk = rowOf(L, k, d);
    const isOut = at(skip, k) != 0.0;
    const sums = dots(k, la, lb, lk);
    const pivot = at(lk, k);
    put(la, k, isOut ? 0.0 : (at(ha, k) - f64x2.extract_lane(sums, 0)) / pivot);
    put(lb, k, isOut ? 0.0 : (at(hb, k) - f64x2.extract_lane(sums, 1)) / pivot);
  }
}

/**
 * Flags in `skip` the columns that are combinations of others, by elimination with pivoting. Among pivots that are not
 * much smaller than the largest the first column is taken, so that the first ones of a dependent set stay, as in R.
 *
 *   H      positive semidefinite, lower triangle; destroyed
 *   work   f64[d]
 *   skip   f64[d], in: 1 for columns to leave out; they count as flagged
 *   least  the part of its diagonal entry that a column must have left
 *
 * @returns the number of flagged columns
 * Source: Higham (1990), Analysis of the Cholesky decomposition of a semi-definite matrix.
 */
export function findDependent(d: i32, H: usize, work: usize, skip: usize, least: f64 = DEPENDENT): i32 {
  for (let j = 0; j < d; ++j) {
    const row = rowOf(H, j, d);
    put(work, j, at(skip, j) != 0.0 ? 0.0 : at(row, j)); // what is held already stays so
    put(skip, j, 1.0);
    for (let k = 0; k < j; ++k) put(rowOf(H, k, d), j, at(row, k)); // both triangles, so that rows can be subtracted
  }
  const limit = Math.max(least, 8.0 * <f64>d * f64.EPSILON);
  for (let taken = 0; taken < d; ++taken) {
    let largest = 0.0;
    for (let j = 0; j < d; ++j) if (at(skip, j) != 0.0) largest = Math.max(largest, remaining(d, H, work, j));
    if (!(largest > limit)) return d - taken;
    let pivot = 0;
    while (at(skip, pivot) == 0.0 || remaining(d, H, work, pivot) < 0.1 * largest) ++pivot;
    put(skip, pivot, 0.0);
    const row = rowOf(H, pivot, d);
    for (let j = 0; j < d; ++j) {
      if (at(skip, j) != 0.0) axpy(d, -at(row, j) / at(row, pivot), row, rowOf(H, j, d));
    }
  }
  return 0;
}

/** The rest of column j, as a part of the whole. */
function remaining(d: i32, H: usize, original: usize, j: i32): f64 {
  const was = at(original, j);
  return was > 0.0 ? at(rowOf(H, j, d), j) / was : 0.0;
}

/** Row j of L, of which `done` columns are known. False, with the pivot left on the diagonal, when the pivot is not above limit H_jj. */
function factorRow(d: i32, j: i32, done: i32, H: usize, L: usize, skip: usize, limit: f64): bool {
  const hj = rowOf(H, j, d);
  const lj = rowOf(L, j, d);
  if (at(skip, j) != 0.0) {
    for (let k = 0; k < j; ++k) put(lj, k, 0.0);
    put(lj, j, 1.0);
    return true;
  }
  const diagonal = at(hj, j);
  for (let k = done; k < j; ++k) {
    const lk = rowOf(L, k, d);
    put(lj, k, at(skip, k) != 0.0 ? 0.0 : (at(hj, k) - dot(k, lj, lk)) / at(lk, k));
  }
  const pivot = diagonal - dot(j, lj, lj);
  put(lj, j, pivot);
  if (!(pivot > limit * diagonal && pivot > 0.0)) return false;
  put(lj, j, Math.sqrt(pivot));
  return true;
}

/**
 * L with L L' = A for a positive semidefinite A, both by rows of length d, L with zeros above its diagonal. A column with at most
 * `limit` of its diagonal entry left gets zeros. Source: Higham (1990), as above.
 *
 * @returns the number of the others, the rank of A
 */
export function factorSemidefinite(d: i32, A: usize, L: usize, limit: f64): i32 {
  let rank = 0;
  for (let j = 0; j < d; ++j) {
    const row = rowOf(L, j, d);
    for (let k = 0; k < j; ++k) {
      const other = rowOf(L, k, d);
      const pivot = at(other, k);
      put(row, k, pivot > 0.0 ? (at(rowOf(A, j, d), k) - dot(k, row, other)) / pivot : 0.0);
    }
    const diagonal = at(rowOf(A, j, d), j);
    const left = diagonal - dot(j, row, row);
    const isThere = left > limit * diagonal && left > 0.0;
    put(row, j, isThere ? Math.sqrt(left) : 0.0);
    for (let k = j + 1; k < d; ++k) put(row, k, 0.0);
    rank += i32(isThere);
  }
  return rank;
}

/** x <- L^-1 x */
export function solveLower(d: i32, L: usize, x: usize): void {
  for (let j = 0; j < d; ++j) {
    const row = rowOf(L, j, d);
    put(x, j, (at(x, j) - dot(j, row, x)) / at(row, j));
  }
}

/** x <- L'^-1 x, going down the rows of L so that memory is read in order. */
export function solveUpper(d: i32, L: usize, x: usize): void {
  for (let j = d - 1; j >= 0; --j) {
    const row = rowOf(L, j, d);
    const v = at(x, j) / at(row, j);
    put(x, j, v);
    axpy(j, -v, row, x);
  }
}

/** x <- (L L')^-1 x */
export function solve(d: i32, L: usize, x: usize): void {
  solveLower(d, L, x);
  solveUpper(d, L, x);
}
