import { PENALTY } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import type { Penalty, PenaltyDescriptor, PenaltyOptions } from "./penalty.js";

export const ridgePenalty: PenaltyDescriptor = { name: "ridge", id: PENALTY.ridge, hasKinks: false, isBounded: false };

/**
 * Ridge penalty lambda sum_j f_j beta_j^2 / 2, added to the mean loss. The intercept is never penalized.
 *
 * @param lambda  Strength >= 0, on the scale of glmnet (alpha = 0, standardize = FALSE). See `lambdaFrom` for others.
 *                Left out for `path` and `crossValidate`, which choose it.
 * @param options.factors  f_j >= 0 per column: 0 leaves it alone, Infinity leaves it out. Default: all 1.
 * @param options.scale    "mean" (default) or "sum"; see PenaltyOptions.
 *
 * Source: Hoerl & Kennard (1970); scale of Friedman, Hastie & Tibshirani (2010), section 2.
 *
 * @example
 * const model = await fit(x, y, { family: "binomial", penalty: ridge(0.01) });
 */
export function ridge(lambda?: number, options: PenaltyOptions = {}): Penalty {
  options = readOptions(options, ["factors", "scale"], "ridge");
  return { penalty: "ridge", lambda, share: 0, factors: options.factors, scale: options.scale ?? "mean" };
}
