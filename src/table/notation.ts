import { cellReader, type Reading } from "./cell-notation.js";
import { refuseMixedMarks } from "./marks.js";
import type { Table } from "./table.js";
import { type AnyTable, type Cell, type Cells, cellsFrom, isUnread, type TypedTable, textOfCell } from "./typed.js";

/** The table with its cells written as usual: numbers with a decimal point, and blank, or undefined, where --na says they are missing. */
export function notated<T extends AnyTable>(table: T, reading: Reading): T {
  const read = cellReader(reading);
  if (read === undefined) return table;
  const words = reading.missing === undefined ? {} : { hasOwnWords: true };
  return { ...table, ...words, ...("rows" in table ? textCells(table, read, reading) : typedCells(table, read)) };
}

type Read = (cell: string) => string;

function textCells(table: Table, read: Read, reading: Reading): Pick<Table, "rows"> {
  refuseMixedMarks(table, reading);
  return { rows: table.rows.map((row) => row.map(read)) };
}

function typedCells({ cells }: TypedTable, read: Read): Pick<TypedTable, "cells"> {
  return { cells: cells.map((column) => (isUnread(column) ? column : readCells(column, read))) };
}

function readCells(column: Cells, read: Read): Cells {
  return cellsFrom(column.length, (i): Cell => {
    const cell = column[i];
    const text = read(textOfCell(cell));
    if (text === "") return undefined;
    return typeof cell === "string" ? text : cell;
  });
}
