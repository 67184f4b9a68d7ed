import { toNumber } from "../base/number-text.js";
import { quoted, shownName } from "../base/show.js";
import { GlmError } from "../index.js";
import type { Table } from "./table.js";

export { toNumber };

/**
 * Words for missing values in files of R, pandas, SAS, Excel and databases. Labels are compared with these only, letter by
 * letter, so "none" and "unknown" may be classes.
 */
const MISSING: ReadonlySet<string> = new Set([
  ...["", "NA", "na", "<NA>", "<na>", "N/A", "n/a", "#N/A", "#NA", "#N/A N/A", "NaN", "nan", "NAN", "-NaN", "-nan"],
  ...["NULL", "null", "Null", "None", "?", ".", "-", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"],
  ...["1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"],
]);

/** Column j as numbers, written into target (f64[n]). `advice` ends the message about a cell that is no number. */
export function readNumbers(table: Table, j: number, advice: string, target: Float64Array): void {
  const { rows } = table;
  for (let i = 0; i < rows.length; i++) {
    const text = rows[i]![j]!;
    const value = toNumber(text);
    if (value === undefined || !Number.isFinite(value)) throw badCell(table, i, j, advice);
    target[i] = value;
  }
}

/** Whether a cell stands for a missing value. */
export function isMissing(text: string): boolean {
  return MISSING.has(text.trim());
}

/** Column j as labels: text with the blanks around it removed, none missing. */
export function readLabels(table: Table, j: number): string[] {
  const labels = table.rows.map((row) => row[j]!.trim());
  if (labels.every((label) => label === "+" || label === "-")) return labels; // two classes
  const i = labels.findIndex((label) => MISSING.has(label));
  if (i >= 0) throw badCell(table, i, j, "fill it in, or drop the row; if it is meant as a label, use another word");
  return labels;
}

/** True when every cell of column j is a number or missing: then the column holds numbers. */
export function isNumeric(table: Table, j: number): boolean {
  let hasSign = false;
  for (const row of table.rows) {
    const text = row[j]!;
    if (toNumber(text) !== undefined) continue;
    const bare = text.trim();
    hasSign ||= bare === "+";
    if (!MISSING.has(bare)) return false;
  }
  return !hasSign;
}

function badCell(table: Table, i: number, j: number, advice: string): GlmError {
  const text = table.rows[i]![j]!;
  return new GlmError("BAD_VALUE", `${placeOf(table, i, j)}: ${complaint(text)}; ${advice}`);
}

function complaint(text: string): string {
  const bare = text.trim();
  if (bare === "") return "the value is missing";
  if (MISSING.has(bare)) return `the value is missing (${bare})`;
  if (toNumber(text) !== undefined) return `${shownName(bare, 40)} is too large for a number`;
  const why = WRITTEN_OTHERWISE.find(([pattern]) => pattern.test(bare.slice(0, 60)))?.[1];
  return `${quoted(bare)} is not a number${why === undefined ? "" : `: ${why}`}`;
}

/** Numbers as people, programs and countries write them. "1,000" is ambiguous. */
const WRITTEN_OTHERWISE: readonly (readonly [RegExp, string])[] = [
  [
    /^[+-]?\d{1,3},\d{3}$/,
    "the comma may part thousands, or decimals; write thousands without it, decimals with a point",
  ],
  [/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/, "commas part thousands; write it without them"],
  [/^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/, "points part thousands; write it without them, and decimals with a point"],
  [/^[+-]?\d*,\d+$/, "decimals are written with a point; on the command line --decimal , reads them"],
  [/^[+-]?\d{1,3}([ \u00a0\u202f'\u2019]\d{3})+([.,]\d*)?$/, "write thousands without anything between them"],
  [/^(true|false|t|f|yes|no)$/i, "a truth value; write 1 and 0"],
  [/^[+-]?[\d.,]+\s*%$/, "a percentage; write it without the sign, all values of the column alike"],
  [
    /^([$\u20ac\u00a3\u00a5]\s*[+-]?[\d.,]+|[+-]?[\d.,]+\s*[$\u20ac\u00a3\u00a5])$/,
    "an amount; write it without the currency",
  ],
  [/^[+-]?(inf|infinity)$/i, "expected a finite one"],
  [/^0x[\da-f]+$/i, "a hexadecimal; write it in decimals"],
  [
    /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$/,
    "a date; write a number, as days since a day, or leave the column out",
  ],
];

/** The place of a cell, in the words of an editor. */
export function placeOf(table: Table, i: number, j: number): string {
  return `${table.source}, ${table.unit ?? "line"} ${table.lines[i]}, column ${quoted(table.names[j]!)}`;
}
