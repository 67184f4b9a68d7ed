import { at, dot, put, rowOf } from "./vec";

/**
 * Cholesky factorization H = L L' of a symmetric matrix given by its lower triangle, rows of length d.
 * Columns flagged in `skip` (f64[d], 1 = skip) take no part: their row of L is zero apart from a 1 on the diagonal,
 * so solves leave 0 for them when the right-hand side is 0 there.
 *
 * Cost d^3/3, all of it dot products along rows.
 * Source: Golub & Van Loan, Matrix Computations, 4th ed. (2013), 4.2.
 */

/** A pivot below this part of its diagonal entry has no digit left: the column depends on those before it. */
export const DEPENDENT: f64 = 1e-13;

/**
 * Factors `H` into `L` (may be the same memory).
 * @returns 0 when it worked; j + 1 when pivot j is not above DEPENDENT H_jj.
 */
export function factor(d: i32, H: usize, L: usize, skip: usize): i32 {
  for (let j = 0; j < d; ++j) {
    if (!factorRow(d, j, H, L, skip, DEPENDENT)) return j + 1;
  }
  return 0;
}

/**
 * The same, but a column whose pivot is nothing but rounding is flagged in `skip` and passed over. Columns are taken
 * in order, so the first ones of a dependent set stay, as in R.
 * @returns the number of flagged columns, or -1 when a pivot is truly negative: H is indefinite.
 */
export function factorFindingDependent(d: i32, H: usize, L: usize, skip: usize): i32 {
  let found = 0;
  for (let j = 0; j < d; ++j) {
    const diagonal = at(rowOf(H, j, d), j);
    if (factorRow(d, j, H, L, skip, DEPENDENT)) continue;
    const pivot = at(rowOf(L, j, d), j);
    if (!(pivot >= -DEPENDENT * Math.abs(diagonal)) || diagonal < 0.0) return -1;
    put(skip, j, 1.0);
    factorRow(d, j, H, L, skip, DEPENDENT);
    ++found;
  }
  return found;
}

/** Row j of L. False, with the pivot left on the diagonal, when the pivot is not above limit H_jj. */
function factorRow(d: i32, j: i32, H: usize, L: usize, skip: usize, limit: f64): bool {
  const hj = rowOf(H, j, d);
  const lj = rowOf(L, j, d);
  if (at(skip, j) != 0.0) {
    for (let k = 0; k < j; ++k) put(lj, k, 0.0);
    put(lj, j, 1.0);
    return true;
  }
  const diagonal = at(hj, j);
  for (let k = 0; k < j; ++k) {
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
 * After `factor` gave up at pivot j: the direction that is (nearly) in the null space of the leading block,
 *   v_j = 1,  v_k = -(L^-T l_j)_k for k < j,  0 behind
 */
export function nullDirection(d: i32, j: i32, L: usize, v: usize): void {
  const row = rowOf(L, j, d);
  for (let k = 0; k < d; ++k) put(v, k, k < j ? -at(row, k) : k == j ? 1.0 : 0.0);
  for (let k = j - 1; k >= 0; --k) {
    const lk = rowOf(L, k, d);
    const x = at(v, k) / at(lk, k);
    put(v, k, x);
    for (let i = 0; i < k; ++i) put(v, i, at(v, i) - x * at(lk, i));
  }
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
    for (let k = 0; k < j; ++k) put(x, k, at(x, k) - v * at(row, k));
  }
}

/** x <- (L L')^-1 x */
export function solve(d: i32, L: usize, x: usize): void {
  solveLower(d, L, x);
  solveUpper(d, L, x);
}
