export function exp(x: f64): f64 { return Math.exp(x); }

export function log(x: f64): f64 { return Math.log(x); }

/**
 * Small functions whose textbook form loses digits or overflows.
 */

/** x log y, 0 where x = 0. */
// @ts-ignore: decorator
@inline
export function xlogy(x: f64, y: f64): f64 { return x == 0.0 ? 0.0 : x * Math.log(y); }

/** log(1 + e^x) without overflow: max(x, 0) + log1p(e^-|x|). Maechler (2012), log1mexp vignette of Rmpfr. */
// @ts-ignore: decorator
@inline
export function softplus(x: f64): f64 { return Math.max(x, 0.0) + Math.log1p(Math.exp(-Math.abs(x))); }

const HALF_LOG_TWO_PI: f64 = 0.91893853320467274178;

/**
 * log Gamma(x), x > 0.
 *   Stirling's series for x >= 10, where eight terms leave less than 1e-17;
 *   below, log Gamma(x) = log Gamma(x + k) - log( x (x+1) ... (x+k-1) ).
 * Around the zeros x = 1 and x = 2 the error is absolute, 4e-15, not relative.
 * Source: Abramowitz & Stegun (1964), 6.1.41.
 */
export function logGamma(x: f64): f64 {
  let product = 1.0;
  while (x < LARGE) {
    product *= x;
    x += 1.0;
  }
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x) - Math.log(product);
}

/**
 * d(x) = log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2, x > 0: what Stirling's formula leaves.
 * Below 10 by d(x) = d(x + 1) + (x + 1/2) log(1 + 1/x) - 1. The error is absolute, 1e-15.
 */
export function stirlingRest(x: f64): f64 {
  let before = 0.0;
  while (x < LARGE) {
    before += (x + 0.5) * Math.log1p(1.0 / x) - 1.0;
    x += 1.0;
  }
  return stirlingSeries(x) + before;
}

const LARGE: f64 = 10.0;

function stirlingSeries(x: f64): f64 {
  const r = 1.0 / x;
  const q = r * r;
  return r * (1.0 / 12.0 - q * (1.0 / 360.0 - q * (1.0 / 1260.0 - q * (1.0 / 1680.0 - q * (1.0 / 1188.0
    - q * (691.0 / 360360.0 - q * (1.0 / 156.0 - q * (3617.0 / 122400.0))))))));
}
