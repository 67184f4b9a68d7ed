import { cellReader, checkReading, type Reading } from "./cell-notation.js";
import { refuseDecimalCommas, refuseMixedMarks } from "./marks.js";
import { missingWords, withoutWords } from "./missing.js";
import { notated } from "./notation.js";
import { openCells } from "./open.js";
import type { FileBytes, Source } from "./source.js";
import type { Heading, Table } from "./table.js";
import { type AnyTable, type Cells, isUnread, type Unread } from "./typed.js";

/** A table by columns, as a formula needs it. */
export interface ColumnTable extends Heading {
  /**
   * The cells by name; undefined, or NaN among numbers, is missing. The record has no prototype, so that a column may be called
   * `__proto__`. The cells of a text file are text, with the decimal mark of JavaScript: what they mean is decided later.
   */
  readonly columns: Readonly<Record<string, Cells>>;
}

/** Reads a file of any kind as columns of cells. */
export async function readColumns(source: Source | FileBytes, reading: Reading = {}): Promise<ColumnTable> {
  checkReading(reading);
  return columnsOf(await openCells(source, reading), reading);
}

/** The columns of a table whose cells are as they are written in the file. */
export function columnsOf(table: AnyTable, reading: Reading): ColumnTable {
  const columns = Object.create(null) as Record<string, Cells>;
  if ("rows" in table) {
    refuseMixedMarks(table, reading);
    const { rows, ...heading } = table;
    heading.names.forEach((name, j) => {
      columns[name] = textColumn(table, j, reading);
    });
    return { ...heading, columns };
  }
  const { cells, ...heading } = notated(table, reading);
  heading.names.forEach((name, j) => {
    const column = cells[j]!;
    columns[name] = isUnread(column) ? unreadCells(heading.lines.length, column) : column;
  });
  return { ...heading, columns };
}

/** Cells that everyone refuses who reads them. */
function unreadCells(length: number, column: Unread): Cells {
  return Array<unknown>(length).fill(Object.freeze({ ...column })) as unknown as Cells;
}

function textColumn(table: Table, j: number, reading: Reading): Cells {
  refuseDecimalCommas(table, j, reading);
  const read = cellReader(reading);
  const texts = table.rows.map((row) => (read === undefined ? row[j]! : read(row[j]!)));
  return withoutWords(texts, missingWords(reading.missing), table.names[j] === reading.response);
}
