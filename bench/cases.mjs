// What is fitted. One case is one optimization problem: data, family, penalty, noise. Everybody gets the same.
import { normals, poisson, uniforms } from "./random.mjs";

/**
 * @typedef {object} Case
 * @property {string} id
 * @property {string} title
 * @property {"gaussian" | "binomial" | "poisson"} family
 * @property {number} rows  n
 * @property {number} columns  p; the intercept comes on top, is always fitted and never penalized
 * @property {number} lambda  ridge on the mean scale, (1/n) sum l + lambda |beta|^2 / 2; 0 for none
 * @property {number} [dropout]  rate of the dropout noise
 * @property {"quadratic" | "gaussian"} [approximation]  how the noise is evaluated
 * @property {string} [against]  id of the case whose time this one is divided by, for noise
 * @property {number} seed
 *
 * @typedef {object} Data
 * @property {number} n
 * @property {number} p
 * @property {Float64Array} columns  n x p, one column after the other
 * @property {number[][]} rows  the same as n rows
 * @property {number[]} y
 */

const DENSE = { family: "binomial", rows: 10_000, columns: 50, seed: 1 };

/** @type {readonly Case[]} */
export const CASES = /** @type {Case[]} */ ([
  { ...DENSE, id: "logistic-ridge", title: "logistic, ridge", lambda: 0.01 },
  { ...DENSE, id: "logistic", title: "logistic, no penalty", lambda: 0 },
  { ...DENSE, id: "logistic-small", title: "logistic, no penalty", rows: 1000, columns: 10, lambda: 0, seed: 2 },
  { ...DENSE, id: "poisson-ridge", title: "Poisson, ridge", family: "poisson", columns: 20, lambda: 0.01, seed: 3 },
  { ...DENSE, id: "gaussian-ridge", title: "gaussian, ridge", family: "gaussian", lambda: 0.01, seed: 4 },
  {
    ...DENSE,
    id: "dropout-quadratic",
    title: "logistic, dropout 0.5, quadratic",
    lambda: 0,
    dropout: 0.5,
    approximation: "quadratic",
    against: "logistic-ridge",
  },
  {
    ...DENSE,
    id: "dropout-gaussian",
    title: "logistic, dropout 0.5, gaussian",
    lambda: 0,
    dropout: 0.5,
    approximation: "gaussian",
    against: "logistic-ridge",
  },
]);

/** @param {string} id */
export function caseOf(id) {
  const found = CASES.find((c) => c.id === id);
  if (found === undefined) throw new Error(`no case "${id}"; there are ${CASES.map((c) => c.id).join(", ")}`);
  return found;
}

/** Neighbouring columns are correlated this much: the eigenvalues of X'X spread over a factor of 9. */
const CORRELATION = 0.5;

/** Standard deviation of the linear predictor, and its mean, per family. */
const SIGNAL = { gaussian: 1, binomial: 1.5, poisson: 0.5 };
const INTERCEPT = { gaussian: 2, binomial: -0.5, poisson: 0.5 };

/**
 * Columns of mean 0 and variance 1, so that programs that do not standardize lose nothing by it.
 *
 * @param {Pick<Case, "family" | "rows" | "columns" | "seed">} shape
 * @returns {Data}
 */
export function makeData({ family, rows: n, columns: p, seed }) {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const beta = Array.from({ length: p }, normal);
  const rows = Array.from({ length: n }, () => correlated(p, normal));
  const scale = SIGNAL[family] / Math.sqrt(variance(beta));
  const y = rows.map((row) => {
    const eta = INTERCEPT[family] + scale * row.reduce((sum, x, j) => sum + x * /** @type {number} */ (beta[j]), 0);
    return respond(family, eta, uniform, normal);
  });
  const columns = new Float64Array(n * p);
  rows.forEach((row, i) => {
    for (let j = 0; j < p; j++) columns[j * n + i] = /** @type {number} */ (row[j]);
  });
  return { n, p, columns, rows, y };
}

/** @param {number} p @param {() => number} normal */
function correlated(p, normal) {
  const rest = Math.sqrt(1 - CORRELATION ** 2);
  const row = [normal()];
  for (let j = 1; j < p; j++) row.push(CORRELATION * /** @type {number} */ (row[j - 1]) + rest * normal());
  return row;
}

/** beta' C beta, C the correlations of the columns. @param {number[]} beta */
function variance(beta) {
  return beta.reduce((sum, b, j) => sum + beta.reduce((s, c, k) => s + b * c * CORRELATION ** Math.abs(j - k), 0), 0);
}

/** @param {Case["family"]} family @param {number} eta @param {() => number} uniform @param {() => number} normal */
function respond(family, eta, uniform, normal) {
  if (family === "gaussian") return eta + normal();
  if (family === "poisson") return poisson(uniform, Math.exp(eta));
  return uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
}
