/** A constraint as an option of `fit`: made by `l2Ball()` or `l1Ball()`. */
export interface Constraint {
  readonly ball: "l2" | "l1";
  readonly radius: number;
}

/**
 * The constraint |beta|_2 <= radius, in place of a strength of ridge. By duality it is ridge at one lambda, which the fit
 * finds and reports as `multiplier`; 0 when the ball does not bind. With `standardize` the norm is that of the
 * coefficients of unit-variance columns.
 *
 * @param radius  > 0.
 *
 * @example
 * const model = await fit(x, y, { constraint: l2Ball(1) });
 * model.multiplier;
 */
export function l2Ball(radius: number): Constraint {
  return { ball: "l2", radius };
}

/**
 * The constraint sum_j |beta_j| <= radius, the lasso as it was first stated (Tibshirani 1996). By duality it is `lasso` at
 * one lambda, reported as `multiplier`; 0 when the ball does not bind.
 *
 * @param radius  > 0.
 *
 * @example
 * const model = await fit(x, y, { constraint: l1Ball(1) });
 */
export function l1Ball(radius: number): Constraint {
  return { ball: "l1", radius };
}
