// ml-logistic-regression: a fixed number of gradient steps on the summed loss; no intercept, no penalty, no stopping
// rule. The intercept comes in as a column of ones. It trains one model per class, so it fits two classes twice.
import { refusesNoise } from "./adapter.mjs";

/** @type {import("./adapter.mjs").Adapter} */
export const mlLogisticRegression = {
  name: "ml-logistic-regression",
  package: "ml-logistic-regression",
  defaultSteps: () => 50_000,
  refuses: (problem) => {
    if (problem.family !== "binomial") return "is logistic only";
    return problem.lambda > 0 ? "has no penalty" : refusesNoise(problem);
  },
  async load() {
    const { Matrix } = await import("ml-matrix");
    // @ts-expect-error: the package has no types
    const LogisticRegression = (await import("ml-logistic-regression")).default;
    return {
      prepare: ({ rows, y, n }) => ({
        x: new Matrix(rows.map((row) => [...row, 1])),
        y: Matrix.columnVector(y),
        n,
      }),
      fit: ({ x, y, n }, _problem, settings) => {
        const options = settings && { numSteps: settings.steps, learningRate: settings.rate / n };
        const model = new LogisticRegression(options);
        model.train(x, y);
        const weights = model.classifiers[0].weights.to1DArray(); // "class 0 against the rest": P(y = 1)
        return { intercept: weights.at(-1), coefficients: weights.slice(0, -1) };
      },
    };
  },
};
