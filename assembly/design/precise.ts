import { Storage } from "../abi/ids";
import { Design, Shard } from "../abi/shard";
import { add, low, mul } from "../num/double-double";
import { at, put, slot } from "../num/vec";
import { blockOf, codedEntry } from "./coded";
import { entryAt } from "./dense";
import { entriesOf, rowAt, rowsFrom, startOf } from "./sparse";
import { needColumns } from "./transpose";

/**
 * Predictors and slopes in twice the precision (num/double-double.ts), from X as given. If columns nearly depend on each
 * other, or lie far from 0, the x_ij beta_j are large numbers that nearly cancel. Vectors of such numbers are [high, low], one after the
 * other. d = p + intercept; one predictor.
 */

/**
 * eta_i <- o_i + theta_p + sum_j (x_ij - center_j) scale_j theta_j. theta is f64[2][d], eta f64[2][n].
 * @returns the intercept of columns that are not centred, theta_p - sum_j center_j scale_j theta_j
 */
export function precisePredictor(shard: Shard, theta: usize, eta: usize): f64 {
  const design = changetype<Design>(shard.design);
  needColumns(design);
  const n = shard.rows, p = shard.columns, d = p + shard.intercept;
  const rest = slot(eta, n);
  let b = shard.intercept ? at(theta, p) : 0.0;
  let small = shard.intercept ? at(theta, d + p) : 0.0;
  for (let j = 0; j < p; ++j) {
    const s = at(shard.scale, j);
    const shift = mul(-at(shard.center, j), 0.0, s * at(theta, j), s * at(theta, d + j));
    b = add(b, small, shift, low);
    small = low;
  }
  for (let i = 0; i < n; ++i) {
    put(eta, i, add(b, small, shard.offset == 0 ? 0.0 : at(shard.offset, i), 0.0));
    put(rest, i, low);
  }
  for (let j = 0; j < p; ++j) {
    const s = at(shard.scale, j);
    const high = s * at(theta, j);
    const little = s * at(theta, d + j);
    if (high == 0.0 && little == 0.0) continue;
    const rows = rowsOf(design, j);
    for (let k = 0, m = countOf(design, n, j); k < m; ++k) {
      const i = rowAt(rows, k);
      const product = mul(entry(design, j, k), 0.0, high, little);
      put(eta, i, add(at(eta, i), at(rest, i), product, low));
      put(rest, i, low);
    }
  }
  return b;
}

/** out_j <- sum_i v_i z_ij, the ones of the intercept last. v is f64[2][n], out f64[d]. */
export function preciseSums(shard: Shard, v: usize, out: usize): void {
  const design = changetype<Design>(shard.design);
  needColumns(design);
  const n = shard.rows, p = shard.columns;
  let total = 0.0;
  let left = 0.0;
  for (let i = 0; i < n; ++i) {
    total = add(total, left, at(v, i), at(v, n + i));
    left = low;
  }
  if (shard.intercept) put(out, p, total);
  for (let j = 0; j < p; ++j) {
    let sum = mul(-at(shard.center, j), 0.0, total, left);
    let rest = low;
    const rows = rowsOf(design, j);
    for (let k = 0, m = countOf(design, n, j); k < m; ++k) {
      const i = rowAt(rows, k);
      const product = mul(entry(design, j, k), 0.0, at(v, i), at(v, n + i));
      sum = add(sum, rest, product, low);
      rest = low;
    }
    put(out, j, at(shard.scale, j) * sum);
  }
}

/** Entries of column j that the loop visits. */
function countOf(d: Design, n: i32, j: i32): i32 { return d.storage == Storage.Sparse ? entriesOf(d, j) : n; }

/** Their rows; 0 if they are all rows in order. */
function rowsOf(d: Design, j: i32): usize { return d.storage == Storage.Sparse ? rowsFrom(d, startOf(d, j)) : 0; }

// @ts-ignore: decorator
@inline
function entry(d: Design, j: i32, k: i32): f64 {
  if (d.storage == Storage.Sparse) return at(d.data, <i32>startOf(d, j) + k);
  return d.storage == Storage.Coded ? codedEntry(blockOf(d, j), k, j) : entryAt(d, k, j);
}
