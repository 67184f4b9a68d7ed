import { isVector, lengthOf, typedName } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { reading } from "../base/keys.js";
import { type Coded, fromCoded } from "./coded.js";
import { writeCsc, writeCsr } from "./csr.js";
import { badEntry, writeLine } from "./entry.js";
import { adopted, type Foreign } from "./foreign.js";
import { isMade } from "./made.js";
import { checkEntryCount, type Matrix } from "./matrix.js";
import { tableOf } from "./of-table.js";
import { type Prepared, preparedDesign } from "./prepared.js";
import { checkPointers, shapeOf } from "./sparse-check.js";
import type { Sparse } from "./sparse-matrix.js";
import { valuesOf } from "./vector.js";

/** Columns of numbers by name, all of one length. */
export type Columns = Readonly<Record<string, ArrayLike<number>>>;

/**
 * The types of X for `fit` and `predict`: rows, a `matrix()`, a `sparse()` matrix, or columns by name; a table of Arrow or arquero, a matrix
 * of ml-matrix, an ndarray of two dimensions; and any of these after `prepare()`.
 */
export type DesignInput = readonly ArrayLike<number>[] | Matrix | Sparse | Coded | Columns | Foreign | Prepared;

/**
 * Reads shape, names and types of X. Columns by name come in `order`, or in the order of the object. The
 * shape is fixed from here on. Entries are checked when they are written into the memory of the kernel, and
 * again when columns are summed (see `refusedEntry`).
 */
export function readDesign(x: unknown, what = "x", order?: readonly string[]): Design {
  return reading(what, () => designOf(x, what, order));
}

function designOf(x: unknown, what: string, order: readonly string[] | undefined): Design {
  if (Array.isArray(x)) return fromRows(x, what);
  if (ArrayBuffer.isView(x)) {
    throw new GlmError("BAD_SHAPE", `${what} is one flat array; use matrix(data, rows, columns, "row" | "column")`, {});
  }
  if (typeof x === "object" && x !== null) {
    const own = adopted(x, what);
    if (!isMade(own)) return fromColumns(own as Columns, what, order);
    const { kind } = own as Matrix | Sparse | Coded | Prepared;
    if (kind === "prepared") return preparedDesign(own, what);
    if (kind === "coded") return { ...fromCoded(own as Coded, what, numbered), ...tableOf(own) };
    return kind === "matrix" ? fromMatrix(own as Matrix, what) : fromSparse(own as Sparse, what);
  }
  throw new GlmError("BAD_SHAPE", `${what} is ${x === null ? "null" : typeof x}; ${EXPECTED}`, {});
}

const EXPECTED = "expected rows (number[][]), matrix(data, rows, columns, layout), sparse(...), or columns by name";

let lastNumbered: readonly string[] = Object.freeze([]);

/** x1, x2, ... The last list is kept, so that models with the same number of columns share it. */
export function numbered(columns: number): readonly string[] {
  if (lastNumbered.length !== columns) {
    lastNumbered = Object.freeze(Array.from({ length: columns }, (_, j) => `x${j + 1}`));
  }
  return lastNumbered;
}

function fromRows(x: readonly unknown[], what: string): Design {
  const rows = x.length;
  const first = x[0];
  if (rows === 0) throw new GlmError("EMPTY", `${what} has no rows; at least one is needed`, {});
  if (!isVector(first)) {
    const hint =
      typeof first === "object" && first !== null
        ? `give columns by name instead: { age: [...], dose: [...] }, or a formula before the table: fit("y ~ age + dose", rows)`
        : "expected rows: [[...], [...]]; a single column is [[1], [2], ...] or { x: [1, 2, ...] }";
    throw new GlmError("BAD_SHAPE", `${what}[0] is not a row; ${hint}`, {});
  }
  const columns = lengthOf(first);
  const rowOf = (i: number): ArrayLike<unknown> => {
    const row = x[i];
    if (!isVector(row)) throw new GlmError("BAD_SHAPE", `${what}[${i}] is not a row of numbers`, { row: i });
    const found = lengthOf(row);
    if (found === columns) return row;
    const message = `${what}[${i}] has ${found} entries; expected ${columns}, as in ${what}[0]`;
    throw new GlmError("BAD_SHAPE", message, { row: i, got: found, want: columns });
  };
  for (let i = 0; i < rows; i++) rowOf(i);
  const write = (target: Float64Array | Float32Array): void => {
    let i = 0;
    const nameOf = (j?: number): string => (j === undefined ? `${what}[${i}]` : `${what}[${i}][${j}]`);
    for (; i < rows; i++) writeLine(rowOf(i), columns, target, i * columns, nameOf);
  };
  return { rows, columns, names: numbered(columns), entries: { kind: "dense", single: false, layout: "row", write } };
}

/** 32-bit entries stay 32-bit in memory. */
function fromMatrix(x: Matrix, what: string): Design {
  if (x.rows === 0) throw new GlmError("EMPTY", `${what} has no rows; at least one is needed`, {});
  const { rows, columns, data, layout } = x;
  checkEntryCount(data, rows, columns, what);
  const write = (target: Float64Array | Float32Array): void => {
    checkEntryCount(data, rows, columns, what);
    target.set(data);
  };
  const type = typedName(data);
  const single = type === "Float32Array";
  const own = single || type === "Float64Array" ? (data as Float64Array | Float32Array) : undefined;
  const entries = { kind: "dense", single, layout, write, data: own } as const;
  return { rows, columns, names: x.names ?? numbered(columns), entries };
}

/** Any fit needs more than 16 doubles per column. Checked before columns get names, which would take far more of the host's memory. */
const MOST_COLUMNS = 2 ** 25;

function fromSparse(x: Sparse, what: string): Design {
  if (x.rows === 0) throw new GlmError("EMPTY", `${what} has no rows; at least one is needed`, {});
  const { rows, columns } = x;
  checkColumns(columns, what);
  checkPointers(shapeOf(x), x.indptr, x);
  const entries = {
    kind: "sparse",
    count: lengthOf(x.values),
    write: (starts: Int32Array, indices: Int32Array, values: Float64Array) => writeCsc(x, starts, indices, values),
    writeRows: x.format === "csr" ? (...to: [Int32Array, Int32Array, Float64Array]) => writeCsr(x, ...to) : undefined,
  } as const;
  return { rows, columns, names: x.names ?? numbered(columns), entries };
}

/** Refuses more columns than a kernel has room for. */
export function checkColumns(columns: number, what: string): void {
  if (columns > MOST_COLUMNS) {
    throw new GlmError(
      "OUT_OF_MEMORY",
      `${what} has ${columns} columns; expected at most ${MOST_COLUMNS}, for which one WebAssembly instance of 4 GiB has 128 bytes each: use fewer columns`,
      { columns },
    );
  }
}

function fromColumns(x: Columns, what: string, order: readonly string[] | undefined): Design {
  const names = order ?? Object.keys(x);
  if (names.length === 0) {
    throw new GlmError(
      "EMPTY",
      `${what} = {} has no columns, so its number of rows is unknown; an intercept-only fit takes empty rows, [[], [], ...]`,
      {},
    );
  }
  const columns = names.map((name): unknown => listed(x[name], `${what}.${name}`)); // read once: it may be a getter
  const rows = isVector(columns[0]) ? lengthOf(columns[0]) : undefined;
  columns.forEach((column, j) => {
    const name = names[j]!;
    if (!isVector(column)) throw new GlmError("BAD_SHAPE", `${what}.${name} is not a column; ${EXPECTED}`, { name });
    const found = lengthOf(column);
    if (found === rows) return;
    const message = `${what}.${name} has length ${found}; expected ${rows}, the length of ${what}.${names[0]}`;
    throw new GlmError("BAD_SHAPE", message, { name, got: found, want: rows });
  });
  if (rows === 0 || rows === undefined) throw new GlmError("EMPTY", `${what} has no rows; at least one is needed`, {});
  const write = (target: Float64Array | Float32Array): void => {
    columns.forEach((column, j) => {
      const nameOf = (i?: number): string => `${what}.${names[j]}${i === undefined ? "" : `[${i}]`}`;
      writeLine(column as ArrayLike<unknown>, rows, target, j * rows, nameOf);
    });
  };
  return { rows, columns: names.length, names, entries: { kind: "dense", single: false, layout: "column", write } };
}

/** A column as it is, or the values of a vector of another library. */
function listed(column: unknown, name: string): unknown {
  return valuesOf(column, name) ?? column;
}

/** Largest |x| whose square is still safely finite; beyond it the caller must rescale the column. */
export const HUGE = 1e150;

/** An entry of column j that is not finite, or too large to be squared, as an error with its place. */
export function refusedEntry(design: Design, i: number, j: number, value: number, what = "x"): GlmError | undefined {
  const place = `${what}[${i}][${j}]`;
  const named = design.names[j] === `x${j + 1}` ? place : `${place} (column ${design.names[j]})`;
  if (!Number.isFinite(value)) return badEntry(named, value);
  if (Math.abs(value) <= HUGE) return undefined;
  const message = `${named} = ${value}; entries must be below ${HUGE} in size: rescale the column`;
  return new GlmError("BAD_VALUE", message, { row: i, column: j, value });
}
