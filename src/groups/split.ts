import { show, shownName } from "../base/show.js";
import { type Cell, type Cells, cellsOf, namedColumns } from "../frame/columns.js";
import { GlmError, type TableInput } from "../index.js";

/** The value of the column that rows are grouped by; of several columns, one of each by name. */
export type GroupKey = string | number | boolean | Date | Readonly<Record<string, string | number | boolean | Date>>;

/** The columns of some rows. */
export type Columns = Readonly<Record<string, Cells>>;

/** A group of rows, in the order of their table. */
export interface Group {
  readonly key: GroupKey;
  readonly rows: Int32Array;
}

/** A table in groups. Groups come in the order of their first rows. */
export interface Split {
  readonly groups: readonly Group[];
  /** Rows without a group: the cell is missing. */
  readonly leftOut: number;
  /** Copies the columns of a group that `mentions` has. */
  readonly columnsOf: (group: Group) => Columns;
}

/** Letters that a formula or an option writes with a backslash, so that the name is not found as it is. */
const ESCAPED = /[`"\\\p{Cc}]/u;

/** Cuts a table by the values of `by`; `text` is what may mention columns: the formula, and the options. */
export function splitTable(table: TableInput, by: string | readonly string[], text: string): Split {
  const named = namedColumns(table);
  const names = typeof by === "string" ? [by] : by;
  if (!(Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string"))) {
    throw new GlmError("BAD_OPTION", `by is ${show(by)}; expected the name of a column, or several names`, {});
  }
  const cells = names.map((name) => cellsOf(named, name, "by"));
  const found = new Map<unknown, { key: GroupKey; rows: number[] }>();
  let leftOut = 0;
  for (let i = 0; i < named.length; i++) {
    const label = cells.length === 1 ? labelOf(cells[0]![i]) : labelOfAll(cells, i);
    const known = label === undefined ? undefined : found.get(label);
    if (label === undefined) leftOut++;
    else if (known !== undefined) known.rows.push(i);
    else found.set(label, { key: keyAt(cells, typeof by === "string" ? undefined : names, i), rows: [i] });
  }
  const isAll = hasDot(text);
  const mayBe = (name: string): boolean =>
    text.includes(name) || ESCAPED.test(name) || (isAll && !names.includes(name));
  const needed = named.names.filter(mayBe);
  const columns = needed.map((name) => [name, cellsOf(named, name, "fitGroups")] as const);
  if (found.size === 0) {
    throw new GlmError("EMPTY", `by: column ${shownName(names[0]!)} has no value; expected one or more groups`, {});
  }
  return {
    groups: Array.from(found.values(), ({ key, rows }) => ({ key, rows: Int32Array.from(rows) })),
    leftOut,
    columnsOf: ({ rows }) => Object.fromEntries(columns.map(([name, own]) => [name, taken(own, rows)])),
  };
}

/** Whether a formula means all other columns: y ~ . */
const hasDot = (text: string): boolean => /(^|[^\w.])\.($|[^\w.])/.test(text);

function keyAt(cells: readonly Cells[], names: readonly string[] | undefined, i: number): GroupKey {
  if (names === undefined) return cells[0]![i] as GroupKey;
  return Object.fromEntries(names.map((name, k) => [name, cells[k]![i]])) as GroupKey;
}

/** What tells a value from others: 1 and "1" are different groups. Undefined if it is missing. */
function labelOf(value: Cell): Exclude<Cell, Date> {
  if (typeof value === "number") return Number.isNaN(value) ? undefined : value;
  return value instanceof Date ? `date ${value.getTime()}` : value;
}

function labelOfAll(cells: readonly Cells[], i: number): string | undefined {
  const labels = cells.map((column) => labelOf(column[i]));
  return labels.includes(undefined) ? undefined : JSON.stringify(labels);
}

function taken(cells: Cells, rows: Int32Array): Cells {
  const own = cells instanceof Float64Array ? new Float64Array(rows.length) : Array<Cell>(rows.length);
  for (let k = 0; k < rows.length; k++) own[k] = cells[rows[k]!]!; // a loop: `from` takes ten times as long
  return own;
}
