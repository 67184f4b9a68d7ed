import { quoted } from "../base/show.js";
import { GlmError } from "../index.js";
import type { Reading } from "./cell-notation.js";
import { namesOf } from "./header.js";
import { Budget, checkSize } from "./limits.js";
import { missingWords, withoutWords } from "./missing.js";
import { needed } from "./packages.js";
import { rowNamed } from "./row-names.js";
import type { FileBytes } from "./source.js";
import { listed } from "./table.js";
import { type Cell, cellsFrom, type TypedTable, textOfCell } from "./typed.js";
import { entriesOf } from "./zip.js";

interface Sheet {
  readonly sheet: string;
  readonly data: readonly (readonly unknown[])[];
}

/** Reads a sheet of a workbook of Excel (.xlsx) by read-excel-file: the first that is not blank, or the one that is named. */
export async function readWorkbook({ name, bytes }: FileBytes, reading: Reading): Promise<TypedTable> {
  const budget = new Budget(name);
  for (const { size } of entriesOf(bytes) ?? []) budget.take(size);
  const what = `${name} is a workbook of Excel`;
  const reader = await needed(what, "read-excel-file", () => import("read-excel-file/universal"));
  let sheets: readonly Sheet[];
  try {
    const file = (bytes.buffer as ArrayBuffer).slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    sheets = (await reader.default(file)) as readonly Sheet[];
  } catch (error) {
    const { message } = error as Error;
    throw new GlmError("BAD_VALUE", `${name} is a workbook of Excel that cannot be read: ${message}; save it as CSV`);
  }
  const found = chosen(name, sheets, reading.sheet);
  const source = sheets.length === 1 ? name : `${name}, sheet ${quoted(found.sheet)}`;
  return tableOf(source, found.data, reading);
}

function chosen(name: string, sheets: readonly Sheet[], asked: string | undefined): Sheet {
  const names = listed(sheets.map(({ sheet }) => sheet));
  if (asked !== undefined) {
    const found = sheets.find(({ sheet }) => sheet === asked);
    if (found !== undefined) return found;
    throw new GlmError("BAD_OPTION", `${name} has no sheet ${quoted(asked)} (--sheet); its sheets are ${names}`);
  }
  const found = sheets.find(({ data }) => data.some((row) => !isBlank(row)));
  if (found !== undefined) return found;
  throw new GlmError("EMPTY", `${name} has no sheet with a table; its sheets are ${names}`);
}

const isBlank = (row: readonly unknown[]): boolean => row.every((cell) => cell === null || cell === undefined);

/** The rows of a sheet as a table. Rows and columns around it that are blank are left out; `lines` are the numbers of Excel. */
function tableOf(source: string, data: Sheet["data"], reading: Reading): TypedTable {
  const filled = data.map((row) => !isBlank(row));
  const first = filled.indexOf(true);
  if (first < 0) throw new GlmError("EMPTY", `${source} is blank; expected a header line with column names, and rows`);
  const rows = data.slice(first, filled.lastIndexOf(true) + 1);
  const [left, right] = edgesOf(rows);
  const texts = (i: number): string[] =>
    Array.from({ length: right - left }, (_, j) => textOfCell(cellOf(rows[i]?.[left + j])));
  const isNamed = reading.hasNoHeader !== true;
  const top = isNamed ? 1 : 0;
  const n = rows.length - top;
  const names = isNamed ? namesOf(source, texts(0), n > 0 ? texts(1) : undefined) : texts(0).map((_, j) => `x${j + 1}`);
  checkSize(source, n, names.length);
  const words = missingWords(reading.missing);
  const cells = names.map((column, j) => {
    const given = Array.from({ length: n }, (_, i) => cellOf(rows[i + top]![left + j]));
    const present = withoutWords(given, words, column === reading.response);
    return cellsFrom(n, (i) => present[i]);
  });
  const lines = Uint32Array.from({ length: n }, (_, i) => first + top + i + 1);
  return rowNamed({ source, names, cells, lines, unit: "row" });
}

/** The first column that is not blank, and the one after the last. */
function edgesOf(rows: Sheet["data"]): [left: number, right: number] {
  let [left, right] = [Number.POSITIVE_INFINITY, 0];
  for (const row of rows) {
    const filled = row.map((cell) => cell !== null && cell !== undefined);
    if (!filled.includes(true)) continue;
    left = Math.min(left, filled.indexOf(true));
    right = Math.max(right, filled.lastIndexOf(true) + 1);
  }
  return [left, right];
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  return value instanceof Date && Number.isNaN(value.getTime()) ? undefined : (value as Cell);
}
