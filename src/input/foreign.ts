import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { type ArrowColumn, arrowValues, isArrowColumn } from "./arrow.js";
import { asCoded, type Coded } from "./coded.js";
import { finite } from "./entry.js";
import { asMatrix, type Matrix, matrix } from "./matrix.js";
import { dimensionsOf, type OtherMatrix, type OtherTable, otherMatrix, otherTable } from "./others.js";
import { preparedDesign } from "./prepared.js";
import { asSparse } from "./sparse.js";
import type { Sparse } from "./sparse-matrix.js";

// X of other libraries.

/** As ml-matrix makes them. */
export interface ForeignMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Row after row. */
  to1DArray(): ArrayLike<number>;
}

/** As ndarray makes them: two dimensions for x, one for y. */
export interface NdArray {
  readonly shape: readonly number[];
  get(...index: number[]): number;
}

/** As tfjs makes them: two dimensions for x, one for y. Its numbers are fetched with `dataSync`. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  // biome-ignore lint/suspicious/noExplicitAny: numbers, for the types that are read
  dataSync(): any;
}

/** As mathjs makes them, dense or sparse: two dimensions for x, one for y. */
export interface MathMatrix {
  size(): number[];
  toArray(): unknown;
  get(index: number[]): unknown;
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

/** As nodejs-polars makes them. */
export interface PolarsFrame {
  readonly height: number;
  readonly columns: string[];
  // biome-ignore lint/suspicious/noExplicitAny: a series
  getColumn(name: any): any;
}

/** As danfojs makes them. */
export interface DanfoFrame {
  readonly shape: readonly number[];
  readonly columns: string[];
  // biome-ignore lint/suspicious/noExplicitAny: a series
  column(name: string): any;
}

/** Any of these tables. */
export type ForeignTable = ArrowTable | ArqueroTable | PolarsFrame | DanfoFrame;

/** Any of these. */
export type Foreign = ForeignTable | ForeignMatrix | NdArray | Tensor | MathMatrix;

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
  const table = otherTable(x);
  if (table !== undefined) return columnsOf(table, what);
  const dimensions = dimensionsOf(x);
  if (dimensions !== 2) {
    const message = `${what} has ${dimensions} ${dimensions === 1 ? "dimension" : "dimensions"}; expected 2, rows and columns`;
    throw new GlmError("BAD_SHAPE", message, { got: dimensions, want: 2 });
  }
  const found = otherMatrix(x);
  if (found === undefined) return x;
  const { rows, columns, single } = found;
  return single === undefined
    ? matrix(collected(found, what), rows, columns, "column")
    : matrix(single, rows, columns, "row");
}

/** Entries one by one, column after column, each checked like those of a plain array: null and "3" are no numbers. */
function collected({ rows, columns, entry }: OtherMatrix, what: string): Float64Array {
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
function columnsOf({ names, column }: OtherTable, what: string): object {
  const known = new Map<string, unknown>();
  const get = (name: string): unknown => {
    if (!known.has(name)) {
      const found = column(name);
      const isArrow = typeof found === "object" && found !== null && isArrowColumn(found);
      known.set(name, isArrow ? arrowValues(found, `${what}.${name}`) : found);
    }
    return known.get(name);
  };
  const fields = names.map((name) => [name, { enumerable: true, get: () => get(name) }] as const);
  return Object.defineProperties({}, Object.fromEntries(fields));
}
