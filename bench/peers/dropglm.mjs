// dropglm itself, at its defaults: its own stopping rule ends far below the gap that the harness requires.
import { codedOf } from "../data/factors.mjs";
import { importLibrary } from "../library.mjs";

/** @typedef {import("./adapter.mjs").Case} Case */

/**
 * The options of a case.
 *
 * @param {import("../library.mjs").Library} library
 * @param {Case} problem
 * @returns {import("../../src/index.js").FitOptions}
 */
export function optionsOf({ dropout, lasso, ridge }, problem) {
  const approximation = problem.approximation === undefined ? {} : { approximation: problem.approximation };
  const strength = problem.share === 1 ? lasso : ridge;
  return {
    family: problem.family,
    noise: problem.dropout === undefined ? undefined : dropout(problem.dropout, approximation),
    penalty: problem.lambda > 0 ? strength(problem.lambda) : undefined,
    intercept: problem.intercept ?? true,
  };
}

/**
 * A case ready to run, whatever its kind: x in a form that the library uses without a copy.
 *
 * @param {import("../library.mjs").Library} library
 * @param {import("./native/serve.mjs").Input} input
 */
export function readyOf(library, { problem, data, lambdas, folds }) {
  const x = xOf(library, data);
  const { penalty, ...options } = optionsOf(library, problem);
  const along = { ...options, penalty: problem.share === 1 ? library.lasso() : library.ridge(), lambdas };
  const once = { ...options, penalty, standardErrors: false }; // no other program computes them
  /** @typedef {{ tolerance?: number, workers?: "auto" }} More */
  const runs = {
    fit: (/** @type {More} */ more) =>
      (more.workers === undefined ? library.fitSync : library.fit)(x, data.y, { ...once, ...more }),
    path: (/** @type {More} */ more) =>
      (more.workers === undefined ? library.pathSync : library.path)(x, data.y, { ...along, ...more }),
    cv: (/** @type {More} */ more) => library.crossValidate(x, data.y, { ...along, folds, ...more }),
  };
  /** @param {any} path */
  const fitsOf = (path) =>
    Array.from(path.lambdas, (_, k) => ({ intercept: path.intercepts[k], coefficients: path.coefficients(k) }));
  const reads = {
    fit: (/** @type {any} */ model) => ({ fits: [model] }),
    path: (/** @type {any} */ path) => ({ fits: fitsOf(path) }),
    cv: (/** @type {any} */ judged) => ({ fits: fitsOf(judged.paths[0]), curve: judged.mean }),
  };
  const kind = problem.kind ?? "fit";
  return { run: runs[kind], read: reads[kind] };
}

/** @param {import("../library.mjs").Library} library @param {import("../data/index.mjs").Data} data @returns {any} */
function xOf(library, { n, p, columns, pixels, csr, table }) {
  if (table !== undefined) return codedOf(table);
  if (pixels !== undefined) return library.matrix(pixels, n, p, "row");
  return csr === undefined
    ? library.matrix(columns, n, p, "column")
    : library.sparse({ format: "csr", rows: n, columns: p, ...csr });
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
