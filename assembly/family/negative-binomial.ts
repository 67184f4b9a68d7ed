import { logisticNormal } from "../num/logistic-normal";
import { power } from "../num/power";
import { logGamma, softplus, xlogy } from "../num/special";
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
 * Source: Lawless (1987), Negative binomial and mixed Poisson regression; Venables & Ripley (2002), section 7.4.
 */
@unmanaged
export abstract class NegativeBinomial extends RowFamily {
  theta: f64;
  q: f64; //      power of the link; 0 for log

  variance(mu: f64): f64 { return mu + mu * mu / this.theta; }
  bestLoss(y: f64): f64 { return (y + this.theta) * Math.log1p(y / this.theta) - xlogy(y, y); }
  logNormalizer(y: f64, m: f64): f64 {
    return logGamma(y + this.theta) - logGamma(this.theta) - logGamma(y + 1.0) - y * Math.log(this.theta);
  }
  third(y: f64, eta: f64, t: f64): f64 { return NaN; }
  fourth(y: f64, eta: f64, t: f64): f64 { return NaN; }
  rate(): f64 { return 0.0; }
  factor(y: f64): f64 { return NaN; }
  lean(y: f64): f64 { return NaN; }
}

@final @unmanaged
export class NegativeBinomialLog extends NegativeBinomial {
  pivot(eta: f64): f64 { return eta - Math.log(this.theta); }
  loss(y: f64, eta: f64, x: f64): f64 { return (y + this.theta) * softplus(x) - y * eta; }
  slope(y: f64, eta: f64, x: f64): f64 { return (y + this.theta) / (1.0 + Math.exp(-x)) - y; }
  curvature(y: f64, eta: f64, x: f64): f64 {
    const t = Math.exp(-Math.abs(x));
    return (y + this.theta) * t / ((1.0 + t) * (1.0 + t));
  }
  fisher(eta: f64, x: f64): f64 { return this.theta / (1.0 + Math.exp(-x)); }
  mean(eta: f64, x: f64): f64 { return Math.exp(eta); }
  link(mu: f64): f64 { return Math.log(mu); }
  recedes(y: f64): i32 { return y == 0.0 ? -1 : 0; }
  expectation(y: f64, eta: f64, s: f64, out: usize): void {
    logisticNormal(this.pivot(eta), s, out);
    for (let k = 0; k < 5; ++k) put(out, k, (y + this.theta) * at(out, k) - (k == 1 ? y : 0.0));
  }
}

@final @unmanaged
export class NegativeBinomialPower extends NegativeBinomial {
  pivot(eta: f64): f64 { return eta > 0.0 ? power(eta, this.q) : NaN; } // mu
  loss(y: f64, eta: f64, mu: f64): f64 { return (y + this.theta) * Math.log1p(mu / this.theta) - xlogy(y, mu); }
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
  fisher(eta: f64, mu: f64): f64 { return this.q * this.q * mu / (1.0 + mu / this.theta) / (eta * eta); }
  mean(eta: f64, mu: f64): f64 { return mu; }
  link(mu: f64): f64 { return power(mu, 1.0 / this.q); }
  recedes(y: f64): i32 { return 0; }
  expectation(y: f64, eta: f64, s: f64, out: usize): void {
    for (let k = 0; k < 5; ++k) put(out, k, NaN); // eta~ may leave the domain
  }
}
