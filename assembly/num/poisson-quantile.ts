import { normalQuantile } from "./normal-quantile";

/**
 * Quantiles of the Poisson distribution: the smallest k with F(k) = P(X <= k) >= u, for mean x >= 0 and u in (0, 1).
 *
 *   x <= 1e4:  F(k) = sum_j p_j,  p_j = p_(j-1) x / j, summed upwards from 0, or from x - 12 sqrt x
 *   beyond:    k = ceil(w - 1/2),  w = x + z sqrt x + (z^2 - 1) / 6 - (z^3 + 2z) / (72 sqrt x),  z = Phi^-1(u)
 *
 * P(X < x - t) is below e^(-t^2 / 2x), here e^-72. The first p_k is e^-x or, with d = (k - x) / x and Stirling's series,
 *   p_k = e^( x (d - (1 + d) log(1 + d)) - 1 / 12k + 1 / 360k^3 ) / sqrt(2 pi k)
 *
 * The sum is good to 1e-13 in u; it takes about 12 sqrt x steps. The error of the series is O(1 / x): at most one u in a million
 * gives a neighbour of its k.
 *
 * Source: Chernoff (1952) for the tail; Loader (2000), Fast and accurate computation of binomial probabilities, for p_k;
 * Cornish & Fisher (1937), Moments and cumulants in the specification of distributions, for the series, with Sheppard's
 * correction: the cumulants are x - 1/12, x, x + 1/120.
 */
const FROM_ZERO: f64 = 400.0;
const SUMMED: f64 = 1e4;

export function poissonQuantile(x: f64, u: f64): f64 {
  if (!(x >= 0.0)) return NaN;
  const s = Math.sqrt(x);
  if (x > SUMMED) {
    const z = normalQuantile(u);
    return Math.ceil(x - 0.5 + z * s + (z * z - 1.0) / 6.0 - z * (z * z + 2.0) / (72.0 * s));
  }
  let k = 0.0;
  let e = -x;
  if (x > FROM_ZERO) {
    k = Math.floor(x - 12.0 * s);
    const d = (k - x) / x;
    e = x * (d - (1.0 + d) * Math.log1p(d)) - (1.0 / 12.0 - 1.0 / (360.0 * k * k)) / k - 0.5 * Math.log(2.0 * Math.PI * k);
  }
  let p = Math.exp(e);
  let sum = p;
  while (sum < u) {
    k += 1.0;
    p *= x / k;
    if (sum + p == sum) break; // u lies within rounding of 1
    sum += p;
  }
  return k;
}
