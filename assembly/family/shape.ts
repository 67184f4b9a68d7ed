import { digamma, trigamma } from "../num/gamma-functions";
import { at } from "../num/vec";

/**
 * Maximum likelihood for the shape theta of a negative binomial at given means:
 *
 *   score        d/dtheta sum_i w_i log f = sum_i w_i [ psi(y + theta) - psi(theta) + log(theta / (theta + mu)) + 1 - (y + theta) / (mu + theta) ]
 *   information  minus its derivative     = sum_i w_i [ psi'(theta) - psi'(y + theta) - 1/theta + 2 / (mu + theta) - (y + theta) / (mu + theta)^2 ]
 *
 * y, weight, mu are f64[n]; weight 0: all ones. Source: Lawless (1987); Venables & Ripley (2002), section 7.4.
 */
export function shapeScore(n: i32, y: usize, weight: usize, mu: usize, theta: f64): f64 {
  const own = digamma(theta);
  let sum = 0.0;
  for (let i = 0; i < n; ++i) {
    const w = weight == 0 ? 1.0 : at(weight, i);
    if (w == 0.0) continue;
    const yi = at(y, i);
    const m = at(mu, i);
    sum += w * (digamma(yi + theta) - own - Math.log1p(m / theta) + (m - yi) / (m + theta));
  }
  return sum;
}

export function shapeInformation(n: i32, y: usize, weight: usize, mu: usize, theta: f64): f64 {
  const own = trigamma(theta);
  let sum = 0.0;
  for (let i = 0; i < n; ++i) {
    const w = weight == 0 ? 1.0 : at(weight, i);
    if (w == 0.0) continue;
    const yi = at(y, i);
    const s = at(mu, i) + theta;
    sum += w * (own - trigamma(yi + theta) - 1.0 / theta + 2.0 / s - (yi + theta) / (s * s));
  }
  return sum;
}
