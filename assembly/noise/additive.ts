import { normalQuantile } from "../num/normal-quantile";
import { EntryNoise } from "./contract";

/**
 * Additive Gaussian noise: x~ = x + h Z, Z ~ N(0, 1).
 *
 *   h >= 0     E x~ = x     Var x~ = h^2     m(b) = h^2 b^2 / 2
 *
 * Source: Wager, Wang & Liang (2013), section 3; Bishop (1995), Training with noise is equivalent to Tikhonov regularization.
 */
@final @unmanaged
export class Additive extends EntryNoise {
  @inline variance(x: f64, h: f64): f64 { return h * h; }
  @inline logMoment(x: f64, b: f64, h: f64): f64 { return 0.5 * h * h * b * b; }
  @inline logMomentSlope(x: f64, b: f64, h: f64): f64 { return h * h * b; }
  @inline logMomentCurvature(x: f64, b: f64, h: f64): f64 { return h * h; }
  @inline reach(x: f64, b: f64, h: f64): f64 { return b == 0.0 ? 0.0 : Infinity; }
  @inline sample(x: f64, h: f64, u: f64): f64 { return x + h * normalQuantile(u); }
}
