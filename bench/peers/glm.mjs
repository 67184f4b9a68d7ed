// glm 1.0.0: IRLS with a fixed limit of steps inside, gaussian and binomial, no penalty. Nothing to tune.
import { refusesNoise } from "./adapter.mjs";

/** @type {import("./adapter.mjs").Adapter} */
export const glm = {
  name: "glm",
  package: "glm",
  refuses: (problem) => {
    if (problem.family === "poisson") return "has no Poisson family";
    return problem.lambda > 0 ? "has no penalty" : refusesNoise(problem);
  },
  async load() {
    // @ts-expect-error: the package has no types
    const { GLM } = (await import("glm")).default;
    return {
      prepare: ({ rows, y }) => ({ rows: rows.map((row) => [...row]), y }),
      refresh: ({ rows, y }) => ({ rows: rows.map((/** @type {number[]} */ row) => [...row]), y }), // it appends the ones to the caller's rows
      fit: ({ rows, y }, problem) => {
        const family = problem.family === "binomial" ? GLM.families.Binomial() : GLM.families.Gaussian();
        const { weights } = GLM(family).fit(y, rows);
        return { intercept: weights.at(-1), coefficients: weights.slice(0, -1) };
      },
    };
  },
};
