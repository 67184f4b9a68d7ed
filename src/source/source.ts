import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import type { TableInput } from "../frame/columns.js";

/**
 * Data that are read from the beginning as often as they are needed, a part at a time. Every reading gives the same rows in the same order;
 * where the parts end does not matter.
 */
export interface Source {
  /** For messages. */
  readonly name: string;
  /**
   * Tables that follow each other, as `fit` takes a table. `columns`: those that are wanted; a source may give more. It is called twice or
   * more, and the part of a reading that is not needed is not asked for.
   */
  readonly open: (columns?: readonly string[]) => AsyncIterable<TableInput>;
  /** The same from a row on, by its number; undefined where it has to be read from the beginning. */
  readonly from?:
    | ((row: number, columns: readonly string[]) => Promise<AsyncIterable<TableInput> | undefined>)
    | undefined;
  /** What another machine opens to read the same rows; undefined for a source that is code. */
  readonly place?: Place | undefined;
}

/** A source by name. */
export type Place =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "sql"; readonly query: string; readonly settings: Readonly<Record<string, string>> };

/**
 * A source of your own: any rows that can be asked for again, as those of a query.
 *
 * @param given  `open` begins from the first row at each call and gives tables one after the other: arrays of objects, objects of columns, tables
 *               of Arrow or arquero. They should have 1,000 to 100,000 rows: each is in memory as a whole. `name` is for messages; default: "the source".
 * @throws GlmError BAD_OPTION without a function `open`.
 *
 * @example
 * const days = source({
 *   async *open() {
 *     for (const day of ["mon", "tue"]) yield [{ day, dose: 1, died: 0 }, { day, dose: 2, died: 1 }, { day, dose: 2, died: 0 }];
 *   },
 * });
 */
export function source(given: Partial<Pick<Source, "name">> & Pick<Source, "open">): Source {
  const { name = "the source", open } = given;
  if (typeof open === "function") return { name, open };
  throw new GlmError(
    "BAD_OPTION",
    `open is ${show(open)}; expected a function that gives tables, as an async generator`,
    {},
  );
}
