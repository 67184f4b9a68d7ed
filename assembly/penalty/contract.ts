/**
 * What a separable penalty P(theta) = sum_j P_j(theta_j) must answer about one coefficient, in the solver's coordinates.
 * The intercept is not a coefficient: no penalty ever sees it.
 */
@unmanaged
export abstract class SeparablePenalty {
  /** P_j(b). */
  abstract value(b: f64, j: i32): f64;
  /** dP_j/db. */
  abstract slope(b: f64, j: i32): f64;
  /** d2P_j/db2, >= 0. */
  abstract curvature(b: f64, j: i32): f64;
}
