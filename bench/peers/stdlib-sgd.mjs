// Stochastic gradient descent of @stdlib/ml, row after row; its own default is one pass over the rows. What it calls a regularization shrinks
// the intercept too, so it competes where there is no penalty. It has no stopping rule: "steps" are passes over all rows.
import { refusesNoise } from "./adapter.mjs";

/** Steps shrink as t^-FALL; at 1/2, its own default of this rule, the noise of single rows goes more slowly. */
const FALL = 0.75;

/** @type {import("./adapter.mjs").Adapter} */
export const stdlibSgd = {
  name: "@stdlib/ml SGD",
  package: "@stdlib/ml",
  defaultSteps: () => 1,
  rungs: 11,
  quickWith: "glm",
  refuses: (problem) => {
    if (problem.family !== "binomial") return "is logistic only";
    return problem.lambda > 0 ? "penalizes the intercept: another objective" : refusesNoise(problem);
  },
  async load() {
    // @ts-expect-error: the package has no types for this form of import
    const { default: incrBinaryClassification } = await import("@stdlib/ml/incr/binary-classification/lib/index.js");
    // @ts-expect-error: neither has this one
    const { default: array } = await import("@stdlib/ndarray/array/lib/index.js");
    return {
      prepare: ({ rows, y, p }) => ({
        rows: rows.map((row) => array(Float64Array.from(row))),
        signs: y.map((v) => (v === 1 ? 1 : -1)),
        p,
      }),
      fit: ({ rows, signs, p }, problem, settings) => {
        const learningRate = settings === undefined ? {} : { learningRate: ["invscaling", settings.rate, FALL] };
        const accumulate = incrBinaryClassification(p, { lambda: problem.lambda, ...learningRate });
        for (let pass = 0; pass < (settings?.steps ?? 1); pass++) {
          for (let i = 0; i < rows.length; i++) accumulate(rows[i], signs[i]);
        }
        const found = Float64Array.from({ length: p + 1 }, (_, j) => accumulate().get(j));
        return { intercept: found[p], coefficients: found.subarray(0, p) };
      },
    };
  },
};
