import { type FamilyName, type FitOptions, fitSync, type Score, type StatusCode } from "../../index.js";
import type { Split } from "../rows/folds.js";
import { type Sample, take } from "../rows/sample.js";
import { METHODS, type Method } from "./methods.js";

/** The measures on held-out rows. The first decides which strength is best: the smallest. */
export type Measure = "logLoss" | "accuracy" | "auc" | "deviance" | "meanSquaredError";

export function measuresOf(family: FamilyName): readonly Measure[] {
  if (family === "binomial") return ["logLoss", "accuracy", "auc"];
  return family === "multinomial" ? ["logLoss", "accuracy"] : ["deviance", "meanSquaredError"];
}

export interface Estimate {
  readonly mean: number;
  /** Standard deviation over the splits / sqrt(splits). */
  readonly standardError: number;
}

/** One strength of a method, over all splits. */
export interface Tried {
  readonly strength: number;
  readonly scores: Readonly<Partial<Record<Measure, Estimate>>>;
  /** Mean time of one fit. */
  readonly seconds: number;
}

export interface Evaluated {
  readonly method: Method;
  readonly tried: readonly Tried[];
  readonly best: Tried;
  readonly fits: number;
  /** The ends of fits that did not converge, with counts. */
  readonly unfinished: Readonly<Partial<Record<StatusCode, number>>>;
  /** Number of fits that gave a held-out row a mean outside the family's range. */
  readonly astray: number;
}

/** One fit and its marks. */
interface Trial {
  readonly code: StatusCode;
  readonly seconds: number;
  readonly score: Score;
}

/** Number of fits that `evaluate` makes. */
export function countFits(splits: number): number {
  return splits * METHODS.reduce((sum, { grid }) => sum + grid.length, 0);
}

/** Every method with every strength, trained and tested on every split. `onFit` is told of each fit. */
export function evaluate(sample: Sample, splits: readonly Split[], onFit: () => void): Evaluated[] {
  const measures = measuresOf(sample.family);
  const trials = METHODS.map(({ grid }) => grid.map((): Trial[] => []));
  for (const { train, test } of splits) {
    const training = take(sample, train);
    const testing = take(sample, test);
    METHODS.forEach(({ grid, options }, m) => {
      grid.forEach((strength, k) => {
        trials[m]![k]!.push(tryOnce(training, testing, options(strength)));
        onFit();
      });
    });
  }
  return METHODS.map((method, m) => summarize(method, trials[m]!, measures));
}

function tryOnce(training: Sample, testing: Sample, options: FitOptions): Trial {
  const begun = performance.now();
  const model = fitSync(training.x, training.y, { ...training.likelihood, ...training.vectors, ...options });
  const seconds = (performance.now() - begun) / 1000;
  return { code: model.status.code, seconds, score: model.score(testing.x, testing.y, testing.vectors) };
}

function summarize(method: Method, trials: readonly (readonly Trial[])[], measures: readonly Measure[]): Evaluated {
  const tried = method.grid.map((strength, k) => toTried(strength, trials[k]!, measures));
  const unfinished: Partial<Record<StatusCode, number>> = {};
  for (const { code } of trials.flat()) if (code !== "converged") unfinished[code] = (unfinished[code] ?? 0) + 1;
  const fits = trials.flat().length;
  const astray = trials.flat().filter(({ score }) => Number.isNaN(score[measures[0]!])).length;
  return { method, tried, best: bestOf(tried, measures[0]!), fits, unfinished, astray };
}

function toTried(strength: number, trials: readonly Trial[], measures: readonly Measure[]): Tried {
  const estimates = measures.map((measure) => [measure, estimate(trials.map(({ score }) => markOf(score, measure)))]);
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0) / trials.length;
  return { strength, scores: Object.fromEntries(estimates) as Tried["scores"], seconds };
}

/** A mean outside the family's range counts as infinitely bad; only the AUC may be missing. */
function markOf(score: Score, measure: Measure): number {
  const value = score[measure]!;
  return Number.isNaN(value) && measure !== "auc" ? Infinity : value;
}

/** Mean and its standard error. NaN means "not measurable" (the AUC of one class) and is left out. */
export function estimate(values: readonly number[]): Estimate {
  const known = values.filter((value) => !Number.isNaN(value));
  const n = known.length;
  const mean = known.reduce((sum, value) => sum + value, 0) / n;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) };
}

/** The smallest mean; of equal ones the first. NaN is never better. */
function bestOf(tried: readonly Tried[], measure: Measure): Tried {
  const value = (one: Tried): number => one.scores[measure]!.mean;
  return tried.reduce((best, one) => (value(one) < value(best) || Number.isNaN(value(best)) ? one : best));
}
