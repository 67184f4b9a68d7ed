import { GlmError } from "../base/errors.js";
import { quoted, shownName } from "../base/show.js";
import { missingCells, rowsWhere } from "./failures.js";
import { type Column, isMissingAt } from "./types.js";

// Rows with missing cells.

/** Cells of one column that are missing, in rows that are left out. */
export interface Omitted {
  readonly column: string;
  readonly rows: number;
}

export interface Complete {
  /** The rows that are used, in their order. */
  readonly rows: Int32Array;
  /** By column, those without missing cells left out. A row may be missing in several columns. */
  readonly omitted: readonly Omitted[];
}

/** Rows in which none of the columns and none of the vectors beside them is missing. */
export function completeRows(
  length: number,
  columns: ReadonlyMap<string, Column>,
  beside: ReadonlyMap<string, ArrayLike<number>>,
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
  for (const [name, values] of beside) look(name, (i) => Number.isNaN(values[i]));
  const rows = Int32Array.from(Array.from(isOut.keys()).filter((i) => isOut[i] === 0));
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
export function filled(values: Float64Array, fill: number): Float64Array {
  return values.map((v) => (Number.isNaN(v) ? fill : v));
}

/** 1 where a value is missing. */
export function flagOf(values: Float64Array): Float64Array {
  return values.map((v) => (Number.isNaN(v) ? 1 : 0));
}

/** The name of the column that marks missing cells. */
export function flagName(column: string): string {
  return `${column}[missing]`;
}
