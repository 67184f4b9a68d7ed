import { normalQuantile } from "../num/normal-quantile";
import { EntryNoise } from "./contract";

/**
 * Multiplicative Gaussian noise: x~ = x (1 + h Z), Z ~ N(0, 1).
 *
 *   h >= 0     E x~ = x     Var x~ = h^2 x^2     m(b) = h^2 x^2 b^2 / 2
 *
 * To second order the same as dropout of rate h^2 / (1 + h^2).
 * Source: Wang, Wang, Wager, Liang & Manning (2013), Feature noising for log-linear structured prediction, section 3.
 */
@final @unmanaged
export class Multiplicative extends EntryNoise {
  @inline variance(x: f64, h: f64): f64 { return h * h * x * x; }
  @inline logMoment(x: f64, b: f64, h: f64): f64 { return 0.5 * h * h * x * x * b * b; }
  @inline logMomentSlope(x: f64, b: f64, h: f64): f64 { return h * h * x * x * b; }
  @inline logMomentCurvature(x: f64, b: f64, h: f64): f64 { return h * h * x * x; }
  @inline reach(x: f64, b: f64, h: f64): f64 { return b * x == 0.0 ? 0.0 : Infinity; }
  @inline sample(x: f64, h: f64, u: f64): f64 { return x * (1.0 + h * normalQuantile(u)); }
}
