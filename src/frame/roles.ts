import { GlmError } from "../base/errors.js";
import { quoted, shownName } from "../base/show.js";
import type { Numbers } from "../input/vector.js";
import { rowValues } from "../input/vector.js";
import { cellsOf, type NamedColumns } from "./columns.js";
import { levelText } from "./levels.js";
import type { Beside } from "./missing.js";
import { pickRows } from "./rows.js";
import { columnAs, kindOf } from "./types.js";

// Options that have a value for every row, as weights: vectors, or the names of columns.

const NUMBERS: readonly string[] = ["weights", "trials", "offset", "exposure", "times"];
const LABELS: readonly string[] = ["groups", "folds", "cluster"];
/** Clusters of two ways are two vectors, the second of which is here while rows are chosen. */
const SECOND = "cluster, the second";
export const ROLES: readonly string[] = [...NUMBERS, ...LABELS];

/** An option with a number for every row: the name of a column, or a vector. */
export type NumberRole = string | Numbers;
/** The same with a label for every row. */
export type LabelRole = string | ArrayLike<number | string>;

/** Options of one value per row as names of columns of a table, or vectors of its length. */
export interface Roles {
  /** The columns, by option. */
  readonly columns: Readonly<Record<string, string>>;
  /** The values in all rows, by option: those of the columns, too. */
  readonly vectors: Beside;
}

/** The names of the columns that these options name. */
export function roleNames(options: object): string[] {
  return Object.values(columnsIn(options));
}

/** A list of two clusterings as an option each. Labels are never lists, and a table of two rows has no two-way clusters. */
function inParts(options: object): Readonly<Record<string, unknown>> {
  const { cluster } = options as { readonly cluster?: unknown };
  const isPart = (part: unknown): boolean => typeof part === "string" || (typeof part === "object" && part !== null);
  if (!Array.isArray(cluster) || cluster.length !== 2 || !cluster.every(isPart))
    return options as Record<string, unknown>;
  return { ...options, cluster: cluster[0], [SECOND]: cluster[1] };
}

function columnsIn(options: object): Record<string, string> {
  const given = inParts(options);
  const named = [...ROLES, SECOND].filter((role) => typeof given[role] === "string");
  return Object.fromEntries(named.map((role) => [role, given[role] as string]));
}

/** The options of one value per row. A column may have one role only. */
export function readRoles(table: NamedColumns, options: object): Roles {
  const given = inParts(options);
  const columns = columnsIn(options);
  const taken = new Map<string, string>();
  const vectors = new Map<string, ArrayLike<unknown>>();
  for (const role of [...ROLES, SECOND]) {
    const value = given[role];
    if (value === undefined || (role === "folds" && typeof value === "number")) continue;
    if (typeof value !== "string") {
      vectors.set(role, rowValuesOf(value, role, table.length));
      continue;
    }
    const other = taken.get(value);
    if (other !== undefined) {
      const message = `${other} and ${role} both name the column ${quoted(value)}; expected two columns`;
      throw new GlmError("BAD_OPTION", message, { column: value });
    }
    taken.set(value, role);
    vectors.set(role, NUMBERS.includes(role) ? numbersOf(table, value, role) : labelsOf(table, value, role));
  }
  return { columns, vectors };
}

/** A vector that was given: null is missing, as undefined and NaN are. */
function rowValuesOf(given: unknown, role: string, length: number): ArrayLike<unknown> {
  let values: ArrayLike<unknown>;
  try {
    values = rowValues(given, role, length);
  } catch (error) {
    if (!(error instanceof GlmError)) throw error;
    throw new GlmError(
      error.code,
      error.message.replace("the number of rows of x", "the rows of the data"),
      error.detail,
    );
  }
  return ArrayBuffer.isView(values) ? values : Array.from(values, (value) => value ?? undefined);
}

function numbersOf(table: NamedColumns, name: string, role: string): Float64Array {
  const cells = cellsOf(table, name, role);
  const { kind } = kindOf(cells, name);
  if (kind === "category") {
    const message = `${role}: the column ${shownName(name)} holds text; expected numbers`;
    throw new GlmError("BAD_VALUE", message, { column: name, role });
  }
  const column = columnAs(cells, name, kind === "date" ? "date" : "number");
  return (column as Extract<typeof column, { values: Float64Array }>).values;
}

function labelsOf(table: NamedColumns, name: string, role: string): readonly (string | undefined)[] {
  return Array.from(cellsOf(table, name, role) as readonly (string | undefined)[], levelText);
}

/** The options of the rows in use. The offset of the formula and that of the options add up. */
export function rowOptions(
  { vectors }: Roles,
  rows: Int32Array,
  offset: Float64Array | undefined,
): Record<string, unknown> {
  let picked: Record<string, unknown> = {};
  for (const [role, values] of vectors) picked[role] = pickRows(values, rows);
  const { [SECOND]: second, ...others } = picked;
  if (second !== undefined) picked = { ...others, cluster: [others.cluster, second] };
  if (offset === undefined) return picked;
  const more = picked.offset as ArrayLike<number> | undefined;
  return { ...picked, offset: more === undefined ? offset : offset.map((v, i) => v + more[i]!) };
}
