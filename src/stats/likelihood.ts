import type { Family } from "../families/index.js";

/** The inputs of dispersion and information criteria. */
export interface FitNumbers {
  readonly family: Family;
  /** sum w (y - mu)^2 / V(mu); needed if the dispersion is free. */
  readonly pearson: number | undefined;
  readonly observations: number;
  readonly rank: number | undefined;
  /** Coefficients that are not 0: the degrees of freedom of a lasso fit (Zou, Hastie & Tibshirani 2007). */
  readonly active: number;
}

/** phi: 1, or Pearson's statistic / (n - rank) if it is free, as in summary.glm; active coefficients if the rank is not known. */
export function dispersionOf({ family, pearson, observations, rank, active }: FitNumbers): number {
  if (family.dispersion === "one") return 1;
  const parameters = rank ?? active;
  return observations > parameters && pearson !== undefined ? pearson / (observations - parameters) : Number.NaN;
}

/** Parameters of the likelihood: the rank, and one more for a free dispersion or an estimated shape. */
export function parametersOf({ family, rank }: FitNumbers): number | undefined {
  if (rank === undefined) return undefined;
  return rank + (family.dispersion === "free" ? 1 : 0) + (family.estimatesTheta ? 1 : 0);
}
