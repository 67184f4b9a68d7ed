// The objective that judges all programs, written directly from the formulas, without code of the library.

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./data/index.mjs").Data} Data */
/**
 * Of a multinomial one per class, and one array per class.
 * @typedef {{ intercept: number | ArrayLike<number>, coefficients: ArrayLike<number> | readonly ArrayLike<number>[] }} Fit
 */

/** A time counts when the objective is within this part of the best one found. */
export const REACHED = 1e-6;

/**
 *     (1/n) sum_i [ l(y_i, eta_i) + r_i ] + lambda sum_j ( (1 - share) beta_j^2 / 2 + share |beta_j| ),     eta_i = b + sum_j x_ij beta_j
 *
 * l is half the unit deviance, so that the objective is positive and a relative gap has a meaning.
 * r_i = E A(eta~_i) - A(eta_i) with eta~_i of variance s_i = d / (1 - d) sum_j x_ij^2 beta_j^2, under dropout at rate d:
 * "quadratic" A''(eta_i) s_i / 2; "gaussian" the expectation over a normal eta~_i. A multinomial has an eta per class,
 * l = log sum_k e^eta_ik - eta_iy, and of noise the quadratic form only; an entry is noised once for all classes, so
 * r_i = d / (1 - d) / 2 sum_j x_ij^2 ( sum_k p_ik beta_jk^2 - (sum_k p_ik beta_jk)^2 ).
 *
 * @param {Case} problem
 * @param {Data} data
 * @param {Fit} fit
 */
export function objective(problem, data, fit) {
  const many = problem.family === "multinomial";
  const betas = /** @type {ArrayLike<number>[]} */ (many ? fit.coefficients : [fit.coefficients]);
  const intercepts = /** @type {ArrayLike<number>} */ (many ? fit.intercept : [fit.intercept]);
  const etas = betas.map((beta, k) =>
    predictors(data, beta, 1).map((eta) => eta + /** @type {number} */ (intercepts[k])),
  );
  const sum = many
    ? multinomialLoss(problem, data, betas, etas)
    : sumOfLosses(problem, data, /** @type {any} */ (etas[0]), betas[0]);
  const share = problem.share ?? 0;
  let penalty = 0;
  for (const beta of betas) {
    for (let j = 0; j < beta.length; j++) {
      const b = /** @type {number} */ (beta[j]);
      penalty += 0.5 * (1 - share) * b * b + share * Math.abs(b);
    }
  }
  return sum / data.n + problem.lambda * penalty;
}

/**
 * sum_j (x_ij beta_j)^power for every row.
 *
 * @param {Data} data
 * @param {ArrayLike<number>} beta
 * @param {1 | 2} power
 */
export function predictors({ n, p, columns, csr }, beta, power) {
  const out = new Float64Array(n);
  if (csr !== undefined) {
    for (let i = 0; i < n; i++) {
      for (let at = csr.indptr[i] ?? 0; at < (csr.indptr[i + 1] ?? 0); at++) {
        out[i] += ((csr.values[at] ?? 0) * (beta[csr.indices[at] ?? 0] ?? 0)) ** power;
      }
    }
    return out;
  }
  for (let j = 0; j < p; j++) {
    const b = beta[j];
    if (b === 0) continue;
    for (let i = 0, at = j * n; i < n; i++, at++) {
      const part = columns[at] * b;
      out[i] += power === 1 ? part : part * part;
    }
  }
  return out;
}

/** @param {Case} problem @param {Data} data @param {Float64Array} etas @param {ArrayLike<number>} beta */
function sumOfLosses(problem, data, etas, beta) {
  const { loss, cumulant, curvature } = FAMILIES[problem.family];
  const factor = spreadFactor(problem);
  const squares = factor > 0 ? predictors(data, beta, 2) : undefined;
  let sum = 0;
  etas.forEach((eta, i) => {
    sum += loss(/** @type {number} */ (data.y[i]), eta);
    if (squares === undefined) return;
    const s = factor * squares[i];
    if (problem.approximation === "quadratic") sum += 0.5 * curvature(eta) * s;
    if (problem.approximation === "gaussian") sum += expectation(cumulant, eta, s) - cumulant(eta);
  });
  return sum;
}

/** d / (1 - d), 0 without noise. @param {Case} problem */
function spreadFactor({ dropout = 0 }) {
  return dropout / (1 - dropout);
}

/** @param {Case} problem @param {Data} data @param {readonly ArrayLike<number>[]} betas @param {readonly Float64Array[]} etas */
function multinomialLoss(problem, { n, p, y, columns }, betas, etas) {
  const chances = etas.map(() => new Float64Array(n));
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const row = etas.map((eta) => eta[i]);
    const top = Math.max(...row);
    const total = row.reduce((part, eta) => part + Math.exp(eta - top), 0);
    sum += top + Math.log(total) - row[y[i]];
    for (const [k, eta] of row.entries()) chances[k][i] = Math.exp(eta - top) / total;
  }
  const factor = spreadFactor(problem);
  for (let j = 0; factor > 0 && j < p; j++) {
    const beta = betas.map((b) => b[j]);
    for (let i = 0; i < n; i++) {
      const x = columns[j * n + i];
      let [first, second] = [0, 0];
      for (let k = 0; x !== 0 && k < beta.length; k++) {
        first += chances[k][i] * beta[k];
        second += chances[k][i] * beta[k] * beta[k];
      }
      sum += 0.5 * factor * x * x * (second - first * first);
    }
  }
  return sum;
}

/**
 * Relative distance above the best; Infinity for a fit that is not finite.
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
