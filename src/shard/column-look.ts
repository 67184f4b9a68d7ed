import { HUGE } from "../input/design.js";
import type { Placed } from "../wasm/design.js";

/** What the entries of a column say of it, for columns whose moments leave a doubt. Plain data, which travels. */
export interface ColumnLook {
  /** Stored entries of rows with weight, and rows with weight. */
  readonly stored: number;
  readonly weighted: number;
  /** The first of these entries, and whether all others are equal to it. */
  readonly first: number | undefined;
  readonly isOnly: boolean;
  /** The first entry that cannot be summed, of any row. */
  readonly bad: { readonly row: number; readonly value: number } | undefined;
}

/** An entry that is refused. */
export interface BadEntry {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** Column j of rows, of which the first is number `begin`. */
export function lookAt(
  placed: Placed,
  rows: number,
  weights: Float64Array | undefined,
  j: number,
  begin = 0,
): ColumnLook {
  let stored = 0;
  let first: number | undefined;
  let isOnly = true;
  let bad: ColumnLook["bad"];
  placed.visit(j, (i, value) => {
    if (!(Math.abs(value) <= HUGE)) bad ??= { row: begin + i, value };
    if (weights !== undefined && !(weights[i]! > 0)) return;
    stored += 1;
    first ??= value;
    if (value !== first) isOnly = false;
  });
  const weighted = weights === undefined ? rows : weights.reduce((n, w) => n + Number(w > 0), 0);
  return { stored, weighted, first, isOnly, bad };
}

/** The same of all rows, from parts that follow each other. */
export function joinLooks(looks: readonly ColumnLook[]): ColumnLook {
  return looks.reduce((all, next) => ({
    stored: all.stored + next.stored,
    weighted: all.weighted + next.weighted,
    first: all.first ?? next.first,
    isOnly:
      all.isOnly && next.isOnly && (all.first === undefined || next.first === undefined || all.first === next.first),
    bad: all.bad ?? next.bad,
  }));
}
