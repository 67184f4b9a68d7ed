import { Approximation, Family } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Binomial } from "./binomial";
import { Gaussian } from "./gaussian";
import { Poisson } from "./poisson";
import { exponentialRows, gaussianRows, plainRows, quadraticRows } from "./rows";
import { fisherWeights, means, recessions, totalBestLoss, totalLogNormalizer, totalLoss } from "./vectors";

// The only file of assembly/ that knows every family: one import and one `case` per function.
// A switch runs once per chunk of rows, never once per row.

/** What the spread t of a row has to be: its variance, or the log of its moment generating function. */
export enum Spread { None = 0, Variance = 1, Moment = 2 }

/** Gaussian loss is quadratic, so its quadratic form is exact; e^eta needs the moment generating function. */
export function familySpread(id: i32, approximation: i32): Spread {
  if (approximation == Approximation.None) return Spread.None;
  return approximation == Approximation.Exact && id == Family.Poisson ? Spread.Moment : Spread.Variance;
}

/** Runs one chunk through family and approximation. False for a pair that does not exist. */
export function familyRows(id: i32, approximation: i32, params: usize, rows: Rows): bool {
  switch (approximation) {
    case Approximation.None: switch (id) {
      case Family.Gaussian: plainRows<Gaussian>(params, rows); return true;
      case Family.Binomial: plainRows<Binomial>(params, rows); return true;
      case Family.Poisson: plainRows<Poisson>(params, rows); return true;
      default: return false;
    }
    case Approximation.Quadratic: switch (id) {
      case Family.Gaussian: quadraticRows<Gaussian>(params, rows); return true;
      case Family.Binomial: quadraticRows<Binomial>(params, rows); return true;
      case Family.Poisson: quadraticRows<Poisson>(params, rows); return true;
      default: return false;
    }
    case Approximation.Gaussian: switch (id) {
      case Family.Gaussian: gaussianRows<Gaussian>(params, rows); return true;
      case Family.Binomial: gaussianRows<Binomial>(params, rows); return true;
      case Family.Poisson: gaussianRows<Poisson>(params, rows); return true;
      default: return false;
    }
    case Approximation.Exact: switch (id) {
      case Family.Gaussian: quadraticRows<Gaussian>(params, rows); return true;
      case Family.Poisson: exponentialRows<Poisson>(params, rows); return true;
      default: return false;
    }
    default: return false;
  }
}

export function familyMeans(id: i32, params: usize, n: i32, eta: usize, mu: usize): void {
  switch (id) {
    case Family.Gaussian: means<Gaussian>(params, n, eta, mu); break;
    case Family.Binomial: means<Binomial>(params, n, eta, mu); break;
    case Family.Poisson: means<Poisson>(params, n, eta, mu); break;
  }
}

export function familyLink(id: i32, params: usize, mu: f64): f64 {
  switch (id) {
    case Family.Gaussian: return changetype<Gaussian>(params).link(mu);
    case Family.Binomial: return changetype<Binomial>(params).link(mu);
    case Family.Poisson: return changetype<Poisson>(params).link(mu);
    default: return NaN;
  }
}

export function familyFisher(id: i32, params: usize, n: i32, weight: usize, eta: usize, out: usize): void {
  switch (id) {
    case Family.Gaussian: fisherWeights<Gaussian>(params, n, weight, eta, out); break;
    case Family.Binomial: fisherWeights<Binomial>(params, n, weight, eta, out); break;
    case Family.Poisson: fisherWeights<Poisson>(params, n, weight, eta, out); break;
  }
}

export function familyLoss(id: i32, params: usize, n: i32, y: usize, weight: usize, eta: usize): f64 {
  switch (id) {
    case Family.Gaussian: return totalLoss<Gaussian>(params, n, y, weight, eta);
    case Family.Binomial: return totalLoss<Binomial>(params, n, y, weight, eta);
    case Family.Poisson: return totalLoss<Poisson>(params, n, y, weight, eta);
    default: return NaN;
  }
}

export function familyBestLoss(id: i32, params: usize, n: i32, y: usize, weight: usize): f64 {
  switch (id) {
    case Family.Gaussian: return totalBestLoss<Gaussian>(params, n, y, weight);
    case Family.Binomial: return totalBestLoss<Binomial>(params, n, y, weight);
    case Family.Poisson: return totalBestLoss<Poisson>(params, n, y, weight);
    default: return NaN;
  }
}

export function familyLogNormalizer(id: i32, params: usize, n: i32, y: usize, weight: usize, trials: usize): f64 {
  switch (id) {
    case Family.Gaussian: return totalLogNormalizer<Gaussian>(params, n, y, weight, trials);
    case Family.Binomial: return totalLogNormalizer<Binomial>(params, n, y, weight, trials);
    case Family.Poisson: return totalLogNormalizer<Poisson>(params, n, y, weight, trials);
    default: return NaN;
  }
}

export function familyRecessions(id: i32, params: usize, n: i32, y: usize, out: usize): void {
  switch (id) {
    case Family.Gaussian: recessions<Gaussian>(params, n, y, out); break;
    case Family.Binomial: recessions<Binomial>(params, n, y, out); break;
    case Family.Poisson: recessions<Poisson>(params, n, y, out); break;
  }
}
