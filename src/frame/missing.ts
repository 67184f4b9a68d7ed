import { GlmError } from "../base/errors.js";
import { quoted, shownName } from "../base/show.js";
import { doubles, indicesWhere } from "../base/typed.js";
import type { EncodedColumn, Omitted } from "./encoding.js";
import { missingCells, rowsWhere } from "./failures.js";
import { flagName } from "./terms.js";
import { type Column, isMissingAt } from "./types.js";

// Rows with missing cells.

export interface Complete {
  /** The rows that are used, in their order. */
  readonly rows: Int32Array;
  /** By column, those without missing cells left out. A row may be missing in several columns. */
  readonly omitted: readonly Omitted[];
}

/** Vectors of one value per row, by name. NaN and undefined are missing. */
export type Beside = ReadonlyMap<string, ArrayLike<unknown>>;

export function isMissingIn(values: ArrayLike<unknown>, i: number): boolean {
  const value = values[i];
  return value === undefined || Number.isNaN(value);
}

/** Rows in which none of the columns and none of the vectors beside them is missing. */
export function completeRows(
  length: number,
  columns: ReadonlyMap<string, Column>,
  beside: Beside,
  rule: "omit" | "error",
): Complete {
  const isOut = new Uint8Array(length);
  const omitted: Omitted[] = [];
  const look = (column: string, isMissing: (i: number) => boolean): void => {
    const found = rowsWhere(length, isMissing);
    if (found === undefined) return;
    if (rule === "error") throw missingCells(column, found, 'fill it in, or set missing: "omit" or "indicator"');
    for (const i of found.rows) isOut[i] = 1;
    omitted.push({ column, rows: found.rows.length });
  };
  for (const [name, column] of columns) look(name, (i) => isMissingAt(column, i));
  for (const [name, values] of beside) look(name, (i) => isMissingIn(values, i));
  const rows = indicesWhere(length, (i) => isOut[i] === 0);
  if (rows.length === 0) throw noRows(length, omitted);
  return { rows, omitted };
}

function noRows(length: number, omitted: readonly Omitted[]): GlmError {
  if (length === 0) return new GlmError("EMPTY", "the data has no rows; expected one or more", {});
  const some = omitted.slice(0, 5).map(({ column, rows }) => `${quoted(column)} is missing in ${rows}`);
  const more = omitted.length > 5 ? ", ..." : "";
  const message = `each of the ${length} rows has a missing cell (${some.join(", ")}${more}); expected one complete row or more: leave a column out`;
  return new GlmError("EMPTY", message, { omitted });
}

/** The weighted mean of the cells that are present in some rows, in place of those that are missing. */
export function meanOfPresent(
  name: string,
  values: Float64Array,
  rows: Int32Array,
  weights: ArrayLike<number> | undefined,
): number {
  let [sum, total] = [0, 0];
  for (const i of rows) {
    if (Number.isNaN(values[i])) continue;
    const weight = weights?.[i] ?? 1;
    sum += weight * values[i]!;
    total += weight;
  }
  if (total > 0) return sum / total;
  const message = `${shownName(name)} has no value in any row; expected some, for the mean: leave the column out`;
  throw new GlmError("EMPTY", message, { column: name });
}

/** The values with missing ones replaced. */
function filled(values: Float64Array, fill: number): Float64Array {
  return values.map((v) => (Number.isNaN(v) ? fill : v));
}

/** 1 where a value is missing. */
function flagOf(values: Float64Array): Float64Array {
  return values.map((v) => (Number.isNaN(v) ? 1 : 0));
}

/** Columns by name, with missing numbers filled where that is wanted. */
export function columnReader(
  columns: ReadonlyMap<string, Column>,
  encoded: readonly EncodedColumn[],
): (name: string, isFilled: boolean) => Column {
  const fills = new Map<string, Column>();
  for (const { name, fill } of encoded) {
    const column = columns.get(name);
    if (fill === undefined || column === undefined || !("values" in column)) continue;
    fills.set(name, { ...column, values: filled(column.values, fill) });
  }
  return (name, isFilled) => {
    const column = (isFilled ? fills.get(name) : undefined) ?? columns.get(name);
    if (column !== undefined) return column;
    const message = `the encoding uses the column ${shownName(name)}, which it does not name; expected the encoding of a fit: the model was changed`;
    throw new GlmError("BAD_MODEL", message, { column: name });
  };
}

/** The columns that mark missing numbers in some rows. */
export function flagsOf(
  encoded: readonly EncodedColumn[],
  columns: ReadonlyMap<string, Column>,
  rows: Int32Array,
): Map<string, Float64Array> {
  const flags = new Map<string, Float64Array>();
  for (const { name, fill } of encoded) {
    const column = columns.get(name);
    if (fill === undefined || column === undefined || !("values" in column)) continue;
    flags.set(flagName(name), flagOf(doubles(rows.length, (k) => column.values[rows[k]!]!)));
  }
  return flags;
}
