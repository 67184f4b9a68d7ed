import { GlmError } from "../base/errors.js";
import type { ContrastName } from "../formula/contrast-names.js";
import { numberLevel } from "./levels.js";
import { orthonormalOver } from "./orthogonal.js";

// How levels become columns. Source of the contrasts: Chambers & Hastie (1992), Statistical Models in S, section 2.3.2;
// contr.treatment, contr.sum, contr.helmert and contr.poly of R.

/** The columns of a contrast. Entries are computed when asked for: thousands of levels would make a large matrix of zeros. */
export interface ContrastColumns {
  /** What R appends to the name of the factor: a level, a number, or .L, .Q, .C. */
  readonly suffixes: readonly string[];
  /** The entry of rows with a level, by its place. */
  readonly entry: (level: number, column: number) => number;
  /** The column that is 1 for each level, or -1, if every entry is 0 or 1. */
  readonly places?: Int32Array;
}

/** Columns of `levels` under a contrast. `ref`: the place of the reference level of treatment contrasts. */
export function contrastColumns(name: ContrastName, levels: readonly string[], ref = 0): ContrastColumns {
  const last = levels.length - 1;
  const numbered = levels.slice(1).map((_, j) => numberLevel(j + 1));
  switch (name) {
    case "full":
      return { suffixes: levels, entry: (i, j) => (i === j ? 1 : 0), places: Int32Array.from(levels, (_, i) => i) };
    case "treatment":
      return {
        suffixes: levels.filter((_, j) => j !== ref),
        entry: (i, j) => (i === (j < ref ? j : j + 1) ? 1 : 0),
        places: Int32Array.from(levels, (_, i) => (i === ref ? -1 : i < ref ? i : i - 1)),
      };
    case "sum":
      return { suffixes: numbered, entry: (i, j) => (i === last ? -1 : i === j ? 1 : 0) };
    case "helmert":
      return { suffixes: numbered, entry: (i, j) => (i <= j ? -1 : i === j + 1 ? j + 1 : 0) };
    case "poly": {
      const columns = polynomials(levels);
      return { suffixes: levels.slice(1).map(degreeName), entry: (i, j) => columns[j]![i]! };
    }
  }
}

/** As in R. */
const MOST_OF_POLY = 95;

function polynomials(levels: readonly string[]): Float64Array[] {
  const k = levels.length;
  if (k > MOST_OF_POLY) {
    const message = `poly contrasts of ${k} levels; expected ${MOST_OF_POLY} or fewer: make it a number and take poly() or ns() of it`;
    throw new GlmError("BAD_VALUE", message, { levels: k });
  }
  const scores = Float64Array.from(levels, (_, i) => i + 1);
  return orthonormalOver(scores, k - 1);
}

function degreeName(_level: string, j: number): string {
  return [".L", ".Q", ".C"][j] ?? `^${j + 1}`;
}
