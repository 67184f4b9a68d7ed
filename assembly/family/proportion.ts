import { askLink, Side } from "../link/registry";
import { at, put } from "../num/vec";
import { bestProportionLoss, proportionDeviance, proportionPearson, saturatedProportion } from "./binomial";
import { RowFamily } from "./contract";

/**
 * Binomial family on proportions with any link: the composed form. With up = -log mu and down = -log(1 - mu),
 *
 *   l = y up(eta) + (1 - y) down(eta)        fisher = mu'^2 / (mu (1 - mu)) = -up' down'
 *
 * A term whose coefficient is 0 is left out, because far out it may be infinite.
 * Expectations under N(eta, s) use the trapezoidal rule. The distance of the link's singularities from the real line (strip) sets its
 * step: the error is e^(-2 pi strip / h) and e^(-2 pi^2 s / h^2). If the density is much wider than the region where the link
 * bends, the rule is applied in t, eta = c sinh t; the part that grows like an exponential has its closed form. l''' and l'''' come from
 * l'' by Stein's identity, E l''' = E l'' Z / sqrt(s), E l'''' = E l'' (Z^2 - 1) / s; they are used in Hessians only.
 *
 * Source: McCullagh & Nelder (1989), chapter 4; Trefethen & Weideman (2014), The exponentially convergent trapezoidal rule.
 */
@final @unmanaged
export class Proportion extends RowFamily {
  form: f64; // link/registry.ts, Probability
  t: f64; //    of the barrier, family/barrier.ts

  ask(side: Side, eta: f64): f64 { return askLink(<i32>this.form, side, eta); }
  mix(y: f64, eta: f64, up: Side, down: Side): f64 {
    return (y == 0.0 ? 0.0 : y * this.ask(up, eta)) + (y == 1.0 ? 0.0 : (1.0 - y) * this.ask(down, eta));
  }
  pivot(eta: f64): f64 { return 0.0; }
  loss(y: f64, eta: f64, t: f64): f64 { return this.mix(y, eta, Side.Up, Side.Down); }
  slope(y: f64, eta: f64, t: f64): f64 { return this.mix(y, eta, Side.UpSlope, Side.DownSlope); }
  curvature(y: f64, eta: f64, t: f64): f64 { return this.mix(y, eta, Side.UpCurvature, Side.DownCurvature); }
  third(y: f64, eta: f64, t: f64): f64 { return NaN; }
  fourth(y: f64, eta: f64, t: f64): f64 { return NaN; }
  fisher(eta: f64, t: f64): f64 {
    const f = -this.ask(Side.UpSlope, eta) * this.ask(Side.DownSlope, eta);
    return f == f ? f : 0.0; // 0 times infinity far out
  }
  mean(eta: f64, t: f64): f64 { return this.ask(Side.Mean, eta); }
  /** The derivative of log mu', mu' = -up' e^-up = down' e^-down: on each side by the tail that is small there. */
  meanBend(eta: f64, t: f64): f64 {
    if (eta <= 0.0) return this.ask(Side.UpCurvature, eta) / this.ask(Side.UpSlope, eta) - this.ask(Side.UpSlope, eta);
    return this.ask(Side.DownCurvature, eta) / this.ask(Side.DownSlope, eta) - this.ask(Side.DownSlope, eta);
  }
  link(mu: f64): f64 { return this.ask(Side.Quantile, mu); }
  variance(mu: f64): f64 { return mu * (1.0 - mu); }
  bestLoss(y: f64): f64 { return bestProportionLoss(y); }
  deviance(y: f64, eta: f64, t: f64): f64 {
    const up = y == 0.0 ? 0.0 : this.ask(Side.Up, eta);
    return proportionDeviance(y, up, y == 1.0 ? 0.0 : this.ask(Side.Down, eta));
  }
  /** -l' / E l'' with l' = y up' + (1 - y) down' and E l'' = -up' down': no division by a number that underflows. */
  working(y: f64, eta: f64, t: f64): f64 {
    return (y == 0.0 ? 0.0 : y / this.ask(Side.DownSlope, eta)) + (y == 1.0 ? 0.0 : (1.0 - y) / this.ask(Side.UpSlope, eta));
  }
  pearson(y: f64, eta: f64, t: f64): f64 { return proportionPearson(y, this.ask(Side.Up, eta) - this.ask(Side.Down, eta)); }
  saturated(y: f64, m: f64): f64 { return saturatedProportion(y, m); }
  recedes(y: f64, eta: f64): i32 {
    return <i32>(y == 1.0 ? this.ask(Side.UpRecedes, 0.0) : y == 0.0 ? -this.ask(Side.DownRecedes, 0.0) : 0.0);
  }
  expectation(y: f64, eta: f64, s: f64, out: usize): void {
    if (s < NARROW) this.narrow(y, eta, s, out);
    else this.wide(y, eta, s, out);
  }
  rate(): f64 { return 0.0; }
  factor(y: f64): f64 { return NaN; }
  lean(y: f64): f64 { return NaN; }
  low(): f64 { return this.ask(Side.Quantile, 0.0); }
  high(): f64 { return this.ask(Side.Quantile, 1.0); }
  barrier(): f64 { return this.t; }

  /** Three nodes 0, +-sqrt(3 s); E l - l is s/2 times E l'' at half the variance, which does not cancel. */
  narrow(y: f64, eta: f64, s: f64, out: usize): void {
    const d = Math.sqrt(3.0 * s);
    const half = Math.sqrt(1.5 * s);
    const h = Math.max(d, 2e-4);
    const middle = this.curvature(y, eta, 0.0);
    const bend = 4.0 * middle + this.curvature(y, eta - half, 0.0) + this.curvature(y, eta + half, 0.0);
    put(out, 0, 0.5 * s * bend / 6.0);
    put(out, 1, (4.0 * this.slope(y, eta, 0.0) + this.slope(y, eta - d, 0.0) + this.slope(y, eta + d, 0.0)) / 6.0);
    put(out, 2, (4.0 * middle + this.curvature(y, eta - d, 0.0) + this.curvature(y, eta + d, 0.0)) / 6.0);
    const below = this.curvature(y, eta - h, 0.0);
    const above = this.curvature(y, eta + h, 0.0);
    put(out, 3, (above - below) / (2.0 * h));
    put(out, 4, (above - 2.0 * middle + below) / (h * h));
  }

  wide(y: f64, eta: f64, s: f64, out: usize): void {
    const sd = Math.sqrt(s);
    const strip = this.ask(Side.Strip, 0.0);
    const growth = this.ask(Side.Growth, 0.0);
    if (!(s < Infinity)) { // far out, or NaN: no such point is ever accepted
      for (let k = 0; k < 5; ++k) put(out, k, s == Infinity ? Infinity : NaN);
      return;
    }
    for (let k = 0; k < 5; ++k) put(out, k, 0.0);
    if (sd > BROAD * strip) {
      const up = growth < 0.0 ? 0.0 : y;
      const down = growth > 0.0 ? 0.0 : 1.0 - y;
      if (Math.abs(eta) < BROAD_REACH * sd) this.alongKink(up, down, eta, s, KINK * strip, out);
      else this.along(up, down, eta, s, STEP_PER_SD * sd, -BROAD_REACH * sd, BROAD_REACH * sd, out);
      if (growth > 0.0 && y != 1.0) addExponential(1.0 - y, 1.0, eta, s, out);
      if (growth < 0.0 && y != 0.0) addExponential(y, -1.0, eta, s, out);
      return;
    }
    const low = -REACH * sd + (growth < 0.0 ? -s : 0.0);
    const high = REACH * sd + (growth > 0.0 ? s : 0.0);
    this.along(y, 1.0 - y, eta, s, Math.min(STEP_PER_SD * sd, STEP_PER_STRIP * strip), low, high, out);
  }

  /** Nodes eta + k h between low and high. */
  along(up: f64, down: f64, eta: f64, s: f64, h: f64, low: f64, high: f64, out: usize): void {
    const sd = Math.sqrt(s);
    const base = this.sides(up, down, Side.Up, Side.Down, eta);
    const last = <i32>Math.floor(high / h);
    for (let k = <i32>Math.ceil(low / h); k <= last; ++k) {
      const d = <f64>k * h;
      this.node(up, down, eta + d, d / sd, base, h, out);
    }
    scaleSums(sd, out);
  }

  /**
   * Nodes x = c sinh(k h): close around 0, where the link bends, and ever farther apart in its tails, which are smooth on the scale of
   * their distance from 0. In t = asinh(x / c) the singularities of the link are about as far from the real line for every variance.
   */
  alongKink(up: f64, down: f64, eta: f64, s: f64, c: f64, out: usize): void {
    const sd = Math.sqrt(s);
    const h = STEP_PER_BEND / (1.0 + NARROWER * Math.abs(eta) / sd);
    const base = this.sides(up, down, Side.Up, Side.Down, eta);
    const last = <i32>Math.floor(asinh((eta + BROAD_REACH * sd) / c) / h);
    for (let k = <i32>Math.ceil(asinh((eta - BROAD_REACH * sd) / c) / h); k <= last; ++k) {
      const e = Math.exp(<f64>k * h);
      const x = 0.5 * c * (e - 1.0 / e);
      this.node(up, down, x, (x - eta) / sd, base, 0.5 * c * h * (e + 1.0 / e), out);
    }
    scaleSums(sd, out);
  }

  /** One node of weight h: l and its derivatives at x, z standard deviations from eta. */
  node(up: f64, down: f64, x: f64, z: f64, base: f64, h: f64, out: usize): void {
    const w = h * Math.exp(-0.5 * z * z);
    if (w == 0.0) return;
    const bend = w * this.sides(up, down, Side.UpCurvature, Side.DownCurvature, x);
    put(out, 0, at(out, 0) + w * (this.sides(up, down, Side.Up, Side.Down, x) - base));
    put(out, 1, at(out, 1) + w * this.sides(up, down, Side.UpSlope, Side.DownSlope, x));
    put(out, 2, at(out, 2) + bend);
    put(out, 3, at(out, 3) + bend * z);
    put(out, 4, at(out, 4) + bend * (z * z - 1.0));
  }
  sides(up: f64, down: f64, a: Side, b: Side, x: f64): f64 {
    return (up == 0.0 ? 0.0 : up * this.ask(a, x)) + (down == 0.0 ? 0.0 : down * this.ask(b, x));
  }
}

/** From sums over nodes to expectations: the density's factor, and Stein's identity. */
function scaleSums(sd: f64, out: usize): void {
  const scale = 1.0 / (sd * SQRT_2PI);
  for (let k = 0; k < 5; ++k) put(out, k, at(out, k) * scale * (k == 3 ? 1.0 / sd : k == 4 ? 1.0 / sd / sd : 1.0));
}

/** The closed form of a part m e^(a eta), a = 1 or -1: E e^(a eta~) = e^(a eta + s / 2). */
function addExponential(m: f64, a: f64, eta: f64, s: f64, out: usize): void {
  const whole = m * Math.exp(a * eta + 0.5 * s);
  put(out, 0, at(out, 0) + (whole < Infinity ? whole - m * Math.exp(a * eta) : whole));
  for (let k = 1; k < 5; ++k) put(out, k, at(out, k) + (k & 1 ? a * whole : whole));
}

/** The tail by its logarithm; x and its sum with the square root do not cancel. */
function asinh(x: f64): f64 {
  const a = Math.abs(x);
  const value = a > 1e8 ? Math.log(a) + 0.6931471805599453 : Math.log(a + Math.sqrt(a * a + 1.0));
  return x < 0.0 ? -value : value;
}

const NARROW: f64 = 1e-4;
const STEP_PER_SD: f64 = 0.7; //     e^(-2 pi^2 / 0.49) = 3e-18
const STEP_PER_STRIP: f64 = 0.2; //  e^(-2 pi / 0.2) = 2e-14
const REACH: f64 = 8.3; //           e^(-8.3^2 / 2) = 1e-15
const BROAD: f64 = 3.0; //           from this many strips on the sinh rule needs fewer nodes
const BROAD_REACH: f64 = 13.0; //    enough for the rest of a loss 8 standard deviations on the sure side
const KINK: f64 = 0.7; //            c, in strips
const STEP_PER_BEND: f64 = 0.1; //   these three were found by comparison with 30 digits: the error is below 1e-12
const NARROWER: f64 = 0.15; //       for a kink in the tail of the density, which is steep there
const SQRT_2PI: f64 = 2.50662827463100050242;
