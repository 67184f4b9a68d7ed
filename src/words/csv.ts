import { type Cell, cellOf, type PrintedTable } from "./table.js";

/** Text that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell in full; nothing for a missing number. An apostrophe before it makes a formula text. */
function cell(value: Cell): string {
  if (value === undefined || Number.isNaN(value)) return "";
  if (typeof value !== "string") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** All rows with all digits, the keys of the columns first; for programs and spreadsheets. */
export function csvOf({ columns, rows }: PrintedTable): string {
  const lines = rows.map((row) => columns.map((each) => cell(cellOf(row, each))).join(","));
  return `${[columns.map(({ key }) => cell(key)).join(","), ...lines].join("\n")}\n`;
}
