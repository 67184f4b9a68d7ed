import { Approximation, Family } from "../abi/ids";
import { Binomial } from "./binomial";
import { Gaussian } from "./gaussian";
import { NegativeBinomialLog, NegativeBinomialPower } from "./negative-binomial";
import { Poisson } from "./poisson";
import { PowerLog, PowerPower } from "./power";
import { Proportion } from "./proportion";
import { answer, Ask } from "./vectors";

// The only file of assembly/ that knows every family with its links: one import and one `case`.
// A switch runs once per chunk of rows, never once per row.

/** The kind of the spread t of a row: its variance, or the log of its moment generating function at beta or -beta. */
export enum Spread { None = 0, Variance = 1, Moment = 2, MomentMirrored = 3 }

/** Gaussian loss is quadratic, so its quadratic form is exact; an exponential needs the moment generating function. */
export function familySpread(id: i32, approximation: i32): Spread {
  if (approximation == Approximation.None || approximation == Approximation.MonteCarlo) return Spread.None;
  if (approximation != Approximation.Exact || id == Family.Gaussian) return Spread.Variance;
  return id == Family.Poisson ? Spread.Moment : Spread.MomentMirrored;
}

/** Answers an `Ask` of family/vectors.ts; NaN for an unknown family. */
export function familyAnswer(id: i32, ask: i32, params: usize, n: i32, y: usize, weight: usize, x: usize, out: usize, stride: i32): f64 {
  switch (id) {
    case Family.Gaussian: return answer<Gaussian>(ask, params, n, y, weight, x, out, stride);
    case Family.Binomial: return answer<Binomial>(ask, params, n, y, weight, x, out, stride);
    case Family.Poisson: return answer<Poisson>(ask, params, n, y, weight, x, out, stride);
    case Family.PowerLog: return answer<PowerLog>(ask, params, n, y, weight, x, out, stride);
    case Family.PowerPower: return answer<PowerPower>(ask, params, n, y, weight, x, out, stride);
    case Family.NegativeBinomialLog: return answer<NegativeBinomialLog>(ask, params, n, y, weight, x, out, stride);
    case Family.NegativeBinomialPower: return answer<NegativeBinomialPower>(ask, params, n, y, weight, x, out, stride);
    case Family.Proportion: return answer<Proportion>(ask, params, n, y, weight, x, out, stride);
    default: return NaN;
  }
}

/** out_i <- w_i times the Fisher weight of row i */
export function familyFisher(id: i32, params: usize, n: i32, weight: usize, eta: usize, out: usize): void {
  familyAnswer(id, Ask.Fisher, params, n, 0, weight, eta, out, 0);
}

/** Whether the direction in which the loss of a row recedes depends on eta. */
export function familyTurns(id: i32): bool { return id == Family.PowerPower; }

/** out_i <- direction in which the loss of row i recedes; eta may be 0 if that does not depend on it */
export function familyRecessions(id: i32, params: usize, n: i32, y: usize, eta: usize, out: usize): void {
  familyAnswer(id, Ask.Recession, params, n, y, 0, eta, out, 0);
}
