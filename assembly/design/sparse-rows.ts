import { Design } from "../abi/shard";
import { at, index, put, slot } from "../num/vec";

/**
 * Sums over a sparse X by compressed rows. A pair is two adjacent numbers, one for x and one for x^2, so that with noise
 * one load reads both. Linear predictors add columns in ascending order, as the loops by column do,
 * so both give the same bits.
 */

/** Rows from `first` on that have about `most` entries together: at least one row, none from `end` on. */
export function rowsWithin(d: Design, first: i32, end: i32, most: i32): i32 {
  const limit = index(d.rowStarts, first) + most;
  let i = first + 1;
  while (i < end && index(d.rowStarts, i + 1) <= limit) ++i;
  return i - first;
}

/** out_i += sum_j x_ij c_j for `count` rows from `first` on. Two rows at a time: their additions run in parallel. */
export function timesRows(d: Design, first: i32, count: i32, c: usize, out: usize): void {
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    let a = index(d.rowStarts, first + i);
    const middle = index(d.rowStarts, first + i + 1);
    let b = middle;
    const end = index(d.rowStarts, first + i + 2);
    let one = at(out, i);
    let two = at(out, i + 1);
    for (const both = a + min(middle - a, end - b); a < both; ++a, ++b) {
      one += at(c, index(d.rowIndices, a)) * at(d.rowData, a);
      two += at(c, index(d.rowIndices, b)) * at(d.rowData, b);
    }
    put(out, i, addRow(d, a, middle, c, one));
    put(out, i + 1, addRow(d, b, end, c, two));
  }
  if (i < count) put(out, i, addRow(d, index(d.rowStarts, first + i), index(d.rowStarts, first + i + 1), c, at(out, i)));
}

// @ts-ignore: decorator
@inline
function addRow(d: Design, from: i32, end: i32, c: usize, sum: f64): f64 {
  for (let k = from; k < end; ++k) sum += at(c, index(d.rowIndices, k)) * at(d.rowData, k);
  return sum;
}

/** out_j += sum_i w_i x_ij */
export function addRows(d: Design, first: i32, count: i32, w: usize, out: usize): void {
  for (let i = 0; i < count; ++i) {
    const c = at(w, i);
    if (c == 0.0) continue;
    const end = index(d.rowStarts, first + i + 1);
    for (let k = index(d.rowStarts, first + i); k < end; ++k) {
      const to = slot(out, index(d.rowIndices, k));
      put(to, 0, at(to, 0) + c * at(d.rowData, k));
    }
  }
}

/** Address of pair j. */
// @ts-ignore: decorator
@inline
function pair(p: usize, j: i32): usize { return p + (<usize>j << 4); }

/** (x, x^2) of entry k */
// @ts-ignore: decorator
@inline
function powers(d: Design, k: i32): v128 {
  const x = at(d.rowData, k);
  return f64x2.replace_lane(f64x2.splat(x), 1, x * x);
}

/** one_i += sum_j x_ij c_j0,  two_i += sum_j x_ij^2 c_j1 */
export function timesRowPairs(d: Design, first: i32, count: i32, c: usize, one: usize, two: usize): void {
  for (let i = 0; i < count; ++i) {
    const end = index(d.rowStarts, first + i + 1);
    let sum = f64x2.replace_lane(f64x2.splat(at(one, i)), 1, at(two, i));
    for (let k = index(d.rowStarts, first + i); k < end; ++k) {
      sum = f64x2.add(sum, f64x2.mul(v128.load(pair(c, index(d.rowIndices, k))), powers(d, k)));
    }
    put(one, i, f64x2.extract_lane(sum, 0));
    put(two, i, f64x2.extract_lane(sum, 1));
  }
}

/** out_j0 += sum_i v_i x_ij,  out_j1 += sum_i w_i x_ij^2 */
export function addRowPairs(d: Design, first: i32, count: i32, v: usize, w: usize, out: usize): void {
  for (let i = 0; i < count; ++i) {
    const c = f64x2.replace_lane(f64x2.splat(at(v, i)), 1, at(w, i));
    const end = index(d.rowStarts, first + i + 1);
    for (let k = index(d.rowStarts, first + i); k < end; ++k) {
      const to = pair(out, index(d.rowIndices, k));
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(c, powers(d, k))));
    }
  }
}
