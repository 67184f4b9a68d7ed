// Settings for programs that take a fixed number of steps: the fewest that reach the objective.
import { gapOf, objective, REACHED } from "./objective.mjs";

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./cases.mjs").Data} Data */
/** @typedef {import("./peers/adapter.mjs").Settings} Settings */

/** Step lengths to try, in units of 1 / L: gradient descent never diverges at 1, and is fastest somewhere above. */
const RATES = [1, 1.5, 2, 3, 4];

/** Steps of the trial that picks the rate. */
const TRIAL = 32;

/** The number of steps is found to this factor. */
const CLOSE = 1.05;

/**
 * @typedef {object} Tuned
 * @property {Settings} settings  the fewest steps found, or the most tried
 * @property {number} gap
 * @property {boolean} reached
 * @property {number} seconds  spent on tuning
 */

/**
 * Picks the best of five step lengths, doubles the steps until the objective is reached, then halves the interval.
 * Fits cannot be interrupted, so one that would overrun the budget is not begun.
 *
 * @param {(settings: Settings) => import("./objective.mjs").Fit} run
 * @param {Case} problem
 * @param {Data} data
 * @param {number} best  the objective to reach
 * @param {number} budget  milliseconds
 * @returns {Tuned}
 */
export function tune(run, problem, data, best, budget) {
  const begun = performance.now();
  const left = () => budget - (performance.now() - begun);
  let stepMs = 0;
  /** @param {number} rate @param {number} steps */
  const gapAt = (rate, steps) => {
    const start = performance.now();
    const fit = run({ rate, steps });
    stepMs = (performance.now() - start) / steps;
    return gapOf(objective(problem, data, fit), best);
  };

  const rate = fastest(gapAt, curvatureBound(data, problem));
  let [low, high] = [0, TRIAL];
  let gap = gapAt(rate, high);
  while (gap > REACHED && 2 * high * stepMs < left()) {
    low = high;
    high *= 2;
    gap = gapAt(rate, high);
  }
  while (gap <= REACHED && high > CLOSE * low + 1) {
    const middle = Math.round((low + high) / 2);
    if (middle * stepMs > left()) break;
    const found = gapAt(rate, middle);
    if (found <= REACHED) [high, gap] = [middle, found];
    else low = middle;
  }
  const seconds = (performance.now() - begun) / 1000;
  return { settings: { rate, steps: high }, gap, reached: gap <= REACHED, seconds };
}

/** The step length that is furthest after a few steps. @param {(rate: number, steps: number) => number} gapAt @param {number} bound */
function fastest(gapAt, bound) {
  const tried = RATES.map((factor) => ({ rate: factor / bound, gap: gapAt(factor / bound, TRIAL) }));
  return tried.reduce((a, b) => (b.gap < a.gap ? b : a)).rate;
}

/**
 * A bound L on the curvature of the mean loss, the ones of the intercept included: the largest eigenvalue of
 * [1 X]'[1 X] / n, by power iteration, times the largest A'', plus lambda. Steps of 1 / L never diverge.
 *
 * @param {Data} data
 * @param {Case} problem
 */
function curvatureBound({ rows, n, p }, problem) {
  let v = new Float64Array(p + 1).fill(1 / Math.sqrt(p + 1));
  let largest = 0;
  for (let k = 0; k < 100; k++) {
    const next = new Float64Array(p + 1);
    for (const row of rows) {
      let along = /** @type {number} */ (v[p]);
      for (let j = 0; j < p; j++) along += /** @type {number} */ (row[j]) * /** @type {number} */ (v[j]);
      for (let j = 0; j < p; j++) next[j] += (along * /** @type {number} */ (row[j])) / n;
      next[p] += along / n;
    }
    largest = Math.hypot(...next);
    v = next.map((x) => x / largest);
  }
  return (problem.family === "binomial" ? 0.25 : 1) * largest + problem.lambda;
}
