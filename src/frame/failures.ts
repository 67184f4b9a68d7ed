import { GlmError } from "../base/errors.js";
import { quoted, show, shownName } from "../base/show.js";

// Errors about cells, with the rows they are in.

/** Rows that a message names. */
const FEW = 5;

/** Where something is found in a variable: its first row, and the others. */
export interface Found {
  readonly rows: readonly number[];
  readonly first: number;
}

/** Rows for which something holds; undefined if there are none. */
export function rowsWhere(length: number, holds: (i: number) => boolean): Found | undefined {
  const rows: number[] = [];
  for (let i = 0; i < length; i++) if (holds(i)) rows.push(i);
  return rows.length === 0 ? undefined : { rows, first: rows[0]! };
}

/** " in rows 3, 5, 8 and 12 more", if there are more rows than the first. */
function others({ rows }: Found): string {
  if (rows.length === 1) return "";
  const some = rows.slice(1, FEW).join(", ");
  const more = rows.length - FEW;
  return `, and in ${rows.length === 2 ? "row" : "rows"} ${some}${more > 0 ? ` and ${more} more` : ""}`;
}

/** A transform that has no finite value at a cell which is present. */
export function noValue(label: string, what: string, found: Found): GlmError {
  const message = `${shownName(label)}[${found.first}] = ${what}${others(found)}; expected finite numbers: correct these cells, make them null, or change the formula`;
  return new GlmError("OUT_OF_DOMAIN", message, { variable: label, rows: found.rows });
}

/** A cell that is none of the levels of a variable. `level`: its text, if it has one. */
export function noLevel(
  label: string,
  level: string | undefined,
  levels: readonly string[],
  found: Found,
  advice: string,
): GlmError {
  const some = levels.slice(0, FEW).map(quoted).join(", ");
  const all = levels.length > FEW ? `${some}, ... (${levels.length} in all)` : some;
  const what = level === undefined ? "is outside of its levels" : `is ${quoted(level)}`;
  const message = `${shownName(label)}[${found.first}] ${what}${others(found)}; expected ${all}: ${advice}`;
  return new GlmError("OUT_OF_DOMAIN", message, { variable: label, level, rows: found.rows });
}

/** Cells that are missing where none may be. */
export function missingCells(column: string, found: Found, advice: string): GlmError {
  const message = `${shownName(column)}[${found.first}] is missing${others(found)}; expected a value in every row: ${advice}`;
  return new GlmError("BAD_VALUE", message, { column, rows: found.rows });
}

/** "log(-3)" or "1 / 0": what was computed. */
export function computation(name: string, values: readonly number[]): string {
  const texts = values.map((v) => show(v));
  if (values.length === 2 && !/^\w/.test(name)) return texts.join(` ${name} `);
  return `${name}(${texts.join(", ")})`;
}
