// The opened data. A column is kept as it was read, and as what it is taken for.
import type { Sparse } from "dropglm";
import { type Column, columnAs, kindOf, type ColumnKind as LibraryKind } from "../../../src/frame/types.js";
import type { ColumnTable } from "../../../src/table/columns.js";
import type { Cell, Cells } from "../../../src/table/typed.js";
import { textOfCell } from "../../../src/table/typed.js";
import type { ColumnKind, Spec } from "../messages.js";
import { seldom, type Tools } from "./tools.js";

/** A column as it was read. */
export interface RawColumn {
  readonly name: string;
  readonly cells: Cells;
  /** What the library would take it for. */
  readonly natural: LibraryKind;
  readonly note: string | undefined;
}

/** A column as what it is taken for. */
export interface TypedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly given: ColumnKind;
  /** For the library. */
  readonly cells: Cells;
  /** What the library has to be told. */
  readonly told: ColumnKind | undefined;
  readonly column: Column;
  readonly note: string | undefined;
}

export interface HeldTable {
  readonly kind: "table";
  readonly id: number;
  readonly name: string;
  readonly rows: number;
  readonly raw: readonly RawColumn[];
  readonly notes: readonly string[];
  /** Columns by name and kind, each made once. */
  readonly typed: Map<string, TypedColumn>;
}

/** The rows of a file of SVMlight. */
export interface HeldSparse {
  readonly kind: "sparse";
  readonly id: number;
  readonly name: string;
  readonly rows: number;
  readonly x: Sparse;
  readonly y: Float64Array;
  readonly notes: readonly string[];
}

export type Held = HeldTable | HeldSparse;

/** The name of the response of a file of SVMlight. */
export const LABEL = "label";

export function heldSparse(id: number, name: string, x: Sparse, y: Float64Array): HeldSparse {
  return { kind: "sparse", id, name, rows: x.rows, x, y, notes: [] };
}

export async function heldTable(
  id: number,
  name: string,
  table: ColumnTable,
  notes: readonly string[],
  tools: Tools,
): Promise<HeldTable> {
  const wait = seldom(tools);
  const raw: RawColumn[] = [];
  const left: string[] = [];
  for (const [j, column] of table.names.entries()) {
    tools.tell("looking at the columns", j / table.names.length);
    await wait();
    const cells = table.columns[column]!;
    const holds = notCells(cells);
    if (holds === undefined) raw.push(rawColumn(column, cells));
    else left.push(`Column ${column} holds ${holds}, which no model can use: it is left out.`);
  }
  if (raw.length === 0) throw new Error(`${name} has no column that a model can use; expected numbers, text or dates`);
  return { kind: "table", id, name, rows: table.lines.length, raw, notes: [...notes, ...left], typed: new Map() };
}

/** What is in a column of no cells, as lists. */
function notCells(cells: Cells): string | undefined {
  const first = cells[0] as unknown;
  return typeof first === "object" && first !== null && "holds" in first ? String(first.holds) : undefined;
}

function rawColumn(name: string, given: Cells): RawColumn {
  const [cells, isLong] = withoutBigints(given);
  try {
    const { kind, fromText } = kindOf(cells as never, name);
    const isMixed = fromText && cells.some((cell) => cell !== undefined && typeof cell !== "string");
    const note = isLong
      ? "whole numbers of more than 15 digits: taken for names"
      : isMixed
        ? "some numbers are written as text"
        : undefined;
    return { name, cells, natural: kind, note };
  } catch {
    // cells of several kinds, or with decimal commas in some: words, until a visitor says otherwise
    const texts = Array.from(cells as readonly Cell[], (cell) => (isMissing(cell) ? undefined : textOfCell(cell)));
    return { name, cells: texts, natural: "category", note: "cells of several kinds: taken for words" };
  }
}

/** Numbers that are too long to be exact, as text. */
function withoutBigints(cells: Cells): [cells: Cells, isLong: boolean] {
  if (cells instanceof Float64Array || !cells.some((cell) => typeof cell === "bigint")) return [cells, false];
  return [cells.map((cell) => (cell === undefined ? undefined : textOfCell(cell))), true];
}

export const isMissing = (cell: Cell): boolean => cell === undefined || Number.isNaN(cell);

/** The library's kinds as those of the page: truth values are categories of two. */
const shownKind = (kind: LibraryKind): ColumnKind => (kind === "logical" ? "category" : kind);

/** A column as what it is told to be. */
export function typedColumn(held: HeldTable, raw: RawColumn, wanted: ColumnKind | undefined): TypedColumn {
  const given = shownKind(raw.natural);
  const kind = wanted ?? given;
  const key = `${kind} ${raw.name}`;
  const known = held.typed.get(key);
  if (known !== undefined) return known;
  const { cells, column } = cellsAs(raw, kind, given);
  const told = kind === "date" || (kind === "category" && raw.natural !== "logical") ? kind : undefined;
  const made = { name: raw.name, kind, given, cells, told, column, note: raw.note };
  held.typed.set(key, made);
  return made;
}

function cellsAs(raw: RawColumn, kind: ColumnKind, given: ColumnKind): { cells: Cells; column: Column } {
  if (kind === given && kind !== "number") {
    return { cells: raw.cells, column: columnAs(raw.cells as never, raw.name, raw.natural) };
  }
  // days of a date are numbers, too
  const column = columnAs(raw.cells as never, raw.name, kind === "number" && given === "date" ? "date" : kind);
  return { cells: kind === "number" && "values" in column ? column.values : raw.cells, column };
}

export function typedColumns(held: HeldTable, types: Spec["types"]): TypedColumn[] {
  return held.raw.map((raw) => typedColumn(held, raw, Object.hasOwn(types, raw.name) ? types[raw.name] : undefined));
}
