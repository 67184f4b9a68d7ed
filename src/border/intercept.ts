import { ROUNDINGS } from "../base/rounding.js";
import type { Fitting } from "../minimize/fitting.js";
import type { Original } from "../minimize/rows.js";
import { endsOf, plainEtaOf, weightsOf } from "./slack.js";

/**
 * The intercept of x as given, for a fit with rows on the border. It is the solver's own minus sum_j beta_j center_j. Beside columns
 * of 1e12 its rounding exceeds that of a row's terms, and `predict` would put rows on the border beyond it. The intercept is moved by
 * the distance of the row farthest outside, if that is such a rounding.
 */
export function interceptWithin(fitting: Fitting, original: Original): number {
  const { plan, findings } = fitting;
  const uploaded = fitting.uploaded.basis?.whole ?? fitting.uploaded; // columns as given
  const intercept = original.intercepts[0]!;
  if (findings.face === undefined || !plan.intercept || plan.classes > 1) return intercept;
  const { low, high } = endsOf(fitting);
  const weight = weightsOf(fitting);
  const eta = plainEtaOf(uploaded, original).filter((_, i) => weight(i) > 0);
  const below = eta.reduce((m, v) => Math.max(m, low - v), 0);
  const above = eta.reduce((m, v) => Math.max(m, v - high), 0);
  const beta = original.coefficients[0]!;
  const size = beta.reduce((sum, b, j) => sum + Math.abs(b * uploaded.center[j]!), Math.abs(intercept));
  if ((below > 0 && above > 0) || Math.max(below, above) > ROUNDINGS * size) return intercept;
  return intercept + below - above;
}
