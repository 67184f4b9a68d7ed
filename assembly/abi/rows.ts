/**
 * One chunk of rows for a family: inputs and results. All vectors are f64[chunk].
 * The objective of a row is a function f(eta, t) of two numbers: the linear predictor eta and the spread t, which is
 * the variance of eta under the noise, or the logarithm of its moment generating function minus its mean.
 */
@final @unmanaged
export class Rows {
  count: i32;
  order: i32; //              0: value only, 1: first derivatives too, 2: second derivatives too
  y: usize;
  given: usize; //            w, as the shard has it
  weight: usize; //           w times the current factor
  eta: usize;
  spread: usize; //           t, meaningful when there is noise
  slope: usize; //            w df/deta
  spreadSlope: usize; //      w df/dt
  curvature: usize; //        w d2f/deta2
  cross: usize; //            w d2f/deta dt
  spreadCurvature: usize; //  w d2f/dt2
  moments: usize; //          f64[2][5], see RowFamily.expectation
  work: usize; //             f64[5][chunk]
  value: f64; //              running sums over chunks
  loss: f64;
  slopeSquares: f64;
}
