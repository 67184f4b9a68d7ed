/**
 * What a separable penalty P(theta) = sum_j P_j(theta_j) must answer about one entry of theta, in the solver's coordinates.
 * Entries that belong to an intercept have strength 0, so that no penalty ever acts on them.
 */
@unmanaged
export abstract class SeparablePenalty {
  /** P_j(b). */
  abstract value(b: f64, j: i32): f64;
  /** dP_j/db of the smooth part. */
  abstract slope(b: f64, j: i32): f64;
  /** d2P_j/db2, >= 0, of the part that has one. */
  abstract curvature(b: f64, j: i32): f64;
  /** k in P_j = k |b| + a smooth part: half the jump of the slope at 0. */
  abstract kink(j: i32): f64;
}
