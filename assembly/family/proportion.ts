import { askLink, Side } from "../link/registry";
import { put } from "../num/vec";
import { bestProportionLoss, proportionDeviance, proportionPearson, saturatedProportion } from "./binomial";
import { RowFamily } from "./contract";

/**
 * Binomial family on proportions with any link: the composed form. With up = -log mu and down = -log(1 - mu),
 *
 *   l = y up(eta) + (1 - y) down(eta)        fisher = mu'^2 / (mu (1 - mu)) = -up' down'
 *
 * A term whose coefficient is 0 is left out, because far out it may be infinite.
 * Expectations under N(eta, s) by the trapezoidal rule, whose step is set by the distance of the link's singularities from the
 * real line: the error is e^(-2 pi strip / h) and e^(-2 pi^2 s / h^2). l''' and l'''' come from l'' by Stein's identity,
 * E l''' = E l'' Z / sqrt(s), E l'''' = E l'' (Z^2 - 1) / s: they enter Hessians only.
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
  link(mu: f64): f64 { return this.ask(Side.Quantile, mu); }
  variance(mu: f64): f64 { return mu * (1.0 - mu); }
  bestLoss(y: f64): f64 { return bestProportionLoss(y); }
  deviance(y: f64, eta: f64, t: f64): f64 {
    const up = y == 0.0 ? 0.0 : this.ask(Side.Up, eta);
    return proportionDeviance(y, up, y == 1.0 ? 0.0 : this.ask(Side.Down, eta));
  }
  /** -l' / E l'' with l' = y up' + (1 - y) down' and E l'' = -up' down': nothing that underflows is divided by. */
  working(y: f64, eta: f64, t: f64): f64 {
    return (y == 0.0 ? 0.0 : y / this.ask(Side.DownSlope, eta)) + (y == 1.0 ? 0.0 : (1.0 - y) / this.ask(Side.UpSlope, eta));
  }
  pearson(y: f64, eta: f64, t: f64): f64 { return proportionPearson(y, this.ask(Side.Up, eta) - this.ask(Side.Down, eta)); }
  saturated(y: f64, m: f64): f64 { return saturatedProportion(y, m); }
  recedes(y: f64): i32 {
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
    let h = Math.min(STEP_PER_SD * sd, STEP_PER_STRIP * this.ask(Side.Strip, 0.0));
    const growth = this.ask(Side.Growth, 0.0);
    const low = -REACH * sd + (growth < 0.0 ? -s : 0.0);
    const high = REACH * sd + (growth > 0.0 ? s : 0.0);
    if (!(s < LARGEST_VARIANCE)) { // far out, or NaN: no such point is ever accepted
      for (let k = 0; k < 5; ++k) put(out, k, s < Infinity ? Infinity : NaN);
      return;
    }
    if (s > PROMISED) h = Math.max(h, (high - low) / MOST_NODES); // the loss is smooth on the scale of sd
    const base = this.loss(y, eta, 0.0);
    let m0 = 0.0;
    let m1 = 0.0;
    let m2 = 0.0;
    let m3 = 0.0;
    let m4 = 0.0;
    const last = <i32>Math.floor(high / h);
    for (let k = <i32>Math.ceil(low / h); k <= last; ++k) {
      const d = <f64>k * h;
      const z = d / sd;
      const w = Math.exp(-0.5 * z * z);
      const bend = w * this.curvature(y, eta + d, 0.0);
      m0 += w * (this.loss(y, eta + d, 0.0) - base);
      m1 += w * this.slope(y, eta + d, 0.0);
      m2 += bend;
      m3 += bend * z;
      m4 += bend * (z * z - 1.0);
    }
    const scale = h / (sd * SQRT_2PI);
    put(out, 0, scale * m0);
    put(out, 1, scale * m1);
    put(out, 2, scale * m2);
    put(out, 3, scale * m3 / sd);
    put(out, 4, scale * m4 / s);
  }
}

const NARROW: f64 = 1e-4;
const STEP_PER_SD: f64 = 0.7; //     e^(-2 pi^2 / 0.49) = 3e-18
const STEP_PER_STRIP: f64 = 0.2; //  e^(-2 pi / 0.2) = 2e-14
const PROMISED: f64 = 400.0; //    the variance up to which accuracy is promised
const MOST_NODES: f64 = 300.0; //  beyond it
const LARGEST_VARIANCE: f64 = 1e6;
const REACH: f64 = 8.3; //           e^(-8.3^2 / 2) = 1e-15
const SQRT_2PI: f64 = 2.50662827463100050242;
