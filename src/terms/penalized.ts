import { checkPenalizedLikelihood, penalizedProfile } from "../inference/penalized-profile.js";
import { revisitHere } from "../inference/revisit.js";
import type { ModelData } from "../result/data.js";
import type { FitRows } from "../result/fit-rows.js";
import { withScope } from "../wasm/scope.js";
import type { ModelTerm } from "./model-terms.js";
import type { Submodels } from "./submodels.js";

/**
 * By the penalized likelihood of a bias-reduced fit: without a term its coefficients are 0, and log|I| / 2 is that of all columns, so that the
 * likelihoods of all models have the same penalty, as in logistf's tests (Heinze & Schemper 2002). `failed` hears which had no optimum.
 */
export function penalizedSubmodels(
  model: ModelData,
  terms: readonly ModelTerm[],
  again: FitRows,
  failed: (terms: readonly number[], code: "max-iterations") => void,
): Submodels {
  checkPenalizedLikelihood(again, "a likelihood-ratio test");
  const shift = Number(model.hasIntercept);
  const aliased = new Set(model.covariance?.aliased ?? []);
  const known = new Map<string, number>();
  const entriesOf = (lacking: readonly number[]): number[] =>
    lacking.flatMap((t) => terms[t]!.columns.map((j) => shift + j)).filter((entry) => !aliased.has(entry));
  /** What is minimized, without some terms. */
  const least = (lacking: readonly number[]): number => {
    const entries = entriesOf(lacking).sort((a, b) => a - b);
    const key = entries.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = withScope((scope) => {
      const { best, held } = penalizedProfile(revisitHere(scope, again));
      return entries.length === 0 ? best : held(entries, Array(entries.length).fill(0));
    });
    if (Number.isNaN(found)) failed(lacking, "max-iterations");
    known.set(key, found);
    return found;
  };
  return {
    without: () => undefined,
    compare: (smaller, larger) => ({
      df: entriesOf(smaller).length - entriesOf(larger).length,
      sum: 2 * (least(smaller) - least(larger)),
    }),
  };
}
