import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { type ArrowColumn, arrowValues } from "./arrow.js";
import { asCoded, type Coded } from "./coded.js";
import { finite } from "./entry.js";
import { asMatrix, type Matrix, matrix } from "./matrix.js";
import { preparedDesign } from "./prepared.js";
import { asSparse } from "./sparse.js";
import type { Sparse } from "./sparse-matrix.js";

// Tables and matrices of other libraries, recognized by their shape: nothing is imported from them.

/** As ml-matrix makes them. */
export interface ForeignMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Row after row. */
  to1DArray(): ArrayLike<number>;
}

/** As ndarray makes them, with two dimensions. */
export interface NdArray {
  readonly shape: readonly number[];
  get(...index: number[]): number;
}

/** As apache-arrow makes them. */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string | number | symbol }[] };
  // biome-ignore lint/suspicious/noExplicitAny: names are typed by the table's own schema
  getChild(name: any): ArrowColumn | null;
}

/** As arquero makes them. */
export interface ArqueroTable {
  numRows(): number;
  columnNames(): string[];
  array(name: string): unknown;
}

/** Any of these. */
export type Foreign = ForeignMatrix | NdArray | ArrowTable | ArqueroTable;

/**
 * X of another library as one of our types, a matrix or columns by name; anything else unchanged. An object with the `kind` of a matrix that
 * was not made here is checked like parts from outside.
 */
export function adopted(x: object, what: string): object {
  const { kind } = x as { kind?: unknown };
  if (kind === "matrix") return asMatrix(x as Matrix);
  if (kind === "sparse") return asSparse(x as Sparse);
  if (kind === "coded") return asCoded(x as Coded);
  if (kind === "prepared") preparedDesign(x, what); // refuses what only looks like one
  const has = (...methods: string[]): boolean =>
    methods.every((name) => typeof (x as Record<string, unknown>)[name] === "function");
  if (has("to1DArray")) {
    const { rows, columns } = x as ForeignMatrix;
    const entries = (x as ForeignMatrix).to1DArray();
    const data = collected(rows, columns, what, (i, j) => entries[i * columns + j]);
    return matrix(data, rows, columns, "column");
  }
  if (has("get") && Array.isArray((x as NdArray).shape)) return fromNdArray(x as NdArray, what);
  if (has("getChild") && "schema" in x) return fromArrow(x as ArrowTable, what);
  if (has("columnNames", "numRows", "array")) {
    const table = x as ArqueroTable;
    return columnsOf(table.columnNames(), (name) => table.array(name));
  }
  return x;
}

/** Entries one by one, column after column, each checked like those of a plain array: null and "3" are no numbers. */
function collected(
  rows: number,
  columns: number,
  what: string,
  entry: (i: number, j: number) => unknown,
): Float64Array {
  const isSize = (k: unknown): boolean => Number.isInteger(k) && (k as number) >= 0;
  if (!(isSize(rows) && isSize(columns) && rows * columns < MOST)) {
    const message = `${what} has ${show(rows)} rows and ${show(columns)} columns; expected whole numbers >= 0, and fewer than ${MOST} entries`;
    throw new GlmError("BAD_SHAPE", message, {});
  }
  const data = new Float64Array(rows * columns);
  for (let j = 0, k = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) data[k++] = finite(entry(i, j), () => `${what}[${i}][${j}]`);
  }
  return data;
}

/** More do not fit into the memory of the kernel. */
const MOST = 2 ** 29;

/** Columns that are read once, at the first access: a model reads only its own columns of a table. */
function columnsOf(names: readonly string[], read: (name: string) => unknown): object {
  const known = new Map<string, unknown>();
  const get = (name: string): unknown => {
    if (!known.has(name)) known.set(name, read(name));
    return known.get(name);
  };
  const fields = names.map((name) => [name, { enumerable: true, get: () => get(name) }] as const);
  return Object.defineProperties({}, Object.fromEntries(fields));
}

function fromNdArray(x: NdArray, what: string): Matrix {
  const [rows, columns] = x.shape;
  if (x.shape.length !== 2 || rows === undefined || columns === undefined) {
    const message = `${what} has ${x.shape.length} dimensions; expected 2, rows and columns`;
    throw new GlmError("BAD_SHAPE", message, { got: x.shape.length, want: 2 });
  }
  const data = collected(rows, columns, what, (i, j) => x.get(i, j));
  return matrix(data, rows, columns, "column");
}

function fromArrow(x: ArrowTable, what: string): object {
  const names = x.schema.fields.map(({ name }) => String(name));
  return columnsOf(names, (name) => arrowValues(x.getChild(name)!, `${what}.${name}`));
}
