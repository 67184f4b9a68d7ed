import { GlmError } from "../base/errors.js";
import { doubles } from "../base/typed.js";

// Rows of a table, some of which are used.

/** Some rows of a vector, in the order given. */
export function pickRows(values: ArrayLike<unknown>, rows: Int32Array): Float64Array | unknown[] {
  if (values instanceof Float64Array) return doubles(rows.length, (k) => values[rows[k]!]!);
  return Array.from(rows, (i) => values[i]);
}

/** Numbers of the used rows in their places in the table; NaN in the others. */
export function spread(values: Float64Array, rows: Int32Array, length: number): Float64Array {
  const all = new Float64Array(length).fill(Number.NaN);
  for (let k = 0; k < rows.length; k++) all[rows[k]!] = values[k]!;
  return all;
}

/** Entries of any kind in their places in the table; `missing` makes those of the others. */
function spreadList<T, M>(values: readonly T[], rows: Int32Array, length: number, missing: () => M): (T | M)[] {
  const all: (T | M)[] = Array.from({ length }, missing);
  for (let k = 0; k < rows.length; k++) all[rows[k]!] = values[k]!;
  return all;
}

/** Numbers, rows of numbers, labels, or an object of these, in their places in the table. */
export function placed(found: unknown, table: { readonly rows: Int32Array; readonly length: number }): unknown {
  const { rows, length } = table;
  if (found instanceof Float64Array) return spread(found, rows, length);
  if (!Array.isArray(found)) {
    const parts = Object.entries(found as object).map(([name, part]) => [name, placed(part, table)]);
    return Object.fromEntries(parts);
  }
  const [first] = found as readonly unknown[];
  const missing =
    first instanceof Float64Array ? () => new Float64Array(first.length).fill(Number.NaN) : () => undefined;
  return spreadList(found as readonly unknown[], rows, length, missing);
}

/** The rows in use, with the words that the table has for what the verbs call y, weights, ... */
export interface Places {
  readonly rows: Int32Array;
  readonly words: Readonly<Record<string, string>>;
  /** The rows in use of a table of rows without labels. */
  readonly unlabeled?: Int32Array | undefined;
}

/** How errors about rows without labels begin. */
const UNLABELED = "unlabeled.x";

/** An error about row i of the used rows speaks of that row of the table, and of its columns. */
export function inTable(error: unknown, { rows, words, unlabeled }: Places): unknown {
  if (!(error instanceof GlmError) || typeof error.detail.row !== "number") return error;
  const row = (error.message.startsWith(UNLABELED) ? unlabeled : rows)?.[error.detail.row];
  if (row === undefined) return error;
  const place = new RegExp(`\\b(\\w+)\\[${error.detail.row}\\]`, "g");
  const message = error.message.replace(place, (_, name: string) => `${words[name] ?? name}[${row}]`);
  return new GlmError(error.code, message, { ...error.detail, row });
}

/** Runs `work`; its errors speak of the table. */
export function aboutTable<T>(places: Places | undefined, work: () => T): T {
  if (places === undefined) return work();
  try {
    return work();
  } catch (error) {
    throw inTable(error, places);
  }
}

/** The same for work that ends later. */
export async function aboutTableLater<T>(places: Places | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw places === undefined ? error : inTable(error, places);
  }
}

/** Runs work on a table of rows without labels; its errors say so. */
export function aboutUnlabeled<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof GlmError) || error.message.startsWith(UNLABELED)) throw error;
    throw new GlmError(error.code, `${UNLABELED}: ${error.message}`, error.detail);
  }
}
