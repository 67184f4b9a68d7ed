import { GlmError } from "../base/errors.js";
import { shownName } from "../base/show.js";
import type { Coding } from "../formula/coding.js";
import { contrastColumns } from "./contrasts.js";
import type { EncodedVariable } from "./encoding.js";
import { MISSING_LEVEL, UNSEEN } from "./levels.js";
import { type Value, valueRows } from "./value.js";

// The columns of one variable in one term.

/** A variable and its value in the rows of the design, in which nothing is missing. */
export interface DesignVariable {
  readonly encoded: EncodedVariable;
  readonly value: Value;
}

/** The same variable in some rows. */
export function inRows(rows: Int32Array): (variable: DesignVariable) => DesignVariable {
  return ({ encoded, value }) => ({ encoded, value: valueRows(value, rows) });
}

/** Columns of numbers. */
export interface NumberPart {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

/** Columns of a factor: entry (i, j) is that of the level of row i. */
export interface FactorPart {
  readonly names: readonly string[];
  /** Below `levels`. */
  readonly codes: Int32Array;
  readonly levels: number;
  /** The column that is 1 for a level, or -1, if every entry is 0 or 1. */
  readonly places: Int32Array | undefined;
  readonly entry: (level: number, column: number) => number;
}

export type Part = NumberPart | FactorPart;

export function isFactorPart(part: Part): part is FactorPart {
  return "codes" in part;
}

/** `coding`: of the whole formula; `inTerm`: of this variable in this term. */
export function partOf({ encoded, value }: DesignVariable, inTerm: Coding, coding: Coding): Part {
  const { label } = encoded;
  const named = (suffixes: readonly string[]): string[] => suffixes.map((suffix) => `${label}[${suffix}]`);
  if (value.kind === "numbers") return { names: [label], columns: [value.values] };
  if (value.kind === "block") {
    return { names: value.columns.length === 1 ? [label] : named(value.suffixes), columns: value.columns };
  }
  const { suffixes, ...own } = levelColumns(encoded, inTerm, coding);
  const codes = value.codes.map((code) => (code === UNSEEN ? own.unseen : code));
  return { names: named(suffixes), codes, levels: own.levels, places: own.places, entry: own.entry };
}

/** The columns of a factor in one term, level by level. */
export interface LevelColumns extends Omit<FactorPart, "names" | "codes"> {
  /** What distinguishes the columns in their names. */
  readonly suffixes: readonly string[];
  /** The level of cells with a level that the fit has not seen, if they take part. Missing ones, if marked, are the level before the last. */
  readonly unseen: number;
}

export function levelColumns({ label, factor }: EncodedVariable, inTerm: Coding, coding: Coding): LevelColumns {
  const { levels, contrast, ref, marksMissing } = factor!;
  const count = levels.length;
  if (inTerm === "contrast" && count < 2 && !marksMissing) throw oneLevel(label, levels);
  const { suffixes, entry: own, places } = contrastColumns(inTerm === "full" ? "full" : contrast, levels, ref);
  // behind the levels: missing, whose column is the last, and levels that the fit has not seen
  const others = Int32Array.of(marksMissing ? suffixes.length : -1, -1);
  const isReference = inTerm === "full" && coding === "contrast" && contrast === "treatment";
  return {
    suffixes: marksMissing ? [...suffixes, MISSING_LEVEL] : suffixes,
    levels: count + 2,
    unseen: isReference ? ref : count + 1,
    places: places && Int32Array.of(...places, ...others),
    entry: (level, column) => {
      if (level >= count) return others[level - count] === column ? 1 : 0;
      return column === suffixes.length ? 0 : own(level, column);
    },
  };
}

function oneLevel(label: string, levels: readonly string[]): GlmError {
  const found = levels.length === 0 ? "no level" : `one level only (${shownName(levels[0]!)})`;
  const message = `${shownName(label)} has ${found} in the rows that are used; expected two or more: leave it out of the formula`;
  return new GlmError("ONE_CLASS", message, { variable: label, levels });
}
