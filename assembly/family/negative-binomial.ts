import { logisticNormal } from "../num/logistic-normal";
import { power } from "../num/power";
import { expRest, logOwnCount, softplus, stirlingRest, xlogy } from "../num/special";
import { at, put } from "../num/vec";
import { RowFamily } from "./contract";

/**
 * Negative binomial family with shape theta > 0 held fixed: counts with Var(Y) = mu + mu^2 / theta.
 *
 *   l(y, mu) = (y + theta) log1p(mu / theta) - y log mu        -> the Poisson loss as theta grows
 *
 * log link: with x = eta - log theta, p = 1 / (1 + e^-x), q = 1 - p, v = p q
 *   l = (y + theta) log(1 + e^x) - y eta      l' = (y + theta) p - y      l'' = (y + theta) v      fisher = theta p
 *   its expectations are logistic-normal integrals (num/logistic-normal.ts)
 * power link mu = eta^q:
 *   dl/dmu = theta (mu - y) / (mu (mu + theta))      d2l/dmu2 = y / mu^2 - (y + theta) / (mu + theta)^2
 *   fisher = mu'^2 / V(mu)
 *
 * deviance: that of a binomial (family/binomial.ts) with y out of y + theta and probability mu / (mu + theta). With
 *   u = log( mu (y + theta) / (y (mu + theta)) )      v = log( (y + theta) / (mu + theta) )
 *   d = 2 [ y (e^u - 1 - u) + theta (e^v - 1 - v) ]
 * saturated: that of Poisson, - log(1 + y / theta) / 2 + r(y + theta) - r(theta), r the remainder of Stirling's formula for log Gamma.
 *
 * Source: Lawless (1987), Negative binomial and mixed Poisson regression; Venables & Ripley (2002), section 7.4.
 */
@unmanaged
export abstract class NegativeBinomial extends RowFamily {
  theta: f64;
  q: f64; //      power of the link; 0 for log
  t: f64; //      of the barrier, family/barrier.ts

  variance(mu: f64): f64 { return mu + mu * mu / this.theta; }
  bestLoss(y: f64): f64 { return (y + this.theta) * Math.log1p(y / this.theta) - xlogy(y, y); }
  saturated(y: f64, m: f64): f64 {
    const theta = this.theta;
    return logOwnCount(y) - 0.5 * Math.log1p(y / theta) + stirlingRest(y + theta) - stirlingRest(theta);
  }
  /** For mu = y + off close to y > 0. */
  near(y: f64, off: f64): f64 {
    const whole = y + off + this.theta;
    return this.parts(y, Math.log1p(this.theta / whole * (off / y)), Math.log1p(-off / whole));
  }
  /** x = log(mu / theta), y > 0 */
  far(y: f64, x: f64): f64 {
    return this.parts(y, Math.log1p(this.theta / y) - softplus(-x), Math.log1p(y / this.theta) - softplus(x));
  }
  parts(y: f64, u: f64, v: f64): f64 { return 2.0 * (y * expRest(u) + this.theta * expRest(v)); }
  /** The loss of a count of 0, theta log(1 + mu / theta), which is mu where mu / theta underflows. */
  zero(computed: f64, mu: f64): f64 { return mu < this.theta * TINY ? mu : computed; }
  third(y: f64, eta: f64, t: f64): f64 { return NaN; }
  fourth(y: f64, eta: f64, t: f64): f64 { return NaN; }
  rate(): f64 { return 0.0; }
  factor(y: f64): f64 { return NaN; }
  lean(y: f64): f64 { return NaN; }
}

const TINY: f64 = 1e-17;
const CLOSE: f64 = 0.5; // |mu - y| below this part of y: then the logarithms are computed from the difference

@final @unmanaged
export class NegativeBinomialLog extends NegativeBinomial {
  pivot(eta: f64): f64 { return eta - Math.log(this.theta); }
  loss(y: f64, eta: f64, x: f64): f64 {
    return (y == 0.0 ? 0.0 : y * (softplus(x) - eta)) + this.zero(this.theta * softplus(x), Math.exp(eta));
  }
  slope(y: f64, eta: f64, x: f64): f64 { return (y + this.theta) / (1.0 + Math.exp(-x)) - y; }
  curvature(y: f64, eta: f64, x: f64): f64 {
    const t = Math.exp(-Math.abs(x));
    return (y + this.theta) * t / ((1.0 + t) * (1.0 + t));
  }
  deviance(y: f64, eta: f64, x: f64): f64 {
    if (y == 0.0) return 2.0 * this.zero(this.theta * softplus(x), Math.exp(eta));
    const u = eta - Math.log(y);
    return Math.abs(u) < CLOSE ? this.near(y, y * Math.expm1(u)) : this.far(y, x);
  }
  working(y: f64, eta: f64, x: f64): f64 { return y == 0.0 ? -1.0 : Math.expm1(Math.log(y) - eta); }
  /** (y / mu - 1) sqrt(p theta), p = mu / (mu + theta) */
  pearson(y: f64, eta: f64, x: f64): f64 {
    if (x > 0.0) return this.working(y, eta, x) * Math.sqrt(this.theta / (1.0 + Math.exp(-x)));
    const root = Math.exp(0.5 * eta);
    const rest = Math.sqrt(1.0 + Math.exp(x));
    if (y == 0.0) return -root / rest;
    const u = eta - Math.log(y);
    return (u <= 0.0 ? -Math.expm1(u) * y / root : root * Math.expm1(-u)) / rest;
  }
  fisher(eta: f64, x: f64): f64 { return this.theta / (1.0 + Math.exp(-x)); }
  mean(eta: f64, x: f64): f64 { return Math.exp(eta); }
  meanBend(eta: f64, t: f64): f64 { return 1.0; }
  link(mu: f64): f64 { return Math.log(mu); }
  recedes(y: f64, eta: f64): i32 { return y == 0.0 ? -1 : 0; }
  expectation(y: f64, eta: f64, s: f64, out: usize): void {
    logisticNormal(this.pivot(eta), s, out);
    for (let k = 0; k < 5; ++k) put(out, k, (y + this.theta) * at(out, k) - (k == 1 ? y : 0.0));
  }
  low(): f64 { return -Infinity; }
  high(): f64 { return Infinity; }
  barrier(): f64 { return 0.0; }
}

@final @unmanaged
export class NegativeBinomialPower extends NegativeBinomial {
  pivot(eta: f64): f64 { return eta > 0.0 ? power(eta, this.q) : NaN; } // mu
  loss(y: f64, eta: f64, mu: f64): f64 {
    const rise = Math.log1p(mu / this.theta);
    return y * rise - xlogy(y, mu) + this.zero(this.theta * rise, mu);
  }
  slope(y: f64, eta: f64, mu: f64): f64 {
    return this.theta * (mu - y) / (mu + this.theta) * this.q / eta; // mu' = q mu / eta
  }
  curvature(y: f64, eta: f64, mu: f64): f64 {
    const theta = this.theta;
    const sum = mu + theta;
    const first = theta * (mu - y) / sum; //                              mu dl/dmu
    const second = y - (y + theta) * (mu / sum) * (mu / sum); //          mu^2 d2l/dmu2
    return (second * this.q * this.q + first * this.q * (this.q - 1.0)) / (eta * eta);
  }
  deviance(y: f64, eta: f64, mu: f64): f64 {
    const m = eta == 0.0 ? power(eta, this.q) : mu; // the border is in the domain
    if (y == 0.0) return 2.0 * this.zero(this.theta * Math.log1p(m / this.theta), m);
    return Math.abs(m - y) < CLOSE * y ? this.near(y, m - y) : this.far(y, Math.log(m) - Math.log(this.theta));
  }
  working(y: f64, eta: f64, mu: f64): f64 {
    if (!(eta >= 0.0)) return NaN;
    return ((y == 0.0 ? 0.0 : y * power(eta, 1.0 - this.q)) - eta) / this.q;
  }
  pearson(y: f64, eta: f64, mu: f64): f64 {
    if (!(eta >= 0.0)) return NaN;
    const m = power(eta, this.q);
    const spread = Math.sqrt(1.0 + m / this.theta);
    return m <= y && y > 0.0 ? y / Math.sqrt(m) * ((y - m) / y) / spread : -Math.sqrt(m) / spread * (y == 0.0 ? 1.0 : (m - y) / m);
  }
  fisher(eta: f64, mu: f64): f64 { return this.q * this.q * mu / (1.0 + mu / this.theta) / (eta * eta); }
  mean(eta: f64, mu: f64): f64 { return eta == 0.0 ? power(eta, this.q) : mu; }
  meanBend(eta: f64, t: f64): f64 { return (this.q - 1.0) / eta; }
  link(mu: f64): f64 { return power(mu, 1.0 / this.q); }
  recedes(y: f64, eta: f64): i32 { return 0; }
  expectation(y: f64, eta: f64, s: f64, out: usize): void {
    for (let k = 0; k < 5; ++k) put(out, k, NaN); // eta~ may leave the domain
  }
  low(): f64 { return 0.0; }
  high(): f64 { return Infinity; }
  barrier(): f64 { return this.t; }
}
