import { expRest, logOwnCount } from "../num/special";
import { power } from "../num/power";
import { put } from "../num/vec";
import { RowFamily } from "./contract";

/**
 * The families whose variance is a power of the mean, Var(Y) = phi mu^p / w, as functions of eta:
 *
 *   p = 0 gaussian   1 poisson   1 < p < 2 tweedie   2 gamma   3 inverse gaussian
 *   l(y, mu) = y mu^(1-p) / (p-1) + mu^(2-p) / (2-p),    -y log mu in place of the first term at p = 1,
 *                                                         log mu in place of the second at p = 2
 *
 * With a log link l is a sum of two exponentials of eta; with mu = eta^q (identity q = 1, inverse -1, sqrt 2, inverse
 * squared -1/2) it is a sum of two powers; both with a line, or a logarithm. Computing through mu instead would lose digits
 * where mu overflows or underflows before l does.
 *
 *   log      l = y A e^(a eta) + B e^(b eta) + (C y + D) eta
 *   power    l = y A eta^a     + B eta^b     + (C y + D) q log eta
 *   fisher   mu'^2 / V(mu) = e^((2-p) eta)   or   q^2 eta^(q (2-p) - 2)
 *
 * unit deviance  with u = log(mu / y):  2 y^(2-p) [ E(2-p, u) - E(1-p, u) ],   E(a, u) = (e^(a u) - 1) / a,   E(0, u) = u;
 *                close to u = 0 by e^x - 1 - x in place of e^x - 1, which subtracts u from both
 *
 * Source: Jorgensen (1987), Exponential dispersion models; McCullagh & Nelder (1989), chapters 8 and 9.
 */
@unmanaged
export abstract class Power extends RowFamily {
  p: f64;
  q: f64; //       0 for the log link
  A: f64;
  a: f64;
  B: f64;
  b: f64;
  C: f64;
  D: f64;
  second: f64; //  left by pivot: the second exponential or power
  t: f64; //       of the barrier, family/barrier.ts

  variance(mu: f64): f64 { return power(mu, this.p); }
  bestLoss(y: f64): f64 {
    if (y == 0.0) return 0.0; // only where p < 2
    return (this.A + this.B) * power(y, 2.0 - this.p) + (this.C == 0.0 && this.D == 0.0 ? 0.0 : (this.C * y + this.D) * Math.log(y));
  }
  /** y > 0, u = log(mu / y) */
  between(y: f64, u: f64): f64 {
    const b = 2.0 - this.p;
    const a = 1.0 - this.p;
    let part = 0.0;
    if (Math.max(Math.abs(a * u), Math.abs(b * u)) < CLOSE) {
      part = (b == 0.0 ? 0.0 : expRest(b * u) / b) - (a == 0.0 ? 0.0 : expRest(a * u) / a);
    } else {
      const second = a == 0.0 ? u : Math.expm1(a * u) / a;
      part = second == -Infinity && a < 0.0 ? Infinity : (b == 0.0 ? u : Math.expm1(b * u) / b) - second;
    }
    return part == 0.0 ? 0.0 : 2.0 * power(y, b) * part;
  }
  saturated(y: f64, m: f64): f64 {
    if (this.p == 0.0) return -HALF_LOG_TWO_PI;
    if (this.p == 1.0) return logOwnCount(y);
    if (this.p == 2.0) return -Math.log(y);
    return this.p == 3.0 ? -HALF_LOG_TWO_PI - 1.5 * Math.log(y) : NaN; // no closed form in between
  }
  lean(y: f64): f64 { return this.C * y + this.D; }
}

const HALF_LOG_TWO_PI: f64 = 0.91893853320467274178;
const CLOSE: f64 = 0.5;

@final @unmanaged
export class PowerLog extends Power {
  pivot(eta: f64): f64 {
    this.second = this.B == 0.0 ? 0.0 : this.B * Math.exp(this.b * eta);
    return this.A == 0.0 ? 0.0 : this.A * Math.exp(this.a * eta);
  }
  loss(y: f64, eta: f64, t: f64): f64 { return y * t + this.second + this.lean(y) * eta; }
  slope(y: f64, eta: f64, t: f64): f64 { return this.a * y * t + this.b * this.second + this.lean(y); }
  curvature(y: f64, eta: f64, t: f64): f64 {
    return this.a * this.a * y * t + this.b * this.b * this.second;
  }
  third(y: f64, eta: f64, t: f64): f64 {
    return this.a * this.a * this.a * y * t + this.b * this.b * this.b * this.second;
  }
  fourth(y: f64, eta: f64, t: f64): f64 {
    const aa = this.a * this.a;
    const bb = this.b * this.b;
    return aa * aa * y * t + bb * bb * this.second;
  }
  deviance(y: f64, eta: f64, t: f64): f64 {
    if (this.p == 0.0) return (y - Math.exp(eta)) * (y - Math.exp(eta));
    return y == 0.0 ? 2.0 * this.second : this.between(y, eta - Math.log(y));
  }
  working(y: f64, eta: f64, t: f64): f64 {
    return y > 0.0 ? Math.expm1(Math.log(y) - eta) : y == 0.0 ? -1.0 : y * Math.exp(-eta) - 1.0;
  }
  pearson(y: f64, eta: f64, t: f64): f64 {
    if (this.p == 0.0) return y - Math.exp(eta);
    const u = eta - Math.log(y); // infinite at 0
    return u <= 0.0 ? -Math.expm1(u) * y * Math.exp(-0.5 * this.p * eta) : Math.expm1(-u) * Math.exp((1.0 - 0.5 * this.p) * eta);
  }
  fisher(eta: f64, t: f64): f64 { return Math.exp((2.0 - this.p) * eta); }
  mean(eta: f64, t: f64): f64 { return Math.exp(eta); }
  meanBend(eta: f64, t: f64): f64 { return 1.0; }
  link(mu: f64): f64 { return Math.log(mu); }
  recedes(y: f64, eta: f64): i32 {
    if (this.p == 0.0) return y <= 0.0 ? -1 : 0;
    return this.p < 2.0 && y == 0.0 ? -1 : 0;
  }
  /** E e^(a eta~) = e^(a eta + a^2 s / 2) */
  expectation(y: f64, eta: f64, s: f64, out: usize): void {
    const t = this.pivot(eta);
    const halfA = 0.5 * this.a * this.a * s;
    const halfB = 0.5 * this.b * this.b * s;
    put(out, 0, y * t * Math.expm1(halfA) + this.second * Math.expm1(halfB));
    let first = y * t * Math.exp(halfA);
    let second = this.second * Math.exp(halfB);
    for (let k = 1; k < 5; ++k) {
      first *= this.a;
      second *= this.b;
      put(out, k, first + second + (k == 1 ? this.lean(y) : 0.0));
    }
  }
  rate(): f64 { return this.A == 0.0 ? this.b : this.a; }
  factor(y: f64): f64 { return this.A == 0.0 ? this.B : this.A * y; }
  low(): f64 { return -Infinity; }
  high(): f64 { return Infinity; }
  barrier(): f64 { return 0.0; }
}

@final @unmanaged
export class PowerPower extends Power {
  /** Means below 0 are allowed with variance 1 only, and with the links identity and inverse. */
  takesNegative(): bool { return this.p == 0.0 && (this.q == 1.0 || this.q == -1.0); }
  pivot(eta: f64): f64 {
    if (!(eta > 0.0) && !this.takesNegative()) {
      this.second = NaN;
      return NaN;
    }
    this.second = this.B == 0.0 ? 0.0 : this.B * power(eta, this.b);
    return this.A == 0.0 ? 0.0 : this.A * power(eta, this.a);
  }
  loss(y: f64, eta: f64, t: f64): f64 {
    const lean = this.q * this.lean(y);
    if (lean == 0.0) return y * t + this.second;
    return y * t + this.second + lean * Math.log(eta);
  }
  slope(y: f64, eta: f64, t: f64): f64 {
    return (this.a * y * t + this.b * this.second + this.q * this.lean(y)) / eta;
  }
  curvature(y: f64, eta: f64, t: f64): f64 {
    return (this.a * (this.a - 1.0) * y * t + this.b * (this.b - 1.0) * this.second - this.q * this.lean(y)) / (eta * eta);
  }
  third(y: f64, eta: f64, t: f64): f64 {
    const a = this.a;
    const b = this.b;
    const sum = a * (a - 1.0) * (a - 2.0) * y * t + b * (b - 1.0) * (b - 2.0) * this.second + 2.0 * this.q * this.lean(y);
    return sum / (eta * eta * eta);
  }
  fourth(y: f64, eta: f64, t: f64): f64 {
    const a = this.a;
    const b = this.b;
    const sum = a * (a - 1.0) * (a - 2.0) * (a - 3.0) * y * t
      + b * (b - 1.0) * (b - 2.0) * (b - 3.0) * this.second - 6.0 * this.q * this.lean(y);
    return sum / (eta * eta * eta * eta);
  }
  deviance(y: f64, eta: f64, t: f64): f64 {
    const mu = power(eta, this.q);
    if (!(eta >= 0.0) && !this.takesNegative()) return NaN;
    if (this.p == 0.0) return (y - mu) * (y - mu);
    if (y == 0.0) return 2.0 * this.B * power(eta, this.b);
    const off = mu - y;
    return this.between(y, Math.abs(off) < CLOSE * y ? Math.log1p(off / y) : this.q * Math.log(eta) - Math.log(y));
  }
  working(y: f64, eta: f64, t: f64): f64 {
    if (!(eta >= 0.0) && !this.takesNegative()) return NaN;
    return ((y == 0.0 ? 0.0 : y * power(eta, 1.0 - this.q)) - eta) / this.q;
  }
  pearson(y: f64, eta: f64, t: f64): f64 {
    const mu = power(eta, this.q);
    if (!(eta >= 0.0) && !this.takesNegative()) return NaN;
    if (this.p == 0.0) return y - mu;
    const half = 0.5 * this.p * this.q;
    if (mu <= y && y > 0.0) return y * power(eta, -half) * ((y - mu) / y);
    return -power(eta, this.q - half) * (mu < Infinity && y != 0.0 ? (mu - y) / mu : 1.0);
  }
  fisher(eta: f64, t: f64): f64 { return this.q * this.q * power(eta, this.q * (2.0 - this.p) - 2.0); }
  mean(eta: f64, t: f64): f64 { return power(eta, this.q); }
  meanBend(eta: f64, t: f64): f64 { return (this.q - 1.0) / eta; }
  link(mu: f64): f64 { return power(mu, 1.0 / this.q); }
  /** Towards mu -> 0; with variance 1 from the side of 0 opposite to y. */
  recedes(y: f64, eta: f64): i32 {
    if (this.q > 0.0 || this.p >= 2.0) return 0;
    if (this.p > 0.0) return y == 0.0 ? 1 : 0;
    return y * eta > 0.0 ? 0 : eta < 0.0 ? -1 : 1;
  }
  expectation(y: f64, eta: f64, s: f64, out: usize): void {
    for (let k = 0; k < 5; ++k) put(out, k, NaN); // eta~ may leave the domain
  }
  rate(): f64 { return 0.0; }
  factor(y: f64): f64 { return NaN; }
  low(): f64 { return this.takesNegative() ? -Infinity : 0.0; }
  high(): f64 { return Infinity; }
  barrier(): f64 { return this.t; }
}
