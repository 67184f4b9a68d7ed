import { checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { StatusCode } from "../base/status.js";
import type { Rows } from "../frame/rows-types.js";
import type { WithTable } from "../frame/table-options.js";
import { revisitHere } from "../inference/revisit.js";
import type { ResponseInput } from "../input/response.js";
import { degreesOfT } from "../result/coefficients.js";
import { type JointTest, testOf } from "../result/contrast.js";
import { familyOfModel, type ModelData } from "../result/data.js";
import { type FitRows, type FitVectors, readFitRows, VECTOR_KEYS } from "../result/fit-rows.js";
import { withScope } from "../wasm/scope.js";
import type { ColumnGroups } from "./groups.js";
import type { ModelTerm } from "./model-terms.js";
import { penalizedSubmodels } from "./penalized.js";
import { type Refit, refittedSubmodels, type Step, type Submodels, waldSubmodels } from "./submodels.js";

/** The test of a term: an F ratio, a ratio of likelihoods (chi-square), or Wald's. */
export type TermTest = "F" | "likelihood-ratio" | "wald";

/** Options of tests of terms: `anova`, `drop1`. */
export interface TermOptions extends FitVectors {
  /**
   * Default: "F" with a free dispersion, "likelihood-ratio" with a known one; "wald" with a penalty, noise or sampling weights, where the
   * others have no such distribution and are refused. Of a bias-reduced fit the ratio is of penalized likelihoods.
   */
  readonly test?: TermTest | undefined;
  /** For a model of numbers: columns that are one term, by its name; the others are terms by themselves. A formula has its own terms. */
  readonly groups?: ColumnGroups | undefined;
}

/** The same for a model of a formula. */
export type OfTable<O extends TermOptions> = WithTable<Omit<O, "groups">>;

/** Names of the options: a formula has its own terms. */
export function termKeys({ encoding }: ModelData): string[] {
  return ["test", ...VECTOR_KEYS, ...(encoding === undefined ? ["groups"] : [])];
}

/** Something to know about the tests. */
export interface TermWarning {
  readonly code: "treatment-contrasts" | "aliased" | "not-converged";
  readonly message: string;
}

/** A model, ready to be compared with smaller ones. */
export interface Analysis {
  readonly model: ModelData;
  readonly terms: readonly ModelTerm[];
  readonly test: TermTest;
  readonly submodels: Submodels;
  /** Grows with the fits. */
  readonly warnings: TermWarning[];
}

/** Reads the rows of the fit, which are refused if they are others. `fitter` makes the function that fits to other columns. */
export function analyse(
  model: ModelData,
  { x, y, options }: Rows<TermOptions>,
  terms: readonly ModelTerm[],
  fitter: (again: FitRows) => Refit,
): Analysis {
  const { test: asked, groups: _, ...vectors } = options;
  if (model.status.code !== "converged") {
    throw new GlmError("NOT_SUPPORTED", `there are no tests of terms: the fit is ${model.status.code}`, {});
  }
  const test = testFor(model, asked);
  const again = readFitRows(model, x, y as ResponseInput, vectors);
  withScope((scope) => revisitHere(scope, again)); // refuses other rows than those of the fit
  const warnings: TermWarning[] = [];
  if (test === "wald") return { model, terms, test, submodels: waldSubmodels(model, terms), warnings };
  const failed = (lacking: readonly number[], code: StatusCode): void => {
    const names = lacking.map((t) => terms[t]!.label).join(", ");
    warnings.push({ code: "not-converged", message: `the fit without ${names} is ${code}: there is no test of it` });
  };
  const submodels = isReduced(model)
    ? penalizedSubmodels(model, terms, again, failed)
    : refittedSubmodels(model, terms, again.design, fitter(again), failed);
  return { model, terms, test, submodels, warnings };
}

/** Whether the model is bias-reduced: likelihoods are then penalized ones. */
export function isReduced({ recipe }: ModelData): boolean {
  return recipe?.biasReduction !== undefined;
}

const TESTS: readonly TermTest[] = ["F", "likelihood-ratio", "wald"];

function testFor(model: ModelData, asked: TermTest | undefined): TermTest {
  const isFree = familyOfModel(model).dispersion === "free";
  const why = model.isPenalized
    ? "a penalty, noise or bounds"
    : model.recipe?.weightType === "sampling"
      ? "sampling weights"
      : undefined;
  const hasRatio = !isReduced(model) || familyOfModel(model).isCanonical;
  const usual = why !== undefined || !hasRatio ? "wald" : isFree ? "F" : "likelihood-ratio";
  const test = checkOneOf("test", asked ?? usual, TESTS);
  if (why !== undefined && test !== "wald") {
    const message = `test "${test}" of a fit with ${why}, where a ratio of likelihoods has no known distribution; expected test "wald"`;
    throw new GlmError("NOT_SUPPORTED", message, { test });
  }
  if (test === "F" && !isFree) {
    const message = `test "F" with the known dispersion of family "${model.family}"; expected "likelihood-ratio", or a fit of quasi("${model.family}")`;
    throw new GlmError("NOT_SUPPORTED", message, { test });
  }
  return test;
}

/** The test of a step by the dispersion of the model; NaN for a term that depends on the rest. */
export function testOfStep({ model, test }: Analysis, { df, sum }: Step): JointTest {
  const residual = test === "likelihood-ratio" ? Infinity : degreesOfT(model);
  const scaled = test === "wald" ? sum : Math.max(0, sum) / model.dispersion;
  return testOf(df > 0 ? scaled : Number.NaN, df, residual);
}

/** Warns of a term whose columns depend on those of others. */
export function warnOfAliased({ warnings }: Analysis, label: string, { df }: Step): void {
  if (df !== 0) return;
  const message = `${label}: its columns depend on those of other terms, so that there is nothing to test; leave it out of the formula`;
  warnings.push({ code: "aliased", message });
}
