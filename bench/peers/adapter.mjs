// The interface of a program for the harness, the same for all.

/** @typedef {import("../cases.mjs").Case} Case */
/** @typedef {import("../data/index.mjs").DataWithRows} Data */
/** @typedef {import("../objective.mjs").Fit & { status?: import("../../src/index.js").Status }} Fitted */

/**
 * Settings for a program without its own stopping rule.
 *
 * @typedef {object} Settings
 * @property {number} rate  step length on the mean loss
 * @property {number} steps
 */

/**
 * @typedef {object} Program
 * @property {(data: Data, problem: Case) => unknown} prepare  number[][] to what the program wants; timed apart
 * @property {(input: any, problem: Case) => unknown} [refresh]  a copy for a program that changes its input; not timed
 * @property {(input: any, problem: Case, settings: Settings | undefined) => Fitted} fit
 *           settings undefined: the program's own defaults
 *
 * @typedef {object} Adapter
 * @property {string} name
 * @property {string} package  name on npm
 * @property {(problem: Case) => number} [defaultSteps]  for a program without a stopping rule: the steps it takes unless
 *           told otherwise; the harness then looks for settings that reach the objective
 * @property {number} [rungs]  how many numbers of steps the harness tries at most
 * @property {string} [quickWith]  a quick run has it as it comes, where this package is
 * @property {(problem: Case) => string | undefined} refuses  why it does not compete in this case
 * @property {() => Promise<Program>} load  imports the package
 */

/** @param {Case} problem */
export function refusesNoise(problem) {
  return problem.dropout === undefined ? undefined : "has no feature noise";
}
