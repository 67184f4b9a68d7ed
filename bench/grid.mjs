// The lambdas of a path and the folds of a cross-validation, the same for every program.

const FOLDS = 10;

/** As in glmnet: a ridge path begins at the largest lambda of a share of 0.001. */
const LEAST_SHARE = 1e-3;

/**
 * Evenly spaced in log lambda, from the smallest lambda at which all coefficients of a lasso are 0, to 1e-4 of it, or 1e-2
 * if there are fewer rows than columns. A case of one fit has its own lambda.
 *
 * @param {import("./cases.mjs").Case} problem
 * @param {import("./data/index.mjs").Data} data
 */
export function lambdasOf(problem, data) {
  if (problem.count === undefined) return Float64Array.of(problem.lambda);
  const { n, p, y, columns } = data;
  const mean = y.reduce((sum, v) => sum + v, 0) / n;
  let largest = 0;
  for (let j = 0; j < p; j++) {
    let slope = 0;
    for (let i = 0; i < n; i++) slope += columns[j * n + i] * (y[i] - mean);
    largest = Math.max(largest, Math.abs(slope) / n);
  }
  const from = largest / Math.max(problem.share ?? 0, LEAST_SHARE);
  const ratio = n < p ? 1e-2 : 1e-4;
  const last = problem.count - 1;
  return Float64Array.from({ length: problem.count }, (_, k) => from * ratio ** (k / last));
}

/** Fold of every row, from 1. Rows have no order, so every tenth will do. @param {number} n */
export function foldsOf(n) {
  return Int32Array.from({ length: n }, (_, i) => 1 + (i % FOLDS));
}
