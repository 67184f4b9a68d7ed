import type { Expression } from "../formula/ast.js";
import type { Coding } from "../formula/coding.js";
import type { ContrastName } from "../formula/contrast-names.js";
import { INFINITE } from "./arguments.js";
import type { TransformState } from "./transforms.js";
import type { ColumnKind } from "./types.js";

// What a model remembers of how a table became its design: plain data, the same after JSON.

export const ENCODING_VERSION = 1;

/** What happens to rows with missing cells: they are left out, refused, or kept with a mark. */
export type MissingRule = "omit" | "error" | "indicator";

/** A column that the formula uses. */
export interface EncodedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** What missing numbers are replaced by, beside a column that marks them. */
  readonly fill?: number;
}

export interface EncodedFactor {
  readonly levels: readonly string[];
  readonly contrast: ContrastName;
  /** The place of the reference level. */
  readonly ref: number;
  /** Missing cells have a column of their own. */
  readonly marksMissing: boolean;
}

export interface EncodedVariable {
  readonly label: string;
  readonly expression: Expression;
  /** What its transforms learned, in the order of evaluation. */
  readonly states: readonly TransformState[];
  /** For variables with levels. */
  readonly factor?: EncodedFactor;
}

export interface EncodedTerm {
  readonly label: string;
  /** Places among the variables. */
  readonly variables: readonly number[];
  readonly codings: readonly Coding[];
}

export interface Encoding {
  readonly version: number;
  /** The formula as it was written. */
  readonly formula: string;
  readonly intercept: boolean;
  readonly missing: MissingRule;
  /** Whether factors have a column for each level unless the formula or the contrasts say otherwise. */
  readonly coding: Coding;
  readonly columns: readonly EncodedColumn[];
  readonly variables: readonly EncodedVariable[];
  readonly terms: readonly EncodedTerm[];
  readonly offsets: readonly EncodedVariable[];
  readonly response?: EncodedVariable;
  /** Of the columns of the design. */
  readonly names: readonly string[];
}

/** The expression without Inf as a number, for which JSON would write null. */
export function plainExpression(expression: Expression): Expression {
  const { at, end } = expression;
  switch (expression.kind) {
    case "number":
      return expression.value === Infinity ? { kind: "call", name: INFINITE, args: [], at, end } : expression;
    case "unary":
      return { ...expression, operand: plainExpression(expression.operand) };
    case "binary":
      return { ...expression, left: plainExpression(expression.left), right: plainExpression(expression.right) };
    case "call": {
      const args = expression.args.map(({ name, value }) => ({
        ...(name !== undefined && { name }),
        value: plainExpression(value),
      }));
      return { ...expression, args: args as typeof expression.args };
    }
    default:
      return expression;
  }
}
