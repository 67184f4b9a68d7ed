import type { Coding } from "../formula/coding.js";
import type { DesignInput } from "../input/design.js";
import type { NamedColumns, TableInput } from "./columns.js";
import type { Encoding, MissingRule } from "./encoding.js";
import type { ColumnTypes } from "./in-use.js";
import type { LabelRole, NumberRole, Roles } from "./roles.js";
import type { Places } from "./rows.js";
import type { ContrastOption } from "./variables.js";

// Options of verbs with tables, and what a verb works with.

/** Options of a verb that is called with a formula and a table. */
export interface TableOptions {
  /**
   * What columns are, where their cells do not say it: { zip: "category", age: "number", when: "date" }. A list has the levels of a category in
   * their order, as { size: ["small", "medium", "large"] }; other cells in the column are refused.
   */
  readonly types?: ColumnTypes | undefined;
  /**
   * Rows with a missing cell in a column that is used: "omit" (default) leaves them out, "error" refuses them, "indicator" keeps them: missing
   * is a level of its own for a factor; for a number, the weighted mean takes its place beside a column that marks it.
   */
  readonly missing?: MissingRule | undefined;
  /** Contrasts by variable, as { race: "sum", dose: "poly" } or { race: { ref: "white" } }. Default: treatment, the first level as reference. */
  readonly contrasts?: Readonly<Record<string, ContrastOption>> | undefined;
  /**
   * "full": every factor without a contrast of its own has a column for each level. "contrast": R's rule. Default: "full" with a penalty, a
   * ball or noise, because the fit would depend on which level is the reference; "contrast" without.
   */
  readonly coding?: Coding | undefined;
}

/** The options of a verb when it is called with a table: columns may be named, and the formula has the intercept. */
export type WithTable<O> = TableOptions & {
  readonly [K in keyof Omit<O, "intercept">]: K extends "weights" | "trials" | "offset" | "exposure" | "times"
    ? NumberRole | undefined
    : K extends "groups"
      ? LabelRole | undefined
      : K extends "cluster"
        ? LabelRole | readonly [LabelRole, LabelRole] | undefined
        : K extends "folds"
          ? number | LabelRole | undefined
          : K extends "unlabeled"
            ? { readonly x: DesignInput | TableInput; readonly weight?: number } | undefined
            : O[K];
};

/** What a verb works with. */
export interface Called<O> {
  readonly x: DesignInput;
  readonly y: unknown;
  readonly options: O;
  /** Undefined if the verb was given numbers. */
  readonly table: CalledTable | undefined;
}

export interface CalledTable extends Places {
  readonly encoding: Encoding;
  /** Rows of the table. */
  readonly length: number;
  readonly columns: NamedColumns;
  readonly roles: Roles;
}

/** How a verb is called. */
export interface Verb {
  readonly name: string;
  readonly keys: readonly string[];
  /** Whether it always has a penalty or noise, as a path. */
  readonly isPenalized?: boolean;
  /** Whether it asks about the columns alone; a response may still say which rows are complete. */
  readonly hasNoResponse?: boolean;
}
