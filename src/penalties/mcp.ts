import { PENALTY } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import type { Penalty, PenaltyDescriptor, ShapedOptions } from "./penalty.js";

export const mcpPenalty: PenaltyDescriptor = {
  name: "mcp",
  id: PENALTY.mcp,
  hasKinks: true,
  isBounded: true,
  shape: { name: "gamma", holds: (g) => g > 1 && g < Infinity, expects: "a number > 1" },
};

/**
 * Minimax concave penalty, added to the mean loss: it chooses columns as the lasso does, and leaves large coefficients unshrunk.
 * With l = lambda f_j it is
 *
 *     l |beta_j| - beta_j^2 / (2 gamma)   where |beta_j| <= gamma l,   gamma l^2 / 2   farther out
 *
 * The objective is not convex: what is found is a stationary point, which may be a local minimum. `path` comes from large lambda
 * down and so takes a good one. The penalty stops to rise, so it does not hold coefficients of separated data.
 *
 * @param lambda  Strength >= 0, on the scale of ncvreg where x is standardized. Left out for `path` and `crossValidate`,
 *                which choose it.
 * @param options.gamma    > 1: how slowly the slope falls, in lambdas. Near 1 it is nearly a hard threshold, large it is the lasso.
 *                         Default: 3, that of ncvreg (Breheny & Huang 2011).
 * @param options.factors  f_j per column, as in `lasso`.
 * @param options.scale    "mean" (default) or "sum"; see PenaltyOptions.
 * @throws GlmError BAD_OPTION for a gamma <= 1; NOT_SUPPORTED by `fit` with a ball, or a link whose predictors have a border.
 *
 * Source: Zhang (2010), Nearly unbiased variable selection under minimax concave penalty, section 2.
 *
 * @example
 * const model = await fit(x, y, { family: "binomial", penalty: mcp(0.05), standardize: true });
 */
export function mcp(lambda?: number, options: ShapedOptions = {}): Penalty {
  const { gamma = 3, factors, scale = "mean" } = readOptions(options, ["gamma", "factors", "scale"], "mcp");
  return { penalty: "mcp", lambda, share: 1, shape: gamma, factors, scale };
}
