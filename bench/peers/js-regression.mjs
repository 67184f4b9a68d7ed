// js-regression: a fixed number of gradient steps on the mean loss, gaussian and logistic, no stopping rule. Its ridge
// penalizes the intercept too. For the gaussian family centring x and y makes the intercept 0 and the problems equal;
// for logistic nothing does.
import { refusesNoise } from "./adapter.mjs";

/** @typedef {import("./adapter.mjs").Data} Data */

/** @type {import("./adapter.mjs").Adapter} */
export const jsRegression = {
  name: "js-regression",
  package: "js-regression",
  defaultSteps: ({ family }) => (family === "gaussian" ? 1000 : 100),
  refuses: (problem) => {
    if (problem.family === "poisson") return "has no Poisson family";
    if (problem.family === "multinomial") return "has one model per class";
    if (problem.family === "binomial" && problem.lambda > 0) return "penalizes the intercept: another objective";
    return refusesNoise(problem);
  },
  async load() {
    // @ts-expect-error: the package has no types
    const { LinearRegression, LogisticRegression } = (await import("js-regression")).default;
    return {
      prepare: (data, problem) => (problem.family === "gaussian" ? centred(data) : withoutCentre(data)),
      fit: ({ rows, means }, problem, settings) => {
        const Regression = problem.family === "gaussian" ? LinearRegression : LogisticRegression;
        const steps = settings && { iterations: settings.steps, alpha: settings.rate };
        const lambda = problem.lambda * rows.length; // the linear one divides lambda by n; the logistic one has none here
        const [constant, ...coefficients] = new Regression({ ...steps, lambda }).fit(rows).theta;
        const shift = coefficients.reduce(
          (/** @type {number} */ sum, /** @type {number} */ b, /** @type {number} */ j) => sum + b * means[j],
          0,
        );
        return { intercept: constant + means.at(-1) - shift, coefficients };
      },
    };
  },
};

/** Rows with y as the last entry, as the package wants them. @param {Data} data */
function withoutCentre({ rows, y, p }) {
  return { rows: rows.map((row, i) => [...row, y[i]]), means: new Array(p + 1).fill(0) };
}

/** The same about the means. @param {Data} data */
function centred(data) {
  const { rows } = withoutCentre(data);
  const means = Array.from({ length: data.p + 1 }, (_, j) => {
    return rows.reduce((sum, row) => sum + /** @type {number} */ (row[j]), 0) / data.n;
  });
  return {
    rows: rows.map((row) => row.map((v, j) => /** @type {number} */ (v) - /** @type {number} */ (means[j]))),
    means,
  };
}
