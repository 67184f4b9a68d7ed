// dropglm itself, at its defaults: it stops by its own rule, far below the gap that the harness asks for.
import { importLibrary } from "../library.mjs";

/** @typedef {import("./adapter.mjs").Case} Case */

/**
 * The options that state a case.
 *
 * @param {import("../library.mjs").Library} library
 * @param {Case} problem
 * @returns {import("../../src/index.js").FitOptions}
 */
export function optionsOf({ dropout, ridge }, problem) {
  const approximation = problem.approximation === undefined ? {} : { approximation: problem.approximation };
  return {
    family: problem.family,
    noise: problem.dropout === undefined ? undefined : dropout(problem.dropout, approximation),
    penalty: problem.lambda > 0 ? ridge(problem.lambda) : undefined,
  };
}

/**
 * @param {"newton" | "lbfgs"} solver
 * @returns {import("./adapter.mjs").Adapter}
 */
const dropglm = (solver) => ({
  name: `dropglm ${solver}`,
  package: "dropglm",
  refuses: () => undefined,
  async load() {
    const library = await importLibrary();
    return {
      prepare: ({ rows, n, p, y }) => ({ x: library.matrix(byColumn(rows, n, p), n, p, "column"), y }),
      fit: (input, problem) => {
        const model = library.fitSync(input.x, input.y, { ...optionsOf(library, problem), solver });
        return { intercept: model.intercept, coefficients: model.coefficients, status: model.status };
      },
    };
  },
});

/** @param {number[][]} rows @param {number} n @param {number} p */
function byColumn(rows, n, p) {
  const out = new Float64Array(n * p);
  rows.forEach((row, i) => {
    for (let j = 0; j < p; j++) out[j * n + i] = /** @type {number} */ (row[j]);
  });
  return out;
}

export const newton = dropglm("newton");
export const lbfgs = dropglm("lbfgs");
