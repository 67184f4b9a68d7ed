import { nearest } from "../base/nearest.js";
import { quoted } from "../base/show.js";
import { GlmError } from "../index.js";

/** What every table has: where it is from, and its names. */
export interface Heading {
  /** File name for messages. */
  readonly source: string;
  readonly names: readonly string[];
  /** Line of the file, counted from 1, on which row i begins. */
  readonly lines: Uint32Array;
  /** Names of the rows, from a first column without a name. */
  readonly rowNames?: readonly string[];
  /** What `lines` counts: lines of the file (default), or rows where a row has no line of its own. */
  readonly unit?: "line" | "row";
  /** Whether the words for missing cells were given; such cells are blank by now, and the usual words are text. */
  readonly hasOwnWords?: boolean;
}

/** A table of text, with rows of equal width. */
export interface Table extends Heading {
  /** rows[i][j] as in the file. */
  readonly rows: readonly (readonly string[])[];
}

/** Position of a column, or an error that names the most similar column. */
export function indexOf(table: Heading, name: string, option: string): number {
  const j = placesOf(table).get(name);
  if (j !== undefined) return j;
  throw new GlmError("BAD_OPTION", `${table.source} has no column ${quoted(name)} (${option}); ${hint(table, name)}`);
}

/** Refuses a table that lacks some of these columns; `owner` says whose they are. */
export function requireColumns(table: Heading, names: readonly string[], owner: string): void {
  const places = placesOf(table);
  const missing = names.filter((name) => !places.has(name));
  if (missing.length === 0) return;
  throw new GlmError(
    "BAD_SHAPE",
    `${table.source} lacks ${missing.length === 1 ? "the column" : "columns"} ${listed(missing)} ${owner}; its columns are ${listed(table.names)}`,
  );
}

/** Names as a list, the first few of many. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(quoted).join(", ");
  return names.length > 8 ? `${shown}, ... (${names.length} in all)` : shown;
}

/** Index of every name, made once for a table: it may have a hundred thousand columns. */
const PLACES = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function placesOf({ names }: Heading): ReadonlyMap<string, number> {
  const known = PLACES.get(names);
  if (known !== undefined) return known;
  const places = new Map(names.map((name, j) => [name, j]));
  PLACES.set(names, places);
  return places;
}

function hint(table: Heading, name: string): string {
  const { names } = table;
  const close = nearest(name, names);
  return close === undefined ? `its columns are ${listed(names)}` : `did you mean ${quoted(close)}?`;
}
