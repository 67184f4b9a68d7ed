import Papa from "papaparse";
import { GlmError } from "../index.js";
import { checkReading, type Reading } from "./cell-notation.js";
import { refuseHeaderAsComment, roughlyWithout, topComments, type Uncommented, withoutComments } from "./comments.js";
import { delimiterOf, withoutSep } from "./delimiter.js";
import { namesOf } from "./header.js";
import { looksLikeJSON, readJSON } from "./json.js";
import { notated } from "./notation.js";
import { looksLikeData, refuseOtherText } from "./recognize.js";
import type { Source } from "./source.js";
import type { Table } from "./table.js";
import { type AnyTable, textAt } from "./typed.js";

/**
 * CSV, TSV or semicolons, with a header line, or JSON, as a table of text. The delimiter is found from the first lines, or given by a
 * first line `sep=;`. Anything else is refused, and so is any ambiguous table.
 */
export function readTable(source: Source, reading: Reading = {}): Table {
  const table = notated(readText(source, reading), reading);
  if ("rows" in table) return table;
  const { cells, ...heading } = table;
  return { ...heading, rows: Array.from(table.lines, (_, i) => cells.map((_, j) => textAt(table, i, j))) };
}

/** A table of text as it is written in the file; a table of cells, if it is JSON. */
export function readText(source: Source, reading: Reading): AnyTable {
  const pieces = readPieces(source, reading);
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

/** The same in pieces, so that others are heard in between: yields the part of the text that is read. */
export function* readPieces({ name, text }: Source, reading: Reading): Generator<number, AnyTable> {
  checkReading(reading);
  const plain = text.replace(/^\ufeff+/, "").replace(/\r\n?/g, "\n");
  if (looksLikeJSON(plain)) return readJSON({ name, text: plain });
  const { records, starts } = yield* recordsOf(name, plain, reading);
  if (records.length === 0) {
    throw new GlmError("EMPTY", `${name} is empty; expected a header line with column names, and rows`);
  }
  const isNamed = reading.hasNoHeader !== true;
  const header = isNamed ? namesOf(name, records[0]!, records[1]) : records[0]!.map((_, j) => `x${j + 1}`);
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
  return { source: name, ...withoutRowNames(header, rows), lines };
}

/** A first column without a name holds the names of the rows, as R and pandas write them: it is no column of the table. */
function withoutRowNames(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Pick<Table, "names" | "rows" | "rowNames"> {
  if (header[0] !== "") return { names: header, rows };
  return { names: header.slice(1), rows: rows.map((row) => row.slice(1)), rowNames: rows.map((row) => row[0]!) };
}

interface Records {
  readonly records: readonly (readonly string[])[];
  /** The line of the file on which each record begins. */
  readonly starts: Uint32Array;
}

/** The records of a text, without a line `sep=` and without comments. */
function* recordsOf(name: string, plain: string, { comment }: Reading): Generator<number, Records> {
  const { rest, delimiter: given } = withoutSep(plain);
  const first = given === undefined ? 0 : 1; // lines before the rest
  const top = comment === undefined ? topComments(rest) : { count: 0, end: 0 };
  // without blank lines at the end, which would count when the delimiter is guessed
  const body = rest.slice(top.end).replace(/(?<!\n)\n+$/, "");
  const before = first + top.count;
  refuseOtherText(name, body, before);
  const delimiter = given ?? delimiterOf(name, comment === undefined ? body : roughlyWithout(body, comment));
  if (top.count > 0) refuseHeaderAsComment(name, rest.slice(0, top.end), body, delimiter, first + 1);
  const whole: Uncommented = { text: body, lineOf: (k) => k + before };
  return yield* parse(
    name,
    comment === undefined ? whole : withoutComments(body, comment, delimiter, before),
    delimiter,
  );
}

/** Fields of all records. Blank ones at the end are left out: lines without cells, and rows of blank cells, as spreadsheets write them. */
function* parse(source: string, { text, lineOf }: Uncommented, delimiter: string): Generator<number, Records> {
  const { data, broken } = yield* fieldsOf(text, delimiter);
  const starts = startsOf(data, lineOf);
  if (broken !== undefined) {
    const line = starts[broken] ?? 1;
    throw new GlmError(
      "BAD_VALUE",
      `${source}, line ${line}: a quoted field does not end where it should; write "" for a quote inside quotes`,
    );
  }
  let count = data.length;
  while (count > 0 && data[count - 1]!.every((cell) => cell.trim() === "")) count--;
  return { records: data.slice(0, count), starts: starts.subarray(0, count) };
}

/** Letters that are parsed at once: some milliseconds. */
const PIECE = 1 << 20;

interface Fields {
  readonly data: string[][];
  /** The first record with a quote that does not end. */
  readonly broken: number | undefined;
}

/** The fields of all records. A record that a piece cuts is read with the next one. */
function* fieldsOf(text: string, delimiter: string): Generator<number, Fields> {
  const data: string[][] = [];
  let [at, size] = [0, PIECE];
  for (;;) {
    const isLast = at + size >= text.length;
    const piece = isLast ? text.slice(at) : text.slice(at, at + size);
    const parsed = new Papa.Parser({ delimiter, newline: "\n" }).parse(piece, 0, !isLast) as Papa.ParseResult<string[]>;
    const end = isLast ? piece.length : parsed.meta.cursor;
    const broken = parsed.errors.find((error) => error.type === "Quotes");
    if (isLast || end > 0) {
      if (broken !== undefined && (isLast || broken.code !== "MissingQuotes")) {
        for (const record of parsed.data) data.push(record);
        return { data, broken: data.length - parsed.data.length + (broken.row ?? 0) };
      }
      for (const record of parsed.data) data.push(record);
      if (isLast) return { data, broken: undefined };
      at += end;
      size = PIECE;
    } else size *= 2; // no record ends in it
    yield at / text.length;
  }
}

/** Line on which every record begins: a quoted field may hold line breaks. */
function startsOf(records: readonly (readonly string[])[], lineOf: (k: number) => number): Uint32Array {
  const starts = new Uint32Array(records.length);
  let line = 1;
  records.forEach((record, i) => {
    starts[i] = lineOf(line);
    line++;
    for (const cell of record) if (cell.includes("\n")) line += cell.split("\n").length - 1;
  });
  return starts;
}

function checkWidth(source: string, record: readonly string[], width: number, line: number): void {
  if (record.length === width) return;
  const isBlank = record.length === 1 && record[0]!.trim() === "";
  const found = isBlank ? "is blank" : `has ${record.length} field${record.length === 1 ? "" : "s"}`;
  const advice = isBlank ? "take the line away" : "quote text that holds the delimiter";
  throw new GlmError(
    "BAD_SHAPE",
    `${source}, line ${line} ${found}; expected ${width} field${width === 1 ? "" : "s"}, as in the header line: ${advice}`,
  );
}
