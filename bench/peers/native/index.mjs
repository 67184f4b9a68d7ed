// All programs that run in their own process. One entry per program; several may share a script.
import { fileURLToPath } from "node:url";
import { isSparse } from "../../data/index.mjs";
import { NPM } from "../index.mjs";

/** @typedef {import("../../cases.mjs").Case} Case */

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} of  the package it is a part of: of a package the best program counts
 * @property {"node" | "python" | "R"} by
 * @property {string} script
 * @property {string} program  what the script is asked for
 * @property {readonly number[]} ladder  tolerances, loosest first; the first that reaches the objective counts. 0: the program's own
 * @property {boolean} [asItComes]  as somebody gets it who sets nothing but the problem: timed even if it does not reach the objective
 * @property {(problem: Case) => boolean} takes
 * @property {(problem: Case) => string | undefined} [refuses]  why it is not in a case that it might be expected in
 * @property {(problem: Case) => boolean} [isFarBehind]  others of its package take a fraction of its time: not in a quick run
 * @property {string} [quickWith]  a quick run has it as it comes, where this package is
 * @property {readonly string[]} [module]  by node: the module and what it is told; default `of`
 */

/** @param {number} from @param {number} to  powers of ten */
const powers = (from, to) => Array.from({ length: from - to + 1 }, (_, k) => 10 ** (from - k));

/** @param {Case} c */
const kindOf = ({ kind = "fit" }) => kind;

/** @param {Case} c */
const plain = (c) => c.dropout === undefined;

/** Programs of npm that take their time. @param {Case} c */
const isSmall = (c) => plain(c) && kindOf(c) === "fit" && !isSparse(c) && c.rows * c.columns <= 2e6 && c.columns < 784;

/** Others of npm take minutes beyond. @param {Case} c */
const isTiny = (c) => isSmall(c) && c.rows * c.columns <= 5e5;

/** Iteratively reweighted least squares. @param {Case} c */
const isUnpenalized = (c) => plain(c) && kindOf(c) === "fit" && c.lambda === 0 && c.family !== "multinomial";

/** Where threads may gain something. @param {Case} c */
const isLarge = (c) => kindOf(c) !== "fit" || c.rows * (c.words ?? c.columns) * (c.classes ?? 1) >= 1e6;

/** @param {Case} c */
const isMnist = (c) => c.data === "mnist";

/** Solvers that take several times as long as others of scikit-learn on dense data. */
const FAR_BEHIND = ["saga", "newton-cg"];

/** @type {(solvers: Record<string, (c: Case) => boolean>) => Contender[]} */
const scikitLearn = (solvers) =>
  Object.entries(solvers).map(([program, takes]) => ({
    name: `scikit-learn ${program}`,
    of: "scikit-learn",
    by: "python",
    script: "scikit_learn.py",
    program,
    ladder: powers(-1, -12),
    takes: (c) => plain(c) && kindOf(c) === "fit" && c.family !== "gaussian" && takes(c),
    isFarBehind: (c) => FAR_BEHIND.includes(program) && !isSparse(c) && !(program === "newton-cg" && isMnist(c)),
  }));

/** As it comes, and, where it wants to be told how many steps to take, with the fewest of the best length. @param {import("../adapter.mjs").Adapter} adapter @returns {Contender[]} */
function ofNpm({ name, refuses, defaultSteps, rungs = 24, quickWith }) {
  const shared = {
    by: /** @type {const} */ ("node"),
    script: "serve.mjs",
    module: ["npm", name],
    takes: isTiny,
    refuses,
    quickWith,
  };
  const plain = { ...shared, name, of: name, program: "default", ladder: [0], asItComes: true };
  if (defaultSteps === undefined) return [plain];
  const steps = Array.from({ length: rungs }, (_, k) => Math.round(16 * Math.SQRT2 ** k));
  const tuned = `${name}, tuned`;
  return [plain, { ...shared, name: tuned, of: tuned, program: "tuned", ladder: steps.map((count) => 1 / count) }];
}

/** The programs at tolerances that the harness looks for. @type {readonly Contender[]} */
const TUNED = [
  ...scikitLearn({
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
    takes: isUnpenalized,
  },
  {
    name: "statsmodels GLM",
    of: "statsmodels",
    by: "python",
    script: "statsmodels_.py",
    program: "GLM",
    ladder: powers(-1, -12),
    takes: isUnpenalized,
    quickWith: "R",
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
  ...["cv.glmnet", "cv.glmnet-parallel"].map((program) => ({
    name: program.replace("-", " "),
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
    takes: (c) => isSmall(c) && isUnpenalized(c),
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

/** After the name of a program at its own rule. */
export const AS_IT_COMES = ", as it comes";

/** A program that has a tolerance and a limit of iterations of its own, at these. @param {Contender} contender @returns {Contender} */
const withoutOptions = (contender) => ({
  ...contender,
  name: `${contender.name}${AS_IT_COMES}`,
  ladder: [0],
  asItComes: true,
  isFarBehind: (c) => contender.isFarBehind?.(c) || (c.isLong === true && FAR_BEHIND.includes(contender.program)),
});

/** What has no rule of its own, and what nobody gets without asking for threads. @param {Contender} contender */
const isAsked = ({ of, name }) => of === "tfjs" || name === "cv.glmnet parallel";

/** @type {readonly Contender[]} */
export const CONTENDERS = [
  ...TUNED.flatMap((contender) => (isAsked(contender) ? [contender] : [contender, withoutOptions(contender)])),
  ...NPM.flatMap(ofNpm),
];

/** Ours; the first is what the others' ratios are against. @type {readonly Contender[]} */
export const OURS = [
  ["default", [0]],
  ["loose", powers(-2, -10)],
  ["default-workers", [0]],
  ["loose-workers", powers(-2, -10)],
].map(([program, ladder]) => ({
  name: `dropglm ${String(program).replace("-", " ")}`,
  of: "dropglm",
  by: "node",
  script: "serve.mjs",
  program: String(program),
  ladder: /** @type {number[]} */ (ladder),
  asItComes: String(program).startsWith("default"),
  takes: (c) => !String(program).endsWith("workers") || isLarge(c),
}));

/**
 * @param {Contender} contender
 * @param {{ node: string, python: string, Rscript: string }} commands
 * @returns {[string, string[]]}
 */
export function commandOf({ by, script, of, module = [of] }, { node, python, Rscript }) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  if (by === "python") return [python, [file]];
  if (by === "R") return [Rscript, ["--vanilla", file]];
  return [node, [file, ...module]];
}
