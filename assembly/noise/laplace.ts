import { EntryNoise } from "./contract";

/**
 * Additive Laplace noise: x~ = x + L, L with density e^(-|u| / h) / (2 h).
 *
 *   h >= 0     E x~ = x     Var x~ = 2 h^2     E exp(b L) = 1 / (1 - h^2 b^2) for h |b| < 1, infinite beyond
 *   m(b) = -log(1 - q),  q = h^2 b^2     m' = 2 h^2 b / (1 - q)     m'' = 2 h^2 (1 + q) / (1 - q)^2
 *
 * Source: van der Maaten, Chen, Tyree & Weinberger (2013), Learning with marginalized corrupted features, table 2.
 */
@final @unmanaged
export class Laplace extends EntryNoise {
  @inline variance(x: f64, h: f64): f64 { return 2.0 * h * h; }
  @inline logMoment(x: f64, b: f64, h: f64): f64 {
    const q = h * h * b * b;
    return q < 1.0 ? -Math.log1p(-q) : Infinity;
  }
  @inline logMomentSlope(x: f64, b: f64, h: f64): f64 { return 2.0 * h * h * b / (1.0 - h * h * b * b); }
  @inline logMomentCurvature(x: f64, b: f64, h: f64): f64 {
    const q = h * h * b * b;
    return 2.0 * h * h * (1.0 + q) / ((1.0 - q) * (1.0 - q));
  }
  @inline reach(x: f64, b: f64, h: f64): f64 { return b == 0.0 ? 0.0 : Infinity; }
  /** x + h log 2u below the middle, x - h log 2(1 - u) above: both tails and the middle keep their digits. */
  @inline sample(x: f64, h: f64, u: f64): f64 {
    return x + copysign(h * Math.log(2.0 * Math.min(u, 1.0 - u)), u - 0.5);
  }
}
