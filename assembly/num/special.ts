export function exp(x: f64): f64 { return Math.exp(x); }

export function log(x: f64): f64 { return Math.log(x); }

/**
 * Small functions whose textbook form cancels or overflows.
 */

/** x log y, 0 where x = 0. */
// @ts-ignore: decorator
@inline
export function xlogy(x: f64, y: f64): f64 { return x == 0.0 ? 0.0 : x * Math.log(y); }

/** log(1 + e^x) without overflow: max(x, 0) + log1p(e^-|x|). Maechler (2012), log1mexp vignette of Rmpfr. */
// @ts-ignore: decorator
@inline
export function softplus(x: f64): f64 { return Math.max(x, 0.0) + Math.log1p(Math.exp(-Math.abs(x))); }

/** e^x - 1 - x >= 0, by its series where the difference would cancel. */
export function expRest(x: f64): f64 {
  if (!(Math.abs(x) < NEAR)) return x < -NEAR ? Math.expm1(x) - x : x > FAR ? Math.exp(x) : Math.expm1(x) - x;
  let sum = 0.0;
  for (let k = 17; k > 2; --k) sum = (1.0 + sum) * x / <f64>k;
  return 0.5 * x * x * (1.0 + sum);
}

/** log(1 + x) - x <= 0, by its series where the difference would cancel. */
export function log1pRest(x: f64): f64 {
  if (!(Math.abs(x) < 0.125)) return Math.log1p(x) - x;
  const r = x / (2.0 + x); // log(1 + x) = 2 (r + r^3 / 3 + ...), and x = 2 r + r x
  const q = r * r;
  let sum = 0.0;
  for (let k = 19; k > 1; k -= 2) sum = q * (1.0 / <f64>k + sum);
  return r * (2.0 * sum - x);
}

const NEAR: f64 = 0.7; // 0.7^17 / 18! is 4e-19 of the sum
const FAR: f64 = 100.0; // x is below the rounding of e^x

const HALF_LOG_TWO_PI: f64 = 0.91893853320467274178;

/**
 * log Gamma(x), x > 0.
 *   Stirling's series for x >= 10, where the error of eight terms is below 1e-17;
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
 * d(x) = log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2, x > 0: the remainder of Stirling's formula.
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

/**
 * log( y^y e^-y / y! ), y >= 0: the log-probability of a Poisson count at its own mean. By the remainder of Stirling's formula,
 * -log(2 pi y) / 2 - d(y), so that large counts do not cancel. Source: Loader (2000), Fast and accurate computation of
 * binomial probabilities.
 */
export function logOwnCount(y: f64): f64 {
  if (y < 1.0) return xlogy(y, y) - y - logGamma(y + 1.0);
  return -HALF_LOG_TWO_PI - 0.5 * Math.log(y) - stirlingRest(y);
}

const LARGE: f64 = 10.0;

function stirlingSeries(x: f64): f64 {
  const r = 1.0 / x;
  const q = r * r;
  return r * (1.0 / 12.0 - q * (1.0 / 360.0 - q * (1.0 / 1260.0 - q * (1.0 / 1680.0 - q * (1.0 / 1188.0
    - q * (691.0 / 360360.0 - q * (1.0 / 156.0 - q * (3617.0 / 122400.0))))))));
}
