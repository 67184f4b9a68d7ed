import { PENALTY } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import type { Penalty, PenaltyDescriptor, ShapedOptions } from "./penalty.js";

export const scadPenalty: PenaltyDescriptor = {
  name: "scad",
  id: PENALTY.scad,
  hasKinks: true,
  isBounded: true,
  shape: { name: "gamma", holds: (g) => g > 2 && g < Infinity, expects: "a number > 2" },
};

/**
 * Smoothly clipped absolute deviation, added to the mean loss: the lasso near 0, no shrinkage far out. With l = lambda f_j its
 * slope is
 *
 *     l   where |beta_j| <= l,   (gamma l - |beta_j|) / (gamma - 1)   up to gamma l,   0   farther out
 *
 * The objective is not convex: what is found is a stationary point, which may be a local minimum. `path` comes from large lambda
 * down and so takes a good one. The penalty stops to rise, so it does not hold coefficients of separated data.
 *
 * @param lambda  Strength >= 0, on the scale of ncvreg where x is standardized. Left out for `path` and `crossValidate`,
 *                which choose it.
 * @param options.gamma    > 2: where the slope is 0, in lambdas; large it is the lasso. Default: 3.7, from the paper.
 * @param options.factors  f_j per column, as in `lasso`.
 * @param options.scale    "mean" (default) or "sum"; see PenaltyOptions.
 * @throws GlmError BAD_OPTION for a gamma <= 2; NOT_SUPPORTED by `fit` with a ball, or a link whose predictors have a border.
 *
 * Source: Fan & Li (2001), Variable selection via nonconcave penalized likelihood, section 2.
 *
 * @example
 * const model = await fit(x, y, { family: "binomial", penalty: scad(0.05), standardize: true });
 */
export function scad(lambda?: number, options: ShapedOptions = {}): Penalty {
  const { gamma = 3.7, factors, scale = "mean" } = readOptions(options, ["gamma", "factors", "scale"], "scad");
  return { penalty: "scad", lambda, share: 1, shape: gamma, factors, scale };
}
