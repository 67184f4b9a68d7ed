import type { Family } from "../families/index.js";

/** What likelihood-based numbers need; all in R's conventions (summary.glm, logLik.glm). */
export interface FitNumbers {
  readonly family: Family;
  readonly deviance: number;
  /** -sum w l + the terms in y alone, at dispersion 1. */
  readonly unitLogLikelihood: number;
  readonly observations: number;
  readonly logWeights: number;
  readonly rank: number | undefined;
}

/** phi: 1, or deviance / (n - rank) where it is free. */
export function dispersionOf(fit: FitNumbers): number {
  if (fit.family.dispersion === "one") return 1;
  if (fit.rank === undefined) return Number.NaN;
  return fit.observations > fit.rank ? fit.deviance / (fit.observations - fit.rank) : Number.NaN;
}

/**
 * log-likelihood at the fit. With a free dispersion it is taken at its own maximum, deviance / n:
 *   -1/2 [ n (log(2 pi deviance / n) + 1) - sum log w ]
 */
export function logLikelihoodOf(fit: FitNumbers): number {
  if (fit.family.dispersion === "one") return fit.unitLogLikelihood;
  const n = fit.observations;
  return -0.5 * (n * (Math.log((2 * Math.PI * fit.deviance) / n) + 1) - fit.logWeights);
}

/** Parameters of the likelihood: the rank, and one more for a free dispersion. */
export function parametersOf(fit: FitNumbers): number | undefined {
  return fit.rank === undefined ? undefined : fit.rank + (fit.family.dispersion === "free" ? 1 : 0);
}
