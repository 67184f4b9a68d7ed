import { alloc, mark, release } from "../abi/arena";
import { Storage } from "../abi/ids";
import { Design, Shard } from "../abi/shard";
import { addRows, divideByTriangle, orderColumns } from "../num/triangle";
import { at, fill, put, rowOf, slot } from "../num/vec";
import { chunkRows } from "./chunk-rows";
import { packRows } from "./dense";
import { entriesOf, rowAt, rowsFrom, startOf } from "./sparse";
import { needColumns } from "./transpose";

/**
 * The standardized columns of a shard, after a column of ones if it has an intercept, in coordinates in which they are
 * orthogonal: [1 Z] = [1 Q] R, for the columns that are independent. In these coordinates no column is near a combination
 * of others.
 *
 *   weight      f64[n], or 0: all ones; total is their sum
 *   size        f64[d]     see num/triangle.ts
 *   Z           f64[p n + 1]  out: Q, column k of the order in the place of Z's column order_k
 *   R           f64[d][d]  out: by columns; d = p + intercept
 *   order       i32[d]     out: positions in [1 Z], the independent ones first
 *
 * Q'WQ / total is the unit matrix. Returns the rank, the ones included; -1 when memory is exhausted.
 */
export function orthogonalize(
  shard: Shard, total: f64, size: usize, tolerance: f64, Z: usize, R: usize, order: usize,
): i32 {
  const n = shard.rows, p = shard.columns, ones = shard.intercept;
  const d = p + ones;
  const start = mark();
  const chunk = chunkRows(d, n);
  const block = alloc((<usize>chunk * <usize>d) << 3);
  const work = alloc((<usize>d * 3 + 1) << 3);
  if (block == 0 || work == 0) {
    release(start);
    return -1;
  }
  standardizeInto(changetype<Design>(shard.design), n, p, shard.center, shard.scale, Z);
  fill(d * d, R, 0.0);
  for (let first = 0; first < n; first += chunk) {
    const count = min(chunk, n - first);
    for (let j = 0; j < d; ++j) {
      const to = rowOf(block, j, chunk);
      for (let i = 0; i < count; ++i) {
        const w = shard.weight == 0 ? 1.0 : at(shard.weight, first + i);
        put(to, i, Math.sqrt(w / total) * (j < ones ? 1.0 : at(rowOf(Z, j - ones, n), first + i)));
      }
    }
    addRows(d, R, count, chunk, block);
  }
  const rank = orderColumns(d, R, size, ones, tolerance, work, order);
  if (ones && at(R, 0) < 0.0) for (let j = 0; j < d; ++j) put(rowOf(R, j, d), 0, -at(rowOf(R, j, d), 0));
  for (let first = 0; first < n; first += chunk) {
    divideByTriangle(d, R, rank, order, ones, min(chunk, n - first), n, slot(Z, first));
  }
  release(start);
  return rank;
}

/** Z, f64[p][n] <- (x_ij - center_j) scale_j */
function standardizeInto(d: Design, n: i32, p: i32, center: usize, scale: usize, Z: usize): void {
  if (d.storage != Storage.Sparse) {
    packRows(d, 0, n, p, n, center, scale, Z); // the zero behind an odd column is the next one's first entry until that is written
    return;
  }
  needColumns(d);
  for (let j = 0; j < p; ++j) {
    const z = rowOf(Z, j, n);
    const c = at(center, j);
    const s = at(scale, j);
    fill(n, z, -c * s);
    const begin = startOf(d, j);
    const x = slot(d.data, <i32>begin);
    const rows = rowsFrom(d, begin);
    for (let k = 0, m = entriesOf(d, j); k < m; ++k) put(z, rowAt(rows, k), (at(x, k) - c) * s);
  }
}
