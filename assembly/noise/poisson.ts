import { EntryNoise } from "./contract";

/**
 * Poisson noise on counts: x~ ~ Poisson(x), x >= 0. It has no strength of its own: a column takes part (1) or not (0).
 *
 *   E x~ = Var x~ = x     E exp(b x~) = exp(x (e^b - 1))
 *   m(b) = x (e^b - 1 - b)     m' = x (e^b - 1)     m'' = x e^b
 *
 * Source: van der Maaten, Chen, Tyree & Weinberger (2013), table 2.
 */
@final @unmanaged
export class PoissonNoise extends EntryNoise {
  @inline variance(x: f64, on: f64): f64 { return x; }
  @inline logMoment(x: f64, b: f64, on: f64): f64 { return x * (Math.expm1(b) - b); }
  @inline logMomentSlope(x: f64, b: f64, on: f64): f64 { return x * Math.expm1(b); }
  @inline logMomentCurvature(x: f64, b: f64, on: f64): f64 { return x * Math.exp(b); }
  @inline reach(x: f64, b: f64, on: f64): f64 {
    if (x == 0.0 || b == 0.0) return 0.0;
    return b > 0.0 ? Infinity : -b * x;
  }
}
