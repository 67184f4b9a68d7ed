import Papa from "papaparse";
import { quoted } from "../base/show.js";
import { GlmError } from "../index.js";
import { cellReader, checkReading, type Reading } from "./cell-notation.js";
import { delimiterOf, withoutSep } from "./delimiter.js";
import { looksLikeJSON, readJSONTable } from "./json.js";
import { looksLikeData, refuseOtherText } from "./recognize.js";
import type { Source } from "./source.js";
import type { Table } from "./table.js";

/**
 * CSV, TSV or semicolons, with a header line, or JSON. The delimiter is found from the first lines, or given by a first line `sep=;`.
 * Anything else is refused, and so is any ambiguous table.
 */
export function readTable({ name, text }: Source, reading: Reading = {}): Table {
  checkReading(reading);
  const plain = text.replace(/^\ufeff+/, "").replace(/\r\n?/g, "\n");
  if (looksLikeJSON(plain)) return readJSONTable({ name, text: plain });
  const { rest, delimiter } = withoutSep(plain);
  refuseOtherText(name, rest);
  const before = delimiter === undefined ? 0 : 1; // lines before the records
  const records = parse(name, rest, delimiter, before);
  if (records.length === 0) {
    throw new GlmError("EMPTY", `${name} is empty; expected a header line with column names, and rows`);
  }
  const starts = startsOf(records, before);
  const isNamed = reading.hasNoHeader !== true;
  const header = isNamed ? headerOf(name, records) : records[0]!.map((_, j) => `x${j + 1}`);
  const rows = isNamed ? records.slice(1) : records;
  const lines = isNamed ? starts.subarray(1) : starts;
  rows.forEach((row, i) => {
    checkWidth(name, row, header.length, lines[i]!);
  });
  if (isNamed && looksLikeData(header, rows)) {
    const advice =
      "expected names: write a header line, with a letter before names that are numbers (--no-header names them x1, x2, ...)";
    throw new GlmError("BAD_SHAPE", `${name}, line ${starts[0]} looks like a row of the data; ${advice}`);
  }
  const read = cellReader(reading);
  const cells = read === undefined ? rows : rows.map((row) => row.map(read));
  return { source: name, ...withoutRowNames(header, cells), lines };
}

function headerOf(source: string, records: readonly (readonly string[])[]): string[] {
  const header = records[0]!.map((cell) => cell.trim());
  refuseTitle(source, header, records[1]);
  checkHeader(source, header);
  if (records.length > 1) return header;
  throw new GlmError("EMPTY", `${source} has a header line and no rows; expected at least one`);
}

/** A first column without a name holds the names of the rows, as R and pandas write them: it is no column of the table. */
function withoutRowNames(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Pick<Table, "names" | "rows" | "rowNames"> {
  if (header[0] !== "") return { names: header, rows };
  return { names: header.slice(1), rows: rows.map((row) => row.slice(1)), rowNames: rows.map((row) => row[0]!) };
}

/** Fields of all records, blank ones at the end dropped. */
function parse(source: string, text: string, given: string | undefined, before: number): string[][] {
  // without blank lines at the end, which would count when the delimiter is guessed
  const trimmed = text.replace(/(?<!\n)\n+$/, "");
  const delimiter = given ?? delimiterOf(source, trimmed);
  const { data, errors } = Papa.parse<string[]>(trimmed, { delimiter, newline: "\n" });
  const broken = errors.find((error) => error.type === "Quotes");
  if (broken !== undefined) {
    const line = startsOf(data, before)[broken.row ?? 0] ?? 1;
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
function startsOf(records: readonly (readonly string[])[], before: number): Uint32Array {
  const starts = new Uint32Array(records.length);
  let line = 1 + before;
  records.forEach((record, i) => {
    starts[i] = line;
    line++;
    for (const cell of record) if (cell.includes("\n")) line += cell.split("\n").length - 1;
  });
  return starts;
}

/** Whether there is a title above the header line: one field, or one that is not blank, above several. */
function refuseTitle(source: string, header: readonly string[], next: readonly string[] | undefined): void {
  const filled = header.filter((name) => name !== "");
  if (
    filled.length !== 1 ||
    header[0] === "" ||
    next === undefined ||
    next.length < 2 ||
    next.every((cell) => cell.trim() === "")
  )
    return;
  if (header.length !== 1 && header.length !== next.length) return;
  throw new GlmError(
    "BAD_SHAPE",
    `${source}: the first line holds ${quoted(filled[0]!)} only, the next one ${next.length} fields; expected a header line with column names: if it is a title, take it away`,
  );
}

function checkHeader(source: string, names: readonly string[]): void {
  const places = new Map<string, number>();
  names.forEach((name, j) => {
    if (name === "" && j === 0 && names.length > 1) return; // names of rows
    if (name === "") {
      throw new GlmError("BAD_SHAPE", `${source}: column ${j + 1} has no name in the header line; give it one`);
    }
    const first = places.get(name);
    if (first !== undefined) {
      throw new GlmError(
        "BAD_SHAPE",
        `${source}: columns ${first + 1} and ${j + 1} are both named ${quoted(name)}; names must differ: rename one`,
      );
    }
    places.set(name, j);
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
