import { isVector, lengthOf, typedName } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { reading } from "../base/keys.js";
import { nearest } from "../base/nearest.js";
import { quoted, show, shownName } from "../base/show.js";
import { type ArrowColumn, arrowValues, isArrowColumn } from "../input/arrow.js";
import { numeric } from "../input/entry.js";
import type { ForeignTable } from "../input/foreign.js";
import { type OtherTable, otherTable, otherVector } from "../input/others.js";

// A table becomes named columns of cells. What a column means is decided in types.ts.

/** A cell as it is read: undefined is missing. */
export type Cell = number | string | boolean | Date | undefined;

/** The cells of a column, our own copy. Numbers alone are a typed array, in which NaN is missing. */
export type Cells = Float64Array | readonly Cell[];

/** Named columns of equal length. */
export interface NamedColumns {
  readonly length: number;
  readonly names: readonly string[];
  /** The cells of a column, read and copied at the first call; undefined if the table has no such column. */
  readonly cells: (name: string) => Cells | undefined;
}

/** A column of a table: a plain or typed array, or a vector of Arrow. */
export type ColumnInput = ArrayLike<unknown> | ArrowColumn;

/** An array of objects, a record of columns, or a table of Arrow, arquero, Polars or danfojs. */
export type TableInput = readonly object[] | Readonly<Record<string, ColumnInput>> | ForeignTable;

const WANTED = "expected an array of objects, an object of columns, or a table of Arrow, arquero, Polars or danfojs";

/** A table as named columns. Only the columns that are asked for are read, so the others may hold anything. */
export function namedColumns(table: TableInput, what = "data"): NamedColumns {
  return reading(what, () => {
    if (typeof table !== "object" || table === null) throw badTable(`${what} is ${show(table)}`);
    if (Array.isArray(table)) return fromRows(table, what);
    if (typedName(table) !== undefined) throw badTable(`${what} is an array of numbers`);
    const other = otherTable(table);
    if (other !== undefined) return fromOther(other, what);
    return fromColumns(table as Readonly<Record<string, ColumnInput>>, what);
  });
}

/** The cells of a column, or an error that names the most similar column. `owner` says what asks for it. */
export function cellsOf(table: NamedColumns, name: string, owner: string): Cells {
  const cells = table.cells(name);
  if (cells !== undefined) return cells;
  throw noColumn(table, name, owner);
}

/** The error for a name that no column has. */
export function noColumn({ names }: NamedColumns, name: string, owner: string): GlmError {
  const close = nearest(name, names);
  const some = names.slice(0, 8).map(quoted).join(", ");
  const all =
    names.length === 0 ? "the table has no columns" : `the columns are ${some}${names.length > 8 ? ", ..." : ""}`;
  const hint = close === undefined ? all : `did you mean ${quoted(close)}?`;
  return new GlmError("BAD_SHAPE", `${owner}: the data has no column ${quoted(name)}; ${hint}`, { column: name });
}

function badTable(found: string): GlmError {
  return new GlmError("BAD_SHAPE", `${found}; ${WANTED}`);
}

/** A row by itself looks like an object of columns. */
function notColumn(column: unknown, place: string): GlmError {
  const isCell = typeof column !== "object" || column === null || column instanceof Date;
  const advice = isCell
    ? "an array, the cells of a column: a single row goes into an array, as [row]"
    : "an array, the cells of a column";
  return new GlmError("BAD_SHAPE", `${place} is ${show(column)}; expected ${advice}`, {});
}

/** A table whose columns are read once, by `read`. */
function tableOf(length: number, names: readonly string[], read: (name: string) => Cells): NamedColumns {
  const own = new Set(names);
  const known = new Map<string, Cells>();
  const cells = (name: string): Cells | undefined => {
    if (!own.has(name)) return undefined;
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = reading(shownName(name), () => read(name));
    known.set(name, found);
    return found;
  };
  return { length, names: [...own], cells };
}

/** Every key of any row is a column; a row without it has a missing cell. */
function fromRows(rows: readonly unknown[], what: string): NamedColumns {
  if (rows.length === 0) throw new GlmError("EMPTY", `${what} has no rows; expected one or more`, {});
  const names = new Set<string>();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const isRow = typeof row === "object" && row !== null && !isVector(row);
    if (!isRow) throw badTable(`${what}[${i}] is ${isVector(row) ? "an array" : show(row)}`);
    for (const name of Object.keys(row)) names.add(name);
  }
  if (names.size === 0) {
    const tag = Object.prototype.toString.call(rows[0]).slice(8, -1);
    throw badTable(`${what}[0] is an object without columns${tag === "Object" ? "" : `, a ${tag}`}`);
  }
  const { length } = rows;
  const read = (name: string): Cells => {
    const cell = (i: number): unknown =>
      Object.hasOwn(rows[i] as object, name) ? (rows[i] as Named)[name] : undefined;
    return copied(length, cell, name);
  };
  return tableOf(length, [...names], read);
}

type Named = Readonly<Record<string, unknown>>;

function fromColumns(columns: Readonly<Record<string, unknown>>, what: string): NamedColumns {
  const names = Object.keys(columns);
  const known = new Map<string, ColumnInput>();
  let length: number | undefined;
  for (const name of names) {
    const given = columns[name];
    const isOther = typeof given === "object" && given !== null && !isVector(given) && !isArrowColumn(given);
    const column = isOther ? (otherVector(given) ?? given) : given;
    const isColumn = isVector(column) || (typeof column === "object" && column !== null && isArrowColumn(column));
    if (!isColumn) throw notColumn(column, `${what}.${shownName(name)}`);
    const found = isVector(column) ? lengthOf(column) : column.length;
    length ??= found;
    if (found !== length) {
      const first = shownName(names[0]!);
      const message = `${what}.${shownName(name)} has ${found} cells; expected ${length} as ${what}.${first} has`;
      throw new GlmError("BAD_SHAPE", message, { column: name, got: found, want: length });
    }
    known.set(name, column as ColumnInput);
  }
  return tableOf(length ?? 0, names, (name) => copiedColumn(known.get(name)!, name, length ?? 0));
}

function fromOther({ rows, names, column }: OtherTable, what: string): NamedColumns {
  if (!Number.isInteger(rows)) throw badTable(`the number of rows of ${what} is ${show(rows)}`);
  return tableOf(rows, names, (name) => copiedColumn(column(name) as ColumnInput, name, rows));
}

/** Numbers of Arrow's types of days and of times; both give milliseconds since 1970 one by one. */
const ARROW_TIMES: readonly unknown[] = [8, 10];

function copiedColumn(column: ColumnInput, name: string, length: number): Cells {
  if (!isVector(column) && !isArrowColumn(column)) throw badTable(`${shownName(name)} is ${show(column)}`);
  if (!isVector(column) && isArrowColumn(column) && ARROW_TIMES.includes(column.type?.typeId)) {
    return copied(length, (i) => timeOf(column.get(i)), name);
  }
  const values = isVector(column) ? column : arrowValues(column as ArrowColumn, shownName(name));
  const found = lengthOf(values);
  if (found !== length) {
    const message = `${shownName(name)} has ${found} cells; expected ${length}: its array was resized or transferred`;
    throw new GlmError("BAD_SHAPE", message, { column: name, got: found, want: length });
  }
  return copied(length, (i) => values[i], name);
}

function timeOf(value: unknown): unknown {
  return typeof value === "number" || typeof value === "bigint" ? new Date(Number(value)) : value;
}

/** Cells one by one: a typed array as long as all of them are numbers or missing. */
function copied(length: number, cell: (i: number) => unknown, name: string): Cells {
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const value = cell(i);
    if (typeof value === "number") numbers[i] = value;
    else {
      const read = cellOf(value, i, name);
      if (read !== undefined && typeof read !== "number") return mixed(numbers, i, read, length, cell, name);
      numbers[i] = read ?? Number.NaN;
    }
  }
  return numbers;
}

/** The rest of a column whose cell `at` is not a number. */
function mixed(
  numbers: Float64Array,
  at: number,
  first: Cell,
  length: number,
  cell: (i: number) => unknown,
  name: string,
): readonly Cell[] {
  const cells: Cell[] = Array.from(numbers.subarray(0, at), (value) => (Number.isNaN(value) ? undefined : value));
  cells.push(first);
  for (let i = at + 1; i < length; i++) cells.push(cellOf(cell(i), i, name));
  return cells;
}

function cellOf(value: unknown, i: number, name: string): Cell {
  switch (typeof value) {
    case "number":
      return Number.isNaN(value) ? undefined : value;
    case "string":
    case "boolean":
      return value;
    case "undefined":
      return undefined;
    case "bigint": {
      const number = numeric(value);
      if (typeof number === "number") return number;
      const message = `${shownName(name)}[${i}] = ${show(value)}; a bigint is taken as a number up to ${Number.MAX_SAFE_INTEGER} in size: convert it to text if it is a code`;
      throw new GlmError("BAD_VALUE", message, { column: name, row: i });
    }
    default:
  }
  if (value === null) return undefined;
  const number = numeric(value);
  if (typeof number === "number") return number;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : new Date(value.getTime());
  const message = `${shownName(name)}[${i}] = ${show(value)}; expected a number, text, a truth value, a Date, or null where it is missing`;
  throw new GlmError("BAD_VALUE", message, { column: name, row: i });
}
