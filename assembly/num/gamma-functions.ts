import { at } from "./vec";

/**
 * The derivatives of log Gamma (num/special.ts) for x > 0.
 *
 *   digamma(x)  = (log Gamma)'(x)  = log x - 1 / 2x - sum_k B_2k / (2k x^2k)
 *   trigamma(x) = (log Gamma)''(x) = 1 / x + 1 / 2x^2 + sum_k B_2k / x^(2k+1)
 *
 * for x >= 10, where the error of eight terms is below 1e-17; for x < 10 by the recurrences digamma(x) = digamma(x + 1) - 1 / x and
 * trigamma(x) = trigamma(x + 1) + 1 / x^2. Error below 4e-15, relative where the value is larger than 1: digamma has a
 * zero at 1.4616.
 *
 * Source: Abramowitz & Stegun (1964), 6.3.5, 6.3.18, 6.4.6, 6.4.12.
 */
const BERNOULLI: usize = memory.data<f64>([
  1.0 / 6.0, -1.0 / 30.0, 1.0 / 42.0, -1.0 / 30.0, 5.0 / 66.0, -691.0 / 2730.0, 7.0 / 6.0, -3617.0 / 510.0
]); // B_2, B_4, ..
const TERMS: i32 = 8;
const LARGE: f64 = 10.0;

/** d/dx log Gamma(x) */
export function digamma(x: f64): f64 { return x == 0.0 ? -Infinity : Math.log(x) - 0.5 / x + digammaRest(x); }

/** d2/dx2 log Gamma(x) */
export function trigamma(x: f64): f64 { return x == 0.0 ? Infinity : (1.0 + 0.5 / x) / x + trigammaRest(x); }

/** digamma(x) - log x + 1 / 2x. Below 10 by rest(x) = rest(x + 1) + log(1 + 1/x) - (1/x + 1/(x + 1)) / 2. */
export function digammaRest(x: f64): f64 {
  let before = 0.0;
  while (x < LARGE) {
    before += Math.log1p(1.0 / x) - 0.5 * (1.0 / x + 1.0 / (x + 1.0));
    x += 1.0;
  }
  const q = 1.0 / (x * x);
  let series = 0.0;
  for (let k = TERMS; k > 0; --k) series = q * (series + at(BERNOULLI, k - 1) / <f64>(2 * k));
  return before - series;
}

/** trigamma(x) - 1 / x - 1 / 2x^2. Below 10 by rest(x) = rest(x + 1) + (1/x^2 + 1/(x + 1)^2) / 2 - 1/(x (x + 1)). */
export function trigammaRest(x: f64): f64 {
  let before = 0.0;
  while (x < LARGE) {
    const r = 1.0 / x - 1.0 / (x + 1.0);
    before += 0.5 * r * r;
    x += 1.0;
  }
  const q = 1.0 / (x * x);
  let series = 0.0;
  for (let k = TERMS; k > 0; --k) series = q * (series + at(BERNOULLI, k - 1));
  return before + series / x;
}
