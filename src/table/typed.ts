import type { Heading, Table } from "./table.js";

/**
 * A cell with a type; undefined is missing. A bigint is a whole number that no number holds exactly: it is refused where it is used.
 */
export type Cell = number | string | boolean | bigint | Date | undefined;

/** The cells of a column. Numbers alone are a typed array, in which NaN is missing. */
export type Cells = Float64Array | readonly Cell[];

/** A column of something that is no cell, as lists. It is refused where it is used, and only there. */
export interface Unread {
  /** As "lists". */
  readonly holds: string;
}

/** A table whose cells have types, as those of Parquet. */
export interface TypedTable extends Heading {
  /** Columns in the order of the names. */
  readonly cells: readonly (Cells | Unread)[];
}

export type AnyTable = Table | TypedTable;

export function isUnread(column: Cells | Unread): column is Unread {
  return "holds" in column;
}

/** Collects the cells of a column: numbers as long as all are numbers or missing. */
export class CellWriter {
  private numbers: Float64Array;
  private mixed: Cell[] | undefined;

  constructor(readonly length: number) {
    this.numbers = new Float64Array(length).fill(Number.NaN);
  }

  set(i: number, value: Cell): void {
    const cell = typeof value === "bigint" ? fromBigint(value) : value;
    if (this.mixed !== undefined) this.mixed[i] = typeof cell === "number" && Number.isNaN(cell) ? undefined : cell;
    else if (typeof cell === "number") this.numbers[i] = cell;
    else if (cell !== undefined) {
      this.mixed = Array.from(this.numbers, (number): Cell => (Number.isNaN(number) ? undefined : number));
      this.numbers = new Float64Array(0);
      this.mixed[i] = cell;
    }
  }

  done(): Cells {
    return this.mixed ?? this.numbers;
  }
}

/** A whole number as a number, where that is exact. */
function fromBigint(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The cells that `cell` gives one by one. */
export function cellsFrom(length: number, cell: (i: number) => Cell): Cells {
  const writer = new CellWriter(length);
  for (let i = 0; i < length; i++) writer.set(i, cell(i));
  return writer.done();
}

/** A cell as text, with all digits of a number; blank where it is missing. */
export function textOfCell(cell: Cell): string {
  if (cell === undefined || (typeof cell === "number" && Number.isNaN(cell))) return "";
  if (!(cell instanceof Date)) return String(cell);
  if (Number.isNaN(cell.getTime())) return "";
  return cell.toISOString().replace(/T00:00:00\.000Z$/, "");
}

/** The text of cell (i, j). */
export function textAt(table: AnyTable, i: number, j: number): string {
  if ("rows" in table) return table.rows[i]![j]!;
  const column = table.cells[j]!;
  return isUnread(column) ? column.holds : textOfCell(column[i]);
}
