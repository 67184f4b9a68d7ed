import { digammaRest, trigammaRest } from "../num/gamma-functions";
import { at } from "../num/vec";
import { log1pRest } from "../num/special";

/**
 * Maximum likelihood for the shape theta of a negative binomial at given means:
 *
 *   score        d/dtheta sum_i w_i log f = sum_i w_i [ psi(y + theta) - psi(theta) + log(theta / (theta + mu)) + 1 - (y + theta) / (mu + theta) ]
 *   information  minus its derivative     = sum_i w_i [ psi'(theta) - psi'(y + theta) - 1/theta + 2 / (mu + theta) - (y + theta) / (mu + theta)^2 ]
 *
 * As theta grows these are differences of size y / theta^2 between numbers of size log theta and 1 / theta. With the remainders
 * d(x) = psi(x) - log x + 1 / 2x and e(x) = psi'(x) - 1/x - 1 / 2x^2 of their expansions, and t = (y - mu) / (mu + theta), they are
 *
 *   score        sum_i w_i [ log(1 + t) - t + y / (2 theta (y + theta)) + d(y + theta) - d(theta) ]
 *   information  sum_i w_i [ -t^2 / (y + theta) + y (1 / theta + 1 / (y + theta)) / (2 theta (y + theta)) + e(theta) - e(y + theta) ]
 *
 * y, weight, mu are f64[n]; weight 0: all ones. Source: Lawless (1987); Venables & Ripley (2002), section 7.4.
 */
export function shapeScore(n: i32, y: usize, weight: usize, mu: usize, theta: f64): f64 {
  const own = digammaRest(theta);
  let sum = 0.0;
  for (let i = 0; i < n; ++i) {
    const w = weight == 0 ? 1.0 : at(weight, i);
    if (w == 0.0) continue;
    const yi = at(y, i);
    const t = (yi - at(mu, i)) / (at(mu, i) + theta);
    sum += w * (log1pRest(t) + (yi == 0.0 ? 0.0 : 0.5 * yi / theta / (yi + theta) + (digammaRest(yi + theta) - own)));
  }
  return sum;
}

export function shapeInformation(n: i32, y: usize, weight: usize, mu: usize, theta: f64): f64 {
  const own = trigammaRest(theta);
  let sum = 0.0;
  for (let i = 0; i < n; ++i) {
    const w = weight == 0 ? 1.0 : at(weight, i);
    if (w == 0.0) continue;
    const yi = at(y, i);
    const t = (yi - at(mu, i)) / (at(mu, i) + theta);
    const whole = yi + theta;
    const first = yi == 0.0 ? 0.0 : 0.5 * yi / theta / whole * (1.0 / theta + 1.0 / whole) + (own - trigammaRest(whole));
    sum += w * (first - t * t / whole);
  }
  return sum;
}
