import { looksLikeDate } from "../base/date-text.js";
import { isMissingWord } from "../base/missing-words.js";
import { toNumber } from "../base/number-text.js";
import { quoted, shownName } from "../base/show.js";
import { GlmError } from "../index.js";
import type { Heading } from "./table.js";
import { type AnyTable, type Cells, isUnread, textAt } from "./typed.js";

export { toNumber };

/** Column j as numbers, written into target (f64[n]). `advice` ends the message about a cell that is no number. */
export function readNumbers(table: AnyTable, j: number, advice: string, target: Float64Array): void {
  refuseUnread(table, j, advice);
  const column = "rows" in table ? undefined : (table.cells[j] as Cells);
  for (let i = 0; i < table.lines.length; i++) {
    const cell = column === undefined ? textAt(table, i, j) : column[i];
    const value = typeof cell === "string" ? toNumber(cell) : cell;
    if (typeof value !== "number" || !Number.isFinite(value)) throw badCell(table, i, j, advice);
    target[i] = value;
  }
}

/** Column j as labels: text with the blanks around it removed, none missing. */
export function readLabels(table: AnyTable, j: number): string[] {
  refuseUnread(table, j, "leave the column out");
  const labels = Array.from(table.lines, (_, i) => textAt(table, i, j).trim());
  if (labels.every((label) => label === "+" || label === "-")) return labels; // two classes
  const i = labels.findIndex((label) => isAbsent(table, label));
  if (i >= 0) throw badCell(table, i, j, "fill it in, or drop the row; if it is meant as a label, use another word");
  return labels;
}

/** True when every cell of column j is a number or missing: then the column holds numbers. */
export function isNumeric(table: AnyTable, j: number): boolean {
  if (!("rows" in table) && table.cells[j] instanceof Float64Array) return true;
  let hasSign = false;
  for (let i = 0; i < table.lines.length; i++) {
    const text = textAt(table, i, j);
    if (toNumber(text) !== undefined) continue;
    hasSign ||= text.trim() === "+";
    if (!isAbsent(table, text)) return false;
  }
  return !hasSign;
}

function refuseUnread(table: AnyTable, j: number, advice: string): void {
  const column = "rows" in table ? undefined : table.cells[j]!;
  if (column === undefined || !isUnread(column)) return;
  const place = `${table.source}, column ${quoted(table.names[j]!)}`;
  throw new GlmError("BAD_VALUE", `${place} holds ${column.holds}, and no numbers, text or dates; ${advice}`);
}

/** Whether a cell of the table stands for a missing value. */
function isAbsent({ hasOwnWords }: AnyTable, text: string): boolean {
  return hasOwnWords === true ? text.trim() === "" : isMissingWord(text);
}

function badCell(table: AnyTable, i: number, j: number, advice: string): GlmError {
  const text = textAt(table, i, j);
  return new GlmError("BAD_VALUE", `${placeOf(table, i, j)}: ${complaint(table, text)}; ${advice}`);
}

function complaint(table: AnyTable, text: string): string {
  const bare = text.trim();
  if (bare === "") return "the value is missing";
  if (isAbsent(table, bare)) return `the value is missing (${bare})`;
  if (toNumber(text) !== undefined) return `${shownName(bare, 40)} is too large for a number`;
  const why = WRITTEN_OTHERWISE.find(([pattern]) => pattern.test(bare.slice(0, 60)))?.[1];
  return `${quoted(bare)} is not a number${why === undefined ? "" : `: ${why}`}`;
}

/** Numbers as people, programs and countries write them. "1,000" is ambiguous. */
const WRITTEN_OTHERWISE: readonly (readonly [Pick<RegExp, "test">, string])[] = [
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
  [{ test: looksLikeDate }, "a date; write a number, as days since a day, or leave the column out"],
];

/** The place of a cell, in the words of an editor. */
export function placeOf(table: Heading, i: number, j: number): string {
  return `${table.source}, ${table.unit ?? "line"} ${table.lines[i]}, column ${quoted(table.names[j]!)}`;
}
