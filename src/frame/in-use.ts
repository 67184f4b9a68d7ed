import { GlmError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { quoted, show, shownName } from "../base/show.js";
import { cellsOf, type NamedColumns } from "./columns.js";
import type { EncodedColumn } from "./encoding.js";
import { levelText } from "./levels.js";
import {
  COLUMN_TYPES,
  type Column,
  type ColumnKind,
  type ColumnType,
  columnAs,
  columnOfLevels,
  kindOf,
} from "./types.js";

// The columns that a formula uses.

/** What some columns are told to be, by their names: a type, or a category with these levels in this order. */
export type ColumnTypes = Readonly<Record<string, ColumnType | readonly (string | number)[]>>;

export interface TypedColumns {
  readonly columns: ReadonlyMap<string, Column>;
  /** Columns of text that are read as numbers or dates. */
  readonly fromText: readonly string[];
}

/** The columns in use as what they are by their cells, or as they are told to be. */
export function typedColumns(table: NamedColumns, names: Iterable<string>, types: ColumnTypes): TypedColumns {
  checkTypes(table, types);
  const columns = new Map<string, Column>();
  const fromText: string[] = [];
  for (const name of names) {
    const cells = cellsOf(table, name, "the formula");
    const told = Object.hasOwn(types, name) ? types[name] : undefined;
    if (typeof told === "object") {
      columns.set(name, columnOfLevels(cells, name, told.map(levelOf)));
      continue;
    }
    const found: { readonly kind: ColumnKind; readonly fromText: boolean } =
      told === undefined ? kindOf(cells, name) : { kind: told, fromText: false };
    if (found.fromText) fromText.push(name);
    columns.set(name, columnAs(cells, name, found.kind));
  }
  return { columns, fromText };
}

/** The columns as what they were at the fit. */
export function columnsAs(
  table: NamedColumns,
  names: ReadonlySet<string>,
  encoded: readonly EncodedColumn[],
): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const { name, kind } of encoded) {
    if (names.has(name)) columns.set(name, columnAs(cellsOf(table, name, "the model"), name, kind));
  }
  return columns;
}

function checkTypes(table: NamedColumns, types: ColumnTypes): void {
  for (const name of Object.keys(types)) {
    const place = `types.${shownName(name)}`;
    if (!table.names.includes(name)) {
      const close = nearest(name, table.names);
      const hint = close === undefined ? "expected names of columns" : `did you mean ${quoted(close)}?`;
      throw new GlmError("BAD_OPTION", `${place}: the data has no column ${quoted(name)}; ${hint}`, { column: name });
    }
    const type: unknown = types[name];
    if (Array.isArray(type)) checkLevels(type, place);
    else if (!COLUMN_TYPES.includes(type as string)) {
      const message = `${place} = ${show(type)}; expected ${COLUMN_TYPES.map(quoted).join(", ")}, or a list of its levels`;
      throw new GlmError("BAD_OPTION", message, { column: name });
    }
  }
}

/** A level that is told, as the cells have it. */
function levelOf(level: string | number): string {
  return levelText(level)!;
}

function checkLevels(levels: readonly unknown[], place: string): void {
  if (levels.length === 0) throw new GlmError("BAD_OPTION", `${place} is empty; expected the levels of the column`);
  const known = new Set<string>();
  for (let k = 0; k < levels.length; k++) {
    const level = levels[k];
    if (typeof level !== "string" && !(typeof level === "number" && Number.isFinite(level))) {
      throw new GlmError("BAD_OPTION", `${place}[${k}] = ${show(level)}; expected a level: text, or a number`);
    }
    const text = levelOf(level);
    if (known.has(text)) {
      throw new GlmError("BAD_OPTION", `${place} has the level ${quoted(text)} twice; expected different ones`);
    }
    known.add(text);
  }
}
