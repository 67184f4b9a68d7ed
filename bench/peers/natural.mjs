// natural's logistic classifier, given numbers in place of word counts. It descends until a step gains less than 1e-4,
// and does not return its intercept: its result is shown, but does not reach the objective.
import { refusesNoise } from "./adapter.mjs";

/** Its matrices are arrays of arrays, copied at every step. */
const MOST_ENTRIES = 20_000;

/** @type {import("./adapter.mjs").Adapter} */
export const natural = {
  name: "natural",
  package: "natural",
  refuses: (problem) => {
    if (problem.family !== "binomial") return "is logistic only";
    if (problem.rows * problem.columns > MOST_ENTRIES) return "is for counts of words, and takes minutes at this size";
    return problem.lambda > 0 ? "has no penalty" : refusesNoise(problem);
  },
  async load() {
    // @ts-expect-error: the package has no types
    const { LogisticRegressionClassifier } = (await import("natural")).default;
    return {
      prepare: ({ rows, y }) => ({ rows, y }),
      fit: ({ rows, y }) => {
        const { classifier } = new LogisticRegressionClassifier();
        for (const [i, row] of rows.entries()) classifier.addExample(row, String(y[i]));
        classifier.train();
        return { intercept: 0, coefficients: classifier.theta[classifier.classifications.indexOf("1")].elements };
      },
    };
  },
};
