/**
 * The input of a solver: the part of the objective without rows, and when to stop. Read-only for the kernel.
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
  mayRecede: i32; //          1 when a minimizer may not exist, so that far points are tested
  ceiling: f64; //            an adopted start whose F is above this is refused
  isNear: i32; //             1 when the start is near the end, so that its Hessian can be reused
  isQuadratic: i32; //        1 when the Hessian is the same everywhere: one is enough
  lacksConstant: i32; //      1 where no entry of theta belongs to a constant
  reportsDependence: i32; //  1 when the host has other coordinates for columns that depend on others, or nearly
  examine: i32; //            1 when columns may depend on each other and d is small enough to find them
  stepTolerance: f64; //      on the step that is left, in standard errors; infinite: no limit
  counts: f64; //             what F is multiplied by for standard errors: W, or the number of rows when weights stand for a population
  degrees: f64; //            n - d, where the dispersion is estimated by deviance / degrees; 0 where it is 1
  bestLoss: f64; //           sum_i w_i l*_i: deviance = 2 (loss - bestLoss)
  leastDeviance: f64; //      > 0: a deviance below is rounding
  leastObjective: f64; //     rounding of F, however small F is
  certifies: i32; //          1 when no later check of the step follows, so that the solver's curvature must be that of the end
  blocks: i32; //             K: a solver without a matrix may have one for each of K classes; 0: it may not
  isCentred: i32; //          1 when the same move of all classes changes no row, so that only the penalty holds it back
  isConvex: i32; //           0 when a stationary point may not be a minimum
}

/** The state that every solver keeps. `scratch` is the solver's own, solverBytes(id, d) long. */
@final @unmanaged
export class State {
  problem: usize; //          Problem
  exchange: usize; //         Exchange
  point: usize; //            f64[d]  best accepted theta
  dependent: usize; //        f64[d]  1 where a column is a combination of others and is held where it started
  dependents: i32; //         how many
  iteration: i32;
  isDoubtful: i32; //         1 when it ended with a large step left and no proof that a minimizer exists
  objective: f64; //          F(point)
  loss: f64; //               sum_i w_i l_i there, noise left out
  optimality: f64;
  seen: usize; //             f64[d]  the point to which lowest and highest belong
  lowest: f64;
  highest: f64;
  slopes: usize; //           f64[d]  sum over the rows of w_i df_i/dtheta there
  origin: usize; //           f64[d]  the point of the curvature used for step; NaN if that curvature is of no point, or of other rows
  step: f64; //               the step that is left, in standard errors (solver/step.ts); NaN if unknown
  trial: f64; //              t of the trial in the exchange; 0 before the first
  slope: f64; //              of F along its direction, to first order and kinks included; NaN if unknown
  isSure: i32; //             1 when step uses the curvature at or near the end
  isSaddle: i32; //           1 when the curvature is negative along some direction and no step along it lowered F
  adopted: i32; //            1 when the start is the point and the factor of a fit to a part of the rows
  scratch: usize;
}
