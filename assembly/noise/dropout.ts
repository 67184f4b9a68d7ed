import { EntryNoise } from "./contract";

/**
 * Dropout: an entry is kept with probability k = 1 - d and then divided by k, else it is 0.
 *
 *   d in [0, 1)     E x~ = x     Var x~ = x^2 d / k     E exp(b x~) = d + k e^u,  u = b x / k
 *
 * With g = e^-|u| nothing overflows; D is the moment generating function without its larger exponential:
 *   u >= 0:  D = k + d g    m = d u + log D = d u + log1p(d (g - 1))     m' = x d (1 - g) / D
 *   u <  0:  D = d + k g    m = -k u + log D = -k u + log1p(k (g - 1))   m' = x d (g - 1) / D
 *   m'' = x^2 (d / k) g / D^2
 *
 * Source: Wager, Wang & Liang (2013), section 4; van der Maaten, Chen, Tyree & Weinberger (2013), table 2.
 */
@final @unmanaged
export class Dropout extends EntryNoise {
  @inline variance(x: f64, d: f64): f64 { return x * x * (d / (1.0 - d)); }

  @inline logMoment(x: f64, b: f64, d: f64): f64 {
    const k = 1.0 - d;
    const u = b * x / k;
    const less = Math.expm1(-Math.abs(u));
    return u >= 0.0 ? d * u + Math.log1p(d * less) : Math.log1p(k * less) - k * u;
  }

  @inline logMomentSlope(x: f64, b: f64, d: f64): f64 {
    const k = 1.0 - d;
    const u = b * x / k;
    const less = Math.expm1(-Math.abs(u));
    return u >= 0.0 ? -x * d * less / (1.0 + d * less) : x * d * less / (1.0 + k * less);
  }

  @inline logMomentCurvature(x: f64, b: f64, d: f64): f64 {
    const k = 1.0 - d;
    const u = b * x / k;
    const g = Math.exp(-Math.abs(u));
    const D = u >= 0.0 ? k + d * g : d + k * g;
    return x * x * (d / k) * g / (D * D);
  }

  @inline reach(x: f64, b: f64, d: f64): f64 { return b * x > 0.0 ? b * x * (d / (1.0 - d)) : -b * x; }

  @inline sample(x: f64, d: f64, u: f64): f64 { return u < d ? 0.0 : x / (1.0 - d); }
}
