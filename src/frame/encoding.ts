import type { Expression } from "../formula/ast.js";
import type { Coding } from "../formula/coding.js";
import type { ContrastName } from "../formula/contrast-names.js";
import type { TransformState } from "./transforms.js";
import type { ColumnKind } from "./types.js";

// What a model remembers of how a table became its design.

export const ENCODING_VERSION = 1;

/** What happens to rows with missing cells: they are left out, refused, or kept with a mark. */
export type MissingRule = "omit" | "error" | "indicator";

/** Cells of one column that are missing, in rows that are left out. */
export interface Omitted {
  readonly column: string;
  readonly rows: number;
}

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
  /** As it was written: what a saved model has, from which the expression is read again. */
  readonly source: string;
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
  /** The term of each column, by its place; those that mark missing numbers come behind the terms of the formula. */
  readonly assign: readonly number[];
  /** The mean of each column over the rows of the fit, without weights; undefined in models of earlier versions. */
  readonly means?: readonly number[];
  /** Columns that weights, offset, exposure, trials, ... came from, by option. */
  readonly roles: Readonly<Record<string, string>>;
  /** Options that were vectors: they are not in a table. */
  readonly vectors: readonly string[];
  /** Rows of the table of the fit. */
  readonly rows: number;
  /** The rows without a missing cell. */
  readonly used: number;
  /** Rows of it that were left out, by the column with the missing cell; a row may count for several. */
  readonly omitted: readonly Omitted[];
  /** Columns of text that were read as numbers or dates. */
  readonly fromText: readonly string[];
}

/** The same without what can be read again: plain data, the same after JSON. */
export function writeEncoding(encoding: Encoding): object {
  const plain = ({ expression: _read, ...rest }: EncodedVariable): object => rest;
  const { variables, offsets, response, ...rest } = encoding;
  return {
    ...rest,
    variables: variables.map(plain),
    offsets: offsets.map(plain),
    ...(response !== undefined && { response: plain(response) }),
  };
}
