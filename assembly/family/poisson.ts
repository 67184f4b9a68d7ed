import { expLanes, first, second, splat } from "../num/lanes";
import { expRest, logOwnCount, xlogy } from "../num/special";
import { put } from "../num/vec";
import { LaneFamily } from "./lanes";

/**
 * Poisson family, log link (canonical).
 *
 *   y >= 0 (counts; non-integers give the quasi-Poisson fit)      mu = e^eta      Var(Y) = mu / w
 *
 *   loss        l(y, eta) = e^eta - y eta         -log-likelihood, terms in y alone dropped
 *   slope       e^eta - y
 *   curvature   e^eta = third = fourth            observed = expected (canonical link)
 *   bestLoss    y - y log y
 *   deviance    2 y (e^u - 1 - u), u = eta - log y
 *   saturated   log( y^y e^-y / y! )
 *   expectation E e^eta~ = e^(eta + s/2)
 *
 * Source: McCullagh & Nelder (1989), table 2.1, section 6.2.
 */
@final @unmanaged
export class Poisson extends LaneFamily {
  @inline pivots(eta: v128): v128 { return expLanes(eta); }
  @inline losses(y: v128, eta: v128, t: v128): v128 { return f64x2.sub(t, f64x2.mul(y, eta)); }
  @inline slopes(y: v128, eta: v128, t: v128): v128 { return f64x2.sub(t, y); }
  @inline curvatures(y: v128, eta: v128, t: v128): v128 { return t; }
  @inline thirds(y: v128, eta: v128, t: v128): v128 { return t; }
  @inline fourths(y: v128, eta: v128, t: v128): v128 { return t; }
  @inline pivot(eta: f64): f64 { return first(this.pivots(splat(eta))); }
  @inline loss(y: f64, eta: f64, t: f64): f64 { return first(this.losses(splat(y), splat(eta), splat(t))); }
  @inline slope(y: f64, eta: f64, t: f64): f64 { return first(this.slopes(splat(y), splat(eta), splat(t))); }
  @inline curvature(y: f64, eta: f64, t: f64): f64 { return first(this.curvatures(splat(y), splat(eta), splat(t))); }
  @inline third(y: f64, eta: f64, t: f64): f64 { return first(this.thirds(splat(y), splat(eta), splat(t))); }
  @inline fourth(y: f64, eta: f64, t: f64): f64 { return first(this.fourths(splat(y), splat(eta), splat(t))); }
  @inline fisher(eta: f64, t: f64): f64 { return t; }
  @inline mean(eta: f64, t: f64): f64 { return t; }
  @inline meanBend(eta: f64, t: f64): f64 { return 1.0; }
  @inline link(mu: f64): f64 { return Math.log(mu); }
  @inline variance(mu: f64): f64 { return mu; }
  @inline bestLoss(y: f64): f64 { return y - xlogy(y, y); }
  deviance(y: f64, eta: f64, t: f64): f64 {
    if (y == 0.0) return 2.0 * t;
    const u = eta - Math.log(y);
    return 2.0 * (u > 1.0 ? t - y - y * u : y * expRest(u));
  }
  working(y: f64, eta: f64, t: f64): f64 { return y == 0.0 ? -1.0 : Math.expm1(Math.log(y) - eta); }
  pearson(y: f64, eta: f64, t: f64): f64 {
    const root = Math.exp(0.5 * eta);
    if (y == 0.0) return -root;
    const u = eta - Math.log(y);
    return u <= 0.0 ? -Math.expm1(u) * y / root : root * Math.expm1(-u);
  }
  @inline saturated(y: f64, m: f64): f64 { return logOwnCount(y); }
  @inline recedes(y: f64, eta: f64): i32 { return y == 0.0 ? -1 : 0; }
  @inline expectation(y: f64, eta: f64, s: f64, out: usize): void {
    const mu = Math.exp(eta);
    const m = Math.exp(eta + 0.5 * s);
    put(out, 0, mu * Math.expm1(0.5 * s));
    put(out, 1, m - y);
    put(out, 2, m);
    put(out, 3, m);
    put(out, 4, m);
  }
  @inline expectations(y: v128, eta: v128, s: v128, out: usize, other: usize): void {
    this.expectation(first(y), first(eta), first(s), out);
    if (out != other) this.expectation(second(y), second(eta), second(s), other);
  }
  @inline rate(): f64 { return 1.0; }
  @inline factor(y: f64): f64 { return 1.0; }
  @inline lean(y: f64): f64 { return -y; }
}
