/**
 * What a noise answers about one noised entry x~ with mean x. `strength` is the noise's number for the
 * column, 0 for a column without noise. A noise knows no rows and no family: sums over entries are in noise/entries.ts.
 */
@unmanaged
export abstract class EntryNoise {
  /** Var x~, a polynomial of x of degree 2 at most. */
  abstract variance(x: f64, strength: f64): f64;
  /** m(b) = log E exp( b (x~ - x) ), the logarithm of the centred moment generating function. */
  abstract logMoment(x: f64, b: f64, strength: f64): f64;
  /** dm/db */
  abstract logMomentSlope(x: f64, b: f64, strength: f64): f64;
  /** d2m/db2 >= 0 */
  abstract logMomentCurvature(x: f64, b: f64, strength: f64): f64;
  /** sup b (x~ - x) over all values that x~ may take: how far the noise can push eta. */
  abstract reach(x: f64, b: f64, strength: f64): f64;
  /** The noised entry at the quantile u in (0, 1), by inversion: with u uniform a draw of x~. */
  abstract sample(x: f64, strength: f64, u: f64): f64;
}
