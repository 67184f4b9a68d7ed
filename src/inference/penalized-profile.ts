import { GlmError } from "../base/errors.js";
import type { Plan } from "../base/flow.js";
import { OUTCOME } from "../base/ids.js";
import { adjustedAt } from "../bias/adjusted-score.js";
import { moveTo } from "../bias/held.js";
import { scoring } from "../bias/scoring.js";
import type { Family } from "../families/index.js";
import type { Fitting } from "../minimize/fitting.js";
import { finish } from "../shard/task.js";
import { combinationsOf } from "./covariance.js";

/** The penalized likelihood of a bias-reduced fit, as a function of some of its estimates. */
export interface PenalizedProfile {
  /** sum_i w_i l_i - log|I| / 2 at the estimates. */
  readonly best: number;
  /**
   * The same with some of [intercept, coefficients] at given values and the others where it is least. I is the information on all
   * columns, those of the held estimates among them. NaN if no minimum was found.
   */
  readonly held: (entries: readonly number[], values: readonly number[]) => number;
}

/** Refuses bias-reduced fits without a penalized likelihood. */
export function checkPenalizedLikelihood(
  { plan, family }: { readonly plan: Plan; readonly family: Family },
  verb: string,
): void {
  if (plan.biasReduction === undefined || family.isCanonical) return;
  const message = `${verb} of a bias-reduced fit needs a penalized likelihood, and link "${family.link}" has none; use the canonical link, or Wald tests and intervals`;
  throw new GlmError("NOT_SUPPORTED", message, { link: family.link });
}

/** `fitting`: a fit at its estimates, with a canonical link. */
export function penalizedProfile(fitting: Fitting): PenalizedProfile {
  const best = finish(adjustedAt(fitting));
  if (best === undefined) return { best: Number.NaN, held: () => Number.NaN };
  const { state, dimension } = fitting.task;
  const estimates = state.copy("point", dimension);
  const combinations = combinationsOf(fitting);
  return {
    best: best.value,
    held: (entries, values) => {
      const rows = entries.map((entry) => combinations[entry]!);
      const start = estimates.slice();
      moveTo(start, best.curvature, rows, values);
      state.view("point", dimension).set(start);
      const outcome = finish(scoring({ ...fitting, watched: false }, rows));
      if (outcome !== OUTCOME.converged && outcome !== OUTCOME.precision) return Number.NaN;
      return state.read("objective") * fitting.response.totalWeight;
    },
  };
}
