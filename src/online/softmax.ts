import type { Row } from "./row.js";

// One row of K classes:  l = log sum_c e^eta_c - eta_y,  pi = softmax(eta),  H = diag(pi) - pi pi'.
//
// Dropout gives eta the covariance C_ab = r sum_j x_j^2 beta_ja beta_jb. To second order the expected loss is l + tr(H C) / 2, whose gradient is
//
//   x_j [ pi_m - [y = m] + pi_m (C_mm - sum_c pi_c C_cc - 2 q_m + 2 pi'q) / 2 ] + r x_j^2 pi_m (beta_jm - s_j)
//
// with q = C pi = r sum_j x_j^2 beta_j s_j and s_j = sum_c pi_c beta_jc.
//
// Source: Wang, Wang, Wager, Liang & Manning (2013), Feature noising for log-linear structured prediction, section 3.

export function softmaxLoss(y: number, eta: Float64Array): number {
  let most = -Infinity;
  for (const value of eta) most = Math.max(most, value);
  let sum = 0;
  for (const value of eta) sum += Math.exp(value - most);
  return most + Math.log(sum) - eta[y]!;
}

/** pi of every class. */
export function softmax(eta: Float64Array, to: Float64Array): void {
  let most = -Infinity;
  for (const value of eta) most = Math.max(most, value);
  let sum = 0;
  for (let c = 0; c < eta.length; c++) sum += to[c] = Math.exp(eta[c]! - most);
  for (let c = 0; c < eta.length; c++) to[c]! /= sum;
}

interface Terms {
  readonly beta: Float64Array;
  readonly odds: number;
  readonly eta: Float64Array;
  /** C_cc. */
  readonly variance: Float64Array;
  /** Gets pi, and the factor of x_j: what is in brackets above. */
  readonly mean: Float64Array;
  readonly first: Float64Array;
}

export function softmaxSlopes(row: Row, y: number, { beta, odds, eta, variance, mean, first }: Terms): void {
  const classes = eta.length;
  softmax(eta, mean);
  first.fill(0);
  if (odds > 0) {
    for (let k = 0; k < row.count; k++) {
      const at = row.index[k]! * classes;
      let middle = 0;
      for (let c = 0; c < classes; c++) middle += mean[c]! * beta[at + c]!;
      const square = odds * row.value[k]! * row.value[k]! * middle;
      for (let c = 0; c < classes; c++) first[c]! += square * beta[at + c]!; // q
    }
    let [spread, cross] = [0, 0];
    for (let c = 0; c < classes; c++) {
      spread += mean[c]! * variance[c]!;
      cross += mean[c]! * first[c]!;
    }
    for (let c = 0; c < classes; c++) first[c] = 0.5 * mean[c]! * (variance[c]! - spread - 2 * first[c]! + 2 * cross);
  }
  for (let c = 0; c < classes; c++) first[c]! += mean[c]! - (c === y ? 1 : 0);
}
