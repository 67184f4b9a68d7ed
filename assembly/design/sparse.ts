import { Design } from "../abi/shard";
import { at, index, put } from "../num/vec";

/** A sparse design by compressed columns. Entries that are not stored are zeros. */

/** Number of the column in the design that is column j of the shard. */
// @ts-ignore: decorator
@inline
function columnOf(d: Design, j: i32): i32 { return d.map == 0 ? j : index(d.map, j); }

/** Where column j begins: the number of its first entry. */
// @ts-ignore: decorator
@inline
export function startOf(d: Design, j: i32): usize { return <usize>index(d.starts, columnOf(d, j)); }

/** How many entries column j has. */
// @ts-ignore: decorator
@inline
export function entriesOf(d: Design, j: i32): i32 {
  const k = columnOf(d, j);
  return index(d.starts, k + 1) - index(d.starts, k);
}

/** Row of entry i in the list of rows that begins at `rows`; the dense case, rows == 0, is entry i in row i. */
// @ts-ignore: decorator
@inline
export function rowAt(rows: usize, i: i32): i32 { return rows == 0 ? i : index(rows, i); }

/** Address of the rows of entry number `start` and those after it. */
// @ts-ignore: decorator
@inline
export function rowsFrom(d: Design, start: usize): usize { return d.indices + (start << 2); }

/** sum_i v_{rows[i]} x_i over m entries */
export function gather(m: i32, x: usize, rows: usize, v: usize): f64 {
  let sum = 0.0;
  for (let i = 0; i < m; ++i) sum += at(x, i) * at(v, rowAt(rows, i));
  return sum;
}

/** out_{rows[i]} += c x_i over m entries */
export function scatter(m: i32, c: f64, x: usize, rows: usize, out: usize): void {
  for (let i = 0; i < m; ++i) {
    const r = rowAt(rows, i);
    put(out, r, at(out, r) + c * at(x, i));
  }
}
