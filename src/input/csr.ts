import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import type { Sparse } from "./sparse.js";

/**
 * Writes x row by row, columns ascending, whatever its format: indptr[rows + 1], indices and values as long as x.values.
 * The targets may lie anywhere; no other memory is taken.
 */
export function writeCsr(
  x: Sparse,
  indptr: Int32Array | Float64Array,
  indices: Int32Array,
  values: Float64Array,
): void {
  if (x.format === "csr") {
    indptr.set(x.indptr);
    indices.set(x.indices);
    values.set(x.values);
    return;
  }
  const { rows, columns } = x;
  const count = x.values.length;
  // While entries are placed, indptr[i + 1] is where the next entry of row i goes; at the end it is where row i ends.
  indptr.fill(0, 0, rows + 1);
  for (let k = 0; k < count; k++) {
    const i = x.indices[k]!;
    if (i + 2 <= rows) indptr[i + 2]!++;
  }
  for (let i = 2; i <= rows; i++) indptr[i]! += indptr[i - 1]!;
  for (let j = 0; j < columns; j++) {
    for (let k = x.indptr[j]!; k < x.indptr[j + 1]!; k++) {
      const at = indptr[x.indices[k]! + 1]!++;
      indices[at] = j;
      values[at] = x.values[k]!;
    }
  }
}

/** The same column by column: starts[columns + 1]; the columns of x are the rows of its transpose. */
export function writeCsc(
  x: Sparse,
  starts: Int32Array | Float64Array,
  indices: Int32Array,
  values: Float64Array,
): void {
  const format = x.format === "csr" ? "csc" : "csr";
  writeCsr({ ...x, format, rows: x.columns, columns: x.rows }, starts, indices, values);
}

/**
 * Some rows of x, in the order given; a row may come more than once.
 *
 * @param x     What `sparse` made.
 * @param rows  Row numbers, counted from 0.
 * @returns     A new sparse matrix with format "csr" and the names of x.
 * @throws GlmError BAD_VALUE for a row that is not there.
 *
 * @example
 * const x = sparse({ format: "csr", rows: 2, columns: 3, indptr: [0, 1, 3], indices: [1, 0, 2], values: [5, 2, 3] });
 * takeRows(x, [1])   // row (2, 0, 3)
 */
export function takeRows(x: Sparse, rows: ArrayLike<number>): Sparse {
  if (!(Array.isArray(rows) || (ArrayBuffer.isView(rows) && "length" in rows))) {
    throw new GlmError("BAD_SHAPE", `rows is ${show(rows)}; expected an array of row numbers`, {});
  }
  const from = x.format === "csr" ? x : toCsr(x);
  const indptr = new Float64Array(rows.length + 1);
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    if (!(Number.isInteger(i) && i >= 0 && i < x.rows)) {
      throw new GlmError(
        "BAD_VALUE",
        `rows[${k}] = ${show(i)}; expected a whole number in [0, ${x.rows}), a row of x`,
        {
          index: k,
          value: i,
        },
      );
    }
    indptr[k + 1] = indptr[k]! + from.indptr[i + 1]! - from.indptr[i]!;
  }
  const indices = new Int32Array(indptr[rows.length]!);
  const values = new Float64Array(indptr[rows.length]!);
  for (let k = 0; k < rows.length; k++) {
    const begin = from.indptr[rows[k]!]!;
    const end = from.indptr[rows[k]! + 1]!;
    indices.set(from.indices.subarray(begin, end), indptr[k]!);
    values.set(from.values.subarray(begin, end), indptr[k]!);
  }
  return { ...x, format: "csr", rows: rows.length, indptr, indices, values };
}

function toCsr(x: Sparse): Sparse {
  const indptr = new Float64Array(x.rows + 1);
  const indices = new Int32Array(x.values.length);
  const values = new Float64Array(x.values.length);
  writeCsr(x, indptr, indices, values);
  return { ...x, format: "csr", indptr, indices, values };
}
