import { pValue, significant } from "./format.js";

// A printed table as data: what every result that prints says of itself, and what the forms (text, Markdown, HTML, ...) are written from.

/** A value in a table; undefined is an empty cell. */
export type Cell = string | number | boolean | undefined;

/** A column of a printed table. */
export interface PrintedColumn {
  /** The property of the rows, and the name of the column in CSV. */
  readonly key: string;
  /** The head in what people read. */
  readonly label: string;
  /** "text"; "number", with `digits` significant digits; "count", a whole number in full; "percent" of a share; "p", a p-value. */
  readonly kind: "text" | "number" | "count" | "percent" | "p";
  /** Significant digits of a number; default 5. */
  readonly digits?: number | undefined;
}

/** A printed table as data. */
export interface PrintedTable {
  /** One line above the table, or several; "" for none. */
  readonly caption: string;
  readonly columns: readonly PrintedColumn[];
  /** All rows, by the keys of the columns; they may have other properties. */
  readonly rows: readonly object[];
  /** The places of the rows in what people read; default all. CSV has all rows. */
  readonly shown?: readonly number[] | undefined;
  /** Lines below the table. */
  readonly notes: readonly string[];
}

/** A column of numbers. */
export function numbers(key: string, label: string, digits?: number): PrintedColumn {
  return { key, label, kind: "number", digits };
}

/** A column of another kind. */
export function column(kind: PrintedColumn["kind"], key: string, label: string): PrintedColumn {
  return { key, label, kind };
}

export function cellOf(row: object, { key }: PrintedColumn): Cell {
  return (row as Readonly<Record<string, Cell>>)[key];
}

/** A cell as people read it. */
export function cellText(value: Cell, { kind, digits }: PrintedColumn): string {
  if (value === undefined) return "";
  if (typeof value !== "number" || kind === "text") return String(value);
  if (kind === "p") return pValue(value);
  if (kind === "percent") return `${(100 * value).toFixed(2)} %`;
  return kind === "count" && Number.isInteger(value) ? String(value) : significant(value, digits);
}

/** The cells of the rows that people read, row by row. */
export function shownCells({ columns, rows, shown }: PrintedTable): string[][] {
  const chosen = shown === undefined ? rows : shown.map((i) => rows[i]!);
  return chosen.map((row) => columns.map((each) => cellText(cellOf(row, each), each)));
}

/** The lines of the caption. */
export function captionLines({ caption }: PrintedTable): string[] {
  return caption === "" ? [] : caption.split("\n");
}

/** Numbers 0, ..., count - 1, or `most` of them, evenly spread, both ends among them. */
export function spreadOver(count: number, most: number): number[] {
  const shown = Math.min(count, most);
  return Array.from({ length: shown }, (_, k) => (shown < 2 ? k : Math.round((k * (count - 1)) / (shown - 1))));
}
