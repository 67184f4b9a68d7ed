import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import type { StatusCode } from "../base/status.js";
import { columnSelector } from "../input/select-columns.js";
import { covarianceOf, namedEstimates } from "../result/coefficients.js";
import type { ModelData } from "../result/data.js";
import { element, quadraticForm } from "../stats/linear.js";
import type { ModelTerm } from "./model-terms.js";

/** Models with some of the terms of a model. Each is named by the places of the terms that it lacks. */
export interface Submodels {
  /** Terms that the smaller lacks and the larger has: what their columns explain. `larger` is part of `smaller`. */
  readonly compare: (smaller: readonly number[], larger: readonly number[]) => Step;
  /** Deviance and rank of the model without some terms; undefined for tests of Wald, which fit nothing. */
  readonly without: (terms: readonly number[]) => Fitted | undefined;
}

/** The difference between two models. */
export interface Step {
  /** Rank of what only the larger has. 0: it depends on the rest. */
  readonly df: number;
  /** The fall of the deviance, or Wald's sum of squares. */
  readonly sum: number;
}

export interface Fitted {
  readonly deviance: number;
  readonly rank: number;
}

/** A fit to other columns. */
export type Refit = (design: Design) => Fitted & { readonly code: StatusCode };

/** By fits to the columns that are left, as anova.glm, drop1.glm and car's Anova make them. `failed` hears which fits did not converge. */
export function refittedSubmodels(
  model: ModelData,
  terms: readonly ModelTerm[],
  design: Design,
  refit: Refit,
  failed: (terms: readonly number[], code: StatusCode) => void,
): Submodels {
  const known = new Map<string, Fitted>([["", { deviance: model.deviance, rank: rankOf(model) }]]);
  const select = columnSelector(design);
  const nullRank = model.hasIntercept ? Math.max(1, model.coefficients.length - 1) : 0;
  const fitted = (lacking: readonly number[]): Fitted => {
    const columns = terms.flatMap((term, t) => (lacking.includes(t) ? [] : term.columns)).sort((a, b) => a - b);
    if (columns.length === 0) return { deviance: model.nullDeviance, rank: nullRank };
    const { deviance, rank, code } = refit(select(columns));
    if (code === "converged") return { deviance, rank };
    failed(lacking, code);
    return { deviance: Number.NaN, rank };
  };
  const without = (lacking: readonly number[]): Fitted => {
    const key = [...lacking].sort((a, b) => a - b).join();
    const found = known.get(key) ?? fitted(lacking);
    known.set(key, found);
    return found;
  };
  return {
    without,
    compare: (smaller, larger) => {
      const [small, large] = [without(smaller), without(larger)];
      return { df: large.rank - small.rank, sum: small.deviance - large.deviance };
    },
  };
}

function rankOf({ degreesOfFreedom }: ModelData): number {
  if (degreesOfFreedom !== undefined) return degreesOfFreedom;
  const message =
    'the number of parameters of the model is not known; fit it with solver: "newton", or with fewer columns';
  throw new GlmError("NOT_SUPPORTED", message, {});
}

/**
 * By the estimates and their covariance alone: b' C^-1 b of the columns that the smaller model lacks, minus the same of those that the larger
 * lacks, as car's Anova with test.statistic = "Wald".
 */
export function waldSubmodels(model: ModelData, terms: readonly ModelTerm[]): Submodels {
  const { packed, aliased } = covarianceOf(model);
  const { estimates } = namedEstimates(model);
  const shift = Number(model.hasIntercept);
  const width = shift + model.names.length;
  const formOf = (lacking: readonly number[]): { value: number; rank: number } => {
    const columns = lacking.flatMap((t) => terms[t]!.columns);
    if (columns.length === 0) return { value: 0, rank: 0 };
    const places = model.coefficients.flatMap((_, k) => columns.map((j) => k * width + shift + j));
    if (places.some((i) => aliased.includes(i))) return { value: Number.NaN, rank: places.length };
    const own = Float64Array.from(places.flatMap((i, a) => places.slice(0, a + 1).map((k) => element(packed, i, k))));
    return quadraticForm(
      own,
      places.map((i) => estimates[i]!),
    );
  };
  return {
    without: () => undefined,
    compare: (smaller, larger) => {
      const [small, large] = [formOf(smaller), formOf(larger)];
      return { df: small.rank - large.rank, sum: small.value - large.value };
    },
  };
}
