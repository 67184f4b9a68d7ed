import { checkNumber } from "../base/check.js";

/** Default number of dots in a picture: more make a large file that nobody can read. */
const MOST = 2000;

/** The option `most` of plots with a dot per row. */
export interface RowPlotOptions {
  /** Most rows that are drawn: more are thinned out evenly, but extreme rows are kept. Default 2,000. */
  readonly most?: number | undefined;
}

/**
 * Some of many rows: for one half the most extreme ones, for the other half an even selection of the others.
 *
 * @param rows     In any order.
 * @param outward  How extreme a row is.
 * @returns        The rows to draw, and a note if some are left out.
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
