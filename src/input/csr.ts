import { isVector, lengthOf, typedName } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { made } from "./made.js";
import { asSparse } from "./sparse.js";
import { checkEntries, checkPointers, type Shape, shapeOf, sorted } from "./sparse-check.js";
import type { Positions, Sparse } from "./sparse-matrix.js";

/**
 * Writes x row by row, columns ascending, for any format: indptr[rows + 1], indices and values, as many as x has. The targets may
 * be anywhere; no other memory is allocated. The result is checked there, entry by entry, because the caller may have changed the
 * arrays of x, or may be changing them in another thread.
 */
export function writeCsr(
  x: Sparse,
  indptr: Int32Array | Float64Array,
  indices: Int32Array,
  values: Float64Array,
): void {
  write(x, "csr", indptr, { indices, values });
}

/** The same column by column: starts[columns + 1]. */
export function writeCsc(
  x: Sparse,
  starts: Int32Array | Float64Array,
  indices: Int32Array,
  values: Float64Array,
): void {
  write(x, "csc", starts, { indices, values });
}

interface Target {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

function write(x: Sparse, format: Sparse["format"], starts: Int32Array | Float64Array, to: Target): void {
  const shape = shapeOf(x);
  checkPointers(shape, x.indptr, x);
  checkRoom(x.values, to.values);
  if (x.format === format) {
    starts.set(x.indptr);
    copyWhole(x.indices, to.indices);
    to.values.set(x.values);
  } else {
    checkEntries(shape, x.indptr, x); // entries of missing lines would be lost otherwise
    transpose(shape, x, starts, to);
  }
  checkWritten(shapeOf({ ...x, format }), starts, to);
}

/** The columns of x are the rows of its transpose. */
function transpose(
  { lines, bound }: Shape,
  x: Sparse,
  starts: Int32Array | Float64Array,
  { indices, values }: Target,
): void {
  // While entries are placed, starts[i + 1] is where the next entry of line i goes; at the end it is where line i ends.
  starts.fill(0, 0, bound + 1);
  for (let k = 0; k < values.length; k++) {
    const i = x.indices[k]!;
    if (i + 2 <= bound) starts[i + 2]!++;
  }
  for (let i = 2; i <= bound; i++) starts[i]! += starts[i - 1]!;
  for (let j = 0; j < lines; j++) {
    for (let k = x.indptr[j]!; k < x.indptr[j + 1]!; k++) {
      const at = starts[x.indices[k]! + 1]!++;
      indices[at] = j;
      values[at] = x.values[k]!;
    }
  }
}

/** Copies whole numbers and refuses others, such as 1.5 and 2^40, which would change silently. */
function copyWhole(from: Sparse["indices"], to: Int32Array): void {
  to.set(from);
  if (typedName(from) === "Int32Array") return;
  for (let k = 0; k < to.length; k++) if (to[k] !== from[k]) to[k] = -1; // later refused as no column
}

function checkRoom(from: Sparse["values"], { length }: Float64Array): void {
  const found = lengthOf(from);
  if (found === length) return;
  const message = `sparse: values has length ${found}; expected ${length}, as when it was first looked at`;
  throw new GlmError("BAD_SHAPE", message, { got: found, want: length });
}

/** Entries that do not ascend are put in order. */
function checkWritten(shape: Shape, indptr: Positions, entries: Target): void {
  checkPointers(shape, indptr, entries);
  const unsorted = checkEntries(shape, indptr, entries);
  if (unsorted.length === 0) return;
  const { indices, values } = sorted(shape, indptr, entries, unsorted);
  entries.indices.set(indices);
  entries.values.set(values);
}

/**
 * Some rows of x, in the order given; a row may come more than once.
 *
 * @param x     A result of `sparse`.
 * @param rows  Row numbers, counted from 0.
 * @returns     A new sparse matrix with format "csr" and the names of x.
 * @throws GlmError BAD_VALUE for a row that does not exist.
 *
 * @example
 * const x = sparse({ format: "csr", rows: 2, columns: 3, indptr: [0, 1, 3], indices: [1, 0, 2], values: [5, 2, 3] });
 * takeRows(x, [1])   // row (2, 0, 3)
 */
export function takeRows(x: Sparse, rows: ArrayLike<number>): Sparse {
  if (!isVector(rows)) {
    throw new GlmError("BAD_SHAPE", `rows is ${show(rows)}; expected an array of row numbers`, {});
  }
  const from = byRow(asSparse(x));
  const chosen = new Int32Array(lengthOf(rows));
  const indptr = new Float64Array(chosen.length + 1);
  for (let k = 0; k < chosen.length; k++) {
    const i = rows[k]!;
    if (!(Number.isInteger(i) && i >= 0 && i < from.rows)) {
      const message = `rows[${k}] = ${show(i)}; expected a whole number in [0, ${from.rows}), a row of x`;
      throw new GlmError("BAD_VALUE", message, { index: k, value: i });
    }
    chosen[k] = i;
    indptr[k + 1] = indptr[k]! + from.indptr[i + 1]! - from.indptr[i]!;
  }
  const indices = new Int32Array(indptr[chosen.length]!);
  const values = new Float64Array(indices.length);
  chosen.forEach((i, k) => {
    const [begin, end] = [from.indptr[i]!, from.indptr[i + 1]!];
    indices.set(from.indices.subarray(begin, end), indptr[k]!);
    values.set(from.values.subarray(begin, end), indptr[k]!);
  });
  return made({ ...from, rows: chosen.length, indptr, indices, values });
}

/** A checked copy, row by row. */
export function byRow(x: Sparse): Sparse {
  const indptr = new Float64Array(x.rows + 1);
  const indices = new Int32Array(lengthOf(x.values));
  const values = new Float64Array(indices.length);
  writeCsr(x, indptr, indices, values);
  return { ...x, format: "csr", indptr, indices, values };
}
