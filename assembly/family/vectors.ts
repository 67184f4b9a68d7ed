import { at, put } from "../num/vec";
import { RowFamily } from "./contract";

/**
 * Loops over vectors of rows that the objective does not need: means, weights, constants of the likelihood.
 * In sums a weight of 0 (no pointer) stands for all ones.
 */

/** mu_i from eta_i */
export function means<F extends RowFamily>(params: usize, n: i32, eta: usize, mu: usize): void {
  const family = changetype<F>(params);
  for (let i = 0; i < n; ++i) {
    const e = at(eta, i);
    put(mu, i, family.mean(e, family.pivot(e)));
  }
}

/** w_i A''(eta_i), the Fisher weight */
export function fisherWeights<F extends RowFamily>(params: usize, n: i32, weight: usize, eta: usize, out: usize): void {
  const family = changetype<F>(params);
  for (let i = 0; i < n; ++i) {
    const e = at(eta, i);
    const w = at(weight, i);
    put(out, i, w == 0.0 ? 0.0 : w * family.fisher(e, family.pivot(e)));
  }
}

/** sum_i w_i l(y_i, eta_i) */
export function totalLoss<F extends RowFamily>(params: usize, n: i32, y: usize, weight: usize, eta: usize): f64 {
  const family = changetype<F>(params);
  let sum = 0.0;
  for (let i = 0; i < n; ++i) {
    const e = at(eta, i);
    const w = weight == 0 ? 1.0 : at(weight, i);
    if (w != 0.0) sum += w * family.loss(at(y, i), e, family.pivot(e));
  }
  return sum;
}

/** sum_i w_i l*(y_i) */
export function totalBestLoss<F extends RowFamily>(params: usize, n: i32, y: usize, weight: usize): f64 {
  const family = changetype<F>(params);
  let sum = 0.0;
  for (let i = 0; i < n; ++i) {
    const w = weight == 0 ? 1.0 : at(weight, i);
    if (w != 0.0) sum += w * family.bestLoss(at(y, i));
  }
  return sum;
}

/** sum_i (w_i / m_i) logNormalizer(y_i, m_i): trials m count inside the likelihood, the rest of the weight in front of it */
export function totalLogNormalizer<F extends RowFamily>(params: usize, n: i32, y: usize, weight: usize, trials: usize): f64 {
  const family = changetype<F>(params);
  let sum = 0.0;
  for (let i = 0; i < n; ++i) {
    const w = weight == 0 ? 1.0 : at(weight, i);
    const m = trials == 0 ? 1.0 : at(trials, i);
    if (w != 0.0) sum += (w / m) * family.logNormalizer(at(y, i), m);
  }
  return sum;
}

/** out_i <- +1, -1 or 0: which way row i lets eta go for ever */
export function recessions<F extends RowFamily>(params: usize, n: i32, y: usize, out: usize): void {
  const family = changetype<F>(params);
  for (let i = 0; i < n; ++i) put(out, i, <f64>family.recedes(at(y, i)));
}
