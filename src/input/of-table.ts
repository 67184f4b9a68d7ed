import type { Design } from "../base/flow.js";

/** What is known of an x that was made of a table: its terms, and the table's rows if some of them were left out. */
export type OfTable = Pick<Design, "terms" | "source">;

const KNOWN = new WeakMap<object, OfTable>();

/** The same x, of which this is known. */
export function withTable<T extends object>(x: T, known: OfTable): T {
  KNOWN.set(x, known);
  return x;
}

/** Nothing is known of an x that was not made of a table. */
export function tableOf(x: object): OfTable {
  return KNOWN.get(x) ?? {};
}
