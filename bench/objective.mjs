// The one objective that judges everybody. It is written from the formulas, slowly, and shares no code with the library.

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./cases.mjs").Data} Data */
/** @typedef {{ intercept: number, coefficients: ArrayLike<number> }} Fit */

/** A time counts when the objective is within this part of the best one found. */
export const REACHED = 1e-6;

/**
 *     (1/n) sum_i [ l(y_i, eta_i) + r_i ] + lambda sum_j beta_j^2 / 2,     eta_i = b + sum_j x_ij beta_j
 *
 * l is half the unit deviance, so that the objective is positive and a relative gap has a meaning.
 * r_i = E A(eta~_i) - A(eta_i) with eta~_i of variance s_i = d / (1 - d) sum_j x_ij^2 beta_j^2, under dropout at rate d:
 * "quadratic" A''(eta_i) s_i / 2; "gaussian" the expectation over a normal eta~_i.
 *
 * @param {Case} problem
 * @param {Data} data
 * @param {Fit} fit
 */
export function objective(problem, data, fit) {
  const beta = Array.from(fit.coefficients);
  const { loss, cumulant, curvature } = FAMILIES[problem.family];
  const factor = problem.dropout === undefined ? 0 : problem.dropout / (1 - problem.dropout);
  let sum = 0;
  data.rows.forEach((row, i) => {
    let eta = fit.intercept;
    let s = 0;
    for (let j = 0; j < beta.length; j++) {
      const part = /** @type {number} */ (row[j]) * /** @type {number} */ (beta[j]);
      eta += part;
      s += factor * part * part;
    }
    sum += loss(/** @type {number} */ (data.y[i]), eta);
    if (problem.approximation === "quadratic") sum += 0.5 * curvature(eta) * s;
    if (problem.approximation === "gaussian") sum += expectation(cumulant, eta, s) - cumulant(eta);
  });
  const squares = beta.reduce((total, b) => total + b * b, 0);
  return sum / data.n + 0.5 * problem.lambda * squares;
}

/**
 * How far above the best; Infinity for a fit that is not finite.
 *
 * @param {number} value
 * @param {number} best
 */
export function gapOf(value, best) {
  return Number.isFinite(value) ? Math.max(0, (value - best) / best) : Infinity;
}

/** @param {number} eta */
const softplus = (eta) => Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta)));

/** @param {number} eta */
const logisticVariance = (eta) => {
  const t = Math.exp(-Math.abs(eta));
  return t / (1 + t) ** 2;
};

/** Half the unit deviance; A and A'' of the family. */
const FAMILIES = {
  gaussian: {
    loss: (/** @type {number} */ y, /** @type {number} */ eta) => 0.5 * (y - eta) ** 2,
    cumulant: (/** @type {number} */ eta) => 0.5 * eta * eta,
    curvature: () => 1,
  },
  binomial: {
    loss: (/** @type {number} */ y, /** @type {number} */ eta) => softplus(y === 1 ? -eta : eta),
    cumulant: softplus,
    curvature: logisticVariance,
  },
  poisson: {
    loss: (/** @type {number} */ y, /** @type {number} */ eta) =>
      Math.exp(eta) - y - y * eta + (y > 0 ? y * Math.log(y) : 0),
    cumulant: Math.exp,
    curvature: Math.exp,
  },
};

const STEP = 0.1;
const WIDTH = 8.5; // the normal density is below 1e-16 beyond

/**
 * E f(eta + sqrt(s) Z) by the trapezoidal rule, which converges geometrically here.
 *
 * @param {(x: number) => number} f
 * @param {number} eta
 * @param {number} s
 */
function expectation(f, eta, s) {
  const sd = Math.sqrt(s);
  let sum = 0;
  let mass = 0;
  for (let z = -WIDTH; z <= WIDTH; z += STEP) {
    const density = Math.exp(-0.5 * z * z);
    sum += density * f(eta + sd * z);
    mass += density;
  }
  return sum / mass;
}
