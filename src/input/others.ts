import { isVector } from "../base/arrays.js";

// What other libraries call a table, a matrix and a vector, recognized by shape: nothing is imported from them.

/** Columns by name. */
export interface OtherTable {
  readonly rows: number;
  readonly names: readonly string[];
  /** A plain or typed array, or a vector of Arrow. */
  column(name: string): unknown;
}

/** Entries one by one. */
export interface OtherMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Of 32 bits, row after row, where they lie so. */
  readonly single: Float32Array | undefined;
  entry(i: number, j: number): unknown;
}

type Any = Readonly<Record<string, unknown>> & {
  // biome-ignore lint/suspicious/noExplicitAny: a method of another library
  readonly [method: string]: any;
};

const has = (x: Any, ...methods: string[]): boolean => methods.every((name) => typeof x[name] === "function");
const isShape = (x: unknown): x is readonly number[] => Array.isArray(x);

/** A table of Arrow or arquero, a frame of Polars or danfojs; undefined for anything else. */
export function otherTable(x: object): OtherTable | undefined {
  const table = x as Any;
  if (has(table, "getChild") && "schema" in table) {
    const names = table.schema.fields.map(({ name }: { name: unknown }) => String(name));
    return { rows: table.numRows, names, column: (name) => table.getChild(name) };
  }
  if (has(table, "columnNames", "numRows", "array")) {
    return { rows: table.numRows(), names: table.columnNames(), column: (name) => table.array(name) };
  }
  if (!Array.isArray(table.columns)) return undefined;
  const names = table.columns as string[];
  if (has(table, "getColumn")) {
    return { rows: table.height, names, column: (name) => table.getColumn(name).toArray() };
  }
  if (!has(table, "column") || !isShape(table.shape)) return undefined;
  return { rows: table.shape[0]!, names, column: (name) => table.column(name).values };
}

/** A matrix of ml-matrix or mathjs, an ndarray or a tensor; undefined for anything else. Its sizes are not checked; see `dimensionsOf`. */
export function otherMatrix(x: object): OtherMatrix | undefined {
  const given = x as Any;
  if (has(given, "to1DArray")) {
    const { rows, columns } = given as { rows: number; columns: number };
    const entries = given.to1DArray();
    return { rows, columns, single: undefined, entry: (i, j) => entries[i * columns + j] };
  }
  const shape = shapeOf(given);
  if (shape === undefined) return undefined;
  const [rows, columns] = shape as [number, number];
  if (has(given, "dataSync")) {
    const entries = given.dataSync();
    const single = entries instanceof Float32Array && given.dtype === "float32" ? entries : undefined;
    return { rows, columns, single, entry: (i, j) => entries[i * columns + j] };
  }
  if (!has(given, "size")) return { rows, columns, single: undefined, entry: (i, j) => given.get(i, j) };
  const lines = given.toArray();
  return { rows, columns, single: undefined, entry: (i, j) => lines[i]?.[j] };
}

/** Whether it is a matrix, vector or tensor of another library, and so no table. */
export function isOtherMatrix(x: object): boolean {
  return has(x as Any, "to1DArray") || shapeOf(x as Any) !== undefined;
}

/** How many dimensions it has. */
export function dimensionsOf(x: object): number {
  return shapeOf(x as Any)?.length ?? 2;
}

/** The lengths along each dimension of an ndarray, a tensor or a matrix of mathjs; undefined for anything else. */
function shapeOf(x: Any): readonly number[] | undefined {
  if (isShape(x.shape) && (has(x, "get") || has(x, "dataSync"))) return x.shape;
  const size: unknown = has(x, "size", "toArray", "get") ? x.size() : undefined;
  return isShape(size) ? size : undefined;
}

/** The values of a series of Polars or danfojs, a tensor, an ndarray or a vector of mathjs; undefined for anything else. */
export function otherVector(x: object): ArrayLike<unknown> | undefined {
  const given = x as Any;
  const shape = shapeOf(given);
  if (shape !== undefined) return shape.length === 1 ? alongOne(given, shape[0]!) : undefined;
  if (isShape(given.shape) && isVector(given.values)) return isVector(given.values[0]) ? undefined : given.values;
  if (Array.isArray(given.columns)) return undefined; // a table
  if (has(given, "to1DArray")) return given.columns === 1 ? given.to1DArray() : undefined;
  const values: unknown = has(given, "toArray") ? given.toArray() : undefined;
  return isVector(values) ? values : undefined;
}

function alongOne(given: Any, length: number): ArrayLike<unknown> {
  if (has(given, "dataSync")) return given.dataSync();
  const count = Number.isInteger(length) ? length : 0;
  return has(given, "size") ? given.toArray() : Array.from({ length: count }, (_, i) => given.get(i));
}
