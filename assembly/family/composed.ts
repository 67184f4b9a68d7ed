import { Approximation } from "../abi/ids";
import { Rows } from "../abi/rows";
import { at, copy, put } from "../num/vec";
import { familyAnswer } from "./registry";
import { Ask } from "./vectors";

/**
 * The composed form, for every family with its link: the family writes the derivatives of l, or its expectations, for a
 * chunk of rows, and this file adds the effect of the noise. rows.work is f64[5][stride]. f(eta, t) of the row is
 *
 *   none         l
 *   quadratic    l + l'' t / 2                       Wager, Wang & Liang (2013), eq. 6
 *   gaussian     E l(y, eta + sqrt(t) Z)             d/dt = (1/2) d2/deta2, by the heat equation
 *   exact        c e^(a eta + t) + b eta,            t = sum_j log E exp(a beta_j (x~_ij - x_ij)): for losses of that form and
 *                                                    any noise with a moment generating function. Poisson a = 1, c = 1,
 *                                                    b = -y; gamma a = -1, c = y, b = 1.
 *
 * Van der Maaten et al. (2013), table 2, has the generating functions; their use here is ours.
 */
export function composedRows(id: i32, approximation: i32, params: usize, rows: Rows, stride: i32): void {
  const work = rows.work;
  const n = rows.count;
  let rate = 0.0;
  if (approximation == Approximation.Exact) rate = ask(id, Ask.Exponential, params, rows, stride);
  else {
    ask(id, Ask.Derivatives, params, rows, stride);
    if (approximation == Approximation.Gaussian) {
      copy(n, work, rows.slope); // l, free again after the expectation
      copy(n, rows.spread, work);
      ask(id, Ask.Expectation, params, rows, stride);
      for (let i = 0; i < n; ++i) put(work, i, at(work, i) + at(rows.slope, i));
      keepLoss(rows, rows.slope);
    } else keepLoss(rows, work);
    if (approximation == Approximation.None) ask(id, Ask.Barrier, params, rows, stride);
  }
  if (approximation == Approximation.Exact) rows.loss += familyAnswer(id, Ask.Loss, params, n, rows.y, rows.weight, rows.eta, 0, 0);
  for (let i = 0; i < n; ++i) {
    const w = at(rows.weight, i);
    let value = at(work, i);
    let slope = at(work, stride + i);
    let curvature = at(work, 2 * stride + i);
    const third = at(work, 3 * stride + i);
    const fourth = at(work, 4 * stride + i);
    let spreadSlope = 0.5 * curvature;
    let cross = 0.5 * third;
    let spreadCurvature = 0.0;
    if (approximation == Approximation.Quadratic) {
      const half = 0.5 * at(rows.spread, i);
      value += curvature * half;
      slope += third * half;
      curvature += fourth * half;
    } else if (approximation == Approximation.Gaussian) spreadCurvature = 0.25 * fourth;
    else if (approximation == Approximation.Exact) {
      const eta = at(rows.eta, i);
      const lean = slope;
      spreadSlope = value * Math.exp(rate * eta + at(rows.spread, i));
      value = spreadSlope + lean * eta;
      slope = rate * spreadSlope + lean;
      curvature = rate * rate * spreadSlope;
      cross = rate * spreadSlope;
      spreadCurvature = spreadSlope;
    }
    const counts = w != 0.0; // 0 times infinity must not become NaN
    put(rows.slope, i, counts ? w * slope : 0.0);
    put(rows.curvature, i, counts ? w * curvature : 0.0);
    put(rows.spreadSlope, i, counts ? w * spreadSlope : 0.0);
    put(rows.cross, i, counts ? w * cross : 0.0);
    put(rows.spreadCurvature, i, counts ? w * spreadCurvature : 0.0);
    if (!counts) continue;
    rows.value += w * value;
    rows.slopeSquares += w * slope * slope;
  }
}

function ask(id: i32, what: Ask, params: usize, rows: Rows, stride: i32): f64 {
  return familyAnswer(id, what, params, rows.count, rows.y, rows.weight, rows.eta, rows.work, stride);
}

function keepLoss(rows: Rows, loss: usize): void {
  for (let i = 0; i < rows.count; ++i) {
    const w = at(rows.weight, i);
    if (w != 0.0) rows.loss += w * at(loss, i);
  }
}
