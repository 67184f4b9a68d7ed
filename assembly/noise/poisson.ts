import { poissonQuantile } from "../num/poisson-quantile";
import { EntryNoise } from "./contract";

/**
 * Poisson noise of counts: x~ ~ Poisson(x). The strength is 1, or 0 for a column without noise.
 *
 *   x >= 0     E x~ = x     Var x~ = x     m(b) = x (e^b - 1 - b)     m' = x (e^b - 1)     m'' = x e^b
 *
 * An entry of 0 stays 0, also where e^b overflows.
 * Source: van der Maaten, Chen, Tyree & Weinberger (2013), Learning with marginalized corrupted features, table 2.
 */
@final @unmanaged
export class PoissonNoise extends EntryNoise {
  @inline variance(x: f64, h: f64): f64 { return x; }
  @inline logMoment(x: f64, b: f64, h: f64): f64 { return x == 0.0 ? 0.0 : x * (Math.expm1(b) - b); }
  @inline logMomentSlope(x: f64, b: f64, h: f64): f64 { return x == 0.0 ? 0.0 : x * Math.expm1(b); }
  @inline logMomentCurvature(x: f64, b: f64, h: f64): f64 { return x == 0.0 ? 0.0 : x * Math.exp(b); }
  @inline reach(x: f64, b: f64, h: f64): f64 { return b * x > 0.0 ? Infinity : -b * x; }
  @inline sample(x: f64, h: f64, u: f64): f64 { return poissonQuantile(x, u); }
}
