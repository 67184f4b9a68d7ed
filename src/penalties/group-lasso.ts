import { PENALTY } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import type { GroupedOptions, Penalty, PenaltyDescriptor } from "./penalty.js";

export const groupLassoPenalty: PenaltyDescriptor = {
  name: "groupLasso",
  id: PENALTY.groupLasso,
  hasKinks: true,
  isBounded: false,
  isGrouped: true,
};

/**
 * Group lasso lambda sum_g f_g |beta_g|_2, added to the mean loss: the coefficients of a group are all 0, or none is. For columns
 * that are in a model together, as the indicators of one factor or the terms of one curve.
 *
 * Columns are taken as they are: they are not made orthonormal within a group, so the choice depends on their units. `standardize`
 * lets the penalty act on columns of unit variance. A column alone in its group has a lasso. With many classes each class has its own
 * groups.
 *
 * @param lambda  Strength >= 0, on the scale of the mean loss. Left out for `path` and `crossValidate`, which choose it.
 * @param options.groups   One label per column, a number or text. The columns of a group need not be neighbours. With a formula the
 *                         default is a group for each term.
 * @param options.factors  f_g by label, as { region: 0 }: 0 leaves a group alone, Infinity leaves it out. Default for a group that is
 *                         not named: the square root of its size, that of gglasso.
 * @param options.scale    "mean" (default) or "sum"; see PenaltyOptions.
 * @throws GlmError BAD_OPTION for missing groups, or factors of no group; BAD_SHAPE for too few labels or too many; NOT_SUPPORTED by
 *         `fit` with a ball, bounds on penalized columns, or a link whose predictors have a border.
 *
 * Source: Yuan & Lin (2006), Model selection and estimation in regression with grouped variables; Meier, van de Geer & Bühlmann
 * (2008) for other families than gaussian.
 *
 * @example
 * const groups = ["size", "region", "region", "region"];
 * const model = await fit(x, y, { family: "binomial", penalty: groupLasso(0.02, { groups }), standardize: true });
 */
export function groupLasso(lambda?: number, options: GroupedOptions = {}): Penalty {
  const { groups, factors, scale = "mean" } = readOptions(options, ["groups", "factors", "scale"], "groupLasso");
  return { penalty: "groupLasso", lambda, share: 1, groups, factors, scale };
}
