import { alloc, mark, release } from "../abi/arena";
import { DEPENDENT, factor, findDependent, SAFE, solve } from "../num/cholesky";
import { at, dot, fill, put, rowOf, slot } from "../num/vec";

/**
 * out <- H^-1 in full, f64[d d], for a symmetric positive definite H given by its lower triangle, rows of length d. Columns
 * flagged in `skip` are left out, and their rows say how they depend on the others:
 *
 *   skip_j = 0    row j is that of the inverse, 0 at skipped columns
 *   skip_j = 1    row j is -H_KK^-1 H_Kj on the others K, 1 at j: a direction that changes nothing if column j depends on them
 *
 * False when a pivot is not above 0, or memory is exhausted.
 */
export function invert(d: i32, H: usize, skip: usize, out: usize): bool {
  const start = mark();
  const L = alloc((<usize>d * <usize>d) << 3);
  const done = L != 0 && factor(d, H, L, skip, DEPENDENT * 1e-3) == 0;
  for (let j = 0; done && j < d; ++j) {
    const row = rowOf(out, j, d);
    fill(d, row, 0.0);
    if (at(skip, j) == 0.0) put(row, j, 1.0);
    else {
      for (let k = 0; k < d; ++k) {
        if (at(skip, k) == 0.0) put(row, k, k < j ? -at(rowOf(H, j, d), k) : -at(rowOf(H, k, d), j));
      }
    }
    solve(d, L, row);
    if (at(skip, j) != 0.0) put(row, j, 1.0);
  }
  release(start);
  return done;
}

/**
 * Flags columns of H that are combinations of others, beside those flagged already; with `nearly` also those so near to a combination
 * that a factor of X is more accurate than H. H is not changed. -1: no memory.
 */
export function flagDependent(d: i32, H: usize, skip: usize, nearly: bool): i32 {
  const start = mark();
  const bytes = (<usize>d * <usize>d) << 3;
  const copied = alloc(bytes);
  const work = alloc((<usize>d << 3) + 16);
  if (copied == 0 || work == 0) {
    release(start);
    return -1;
  }
  memory.copy(copied, H, bytes);
  const found = findDependent(d, copied, work, skip, nearly ? SAFE : DEPENDENT);
  release(start);
  return found;
}

/**
 * tr(M^-1 H) of symmetric matrices by their lower triangles, rows of length d; NaN where M is not positive definite: a pivot is not above
 * `limit` of its diagonal entry. M is overwritten by its factor.
 */
export function traceOfRatio(d: i32, M: usize, H: usize, limit: f64): f64 {
  const start = mark();
  const column = alloc((<usize>d << 3) + 16);
  const none = alloc((<usize>d << 3) + 16);
  let trace = NaN;
  if (column != 0 && none != 0) {
    fill(d, none, 0.0);
    if (factor(d, M, M, none, limit) == 0) {
      trace = 0.0;
      for (let j = 0; j < d; ++j) {
        for (let k = 0; k < d; ++k) put(column, k, k < j ? at(rowOf(H, j, d), k) : at(rowOf(H, k, d), j));
        solve(d, M, column);
        trace += at(column, j);
      }
    }
  }
  release(start);
  return trace;
}

/**
 * sum_j s_j (M^-1)_jj,  M = H + diag s, H by its lower triangle, rows of length d; NaN where M is not positive definite: a pivot is not above
 * `limit` of its diagonal entry. With M = LL' the diagonal of M^-1 is that of L^-T L^-1: squares of the columns of L^-1. H is overwritten.
 */
export function heldBack(d: i32, H: usize, s: usize, limit: f64): f64 {
  const start = mark();
  const y = alloc((<usize>d << 3) + 16);
  const none = alloc((<usize>d << 3) + 16);
  let held = NaN;
  if (y != 0 && none != 0) {
    fill(d, none, 0.0);
    for (let j = 0; j < d; ++j) put(rowOf(H, j, d), j, at(rowOf(H, j, d), j) + at(s, j));
    if (factor(d, H, H, none, limit) == 0) {
      held = 0.0;
      for (let j = 0; j < d; ++j) {
        if (at(s, j) == 0.0) continue;
        let squares = 0.0;
        for (let i = j; i < d; ++i) {
          const row = rowOf(H, i, d);
          const v = ((i == j ? 1.0 : 0.0) - dot(i - j, slot(row, j), slot(y, j))) / at(row, i);
          put(y, i, v);
          squares += v * v;
        }
        held += at(s, j) * squares;
      }
    }
  }
  release(start);
  return held;
}
