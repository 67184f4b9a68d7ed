// The names of contrasts, and where a formula may have one.

export type ContrastName = "treatment" | "sum" | "helmert" | "poly" | "full";

export const CONTRAST_NAMES: readonly ContrastName[] = ["treatment", "sum", "helmert", "poly", "full"];

/** Functions whose second argument is the name of a contrast, which may be written without quotes: `C(race, sum)`. */
export const CONTRAST_TAKERS: readonly string[] = ["C", "factor"];

/** A contrast by its own name, or by R's, as contr.sum. */
export function contrastOf(word: unknown): ContrastName | undefined {
  return CONTRAST_NAMES.find((name) => name === word || `contr.${name}` === word);
}
