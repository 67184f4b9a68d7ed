import type { FoldResult } from "./run-fold.js";

/** The numbers of a cross-validation for every point of its grid. */
export interface Curve {
  readonly mean: Float64Array;
  readonly standardError: Float64Array;
}

/**
 * With s_f the measure on fold f, v_f the sum of the weights of its rows, N the number of folds:
 *
 *     mean = sum v_f s_f / sum v_f        standardError^2 = sum v_f (s_f - mean)^2 / sum v_f / (N - 1)
 *
 * Folds without a score (a class is missing; auc of one class) are left out of both, as cv.glmnet does.
 */
export function curveOf(folds: readonly FoldResult[], steps: number): Curve {
  const mean = new Float64Array(steps).fill(Number.NaN);
  const standardError = mean.slice();
  for (let k = 0; k < steps; k++) {
    if (folds.some(({ solution, scores }) => solution !== undefined && scores.length <= k)) continue; // stopped
    const known = folds.filter(({ scores }) => scores.length > k && !Number.isNaN(scores[k]!));
    const total = known.reduce((sum, { weight }) => sum + weight, 0);
    const average = (of: (score: number) => number): number =>
      known.reduce((sum, { scores, weight }) => sum + weight * of(scores[k]!), 0) / total;
    mean[k] = average((s) => s);
    const spread = average((s) => (s - mean[k]!) ** 2);
    standardError[k] = Math.sqrt(spread / (known.length - 1));
  }
  return { mean, standardError };
}

/** A grid: the inner values of each outer value, and the order of strength of two points. */
export interface Grid {
  readonly outer: Int32Array;
  readonly isStronger: (a: number, b: number) => boolean;
}

/**
 * The point with the best mean, and the strongest of its path whose mean is within one standard error of it. Of equal points
 * the strongest: the largest lambda, then rate, then share. -1 if no point has a mean.
 *
 * Source: Breiman et al. (1984), section 3.4.3, for one standard error; cv.glmnet.
 */
export function choose({ mean, standardError }: Curve, { outer, isStronger }: Grid, isGain: boolean) {
  const loss = isGain ? mean.map((m) => -m) : mean;
  let best = -1;
  for (const [k, value] of loss.entries()) {
    if (Number.isNaN(value)) continue;
    if (best < 0 || value < loss[best]! || (value === loss[best]! && isStronger(k, best))) best = k;
  }
  let simple = best;
  const limit = best < 0 ? 0 : loss[best]! + standardError[best]!;
  for (const [k, value] of loss.entries()) {
    if (best >= 0 && outer[k] === outer[best] && value <= limit && isStronger(k, simple)) simple = k;
  }
  return { best, oneStandardError: simple };
}
