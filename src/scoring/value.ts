import type { Cell, Condition, Expression } from "./tree.js";

// What a part of a formula is in a scoring rule.

/** Numbers; `date`: the cell, if it is one with a date. */
export interface Numbers {
  readonly kind: "numbers";
  readonly of: Expression;
  readonly date?: Cell;
}

/** Levels, as conditions. */
export interface Levels {
  readonly kind: "levels";
  readonly isLogical: boolean;
  /** True where the level is one of these. */
  readonly among: (levels: readonly string[]) => Condition;
  /** True where it is another one, seen at the fit or not. */
  readonly others: (levels: readonly string[]) => Condition;
  /** The cell, if it is one with text. */
  readonly cell?: Cell;
  /** The level, if all rows have it. */
  readonly constant?: string;
}

/** Several columns, as their sum with coefficients. */
export interface Curve {
  readonly kind: "curve";
  /** The number of columns. */
  readonly width: number;
  readonly combine: (coefficients: readonly number[]) => Expression;
}

export type Value = Numbers | Levels | Curve;
