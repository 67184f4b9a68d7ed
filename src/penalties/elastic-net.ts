import { PENALTY } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import type { Penalty, PenaltyDescriptor, PenaltyOptions } from "./penalty.js";

export const elasticNetPenalty: PenaltyDescriptor = {
  name: "elasticNet",
  id: PENALTY.elasticNet,
  hasKinks: true,
  isBounded: false,
};

/**
 * Lasso penalty lambda sum_j f_j |beta_j|, added to the mean loss: many coefficients become exactly 0.
 *
 * @param lambda  Strength >= 0, on the scale of glmnet (alpha = 1, standardize = FALSE). Left out for `path` and
 *                `crossValidate`, which choose it.
 * @param options.factors  f_j per column: 0 leaves it alone, Infinity leaves it out; 1 / |pilot estimate| gives the adaptive
 *                         lasso (Zou 2006). Taken as given; glmnet rescales them to sum to p. Default: all 1.
 * @param options.scale    "mean" (default) or "sum"; see PenaltyOptions.
 *
 * Source: Tibshirani (1996); scale of Friedman, Hastie & Tibshirani (2010), section 2.
 *
 * @example
 * const model = await fit(x, y, { family: "binomial", penalty: lasso(0.02), standardize: true });
 */
export function lasso(lambda?: number, options: PenaltyOptions = {}): Penalty {
  options = readOptions(options, ["factors", "scale"], "lasso");
  return { penalty: "elasticNet", lambda, share: 1, factors: options.factors, scale: options.scale ?? "mean" };
}

/**
 * Elastic net lambda sum_j f_j ( share |beta_j| + (1 - share) beta_j^2 / 2 ), added to the mean loss.
 *
 * @param lambda  Strength >= 0, on the scale of glmnet (standardize = FALSE); undefined for `path` and `crossValidate`.
 * @param share   The L1 part, in [0, 1]: alpha in glmnet. 1 is the lasso, 0 is ridge.
 * @param options.factors  f_j per column, as in `lasso`.
 * @param options.scale    "mean" (default) or "sum"; see PenaltyOptions.
 *
 * Source: Zou & Hastie (2005); Friedman, Hastie & Tibshirani (2010), equation 2.
 *
 * @example
 * const model = await fit(x, y, { penalty: elasticNet(0.1, 0.5) });
 */
export function elasticNet(lambda: number | undefined, share: number, options: PenaltyOptions = {}): Penalty {
  options = readOptions(options, ["factors", "scale"], "elasticNet");
  return { penalty: "elasticNet", lambda, share, factors: options.factors, scale: options.scale ?? "mean" };
}
