import { put } from "../num/vec";
import { RowFamily } from "./contract";

/**
 * Gaussian family, identity link (canonical).
 *
 *   y any real      mu = eta        Var(Y) = phi / w,  phi estimated from the residuals
 *
 *   loss        l(y, eta) = (y - eta)^2 / 2        -log-likelihood at phi = 1, the constant log(2 pi)/2 dropped
 *   slope       eta - y
 *   curvature   1            third = fourth = 0
 *   bestLoss    0
 *   expectation E l(y, eta~) = l + s / 2: the quadratic form is exact
 *
 * Source: McCullagh & Nelder, Generalized Linear Models, 2nd ed. (1989), table 2.1.
 */
@final @unmanaged
export class Gaussian extends RowFamily {
  @inline pivot(eta: f64): f64 { return 0.0; }
  @inline loss(y: f64, eta: f64, t: f64): f64 { return 0.5 * (y - eta) * (y - eta); }
  @inline slope(y: f64, eta: f64, t: f64): f64 { return eta - y; }
  @inline curvature(y: f64, eta: f64, t: f64): f64 { return 1.0; }
  @inline third(y: f64, eta: f64, t: f64): f64 { return 0.0; }
  @inline fourth(y: f64, eta: f64, t: f64): f64 { return 0.0; }
  @inline fisher(eta: f64, t: f64): f64 { return 1.0; }
  @inline mean(eta: f64, t: f64): f64 { return eta; }
  @inline link(mu: f64): f64 { return mu; }
  @inline variance(mu: f64): f64 { return 1.0; }
  @inline bestLoss(y: f64): f64 { return 0.0; }
  @inline logNormalizer(y: f64, m: f64): f64 { return -0.91893853320467274178; } // -log(2 pi) / 2
  @inline recedes(y: f64): i32 { return 0; }
  @inline expectation(y: f64, eta: f64, s: f64, out: usize): void {
    put(out, 0, 0.5 * s);
    put(out, 1, eta - y);
    put(out, 2, 1.0);
    put(out, 3, 0.0);
    put(out, 4, 0.0);
  }
  @inline rate(): f64 { return 0.0; }
  @inline factor(y: f64): f64 { return NaN; }
  @inline lean(y: f64): f64 { return NaN; }
}
