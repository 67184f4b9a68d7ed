import { checkNumber, checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { Family } from "../families/index.js";
import type { CrossValidationOptions, Measure } from "../options/validation-types.js";
import type { Path } from "../result/fitted-path.js";
import type { Predictors } from "../result/model.js";
import type { CrossValidation } from "./cross-validation.js";
import { MEASURES } from "./measures.js";
import type { FoldInput, FoldResult, Job } from "./run-fold.js";

// What a cross-validation decides about its folds, wherever its rows are.

/** What ends all of it, not this path alone. */
export function endOf(
  part: { end: CrossValidation["end"] | string } | undefined,
): "aborted" | "time-limit" | undefined {
  return part?.end === "aborted" || part?.end === "time-limit" ? part.end : undefined;
}

export function measureOf(options: CrossValidationOptions, { name, classes }: Family): Measure {
  const all = Object.keys(MEASURES) as Measure[];
  const measure = checkOneOf("measure", options.measure ?? "deviance", all);
  if (MEASURES[measure].classes.includes(classes)) return measure;
  const able = all.filter((other) => MEASURES[other].classes.includes(classes));
  const message = `measure "${measure}" cannot be used with family "${name}"; expected one of ${able.join(", ")}`;
  throw new GlmError("NOT_SUPPORTED", message, { able });
}

/** Within what probabilities are kept when they are judged. */
export function clipOf(options: CrossValidationOptions, measure: Measure): number {
  const clip = checkNumber("clip", options.clip ?? 0, (c) => c >= 0 && c < 0.5, "a number in [0, 0.5)");
  return measure === "deviance" || measure === "logLoss" ? clip : 0;
}

/** The folds of every value of the outer axis. */
export function jobsOf(outers: number, folds: number): Job[] {
  return Array.from({ length: outers * folds }, (_, k) => ({ fold: k % folds, outer: Math.floor(k / folds) }));
}

/** What was found for the jobs, by the values of the outer axis. */
export function byOuter(found: readonly (FoldResult | undefined)[], outers: number, folds: number): FoldResult[][] {
  return Array.from({ length: outers }, (_, outer) =>
    Array.from({ length: folds }, (_, fold) => found[outer * folds + fold] ?? NOTHING),
  );
}

/** A fold that was not reached. */
const NOTHING: FoldResult = {
  solution: { steps: [], relaxed: undefined, end: "aborted" },
  scores: new Float64Array(0),
  weight: 0,
  warnings: [],
};

/** The same path for some of the rows: with a given grid, without the options that belong to all rows. */
export function forFolds(options: FoldInput["outers"][number], whole: Path<Predictors>): FoldInput["outers"][number] {
  const drop = [
    "weights",
    "trials",
    "offset",
    "exposure",
    "signal",
    "timeLimit",
    "onProgress",
    "stopEarly",
    "count",
    "minRatio",
  ];
  const kept = Object.fromEntries(Object.entries(options).filter(([key]) => !drop.includes(key)));
  return whole.lambdas === undefined ? { ...kept, rates: whole.rates } : { ...kept, lambdas: whole.lambdas };
}
