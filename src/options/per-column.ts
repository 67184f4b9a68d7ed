import { checkNumber, checkPerColumn } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { Design, Terms } from "../base/flow.js";
import { reading } from "../base/keys.js";
import { nearest } from "../base/nearest.js";
import { quoted, shownName } from "../base/show.js";

/** The columns of a design, with their names and terms. */
export interface Columns extends Pick<Design, "columns" | "names"> {
  readonly terms?: Pick<Terms, "labels" | "assign"> | undefined;
}

/** A number for all columns, one per column, or some by the names of columns and terms. */
export type PerColumn = number | ArrayLike<number> | Readonly<Record<string, number>>;

/** What the numbers must be, and that of columns that a record does not name. */
export interface Rule {
  readonly holds: (value: number) => boolean;
  readonly expected: string;
  readonly others: number;
}

/** One number per column. A column goes before its term; what is not named has `others`. */
export function perColumn(name: string, given: unknown, columns: Columns, rule: Rule): Float64Array {
  const { holds, expected, others } = rule;
  if (!isRecord(given)) return checkPerColumn(name, given, columns.columns, holds, expected);
  const { names, terms } = columns;
  const values = new Float64Array(columns.columns).fill(others);
  const places = new Map(names.map((each, j) => [each, j]));
  const labels = new Map((terms?.labels ?? []).map((label, t) => [label, t]));
  const entries = reading(name, () => Object.entries(given));
  const checked = (key: string, value: unknown) => checkNumber(`${name}[${quoted(key)}]`, value, holds, expected);
  for (const [key, value] of entries) {
    const t = labels.get(key);
    if (t === undefined && !places.has(key)) throw noSuch(name, key, names, terms?.labels);
    if (t !== undefined)
      for (let j = 0; j < values.length; j++) if (terms!.assign[j] === t) values[j] = checked(key, value);
  }
  for (const [key, value] of entries) {
    const j = places.get(key);
    if (j !== undefined) values[j] = checked(key, value);
  }
  return values;
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given);
}

function noSuch(name: string, key: string, names: readonly string[], labels: readonly string[] | undefined): GlmError {
  const known = [...new Set([...(labels ?? []), ...names])];
  const close = nearest(key, known);
  const some = known
    .slice(0, 8)
    .map((each) => shownName(each))
    .join(", ");
  const hint =
    close === undefined ? `expected ${some}${known.length > 8 ? ", ..." : ""}` : `did you mean ${quoted(close)}?`;
  const what = labels === undefined ? "column" : "term or column";
  return new GlmError("BAD_OPTION", `${name} names ${quoted(key)}, which is no ${what}; ${hint}`, { name, key });
}
