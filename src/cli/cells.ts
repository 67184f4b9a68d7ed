import { GlmError } from "../index.js";
import { quoted } from "./output.js";
import type { Table } from "./table.js";

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
/** Words that stand for "not known". Labels are compared with these only, so "none" may be a class. */
const MISSING: readonly string[] = ["", "NA", "N/A", "NaN", "nan", "NULL", "null"];

/** A decimal number; undefined for anything else. Number() alone would take "", "0x1f" and "Infinity". */
export function toNumber(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

/** Column j as numbers, written into target (f64[n]). `advice` ends the message about a cell that is none. */
export function readNumbers(table: Table, j: number, advice: string, target: Float64Array): void {
  const { rows } = table;
  for (let i = 0; i < rows.length; i++) {
    const text = rows[i]![j]!;
    const value = toNumber(text);
    if (value === undefined || !Number.isFinite(value)) throw badCell(table, i, j, advice);
    target[i] = value;
  }
}

/** Column j as labels: text with the blanks around it removed, none missing. */
export function readLabels(table: Table, j: number): string[] {
  return table.rows.map((row, i) => {
    const label = row[j]!.trim();
    if (MISSING.includes(label)) throw badCell(table, i, j, "fill it in, or drop the row");
    return label;
  });
}

/** True when every cell of column j is a number or missing: then it is meant as numbers. */
export function isNumeric(table: Table, j: number): boolean {
  return table.rows.every((row) => toNumber(row[j]!) !== undefined || MISSING.includes(row[j]!.trim()));
}

function badCell(table: Table, i: number, j: number, advice: string): GlmError {
  const text = table.rows[i]![j]!;
  return new GlmError("BAD_VALUE", `${placeOf(table, i, j)}: ${complaint(text)}; ${advice}`);
}

function complaint(text: string): string {
  const bare = text.trim();
  if (bare === "") return "the value is missing";
  if (MISSING.includes(bare)) return `the value is missing (${bare})`;
  if (/^[+-]?\d+,\d+$/.test(bare)) return `${quoted(bare)} is not a number: decimals are written with a point`;
  return toNumber(text) === undefined ? `${quoted(bare)} is not a number` : `${bare} is too large for a number`;
}

/** Where a cell stands, in the words of an editor. */
export function placeOf(table: Table, i: number, j: number): string {
  return `${table.source}, line ${table.lines[i]}, column ${quoted(table.names[j]!)}`;
}
