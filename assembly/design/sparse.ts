import { Design } from "../abi/shard";
import { at, axpy, dot, index, put, slot } from "../num/vec";

/** A sparse design by compressed columns. Entries that are not stored are zeros. */

/** Number in the design of column j of the shard. */
// @ts-ignore: decorator
@inline
function columnOf(d: Design, j: i32): i32 { return d.map == 0 ? j : index(d.map, j); }

/** Number of the first entry of column j. */
// @ts-ignore: decorator
@inline
export function startOf(d: Design, j: i32): usize { return <usize>index(d.starts, columnOf(d, j)); }

/** How many entries column j has. */
// @ts-ignore: decorator
@inline
export function entriesOf(d: Design, j: i32): i32 {
  const k = columnOf(d, j);
  return (d.ends == 0 ? index(d.starts, k + 1) : index(d.ends, k)) - index(d.starts, k);
}

/** Row of entry i in the list of rows that begins at `rows`; the dense case, rows == 0, is entry i in row i. */
// @ts-ignore: decorator
@inline
export function rowAt(rows: usize, i: i32): i32 { return rows == 0 ? i : index(rows, i); }

/** Address of the rows of entry number `start` and those after it. */
// @ts-ignore: decorator
@inline
export function rowsFrom(d: Design, start: usize): usize { return d.indices + (start << 2); }

/** sum_i v_{rows[i]} x_i over m entries; two sums, whose additions run in parallel. */
export function gather(m: i32, x: usize, rows: usize, v: usize): f64 {
  if (rows == 0) return dot(m, x, v);
  let even = 0.0;
  let odd = 0.0;
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    even += at(x, i) * at(v, index(rows, i));
    odd += at(x, i + 1) * at(v, index(rows, i + 1));
    even += at(x, i + 2) * at(v, index(rows, i + 2));
    odd += at(x, i + 3) * at(v, index(rows, i + 3));
  }
  for (; i < m; ++i) even += at(x, i) * at(v, index(rows, i));
  return even + odd;
}

/** out_{rows[i]} += c x_i over m entries */
export function scatter(m: i32, c: f64, x: usize, rows: usize, out: usize): void {
  if (rows == 0) {
    axpy(m, c, x, out);
    return;
  }
  for (let i = 0; i < m; ++i) {
    const r = slot(out, index(rows, i));
    put(r, 0, at(r, 0) + c * at(x, i));
  }
}
