import { isVector, lengthOf } from "../base/arrays.js";
import { show } from "../base/show.js";
import { GlmError, type Matrix, type Sparse, takeRows } from "../index.js";
import type { Row, Rows } from "./row.js";

// Chunks of numbers. They are checked and copied whole before a row is learned.

/** Entries beyond this are refused, as in `fit`: their squares are no numbers. */
export const HUGE = 1e150;

/** The columns of x, by number. */
export interface NumberRows extends Rows {
  readonly columns: number;
  readonly names: readonly string[] | undefined;
}

/** What x may be for a learner without a table. */
export type OnlineInput = readonly ArrayLike<number>[] | Matrix | Sparse;

export function readNumbers(x: OnlineInput): NumberRows {
  if (Array.isArray(x)) return ofRows(x);
  if (typeof x === "object" && x !== null && "kind" in x) {
    if (x.kind === "matrix") return ofMatrix(x);
    if (x.kind === "sparse") return ofSparse(x);
  }
  const message = `x is ${show(x)}; expected rows (number[][]), matrix(...) or sparse(...); columns by name are a table: learn(table) with option response`;
  throw new GlmError("BAD_SHAPE", message, {});
}

function ofRows(x: readonly unknown[]): NumberRows {
  const columns = isVector(x[0]) ? lengthOf(x[0]) : 0;
  const data = new Float64Array(x.length * columns);
  x.forEach((row, i) => {
    if (!isVector(row))
      throw new GlmError("BAD_SHAPE", `x[${i}] is ${show(row)}; expected a row of numbers`, { row: i });
    const found = lengthOf(row);
    if (found !== columns) {
      const message = `x[${i}] has ${found} entries; expected ${columns}, as in x[0]`;
      throw new GlmError("BAD_SHAPE", message, { row: i, got: found, want: columns });
    }
    for (let j = 0; j < columns; j++) data[i * columns + j] = checked(row[j], () => `x[${i}][${j}]`);
  });
  return dense(data, x.length, columns, columns, 1, undefined);
}

function ofMatrix({ data, rows, columns, layout, names }: Matrix): NumberRows {
  if (lengthOf(data) !== rows * columns) {
    const message = `x has ${lengthOf(data)} entries; expected ${rows * columns}, ${rows} rows of ${columns}`;
    throw new GlmError("BAD_SHAPE", message, {});
  }
  const [byRow, byColumn] = layout === "row" ? [columns, 1] : [1, rows];
  const own = Float64Array.from(data);
  const at = own.findIndex((value) => !(Math.abs(value) <= HUGE));
  if (at >= 0) {
    const [i, j] = layout === "row" ? [Math.floor(at / columns), at % columns] : [at % rows, Math.floor(at / rows)];
    checked(own[at], () => `x[${i}][${j}]`);
  }
  return dense(own, rows, columns, byRow, byColumn, names);
}

function dense(
  data: Float64Array,
  length: number,
  columns: number,
  byRow: number,
  byColumn: number,
  names: readonly string[] | undefined,
): NumberRows {
  const read = (i: number, to: Row): void => {
    for (let j = 0, at = i * byRow; j < columns; j++, at += byColumn) to.add(j, data[at]!);
  };
  return { length, columns, names, read };
}

function ofSparse(x: Sparse): NumberRows {
  const { rows, columns, names } = x;
  const { indptr, indices, values } = takeRows(
    x,
    Int32Array.from({ length: rows }, (_, i) => i),
  ); // a checked copy by rows
  for (let k = 0; k < values.length; k++) checked(values[k], () => `x: entry ${k}, of column ${indices[k]},`);
  const read = (i: number, to: Row): void => {
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) to.add(indices[k]!, values[k]!);
  };
  return { length: rows, columns, names, read };
}

/** A finite number below 1e150 in size, or an error with its place. */
export function checked(value: unknown, place: () => string): number {
  if (typeof value === "number" && Math.abs(value) <= HUGE) return value;
  const what = "entries must be finite numbers below 1e150 in size: drop the row, or fill in a value";
  throw new GlmError("BAD_VALUE", `${place()} = ${show(value)}; ${what}`, { value: show(value) });
}
