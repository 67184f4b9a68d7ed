import { doubles, integers } from "../base/typed.js";
import type { ContrastName } from "../formula/contrast-names.js";

// What an expression is, row by row.

/** Numbers; NaN is missing. */
export interface Numbers {
  readonly kind: "numbers";
  readonly values: Float64Array;
  /** Days since 1970. */
  readonly isDate: boolean;
}

/** Several columns of numbers that belong together, as of a polynomial. */
export interface Block {
  readonly kind: "block";
  readonly columns: readonly Float64Array[];
  /** What distinguishes the columns in their names. */
  readonly suffixes: readonly string[];
}

/** Levels by their places; codes below 0 are in levels.ts. */
export interface Factor {
  readonly kind: "factor";
  readonly levels: readonly string[];
  readonly codes: Int32Array;
  /** Its levels are FALSE and TRUE, whether they occur or not, and stand for 0 and 1 in arithmetic. */
  readonly isLogical: boolean;
  /** The contrast that the formula asks for. */
  readonly contrast?: ContrastName;
  /** The reference level that the formula asks for. */
  readonly ref?: string;
}

export type Value = Numbers | Block | Factor;

export function numbers(values: Float64Array, isDate = false): Numbers {
  return { kind: "numbers", values, isDate };
}

/** Some rows of a value, ascending. */
export function valueRows(value: Value, rows: Int32Array): Value {
  const pick = (all: Float64Array): Float64Array =>
    isAll(rows, all.length) ? all : doubles(rows.length, (k) => all[rows[k]!]!);
  if (value.kind === "numbers") return { ...value, values: pick(value.values) };
  if (value.kind === "block") return { ...value, columns: value.columns.map(pick) };
  const { codes } = value;
  return isAll(rows, codes.length) ? value : { ...value, codes: integers(rows.length, (k) => codes[rows[k]!]!) };
}

/** Whether ascending rows are all rows. */
function isAll(rows: Int32Array, length: number): boolean {
  return rows.length === length && (length === 0 || (rows[0] === 0 && rows[length - 1] === length - 1));
}
