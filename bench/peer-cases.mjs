// The cases of npm run bench:peers: sizes that are usual for native programs.

import { GROWTH_CASES } from "./growth.mjs";

/** @typedef {import("./cases.mjs").Case} Case */

/** @type {Omit<Case, "id" | "title" | "rows" | "columns">} */
const LOGISTIC = { family: "binomial", lambda: 0.01, seed: 11 };

/** @type {[string, number, number][]} */
const DENSE = [
  ["100k-100", 100_000, 100],
  ["10k-200", 10_000, 200],
  ["500k-30", 500_000, 30],
  ["1m-10", 1_000_000, 10],
];

/** For paths; wide ones have few true coefficients. @type {[string, number, number, number][]} */
const PATHS = [
  ["100k-100", 100_000, 100, 100],
  ["10k-200", 10_000, 200, 50],
  ["300-2000", 300, 2000, 20],
  ["500-5000", 500, 5000, 20],
];

/** @type {Omit<Case, "id" | "title" | "lambda">} */
const TEXT = { family: "binomial", data: "text", rows: 20_000, columns: 50_000, words: 120, seed: 12 };

/** @type {Omit<Case, "id" | "title">} */
const POISSON = { family: "poisson", data: "dummies", rows: 600_000, columns: 60, lambda: 1e-4, seed: 13 };

/** Dropout in place of the ridge, or beside the lasso, on the same data. @param {Case} plain @returns {Case[]} */
function noised(plain) {
  return /** @type {const} */ (["quadratic", "gaussian"]).map((approximation) => ({
    ...plain,
    id:
      plain.share === 1
        ? `${plain.id}-dropout-${approximation}`
        : `${plain.id}-${approximation}`.replace("-ridge", "-dropout"),
    title: `${plain.share === 1 ? `${plain.title}, dropout 0.5` : plain.title.replace("ridge", "dropout 0.5")}, ${approximation}`,
    lambda: plain.share === 1 ? plain.lambda : 0,
    dropout: 0.5,
    approximation,
    against: plain.id,
  }));
}

/** @type {Case[]} */
const RIDGE = [
  ...DENSE.map(([size, rows, columns]) => ({
    ...LOGISTIC,
    id: `logistic-ridge-${size}`,
    title: "logistic, ridge",
    rows,
    columns,
  })),
  { ...TEXT, id: "text-ridge", title: "text, ridge", lambda: 1e-4 },
  {
    ...LOGISTIC,
    id: "poisson-ridge-100k-50",
    title: "Poisson, ridge",
    family: "poisson",
    rows: 100_000,
    columns: 50,
    seed: 14,
  },
  { ...POISSON, id: "poisson-ridge-600k-60", title: "Poisson with dummies, ridge" },
];

/** @type {Case[]} */
const MULTINOMIAL = [
  {
    id: "multinomial-ridge-10k-784",
    title: "multinomial, ridge",
    family: "multinomial",
    data: "digits",
    rows: 10_000,
    columns: 784,
    classes: 10,
    lambda: 0.01,
    seed: 15,
  },
  {
    id: "multinomial-ridge-digits",
    title: "multinomial, 8 x 8 digits, ridge",
    family: "multinomial",
    data: "digits",
    rows: 1797,
    columns: 64,
    classes: 10,
    lambda: 0.001,
    seed: 16,
  },
];

/** MNIST with ridge 1/n; of 60,000 rows a fit of another program takes minutes. @type {Case[]} */
const MNIST = [10_000, 60_000].map((rows) => ({
  id: `mnist-ridge-${rows / 1000}k`,
  title: "MNIST, ridge",
  family: "multinomial",
  data: "mnist",
  rows,
  columns: 784,
  classes: 10,
  lambda: 1 / rows,
  seed: 0,
  ...(rows > 10_000 ? { isLong: true, seconds: 300 } : {}),
}));

/** Dropout beside the ridge of the other case, which is kept. @type {Case[]} */
const MNIST_DROPOUT = MNIST.filter(({ rows }) => rows === 10_000).map((plain) => ({
  ...plain,
  id: "mnist-dropout-10k-quadratic",
  title: "MNIST, ridge and dropout 0.5",
  dropout: 0.5,
  approximation: "quadratic",
  against: plain.id,
}));

/** @type {Case} */
const FACTORS = {
  id: "factors-plain-100k-97",
  title: "Poisson with four factors, no penalty",
  family: "poisson",
  data: "factors",
  rows: 100_000,
  columns: 97,
  levels: [60, 20, 10, 5],
  lambda: 0,
  seed: 17,
};

/** @type {Case[]} */
const LASSO_PATHS = PATHS.map(([size, rows, columns, nonZeros]) => ({
  ...LOGISTIC,
  kind: /** @type {const} */ ("path"),
  id: `lasso-path-${size}`,
  title: "logistic lasso, path of 100 lambdas",
  rows,
  columns,
  nonZeros,
  share: /** @type {const} */ (1),
  count: 100,
}));

/** @type {Case} */
const TEXT_LASSO = { ...TEXT, id: "text-lasso", title: "text, lasso", lambda: 2e-4, share: 1 };

/** @type {readonly Case[]} */
export const PEER_CASES = [
  ...RIDGE,
  ...DENSE.map(([size, rows, columns]) => ({
    ...LOGISTIC,
    id: `logistic-plain-${size}`,
    title: "logistic, no penalty",
    rows,
    columns,
    lambda: 0,
  })),
  ...LASSO_PATHS,
  ...PATHS.map(([size, rows, columns, nonZeros]) => ({
    ...LOGISTIC,
    kind: /** @type {const} */ ("path"),
    id: `ridge-path-${size}`,
    title: "logistic ridge, path of 100 lambdas",
    rows,
    columns,
    nonZeros,
    count: 100,
  })),
  ...PATHS.map(([size, rows, columns, nonZeros]) => ({
    ...LOGISTIC,
    kind: /** @type {const} */ ("cv"),
    id: `lasso-cv-${size}`,
    title: "logistic lasso, 10-fold CV of a path of 100 lambdas",
    rows,
    columns,
    nonZeros,
    share: /** @type {const} */ (1),
    count: 100,
  })),
  { ...POISSON, id: "poisson-plain-600k-60", title: "Poisson with dummies, no penalty", lambda: 0 },
  TEXT_LASSO,
  { ...TEXT, id: "text-ridge-through-origin", title: "text, ridge, no intercept", lambda: 1e-4, intercept: false },
  {
    ...TEXT,
    id: "text-lasso-through-origin",
    title: "text, lasso, no intercept",
    lambda: 2e-4,
    share: 1,
    intercept: false,
  },
  { ...LOGISTIC, id: "logistic-plain-1k-10", title: "logistic, no penalty", rows: 1000, columns: 10, lambda: 0 },
  { ...LOGISTIC, id: "logistic-plain-10k-50", title: "logistic, no penalty", rows: 10_000, columns: 50, lambda: 0 },
  ...MULTINOMIAL,
  ...MNIST,
  FACTORS,
  ...[...RIDGE, TEXT_LASSO].flatMap(noised),
  ...LASSO_PATHS.filter(({ id }) => id === "lasso-path-10k-200").flatMap(noised),
  ...MULTINOMIAL.flatMap(noised).filter(({ approximation }) => approximation === "quadratic"),
  ...MNIST_DROPOUT,
  ...GROWTH_CASES,
];
