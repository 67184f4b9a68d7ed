import { choose, expLanes, first, log1pLanes, second, splat } from "../num/lanes";
import { logisticNormals } from "../num/logistic-normal";
import { expRest, logOwnCount, softplus, xlogy } from "../num/special";
import { at, put } from "../num/vec";
import { LaneFamily } from "./lanes";

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
 *   deviance    by the two logarithms of mu and 1 - mu, below
 *   saturated   log( C(m, k) y^k (1 - y)^(m - k) ), k = m y
 *   expectation logistic-normal integrals, num/logistic-normal.ts
 *
 * Source: McCullagh & Nelder (1989), section 4.4; Maechler (2012), log1mexp vignette of Rmpfr.
 */
@final @unmanaged
export class Binomial extends LaneFamily {
  @inline pivots(eta: v128): v128 { return expLanes(f64x2.neg(f64x2.abs(eta))); }
  @inline losses(y: v128, eta: v128, t: v128): v128 {
    // (1 - y) eta for eta > 0: at y = 1 the two large terms cancel exactly
    const part = choose(f64x2.gt(eta, splat(0.0)), f64x2.sub(splat(1.0), y), f64x2.neg(y));
    return f64x2.add(f64x2.mul(part, eta), log1pLanes(t));
  }
  @inline slopes(y: v128, eta: v128, t: v128): v128 {
    const smaller = f64x2.div(t, f64x2.add(splat(1.0), t));
    const isUp = f64x2.ge(eta, splat(0.0));
    return choose(isUp, f64x2.sub(f64x2.sub(splat(1.0), y), smaller), f64x2.sub(smaller, y));
  }
  @inline curvatures(y: v128, eta: v128, t: v128): v128 {
    const whole = f64x2.add(splat(1.0), t);
    return f64x2.div(t, f64x2.mul(whole, whole));
  }
  @inline thirds(y: v128, eta: v128, t: v128): v128 {
    const lean = f64x2.div(f64x2.sub(splat(1.0), t), f64x2.add(splat(1.0), t)); // |q - p|
    const v = f64x2.mul(this.curvatures(y, eta, t), lean);
    return choose(f64x2.ge(eta, splat(0.0)), f64x2.neg(v), v);
  }
  @inline fourths(y: v128, eta: v128, t: v128): v128 {
    const v = this.curvatures(y, eta, t);
    return f64x2.mul(v, f64x2.sub(splat(1.0), f64x2.mul(splat(6.0), v)));
  }
  @inline pivot(eta: f64): f64 { return first(this.pivots(splat(eta))); }
  @inline loss(y: f64, eta: f64, t: f64): f64 { return first(this.losses(splat(y), splat(eta), splat(t))); }
  @inline slope(y: f64, eta: f64, t: f64): f64 { return first(this.slopes(splat(y), splat(eta), splat(t))); }
  @inline curvature(y: f64, eta: f64, t: f64): f64 { return first(this.curvatures(splat(y), splat(eta), splat(t))); }
  @inline third(y: f64, eta: f64, t: f64): f64 { return first(this.thirds(splat(y), splat(eta), splat(t))); }
  @inline fourth(y: f64, eta: f64, t: f64): f64 { return first(this.fourths(splat(y), splat(eta), splat(t))); }
  @inline fisher(eta: f64, t: f64): f64 { return this.curvature(0.0, eta, t); }
  @inline mean(eta: f64, t: f64): f64 { return eta >= 0.0 ? 1.0 / (1.0 + t) : t / (1.0 + t); }
  @inline meanBend(eta: f64, t: f64): f64 { return (eta >= 0.0 ? t - 1.0 : 1.0 - t) / (1.0 + t); } // q - p
  @inline link(mu: f64): f64 { return Math.log(mu) - Math.log1p(-mu); }
  @inline variance(mu: f64): f64 { return mu * (1.0 - mu); }
  @inline bestLoss(y: f64): f64 { return bestProportionLoss(y); }
  deviance(y: f64, eta: f64, t: f64): f64 { return proportionDeviance(y, softplus(-eta), softplus(eta)); }
  working(y: f64, eta: f64, t: f64): f64 {
    return (y == 0.0 ? 0.0 : y * (1.0 + Math.exp(-eta))) - (y == 1.0 ? 0.0 : (1.0 - y) * (1.0 + Math.exp(eta)));
  }
  pearson(y: f64, eta: f64, t: f64): f64 { return proportionPearson(y, -eta); }
  @inline saturated(y: f64, m: f64): f64 { return saturatedProportion(y, m); }
  @inline recedes(y: f64, eta: f64): i32 { return y == 1.0 ? 1 : y == 0.0 ? -1 : 0; }
  @inline expectation(y: f64, eta: f64, s: f64, out: usize): void {
    this.expectations(splat(y), splat(eta), splat(s), out, out);
  }
  expectations(y: v128, eta: v128, s: v128, out: usize, other: usize): void {
    logisticNormals(eta, s, out, other);
    put(out, 1, at(out, 1) - first(y));
    if (out != other) put(other, 1, at(other, 1) - second(y));
  }
  @inline rate(): f64 { return 0.0; }
  @inline factor(y: f64): f64 { return NaN; }
  @inline lean(y: f64): f64 { return NaN; }
}

/** The loss at mu = y, whatever the link; log(1 - y) without rounding 1 - y. */
export function bestProportionLoss(y: f64): f64 { return -xlogy(y, y) - (y == 1.0 ? 0.0 : (1.0 - y) * Math.log1p(-y)); }

/**
 * 2 [ y log(y / mu) + (1 - y) log((1 - y) / (1 - mu)) ], from up = -log mu and down = -log(1 - mu). With u = log(mu / y) and
 * v = log((1 - mu) / (1 - y)) it is 2 [ y (e^u - 1 - u) + (1 - y) (e^v - 1 - v) ], because y e^u + (1 - y) e^v = 1: a sum of two
 * parts that are never negative.
 */
export function proportionDeviance(y: f64, up: f64, down: f64): f64 {
  if (y == 0.0) return 2.0 * down;
  if (y == 1.0) return 2.0 * up;
  return 2.0 * (y * expRest(-up - Math.log(y)) + (1.0 - y) * expRest(-down - Math.log1p(-y)));
}

/** (y - mu) / sqrt(mu (1 - mu)) = y sqrt((1 - mu) / mu) - (1 - y) sqrt(mu / (1 - mu)), from the log odds against, up - down. */
export function proportionPearson(y: f64, against: f64): f64 {
  return (y == 0.0 ? 0.0 : y * Math.exp(0.5 * against)) - (y == 1.0 ? 0.0 : (1.0 - y) * Math.exp(-0.5 * against));
}

/** log( C(m, k) y^k (1 - y)^(m - k) ), k = m y. */
export function saturatedProportion(y: f64, m: f64): f64 {
  if (y == 0.0 || y == 1.0) return 0.0;
  return logOwnCount(m * y) + logOwnCount(m * (1.0 - y)) - logOwnCount(m);
}
