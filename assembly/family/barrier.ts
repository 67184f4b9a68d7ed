import { at, put } from "../num/vec";

/**
 * A barrier that keeps eta inside the domain of its link, while a search follows the border (src/border/border.ts):
 *
 *   b(eta)  =  -t log(eta - low) - t log(high - eta)        b' = -t / (eta - low) + t / (high - eta)
 *                                                          b'' = t / (eta - low)^2 + t / (high - eta)^2
 *
 * for the finite ends. It is weighted like its row, so the minimum with the barrier is above the minimum without by at most t
 * per end, if the loss is convex. Added to l, l' and l'' of the rows, f64[3][stride]; nothing if t is 0.
 *
 * Source: Boyd & Vandenberghe, Convex Optimization (2004), section 11.2.
 */
export function addBarrier(t: f64, low: f64, high: f64, n: i32, weight: usize, eta: usize, out: usize, stride: i32): void {
  if (!(t > 0.0)) return;
  for (let i = 0; i < n; ++i) {
    if (at(weight, i) == 0.0) continue;
    const v = at(eta, i);
    if (low > -Infinity) addEnd(t, v - low, 1.0, i, out, stride);
    if (high < Infinity) addEnd(t, high - v, -1.0, i, out, stride);
  }
}

function addEnd(t: f64, slack: f64, way: f64, i: i32, out: usize, stride: i32): void {
  const inside = slack > 0.0;
  const slope = t / slack;
  put(out, i, at(out, i) + (inside ? -t * Math.log(slack) : NaN));
  put(out, stride + i, at(out, stride + i) - way * slope);
  put(out, 2 * stride + i, at(out, 2 * stride + i) + slope / slack);
}
