import { Problem } from "../abi/problem";
import { at } from "../num/vec";

/**
 * The minimizer over one coordinate of a quadratic with a kink at 0, the other coordinates fixed:
 *
 *   argmin_t  m (t - x) + h (t - x)^2 / 2 + k |t|  =  S(h x - m, k) / h,     S(z, k) = sign(z) max(|z| - k, 0)
 *
 * moved to the nearer bound of coordinate j. Infinite if the quadratic falls for ever.
 * Source: Friedman, Hastie & Tibshirani (2010), Regularization paths for generalized linear models via coordinate descent, equation 6.
 */
// @ts-ignore: decorator
@inline
export function coordinateMinimum(problem: Problem, k: f64, j: i32, x: f64, m: f64, h: f64): f64 {
  if (!(h > 0.0)) return h == 0.0 && m == 0.0 ? x : Infinity;
  const z = h * x - m;
  const to = z > k ? (z - k) / h : z < -k ? (z + k) / h : 0.0;
  return problem.lower == 0 ? to : Math.min(Math.max(to, at(problem.lower, j)), at(problem.upper, j));
}
