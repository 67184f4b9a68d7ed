import { fTail, logTail, width } from "./f-tail";
import { normalQuantile } from "./normal-quantile";

/**
 * Quantiles of the F distribution with 2a and 2b degrees of freedom: the f whose lower tail is `lower` and whose upper tail is
 * `upper`. They add up to 1; both are arguments, because the smaller one has the digits. b = inf: chi-square / 2a.
 *
 * Newton's method for log(tail) = log P over v, the distance of log f from the mode, log f = 0. log(tail) is concave with the slope -1 / M
 * (num/f-tail.ts), so v <- v + M log(tail / P) overshoots at most once and then falls to the root. It starts at
 *   v = 3 log(1 + z sigma / 3),   z = Phi^-1(1 - P),  sigma^2 = n / ab
 * which is Wilson & Hilferty's root without its bias. The asymptote of log(tail) for large v is a straight line above it: its
 * intersection with log P bounds every step.
 *
 * Relative error below 1e-14, and that of P times M.
 * Source: Wilson & Hilferty (1931), The distribution of chi-square.
 */
const STEPS: i32 = 60;
const LAST: f64 = 1e-17; // a step leaves about step^2 / 2M
const FARTHEST: f64 = 207.94415416798359283; // 300 log 2: beyond, tails are powers of f
const LARGEST: f64 = 2.037035976334486086268446e90; // 2^300
const SLACK: f64 = 1e-6; // the bound must not cut off a root that lies on it

export function fQuantile(a: f64, b: f64, lower: f64, upper: f64): f64 {
  if (upper == 0.0) return Infinity;
  if (lower == 0.0) return 0.0;
  const isUpper = upper <= fTail(true, a, b, 1.0, 0.0);
  const sign = isUpper ? 1.0 : -1.0;
  const P = isUpper ? upper : lower;
  const rate = isUpper ? b : a; // the tail falls like e^(-rate v) in the end
  const edge = isUpper ? LARGEST : 1.0 / LARGEST;
  let bound = FARTHEST;
  if (rate < Infinity) {
    const last = fTail(isUpper, a, b, edge, 0.0);
    if (P < last) return edge * Math.pow(P / last, -sign / rate);
    bound = Math.min(bound, bound + (logTail - Math.log(P)) / rate + SLACK);
  }
  const spread = Math.sqrt(b < Infinity ? 1.0 / a + 1.0 / b : 1.0 / a);
  let v = Math.min(bound, 3.0 * Math.log(1.0 + Math.max(0.0, -normalQuantile(P)) * spread / 3.0));
  let f = Math.exp(sign * v);
  for (let k = 0; k < STEPS; ++k) {
    const tail = fTail(isUpper, a, b, f, 0.0);
    const excess = tail > 0.0 ? Math.log(tail / P) : logTail - Math.log(P);
    const step = Math.max(-v, Math.min(width * excess, bound - v));
    v += step;
    f *= Math.exp(sign * step);
    if (!(step * step > LAST * width)) break;
  }
  return f;
}
