// Everybody who competes from a process of its own. One entry per program; several may share a script.
import { fileURLToPath } from "node:url";

/** @typedef {import("../../cases.mjs").Case} Case */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} of  the package it is a part of: of a package the best program counts
 * @property {"node" | "python" | "R"} by
 * @property {string} script
 * @property {string} program  what the script is asked for
 * @property {readonly number[]} ladder  tolerances, loosest first; the first that reaches the objective counts
 * @property {(problem: Case) => boolean} takes
 */

/** @param {number} from @param {number} to  powers of ten */
const powers = (from, to) => Array.from({ length: from - to + 1 }, (_, k) => 10 ** (from - k));

/** @param {Case} c */
const kindOf = ({ kind = "fit" }) => kind;

/** @param {Case} c */
const plain = (c) => c.dropout === undefined;

/** @param {Case} c */
const isSparse = (c) => c.data === "text";

/** Programs of npm that take their time. @param {Case} c */
const isSmall = (c) => plain(c) && kindOf(c) === "fit" && !isSparse(c) && c.rows * c.columns <= 2e6 && c.columns < 784;

/** @type {(name: string, solvers: Record<string, (c: Case) => boolean>) => Contender[]} */
const scikitLearn = (_, solvers) =>
  Object.entries(solvers).map(([program, takes]) => ({
    name: `scikit-learn ${program}`,
    of: "scikit-learn",
    by: "python",
    script: "scikit_learn.py",
    program,
    ladder: powers(-1, -12),
    takes: (c) => plain(c) && kindOf(c) === "fit" && c.family !== "gaussian" && takes(c),
  }));

/** @type {readonly Contender[]} */
export const CONTENDERS = [
  ...scikitLearn("scikit-learn", {
    lbfgs: (c) => c.share !== 1,
    // Its Hessian is p x p, and it has neither sparse x nor several classes.
    "newton-cholesky": (c) => c.share !== 1 && !isSparse(c) && c.family !== "multinomial",
    "newton-cg": (c) => c.share !== 1 && c.family !== "poisson",
    // It penalizes the intercept.
    liblinear: (c) => c.family === "binomial" && c.lambda > 0 && c.intercept === false,
    saga: (c) => c.family !== "poisson" && c.lambda > 0,
  }),
  // Its intercept is penalized too.
  ...["0", "6", "7"].map((program) => ({
    name: `LIBLINEAR -s ${program}`,
    of: "LIBLINEAR",
    by: /** @type {const} */ ("python"),
    script: "liblinear_.py",
    program,
    ladder: powers(-1, -10),
    takes: (/** @type {Case} */ c) =>
      plain(c) && isSparse(c) && c.intercept === false && (c.share === 1) === (program === "6"),
  })),
  {
    name: "glm.fit",
    of: "R",
    by: "R",
    script: "glm.R",
    program: "glm.fit",
    ladder: powers(-4, -14),
    takes: (c) => plain(c) && kindOf(c) === "fit" && c.lambda === 0 && c.family !== "multinomial",
  },
  {
    name: "glmnet",
    of: "glmnet",
    by: "R",
    script: "glmnet.R",
    program: "glmnet",
    ladder: powers(-7, -14),
    takes: (c) => plain(c) && kindOf(c) !== "cv" && (kindOf(c) === "path" || c.lambda > 0),
  },
  ...["cv.glmnet", "cv.glmnet parallel"].map((program) => ({
    name: program,
    of: "cv.glmnet",
    by: /** @type {const} */ ("R"),
    script: "glmnet.R",
    program,
    ladder: powers(-7, -14),
    takes: (/** @type {Case} */ c) => plain(c) && kindOf(c) === "cv",
  })),
  {
    name: "webR glm.fit",
    of: "webr",
    by: "node",
    script: "serve.mjs",
    program: "glm.fit",
    ladder: powers(-4, -14),
    takes: (c) => isSmall(c) && c.lambda === 0 && c.family !== "multinomial",
  },
  {
    name: "tfjs wasm, Adam",
    of: "tfjs",
    by: "node",
    script: "serve.mjs",
    program: "adam",
    ladder: [64, 128, 256, 512, 1024, 2048, 4096].map((steps) => 1 / steps),
    takes: (c) => isSmall(c) && c.family === "binomial",
  },
];

/** Ours; the first is what the others' ratios are against. @type {readonly Contender[]} */
export const OURS = [
  ["default", [0]],
  ["loose", powers(-2, -10)],
  ["default workers", [0]],
].map(([program, ladder]) => ({
  name: `dropglm ${program}`,
  of: "dropglm",
  by: "node",
  script: "serve.mjs",
  program: String(program),
  ladder: /** @type {number[]} */ (ladder),
  takes: (c) => !String(program).endsWith("workers") || kindOf(c) === "cv",
}));

/**
 * @param {Contender} contender
 * @param {{ node: string, python: string, Rscript: string }} commands
 * @returns {[string, string[]]}
 */
export function commandOf({ by, script, of }, { node, python, Rscript }) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  if (by === "python") return [python, [file]];
  if (by === "R") return [Rscript, ["--vanilla", file]];
  return [node, [file, of]];
}
