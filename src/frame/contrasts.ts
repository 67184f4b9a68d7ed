import { numberLevel } from "./levels.js";
import { orthogonalAt, orthogonalOver } from "./orthogonal.js";

// How levels become columns. Source of the contrasts: Chambers & Hastie (1992), Statistical Models in S, section 2.3.2;
// contr.treatment, contr.sum, contr.helmert and contr.poly of R.

export type ContrastName = "treatment" | "sum" | "helmert" | "poly" | "full";

export const CONTRAST_NAMES: readonly ContrastName[] = ["treatment", "sum", "helmert", "poly", "full"];

/** A contrast by its own name, or by R's, as contr.sum. */
export function contrastOf(word: unknown): ContrastName | undefined {
  return CONTRAST_NAMES.find((name) => name === word || `contr.${name}` === word);
}

/** The columns of a contrast: row k of each is the entry of a row of level k. */
export interface ContrastColumns {
  readonly columns: readonly Float64Array[];
  /** What R appends to the name of the factor: a level, a number, or .L, .Q, .C. */
  readonly suffixes: readonly string[];
}

/** Columns of `levels` under a contrast. `ref`: the place of the reference level of treatment contrasts. */
export function contrastColumns(name: ContrastName, levels: readonly string[], ref = 0): ContrastColumns {
  const k = levels.length;
  const made = (count: number, entry: (row: number, column: number) => number): Float64Array[] =>
    Array.from({ length: count }, (_, j) => Float64Array.from({ length: k }, (_unused, i) => entry(i, j)));
  const numbered = levels.slice(1).map((_, j) => numberLevel(j + 1));
  switch (name) {
    case "full":
      return { columns: made(k, (i, j) => (i === j ? 1 : 0)), suffixes: levels };
    case "treatment": {
      const others = levels.map((_, j) => j).filter((j) => j !== ref);
      return { columns: made(k - 1, (i, j) => (i === others[j] ? 1 : 0)), suffixes: others.map((j) => levels[j]!) };
    }
    case "sum":
      return { columns: made(k - 1, (i, j) => (i === k - 1 ? -1 : i === j ? 1 : 0)), suffixes: numbered };
    case "helmert":
      return { columns: made(k - 1, (i, j) => (i <= j ? -1 : i === j + 1 ? j + 1 : 0)), suffixes: numbered };
    case "poly": {
      const scores = Float64Array.from(levels, (_, i) => i + 1);
      return {
        columns: orthogonalAt(scores, orthogonalOver(scores, k - 1)),
        suffixes: levels.slice(1).map(degreeName),
      };
    }
  }
}

function degreeName(_level: string, j: number): string {
  return [".L", ".Q", ".C"][j] ?? `^${j + 1}`;
}
