import { logisticNormal } from "../num/logistic-normal";
import { logGamma, xlogy } from "../num/special";
import { at, put } from "../num/vec";
import { RowFamily } from "./contract";

/**
 * Binomial family on proportions, logit link (canonical). Trials go into the weight w.
 *
 *   0 <= y <= 1     mu = 1 / (1 + e^-eta)        Var(Y) = mu (1 - mu) / w
 *
 * With t = e^-|eta| nothing overflows, p = mu, q = 1 - mu, v = p q:
 *   loss        l = max(eta, 0) - y eta + log1p(t)
 *   slope       p - y, taken as the smaller of p and q where y is 1 or 0, so no digit is lost far out
 *   curvature   v = t / (1 + t)^2      third = v (q - p)      fourth = v (1 - 6 v)
 *   bestLoss    -y log y - (1 - y) log(1 - y)
 *   logNormalizer  log C(m, m y)
 *   expectation logistic-normal integrals, num/logistic-normal.ts
 *
 * Source: McCullagh & Nelder (1989), section 4.4; Maechler (2012), log1mexp vignette of Rmpfr.
 */
@final @unmanaged
export class Binomial extends RowFamily {
  @inline pivot(eta: f64): f64 { return Math.exp(-Math.abs(eta)); }
  @inline loss(y: f64, eta: f64, t: f64): f64 {
    // (1 - y) eta for eta > 0: at y = 1 the two large terms cancel exactly
    return (eta > 0.0 ? (1.0 - y) * eta : -y * eta) + Math.log1p(t);
  }
  @inline slope(y: f64, eta: f64, t: f64): f64 {
    return eta >= 0.0 ? (1.0 - y) - t / (1.0 + t) : t / (1.0 + t) - y;
  }
  @inline curvature(y: f64, eta: f64, t: f64): f64 { return t / ((1.0 + t) * (1.0 + t)); }
  @inline third(y: f64, eta: f64, t: f64): f64 {
    const v = this.curvature(y, eta, t) * (1.0 - t) / (1.0 + t); // |q - p| = (1 - t) / (1 + t)
    return eta >= 0.0 ? -v : v;
  }
  @inline fourth(y: f64, eta: f64, t: f64): f64 {
    const v = this.curvature(y, eta, t);
    return v * (1.0 - 6.0 * v);
  }
  @inline fisher(eta: f64, t: f64): f64 { return t / ((1.0 + t) * (1.0 + t)); }
  @inline mean(eta: f64, t: f64): f64 { return eta >= 0.0 ? 1.0 / (1.0 + t) : t / (1.0 + t); }
  @inline link(mu: f64): f64 { return Math.log(mu) - Math.log1p(-mu); }
  @inline variance(mu: f64): f64 { return mu * (1.0 - mu); }
  @inline bestLoss(y: f64): f64 { return bestProportionLoss(y); }
  @inline logNormalizer(y: f64, m: f64): f64 { return logCombinations(y, m); }
  @inline recedes(y: f64): i32 { return y == 1.0 ? 1 : y == 0.0 ? -1 : 0; }
  @inline expectation(y: f64, eta: f64, s: f64, out: usize): void {
    logisticNormal(eta, s, out);
    put(out, 1, at(out, 1) - y);
  }
  @inline rate(): f64 { return 0.0; }
  @inline factor(y: f64): f64 { return NaN; }
  @inline lean(y: f64): f64 { return NaN; }
}

/** The loss at mu = y, whatever the link. */
export function bestProportionLoss(y: f64): f64 { return -xlogy(y, y) - xlogy(1.0 - y, 1.0 - y); }

/** log C(m, m y) */
export function logCombinations(y: f64, m: f64): f64 {
  if (m == 1.0 && (y == 0.0 || y == 1.0)) return 0.0;
  return logGamma(m + 1.0) - logGamma(m * y + 1.0) - logGamma(m * (1.0 - y) + 1.0);
}
