import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { writeCsc, writeCsr } from "./csr.js";
import { badEntry } from "./entry.js";
import { adopted, type Foreign } from "./foreign.js";
import type { Matrix } from "./matrix.js";
import type { Sparse } from "./sparse.js";

export { badEntry };

/** Columns of numbers by name, all of one length. */
export type Columns = Readonly<Record<string, ArrayLike<number>>>;

/**
 * What `fit` and `predict` take as X: rows, a `matrix()`, a `sparse()` matrix, or columns by name; a table of Arrow or arquero, a matrix
 * of ml-matrix, an ndarray of two dimensions.
 */
export type DesignInput = readonly ArrayLike<number>[] | Matrix | Sparse | Columns | Foreign;

/**
 * Looks at X as it was given: shape, names, types. Columns by name come in `order`, or as the object has them. Values are
 * checked when they are summed (see `locateBadEntry`).
 */
export function readDesign(x: unknown, what = "x", order?: readonly string[]): Design {
  if (Array.isArray(x)) return fromRows(x, what);
  if (ArrayBuffer.isView(x)) {
    throw new GlmError("BAD_SHAPE", `${what} is one flat array; use matrix(data, rows, columns, "row" | "column")`, {});
  }
  if (typeof x === "object" && x !== null) {
    if ((x as Matrix).kind === "matrix") return fromMatrix(x as Matrix, what);
    if ((x as Sparse).kind === "sparse") return fromSparse(x as Sparse, what);
    const own = adopted(x, what);
    return (own as Matrix).kind === "matrix"
      ? fromMatrix(own as Matrix, what)
      : fromColumns(own as Columns, what, order);
  }
  throw new GlmError("BAD_SHAPE", `${what} is ${x === null ? "null" : typeof x}; ${EXPECTED}`, {});
}

const EXPECTED = "expected rows (number[][]), matrix(data, rows, columns, layout), sparse(...), or columns by name";

let lastNumbered: readonly string[] = Object.freeze([]);

/** x1, x2, ... The last list is kept: models of as many columns share it. */
function numbered(columns: number): readonly string[] {
  if (lastNumbered.length !== columns) {
    lastNumbered = Object.freeze(Array.from({ length: columns }, (_, j) => `x${j + 1}`));
  }
  return lastNumbered;
}

function isVector(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView) && "length" in value);
}

function fromRows(x: readonly unknown[], what: string): Design {
  const rows = x.length;
  const first = x[0];
  if (rows === 0) throw new GlmError("EMPTY", `${what} has no rows; at least one is needed`, {});
  if (!isVector(first)) {
    const hint =
      typeof first === "object" && first !== null
        ? "give columns by name instead: { age: [...], dose: [...] }"
        : "expected rows: [[...], [...]]; a single column is [[1], [2], ...] or { x: [1, 2, ...] }";
    throw new GlmError("BAD_SHAPE", `${what}[0] is not a row; ${hint}`, {});
  }
  const columns = first.length;
  for (let i = 0; i < rows; i++) {
    const row = x[i];
    if (!isVector(row)) throw new GlmError("BAD_SHAPE", `${what}[${i}] is not a row of numbers`, { row: i });
    if (row.length !== columns) {
      throw new GlmError(
        "BAD_SHAPE",
        `${what}[${i}] has ${row.length} entries; expected ${columns}, as in ${what}[0]`,
        {
          row: i,
          got: row.length,
          want: columns,
        },
      );
    }
    if (Array.isArray(row)) checkNumbers(row, (j) => `${what}[${i}][${j}]`);
    else checkElementType(row, `${what}[${i}]`);
  }
  const write = (target: Float64Array | Float32Array): void => {
    for (let i = 0; i < rows; i++) target.set(x[i] as ArrayLike<number>, i * columns);
  };
  const entries = { kind: "dense", single: false, rowStride: columns, columnStride: 1, write } as const;
  return { rows, columns, names: numbered(columns), entries };
}

/** 32-bit entries stay 32-bit in memory. */
function fromMatrix(x: Matrix, what: string): Design {
  if (x.rows === 0) throw new GlmError("EMPTY", `${what} has no rows; at least one is needed`, {});
  const byColumn = x.layout === "column";
  const { rows, columns } = x;
  const entries = {
    kind: "dense",
    single: x.data instanceof Float32Array,
    rowStride: byColumn ? 1 : columns,
    columnStride: byColumn ? rows : 1,
    write: (target: Float64Array | Float32Array) => target.set(x.data),
  } as const;
  return { rows, columns, names: x.names ?? numbered(columns), entries };
}

/** Any fit needs more than 16 doubles per column. Said before columns get names, which would take far more of the host's memory. */
const MOST_COLUMNS = 2 ** 25;

function fromSparse(x: Sparse, what: string): Design {
  if (x.rows === 0) throw new GlmError("EMPTY", `${what} has no rows; at least one is needed`, {});
  const { rows, columns } = x;
  if (columns > MOST_COLUMNS) {
    throw new GlmError(
      "OUT_OF_MEMORY",
      `${what} has ${columns} columns; expected at most ${MOST_COLUMNS}, for which one WebAssembly instance of 4 GiB has 128 bytes each: use fewer columns`,
      { columns },
    );
  }
  const entries = {
    kind: "sparse",
    count: x.values.length,
    write: (starts: Int32Array, indices: Int32Array, values: Float64Array) => writeCsc(x, starts, indices, values),
    writeRows: x.format === "csr" ? (...to: [Int32Array, Int32Array, Float64Array]) => writeCsr(x, ...to) : undefined,
  } as const;
  return { rows, columns, names: x.names ?? numbered(columns), entries };
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
  const rows = (x[names[0]!] as ArrayLike<number> | undefined)?.length;
  for (const name of names) {
    const column: unknown = x[name];
    if (!isVector(column)) throw new GlmError("BAD_SHAPE", `${what}.${name} is not a column; ${EXPECTED}`, { name });
    if (column.length !== rows) {
      throw new GlmError(
        "BAD_SHAPE",
        `${what}.${name} has length ${column.length}; expected ${rows}, the length of ${what}.${names[0]}`,
        {
          name,
          got: column.length,
          want: rows,
        },
      );
    }
    if (Array.isArray(column)) checkNumbers(column, (i) => `${what}.${name}[${i}]`);
    else checkElementType(column, `${what}.${name}`);
  }
  if (rows === 0 || rows === undefined) throw new GlmError("EMPTY", `${what} has no rows; at least one is needed`, {});
  const write = (target: Float64Array | Float32Array): void => {
    names.forEach((name, j) => {
      target.set(x[name]!, j * rows);
    });
  };
  const entries = { kind: "dense", single: false, rowStride: 1, columnStride: rows, write } as const;
  return { rows, columns: names.length, names, entries };
}

/** A plain array may hold anything; "3" and null would turn into numbers without a word. */
function checkNumbers(values: readonly unknown[], place: (k: number) => string): void {
  for (let k = 0; k < values.length; k++) {
    const v = values[k];
    if (typeof v !== "number" || !(Math.abs(v) < Infinity)) {
      throw badEntry(place(k), v);
    }
  }
}

function checkElementType(values: ArrayLike<unknown>, place: string): void {
  if (values.length > 0 && typeof values[0] !== "number") {
    throw new GlmError(
      "BAD_VALUE",
      `${place} holds ${typeof values[0]}s; expected numbers (convert BigInt columns first)`,
      {},
    );
  }
}

/** Largest |x| whose square is still safely finite; beyond it the column has to be rescaled by the caller. */
const HUGE = 1e150;

/** An entry of column j that is not finite, or too large to be squared, as an error that names its place. */
export function refusedEntry(design: Design, i: number, j: number, value: number, what = "x"): GlmError | undefined {
  const place = `${what}[${i}][${j}]`;
  const named = design.names[j] === `x${j + 1}` ? place : `${place} (column ${design.names[j]})`;
  if (!Number.isFinite(value)) return badEntry(named, value);
  if (Math.abs(value) <= HUGE) return undefined;
  const message = `${named} = ${value}; entries must be below ${HUGE} in size: rescale the column`;
  return new GlmError("BAD_VALUE", message, { row: i, column: j, value });
}
