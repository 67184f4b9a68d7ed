import { CodedBlock, Design } from "../abi/shard";
import { at, fill, index, put, rowOf, slot } from "../num/vec";
import { blockAt, contrastAt } from "./coded";
import { CodedGram, rowBytes } from "./coded-gram";

/**
 * The matrix that the tables of design/coded-gram.ts stand for. With X_jk = sum w x_j x_k, U_j = sum w x_j and W = sum w, in which no x is
 * centred,
 *
 *   sum w z_j z_k = scale_j scale_k (X_jk - center_j U_k - center_k U_j + center_j center_k W)
 *
 * and X = C'TC for the table T of two factors. Zeros of C cost nothing.
 */

/** H += the sums, as Z' diag(w) Z, lower triangle by rows of length `dimension`; the intercept, if any, is the last. */
export function finishCodedGram(d: Design, g: CodedGram, dimension: i32, center: usize, scale: usize, H: usize): void {
  const q = g.numbers;
  const p = d.columns;
  for (let k = 0; k < q; ++k) {
    const row = rowOf(g.cross, k, q + 1);
    for (let m = 0; m <= k; ++m) add(H, dimension, index(g.columns, k), index(g.columns, m), at(row, m));
  }
  const ones = rowOf(g.cross, q, q + 1);
  if (p < dimension) {
    for (let k = 0; k < q; ++k) add(H, dimension, p, index(g.columns, k), at(ones, k));
    add(H, dimension, p, p, at(ones, q));
  }
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    for (let j = 0; b.levels > 0 && j < b.columns; ++j) finishColumn(d, g, k, b, j, dimension, center, scale, H);
  }
}

// @ts-ignore: decorator
@inline
function add(H: usize, dimension: i32, j: i32, k: i32, v: f64): void {
  const to = slot(rowOf(H, max(j, k), dimension), min(j, k));
  put(to, 0, at(to, 0) + v);
}

/** Column j of block k with the intercept, the numbers, and all columns of factors up to itself. */
function finishColumn(d: Design, g: CodedGram, k: i32, b: CodedBlock, j: i32, dimension: i32, center: usize, scale: usize, H: usize): void {
  const q = g.numbers;
  const length = g.width + index(g.before, k);
  const start = <usize>index(g.starts, k);
  const bytes = <usize>rowBytes(g, k);
  fill(length, g.sums, 0.0);
  for (let l = 0; l < b.levels; ++l) {
    const c = contrastAt(b, l, j);
    if (c == 0.0) continue;
    const row = start + <usize>l * bytes;
    for (let m = 0; m < length; ++m) put(g.sums, m, at(g.sums, m) + c * at(row, m));
  }
  const J = b.first + j;
  const cj = at(center, J);
  const sj = at(scale, J);
  const ones = rowOf(g.cross, q, q + 1);
  const W = at(ones, q);
  const U = at(g.sums, q);
  put(g.once, J, U);
  for (let m = 0; m < q; ++m) add(H, dimension, J, index(g.columns, m), sj * (at(g.sums, m) - cj * at(ones, m)));
  if (dimension > d.columns) add(H, dimension, d.columns, J, sj * (U - cj * W));
  for (let m = 0; m <= k; ++m) {
    const other = blockAt(d, m);
    if (other.levels == 0) continue;
    const count = m == k ? j + 1 : other.columns;
    if (m == k) ownPairs(b, j, start, bytes, b.values == 0 ? <usize>q << 3 : bytes - 8, g.tile);
    else pairs(other, slot(g.sums, g.width + index(g.before, m)), g.tile);
    for (let c = 0; c < count; ++c) {
      const K = other.first + c;
      const ck = at(center, K);
      const sum = at(g.tile, c) - cj * at(g.once, K) - ck * U + cj * ck * W;
      add(H, dimension, J, K, sj * at(scale, K) * sum);
    }
  }
}

/** out_c <- sum_l t_l C_lc */
function pairs(b: CodedBlock, t: usize, out: usize): void {
  fill(b.columns, out, 0.0);
  for (let l = 0; l < b.levels; ++l) {
    const v = at(t, l);
    if (b.places != 0) {
      const c = index(b.places, l);
      if (c >= 0) put(out, c, at(out, c) + v);
    } else if (v != 0.0) {
      const row = rowOf(b.contrasts, l, b.columns);
      for (let c = 0; c < b.columns; ++c) put(out, c, at(out, c) + v * at(row, c));
    }
  }
}

/** out_c <- sum_l s_l C_lj C_lc, c <= j, s_l at `place` in the row of level l */
function ownPairs(b: CodedBlock, j: i32, start: usize, bytes: usize, place: usize, out: usize): void {
  fill(j + 1, out, 0.0);
  for (let l = 0; l < b.levels; ++l) {
    const x = contrastAt(b, l, j);
    if (x == 0.0) continue;
    const v = x * at(start + <usize>l * bytes + place, 0);
    if (b.places != 0) put(out, j, at(out, j) + v);
    else {
      const row = rowOf(b.contrasts, l, b.columns);
      for (let c = 0; c <= j; ++c) put(out, c, at(out, c) + v * at(row, c));
    }
  }
}
