// Settings for programs that take a fixed number of steps: the fewest that reach the objective.
import { gapOf, objective, REACHED } from "./objective.mjs";
import { digits, gapText } from "./report.mjs";

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./data/index.mjs").DataWithRows} Data */
/** @typedef {import("./peers/adapter.mjs").Settings} Settings */

/** Step lengths to try, in units of 1 / L: gradient descent never diverges at 1, and the fastest length is above. */
const RATES = [1, 1.5, 2, 3, 4];

/** Steps of the trial that picks the rate. */
const TRIAL = 32;

/** The number of steps is found to this factor. */
const CLOSE = 1.05;

/** @typedef {{ ms: number, result: import("./peers/adapter.mjs").Fitted }} Timed */

/**
 * Picks the best of five step lengths, doubles the steps until the objective is reached, then halves the interval.
 * Fits cannot be interrupted, so a fit that would exceed the budget is not started. The result at the program's own
 * defaults is reported in a note.
 *
 * @param {(settings: Settings | undefined) => Timed} fit
 * @param {import("./peers/adapter.mjs").Adapter} adapter
 * @param {Case} problem
 * @param {Data} data
 * @param {number} best  the objective to reach
 * @param {number} budget  milliseconds
 */
export function tune(fit, adapter, problem, data, best, budget) {
  const begun = performance.now();
  const left = () => budget - (performance.now() - begun);
  /** @param {Settings | undefined} settings */
  const attempt = (settings) => {
    const { ms, result } = fit(settings);
    return { settings, ms, result, gap: gapOf(objective(problem, data, result), best) };
  };
  const rate = fastestRate(fit, problem, data);
  let low = 0;
  let high = TRIAL;
  let last = attempt({ rate, steps: high });
  while (last.gap > REACHED && 2 * last.ms < left()) {
    low = high;
    high *= 2;
    last = attempt({ rate, steps: high });
  }
  const stepMs = last.ms / high;
  while (last.gap <= REACHED && high > CLOSE * low + 1) {
    const steps = Math.round((low + high) / 2);
    if (steps * stepMs > left()) break;
    const tried = attempt({ rate, steps });
    if (tried.gap > REACHED) low = steps;
    else [high, last] = [steps, tried];
  }
  const reached = last.gap <= REACHED;
  const notes = reached ? [] : [`not reached within ${digits(budget / 1000)} s of tuning`];
  const defaultSteps = adapter.defaultSteps?.(problem) ?? 0;
  return {
    settings: last.settings,
    last,
    reached,
    notes: [...notes, atDefaults(attempt, defaultSteps, stepMs, budget)],
  };
}

/**
 * @param {(settings: undefined) => { ms: number, gap: number }} attempt
 * @param {number} steps
 * @param {number} stepMs
 * @param {number} budget
 */
function atDefaults(attempt, steps, stepMs, budget) {
  const name = `its own defaults (${steps} steps)`;
  if (steps * stepMs > budget) return `${name} would take about ${digits((steps * stepMs) / 1000)} s`;
  const { ms, gap } = attempt(undefined);
  return `${name} take ${digits(ms / 1000)} s to a gap of ${gapText(gap)}`;
}

/**
 * The step length with the lowest objective after a few steps.
 *
 * @param {(settings: Settings) => Timed} fit
 * @param {Case} problem
 * @param {Data} data
 */
export function fastestRate(fit, problem, data) {
  const bound = curvatureBound(data, problem);
  const tried = RATES.map((factor) => {
    const settings = { rate: factor / bound, steps: TRIAL };
    const value = objective(problem, data, fit(settings).result);
    return { rate: settings.rate, value: Number.isFinite(value) ? value : Infinity };
  });
  return tried.reduce((a, b) => (b.value < a.value ? b : a)).rate;
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
      for (let j = 0; j < p; j++)
        next[j] = /** @type {number} */ (next[j]) + (along * /** @type {number} */ (row[j])) / n;
      next[p] = /** @type {number} */ (next[p]) + along / n;
    }
    largest = Math.hypot(...next);
    v = next.map((x) => x / largest);
  }
  return (problem.family === "binomial" ? 0.25 : 1) * largest + problem.lambda;
}
