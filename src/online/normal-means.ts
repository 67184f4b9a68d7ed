// E s(X) and E s'(X) of the logistic function s for X ~ N(eta, variance), by the trapezoidal rule.
//
// The rule is exact but for exp(-2 pi^2 / (sigma h)) from the poles of s at a distance pi / sigma, exp(-2 pi^2 / h^2) from the normal
// density, and its tails beyond 8: with h below both errors are at most 2e-7. That is far below the noise of a gradient of one row.
//
// Source: Trefethen & Weideman (2014), The exponentially convergent trapezoidal rule, SIAM Review 56, theorem 5.1.

const WIDTH = 8;
const STEP = 0.5;
/** h sigma at most: exp(-2 pi^2 / 1.28) = 2e-7. */
const REACH = 1.28;
/** Beyond this sigma, s is a step at the scale of X: more points would not change a gradient. */
const MOST_POINTS = 2000;

/** Writes [E s(X), E s'(X)] to `to`. */
export function logisticMeans(eta: number, variance: number, to: Float64Array): void {
  const sigma = Math.sqrt(variance);
  const half = Math.min(MOST_POINTS, Math.ceil(WIDTH / Math.min(STEP, REACH / sigma)));
  const h = WIDTH / half;
  let [total, first, second] = [0, 0, 0];
  for (let k = -half; k <= half; k++) {
    const z = k * h;
    const weight = Math.exp(-0.5 * z * z);
    const mean = logistic(eta + sigma * z);
    total += weight;
    first += weight * mean;
    second += weight * mean * (1 - mean);
  }
  to[0] = first / total;
  to[1] = second / total;
}

export function logistic(eta: number): number {
  return eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta));
}
