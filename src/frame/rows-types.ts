import type { DesignInput } from "../input/design.js";
import type { Places } from "./rows.js";
import type { UnseenRule } from "./variables.js";

// What a verb wants of the rows that it is given with a model, and what it gets.

/** What a verb reads of the rows. */
export interface Rows<O> {
  readonly x: DesignInput;
  readonly y: unknown;
  readonly options: O;
  /** Where the rows are in the table; undefined if the verb was given numbers. */
  readonly table: TableRows | undefined;
}

export interface TableRows extends Places {
  /** Rows of the table. */
  readonly length: number;
}

/** What a verb wants of the rows. */
export interface Wanted {
  /** Options that a model takes from the table by the names of the fit. */
  readonly remembered: readonly string[];
  readonly unseen: UnseenRule | "never";
  /** Whether the response is read. */
  readonly hasResponse: boolean;
}
