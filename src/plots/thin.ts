import { checkNumber } from "../options/check.js";

/** Dots in a picture, unless told: more make a large file and a black blot. */
const MOST = 2000;

/** The option `most` of plots with a dot per row. */
export interface RowPlotOptions {
  /** Rows that are drawn, at most: more are thinned out evenly, but those that stand out stay. Default 2,000. */
  readonly most?: number | undefined;
}

/**
 * Some of many rows: the half of them that stand out most, and every so many-th of the others.
 *
 * @param rows     In any order.
 * @param outward  How far a row stands out.
 * @returns        The rows to draw, and a note that says so when some are not.
 */
export function thinned<T>(
  rows: readonly T[],
  outward: (row: T) => number,
  { most: asked = MOST }: RowPlotOptions,
): { readonly shown: readonly T[]; readonly notes: readonly string[] } {
  const most = checkNumber("most", asked, (v) => Number.isInteger(v) && v >= 2, "a whole number >= 2");
  if (rows.length <= most) return { shown: rows, notes: [] };
  const sizes = rows.map(outward);
  const order = rows.map((_, k) => k).sort((a, b) => sizes[b]! - sizes[a]!);
  const kept = Math.floor(most / 2);
  const rest = order.slice(kept);
  const every = rest.length / (most - kept);
  const some = Array.from({ length: most - kept }, (_, k) => rest[Math.floor(k * every)]!);
  const shown = [...order.slice(0, kept), ...some].map((k) => rows[k]!);
  return { shown, notes: [`${most} of ${rows.length} rows are drawn, all that stand out among them.`] };
}
