/**
 * What a solver is given: the part of the objective that knows no rows, and when to stop. Read-only for the kernel.
 *
 *     F(theta) = (1/W) sum of the shards' values + P(theta)
 */
@final @unmanaged
export class Problem {
  dimension: i32; //          d
  totalWeight: f64; //        W
  penalty: i32;
  penaltyParams: usize;
  lower: usize; //            f64[d]  theta_j >= lower_j, or 0: no bounds
  upper: usize; //            f64[d]  theta_j <= upper_j
  gradientScale: f64; //      S: optimality = max_j |dF/dtheta_j| / S
  tolerance: f64; //          on optimality
  maxIterations: i32;
  mayRecede: i32; //          1 when a minimizer may fail to exist, so that a far point has to be looked into
  ceiling: f64; //            an adopted start whose F is above this is refused
  isNear: i32; //             1 when the start is near the end, so that its Hessian may do
  isQuadratic: i32; //        1 when the Hessian is the same everywhere: one is enough
  lacksConstant: i32; //      1 where no entry of theta belongs to a constant
  reportsDependence: i32; //  1 when the host has other coordinates for columns that depend on others, or nearly
  examine: i32; //            1 when columns may depend on each other and d is small enough to find out
}

/** What every solver keeps. `scratch` is the solver's own, solverBytes(id, d) long. */
@final @unmanaged
export class State {
  problem: usize; //          Problem
  exchange: usize; //         Exchange
  point: usize; //            f64[d]  best accepted theta
  dependent: usize; //        f64[d]  1 where a column is a combination of others and is held where it started
  dependents: i32; //         how many
  iteration: i32;
  isDoubtful: i32; //         1 when it ended with a large step left and no proof of where that leads
  objective: f64; //          F(point)
  loss: f64; //               sum_i w_i l_i there, noise left out
  optimality: f64;
  adopted: i32; //            1 when point and factor of a fit to a part of the rows are there to begin with
  scratch: usize;
}
