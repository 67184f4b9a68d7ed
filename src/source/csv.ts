import Papa from "papaparse";
import { GlmError } from "../base/errors.js";
import { MISSING_EVERYWHERE } from "../base/missing-words.js";
import { delimiterOf, withoutSep } from "../table/delimiter.js";
import { readText } from "../table/read-table.js";

/** Letters of the beginning that show delimiter and header. */
const HEAD = 2 ** 16;

type Columns = Record<string, readonly (string | undefined)[]>;

/** What the beginning of a file shows. */
interface Heading {
  readonly delimiter: string;
  readonly names: readonly string[];
  /** Fields of a record before the first column: 1 where rows have names. */
  readonly before: number;
}

/** The rows of CSV, TSV or semicolons, whose text comes in pieces. Cells are text; what they mean is decided later. */
export async function* csvRows(
  name: string,
  pieces: AsyncIterable<string>,
  columns: readonly string[] | undefined,
): AsyncGenerator<Columns> {
  let text = "";
  let heading: Heading | undefined;
  let record = 1;
  const take = (isLast: boolean): Columns | undefined => {
    if (heading === undefined) {
      const { rest } = withoutSep(text.replace(/^\ufeff+/, ""));
      heading = headingOf(name, text);
      text = rest;
    }
    const parsed = new Papa.Parser({ delimiter: heading.delimiter, newline: "\n" }).parse(
      text,
      0,
      !isLast,
    ) as Papa.ParseResult<string[]>;
    const broken = parsed.errors.find(({ type, code }) => type === "Quotes" && (isLast || code !== "MissingQuotes"));
    if (broken !== undefined) {
      const message = `${name}, record ${record + (broken.row ?? 0)}: a quoted field does not end where it should; write "" for a quote inside quotes`;
      throw new GlmError("BAD_VALUE", message, {});
    }
    text = isLast ? "" : text.slice(parsed.meta.cursor);
    const records = isLast ? withoutBlankEnd(parsed.data) : parsed.data;
    const rows = record === 1 ? records.slice(1) : records;
    const found = rows.length === 0 ? undefined : cellsOf(name, heading, rows, record === 1 ? 2 : record, columns);
    record += records.length;
    return found;
  };
  for await (const piece of pieces) {
    text += piece;
    if (heading === undefined && text.length < HEAD) continue;
    const found = take(false);
    if (found !== undefined) yield found;
  }
  if (heading === undefined && text.trim() === "") {
    throw new GlmError("EMPTY", `${name} is empty; expected a header line with column names, and rows`, {});
  }
  const found = text === "" ? undefined : take(true);
  if (found !== undefined) yield found;
}

function withoutBlankEnd(records: string[][]): string[][] {
  let count = records.length;
  while (count > 0 && records[count - 1]!.every((cell) => cell.trim() === "")) count--;
  return records.slice(0, count);
}

function headingOf(name: string, text: string): Heading {
  const { rest, delimiter: given } = withoutSep(text.replace(/^\ufeff+/, ""));
  const cut = rest.length > HEAD ? rest.lastIndexOf("\n", HEAD) : rest.length;
  const head = (cut < 0 ? rest : rest.slice(0, cut)).replace(/\n+$/, "");
  const delimiter = given ?? delimiterOf(name, head);
  const { data } = new Papa.Parser({ delimiter, newline: "\n" }).parse(head, 0, true) as Papa.ParseResult<string[]>;
  const table = readText({ name, text: given === undefined ? head : `sep=${given}\n${head}` }, {});
  const fields = data[0]?.length ?? table.names.length;
  return { delimiter, names: table.names, before: Math.max(0, fields - table.names.length) };
}

function cellsOf(
  name: string,
  { names, before }: Heading,
  rows: readonly (readonly string[])[],
  first: number,
  columns: readonly string[] | undefined,
): Columns {
  const width = names.length + before;
  rows.forEach((row, i) => {
    if (row.length === width) return;
    const message = `${name}, record ${first + i} has ${row.length} fields; expected ${width}, as in the header line: quote text that holds the delimiter`;
    throw new GlmError("BAD_SHAPE", message, {});
  });
  const found: Columns = Object.create(null);
  names.forEach((column, j) => {
    if (columns !== undefined && !columns.includes(column)) return;
    found[column] = rows.map((row) => {
      const cell = row[before + j]!;
      return MISSING_EVERYWHERE.has(cell.trim()) ? undefined : cell;
    });
  });
  return found;
}
