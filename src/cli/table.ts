import Papa from "papaparse";
import { GlmError } from "../index.js";
import { nearestName } from "./nearest.js";
import { quoted } from "./output.js";
import type { Source } from "./source.js";

/** A table of text with named columns, all rows of one width. */
export interface Table {
  /** File name for messages. */
  readonly source: string;
  readonly names: readonly string[];
  /** rows[i][j] as it stood in the file. */
  readonly rows: readonly (readonly string[])[];
  /** Line of the file, counted from 1, on which row i begins. */
  readonly lines: Uint32Array;
}

/** CSV, TSV or semicolons, with a header line. The delimiter is found by looking at the first lines. */
export function readTable({ name, text }: Source): Table {
  const records = parse(name, text.replace(/\r\n?/g, "\n"));
  const header = records[0]?.map((cell) => cell.trim()) ?? [];
  if (records.length === 0) {
    throw new GlmError("EMPTY", `${name} is empty; expected a header line with column names, and rows`);
  }
  checkHeader(name, header);
  if (records.length === 1) throw new GlmError("EMPTY", `${name} has a header line and no rows; expected at least one`);
  const starts = startsOf(records);
  for (let i = 1; i < records.length; i++) checkWidth(name, records[i]!, header.length, starts[i]!);
  return { source: name, names: header, rows: records.slice(1), lines: starts.subarray(1) };
}

/** Fields of all records, blank ones at the end dropped. */
function parse(source: string, text: string): string[][] {
  // without blank lines at the end, which would count among those that the delimiter is guessed from
  const { data, errors } = Papa.parse<string[]>(text.replace(/\n+$/, ""), {
    delimitersToGuess: [",", "\t", ";"],
    newline: "\n",
  });
  const broken = errors.find((error) => error.type === "Quotes");
  if (broken !== undefined) {
    const line = startsOf(data)[broken.row ?? 0] ?? 1;
    throw new GlmError(
      "BAD_VALUE",
      `${source}, line ${line}: a quoted field does not end where it should; write "" for a quote inside quotes`,
    );
  }
  let count = data.length;
  while (count > 0 && isBlank(data[count - 1]!)) count--;
  return data.slice(0, count);
}

function isBlank(record: readonly string[]): boolean {
  return record.length === 1 && record[0]!.trim() === "";
}

/** Line on which every record begins: a quoted field may hold line breaks. */
function startsOf(records: readonly (readonly string[])[]): Uint32Array {
  const starts = new Uint32Array(records.length);
  let line = 1;
  records.forEach((record, i) => {
    starts[i] = line;
    line++;
    for (const cell of record) if (cell.includes("\n")) line += cell.split("\n").length - 1;
  });
  return starts;
}

function checkHeader(source: string, names: readonly string[]): void {
  names.forEach((name, j) => {
    if (name === "") {
      throw new GlmError(
        "BAD_SHAPE",
        `${source}: column ${j + 1} has no name in the header line; give it one (row names of R: write.csv(..., row.names = FALSE))`,
      );
    }
    const first = names.indexOf(name);
    if (first !== j) {
      throw new GlmError(
        "BAD_SHAPE",
        `${source}: columns ${first + 1} and ${j + 1} are both named ${quoted(name)}; names must differ: rename one`,
      );
    }
  });
}

function checkWidth(source: string, record: readonly string[], width: number, line: number): void {
  if (record.length === width) return;
  const found = isBlank(record) ? "is blank" : `has ${record.length} field${record.length === 1 ? "" : "s"}`;
  throw new GlmError(
    "BAD_SHAPE",
    `${source}, line ${line} ${found}; expected ${width} field${width === 1 ? "" : "s"}, as in the header line: quote text that holds the delimiter`,
  );
}

/** Position of a column, or a refusal that names the one that may have been meant. */
export function indexOf(table: Table, name: string, option: string): number {
  const j = table.names.indexOf(name);
  if (j >= 0) return j;
  throw new GlmError("BAD_OPTION", `${table.source} has no column ${quoted(name)} (${option}); ${hint(table, name)}`);
}

/** Refuses a table that lacks some of these columns; `owner` says whose they are. */
export function requireColumns(table: Table, names: readonly string[], owner: string): void {
  const missing = names.filter((name) => !table.names.includes(name));
  if (missing.length === 0) return;
  throw new GlmError(
    "BAD_SHAPE",
    `${table.source} lacks ${missing.length === 1 ? "the column" : "columns"} ${listed(missing)} ${owner}; its columns are ${listed(table.names)}`,
  );
}

function hint(table: Table, name: string): string {
  const { names } = table;
  if (names.every((cell) => Number.isFinite(Number(cell))))
    return "its first line holds numbers: is the header line missing?";
  const close = nearestName(name, names);
  return close === undefined ? `its columns are ${listed(names)}` : `did you mean ${quoted(close)}?`;
}

/** Names as a list, the first few of many. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(quoted).join(", ");
  return names.length > 8 ? `${shown}, ... (${names.length} in all)` : shown;
}
