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
  stepTolerance: f64; //      on the step that is left, in standard errors; infinite: not asked for
  counts: f64; //             what F is multiplied by for standard errors: W, or the rows where weights stand for a population
  degrees: f64; //            n - d, where the dispersion is estimated by deviance / degrees; 0 where it is 1
  bestLoss: f64; //           sum_i w_i l*_i: deviance = 2 (loss - bestLoss)
  leastDeviance: f64; //      > 0: a deviance below is rounding
  leastObjective: f64; //     F is known to this at best, however small it is
  certifies: i32; //          1 when the solver's own curvature is the last word on the step, so that it must be that of the end
  isConvex: i32; //           0 when a point without a slope need not be a minimum
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
  seen: usize; //             f64[d]  the point at which lowest and highest were the least and the largest eta
  lowest: f64;
  highest: f64;
  slopes: usize; //           f64[d]  sum over the rows of w_i df_i/dtheta there
  origin: usize; //           f64[d]  the point of the curvature that the step is by; NaN where it is of no point, or of other rows
  step: f64; //               the step that is left, in standard errors (solver/step.ts); NaN where that is not known
  isSure: i32; //             1 when that is from the curvature at the end, to a part of it
  isSaddle: i32; //           1 when F falls from there along some direction without a slope, and no step along it was found to help
  adopted: i32; //            1 when point and factor of a fit to a part of the rows are there to begin with
  scratch: usize;
}
