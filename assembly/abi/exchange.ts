/**
 * What passes between a solver and its shards: the solver writes point and direction, a shard writes the answers.
 * With several shards each has an exchange of its own, and the driver adds the answers.
 * d = K (columns + intercept), in the solver's coordinates (abi/shard.ts).
 */
@final @unmanaged
export class Exchange {
  dimension: i32; //          d
  point: usize; //            f64[d]   theta
  direction: usize; //        f64[d]   for HessianVector and Recession
  tolerance: f64; //          for Recession: a row with |z.u| <= tolerance counts as unmoved
  value: f64; //              sum_i w_i f_i, noise included
  loss: f64; //               sum_i w_i l_i, noise left out
  slopeSquares: f64; //       sum_i w_i (df_i/deta)^2
  lowest: f64; //             least and largest eta of the rows with weight (with Monte Carlo, of their copies); one predictor only
  highest: f64;
  receding: f64; //           weight of rows whose loss falls for ever along the direction
  blocking: f64; //           weight of rows that stop it
  unmoved: f64; //            weight of rows that do not move
  shaken: f64; //             of these, weight of rows on which the noise acts
  gradient: usize; //         f64[d]
  product: usize; //          f64[d]
  diagonal: usize; //         f64[d]
  adaptive: usize; //         f64[d]   in the coordinates of beta; 0 for the intercept
  common: usize; //           f64[d]   sum_i w_i d2f_i/deta2 z_i
  commonWeight: f64; //       sum_i w_i d2f_i/deta2
  hessian: usize; //          f64[d d], lower triangle by rows
  square: usize; //           f64[block block], lower triangle by rows, or 0: for ClassGram
  block: i32; //              entries of theta of one class
  ofClass: i32; //            for ClassGram: number of the class; -1: the curvature of every row is its weight
  picks: f64; //              for ClassGram: rows that are picked, per row
  part: usize; //             Exchange of one partition, or 0: there is only one
  group: usize; //            Exchange of some partitions in a row, or 0: objective/fold.ts
  passes: i32; //             how often the rows were read
  hessians: i32; //           how often a d x d sum was formed
}
