// The fitted problems. One case is one optimization problem: data, family, penalty, noise, the same for every program. These are the cases of
// npm run bench; those of npm run bench:peers are in peer-cases.mjs.
import { PEER_CASES } from "./peer-cases.mjs";

/**
 * @typedef {object} Case
 * @property {string} id
 * @property {string} title
 * @property {"gaussian" | "binomial" | "poisson" | "multinomial"} family
 * @property {"fit" | "path" | "cv"} [kind]  one fit (default), a path over lambda, ten-fold cross-validation of a path
 * @property {"dense" | "dummies" | "text" | "classes" | "digits" | "mnist" | "factors"} [data]  in data/; default "dense"
 * @property {number} rows  n
 * @property {number} columns  p; the intercept comes on top and is never penalized
 * @property {boolean} [intercept]  default true
 * @property {number} [words]  entries of a row of text
 * @property {number} [classes]  of a multinomial
 * @property {readonly number[]} [levels]  of factors
 * @property {number} [nonZeros]  true coefficients that are not 0; default all
 * @property {number} lambda  on the mean scale, (1/n) sum l + lambda ((1 - share) |beta|^2 / 2 + share |beta|_1); 0 for none; of a path: unused
 * @property {0 | 1} [share]  1 for lasso; default 0, ridge
 * @property {number} [count]  lambdas of a path
 * @property {number} [dropout]  rate of the dropout noise
 * @property {"quadratic" | "gaussian"} [approximation]  how the noise is evaluated
 * @property {number} [seconds]  time limit of one fit, if it is to be longer than usual
 * @property {boolean} [isLong]  programs run once, others than dropglm at their loosest tolerance
 * @property {string} [against]  id of the case whose time this one is divided by, for noise
 * @property {{ axis: string, times: number }} [growth]  part of a series; see growth.mjs
 * @property {number} seed
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
  const all = [...CASES, ...PEER_CASES];
  const found = all.find((c) => c.id === id);
  if (found === undefined) throw new Error(`no case "${id}"; there are ${all.map((c) => c.id).join(", ")}`);
  return found;
}
