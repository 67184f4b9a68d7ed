/**
 * What a penalty must answer about one entry of theta, in the solver's coordinates, and the numbers that it is given. A penalty
 * takes of these what it needs.
 *
 *   P(theta) = sum_j P_j(theta_j)                                groups = 0: P_j = kink_j |theta_j| + a smooth part
 *   P(theta) = sum_j P_j(theta_j) + sum_g |K_g theta_g|_2        else: P_j is smooth, K = diag(kinks)
 *
 * Entries that belong to an intercept have strength 0, so that no penalty ever acts on them.
 */
@unmanaged
export abstract class SeparablePenalty {
  strength: usize; // f64[d]  of theta_j^2 / 2
  kinks: usize; //    f64[d]  of |theta_j|, or of theta_j in the norm of its group
  units: usize; //    f64[d]  d |beta_j| / d |theta_j|, for a penalty with a shape; else 0
  shape: f64; //      a number of its own, as gamma
  isBounded: i32; //  P_j stops to rise: it is concave somewhere, and holds nothing back at infinity
  groups: usize; //   Groups of entries that share a kink; 0: every entry has its own

  /** P_j(b). */
  abstract value(b: f64, j: i32): f64;
  /** dP_j/db of the smooth part. */
  abstract slope(b: f64, j: i32): f64;
  /** d2P_j/db2 of the part that has one; < 0 only where P is bounded. */
  abstract curvature(b: f64, j: i32): f64;
  /** k in P_j = k |b| + a smooth part: half the jump of the slope at 0. With groups, k in the norm of its group. */
  abstract kink(j: i32): f64;
}
