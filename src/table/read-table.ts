import Papa from "papaparse";
import { quoted } from "../base/show.js";
import { GlmError } from "../index.js";
import { delimiterOf, withoutSep } from "./delimiter.js";
import { looksLikeData, refuseOtherText } from "./recognize.js";
import type { Source } from "./source.js";
import type { Table } from "./table.js";

/**
 * CSV, TSV or semicolons, with a header line. The delimiter is found from the first lines, or given by a first line `sep=;`.
 * Anything else is refused, and so is any ambiguous table.
 */
export function readTable({ name, text }: Source): Table {
  const { rest, delimiter } = withoutSep(text.replace(/^\ufeff+/, "").replace(/\r\n?/g, "\n"));
  refuseOtherText(name, rest);
  const before = delimiter === undefined ? 0 : 1; // lines before the records
  const records = parse(name, rest, delimiter, before);
  const header = records[0]?.map((cell) => cell.trim()) ?? [];
  if (records.length === 0) {
    throw new GlmError("EMPTY", `${name} is empty; expected a header line with column names, and rows`);
  }
  refuseTitle(name, header, records[1]);
  checkHeader(name, header);
  if (records.length === 1) throw new GlmError("EMPTY", `${name} has a header line and no rows; expected at least one`);
  const starts = startsOf(records, before);
  for (let i = 1; i < records.length; i++) checkWidth(name, records[i]!, header.length, starts[i]!);
  const rows = records.slice(1);
  if (looksLikeData(header, rows)) {
    const advice = "expected names: write a header line, with a letter before names that are numbers";
    throw new GlmError("BAD_SHAPE", `${name}, line ${starts[0]} looks like a row of the data; ${advice}`);
  }
  return { source: name, names: header, rows, lines: starts.subarray(1) };
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
    if (name === "") {
      throw new GlmError(
        "BAD_SHAPE",
        `${source}: column ${j + 1} has no name in the header line; give it one (row names of R: write.csv(..., row.names = FALSE))`,
      );
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
