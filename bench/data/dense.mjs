// Dense columns of mean 0 and variance 1, neighbours correlated, so that programs without standardization have no disadvantage.
import { normals, uniforms } from "../random.mjs";
import { INTERCEPT, respond, SIGNAL } from "./respond.mjs";

/** @typedef {import("../cases.mjs").Case} Case */

/** Neighbouring columns are correlated this much: the eigenvalues of X'X spread over a factor of 9. */
const CORRELATION = 0.5;

/**
 * `nonZeros`: number of true coefficients that are not 0, the first ones; default all.
 *
 * @param {Pick<Case, "family" | "rows" | "columns" | "seed" | "nonZeros">} shape
 * @returns {import("./index.mjs").Data}
 */
export function denseData({ family, rows: n, columns: p, seed, nonZeros = p }) {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const beta = Array.from({ length: p }, normal).map((b, j) => (j < nonZeros ? b : 0));
  const scale = SIGNAL[family] / Math.sqrt(variance(beta));
  const columns = new Float64Array(n * p);
  const y = Array.from({ length: n }, (_, i) => {
    const eta = INTERCEPT[family] + scale * drawRow(columns, i, n, beta, normal);
    return respond(family, eta, uniform, normal);
  });
  return { n, p, columns, y };
}

const REST = Math.sqrt(1 - CORRELATION ** 2);

/**
 * Writes row i and returns its x' beta.
 *
 * @param {Float64Array} columns
 * @param {number} i
 * @param {number} n
 * @param {number[]} beta
 * @param {() => number} normal
 */
export function drawRow(columns, i, n, beta, normal) {
  let eta = 0;
  let x = normal();
  for (let j = 0; j < beta.length; j++) {
    if (j > 0) x = CORRELATION * x + REST * normal();
    columns[j * n + i] = x;
    eta += x * /** @type {number} */ (beta[j]);
  }
  return eta;
}

/** beta' C beta, C the correlations of the columns: a sum that runs along them. @param {number[]} beta */
function variance(beta) {
  let carried = 0;
  let total = 0;
  for (const b of beta) {
    total += b * b + 2 * b * carried;
    carried = CORRELATION * (carried + b);
  }
  return total;
}
