import { first, second, splat } from "../num/lanes";
import { put } from "../num/vec";
import { LaneFamily } from "./lanes";

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
export class Gaussian extends LaneFamily {
  @inline pivots(eta: v128): v128 { return splat(0.0); }
  @inline losses(y: v128, eta: v128, t: v128): v128 {
    const residual = f64x2.sub(y, eta);
    return f64x2.mul(f64x2.mul(splat(0.5), residual), residual);
  }
  @inline slopes(y: v128, eta: v128, t: v128): v128 { return f64x2.sub(eta, y); }
  @inline curvatures(y: v128, eta: v128, t: v128): v128 { return splat(1.0); }
  @inline thirds(y: v128, eta: v128, t: v128): v128 { return splat(0.0); }
  @inline fourths(y: v128, eta: v128, t: v128): v128 { return splat(0.0); }
  @inline pivot(eta: f64): f64 { return first(this.pivots(splat(eta))); }
  @inline loss(y: f64, eta: f64, t: f64): f64 { return first(this.losses(splat(y), splat(eta), splat(t))); }
  @inline slope(y: f64, eta: f64, t: f64): f64 { return first(this.slopes(splat(y), splat(eta), splat(t))); }
  @inline curvature(y: f64, eta: f64, t: f64): f64 { return first(this.curvatures(splat(y), splat(eta), splat(t))); }
  @inline third(y: f64, eta: f64, t: f64): f64 { return first(this.thirds(splat(y), splat(eta), splat(t))); }
  @inline fourth(y: f64, eta: f64, t: f64): f64 { return first(this.fourths(splat(y), splat(eta), splat(t))); }
  @inline fisher(eta: f64, t: f64): f64 { return 1.0; }
  @inline mean(eta: f64, t: f64): f64 { return eta; }
  @inline meanBend(eta: f64, t: f64): f64 { return 0.0; }
  @inline link(mu: f64): f64 { return mu; }
  @inline variance(mu: f64): f64 { return 1.0; }
  @inline bestLoss(y: f64): f64 { return 0.0; }
  @inline deviance(y: f64, eta: f64, t: f64): f64 { return (y - eta) * (y - eta); }
  @inline working(y: f64, eta: f64, t: f64): f64 { return y - eta; }
  @inline pearson(y: f64, eta: f64, t: f64): f64 { return y - eta; }
  @inline saturated(y: f64, m: f64): f64 { return -0.91893853320467274178; } // -log(2 pi) / 2
  @inline recedes(y: f64, eta: f64): i32 { return 0; }
  @inline expectation(y: f64, eta: f64, s: f64, out: usize): void {
    put(out, 0, 0.5 * s);
    put(out, 1, eta - y);
    put(out, 2, 1.0);
    put(out, 3, 0.0);
    put(out, 4, 0.0);
  }
  @inline expectations(y: v128, eta: v128, s: v128, out: usize, other: usize): void {
    this.expectation(first(y), first(eta), first(s), out);
    if (out != other) this.expectation(second(y), second(eta), second(s), other);
  }
  @inline rate(): f64 { return 0.0; }
  @inline factor(y: f64): f64 { return NaN; }
  @inline lean(y: f64): f64 { return NaN; }
}
