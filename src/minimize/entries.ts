import type { Fitting } from "./fitting.js";

// Some columns, and their entries of theta.

/** Entry of theta for every entry of the part's. */
export function entriesOfColumns(fitting: Fitting, kept: readonly number[]): Int32Array {
  const { classes, block, columns } = fitting.uploaded;
  const width = kept.length + Number(block > columns);
  const entries = new Int32Array(classes * width);
  for (let k = 0, to = 0; k < classes; k++) {
    for (const j of kept) entries[to++] = k * block + j;
    if (block > columns) entries[to++] = k * block + columns;
  }
  return entries;
}

/** Numbers for the entries of some columns to where they belong among all. */
export function scatter(fitting: Fitting, from: Float64Array, kept: readonly number[], to: Float64Array): void {
  entriesOfColumns(fitting, kept).forEach((entry, k) => {
    to[entry] = from[k]!;
  });
}

/** The inverse, by the entries. */
export function gather(from: Float64Array, entries: Int32Array): Float64Array {
  const to = new Float64Array(entries.length);
  for (let k = 0; k < to.length; k++) to[k] = from[entries[k]!]!;
  return to;
}
