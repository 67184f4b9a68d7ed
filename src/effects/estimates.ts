import { GlmError } from "../base/errors.js";
import { shownName } from "../base/show.js";
import { covarianceOf, degreesOfT, type Estimate, namedEstimates, withErrors } from "../result/coefficients.js";
import type { ModelData } from "../result/data.js";
import { Inference } from "../result/inference.js";
import { combined, fullOf } from "../stats/linear.js";
import type { Quantity } from "./population.js";

// Standard errors of quantities that depend on the estimates, by the delta method.

/** The covariance of the estimates that effects are given with. */
export interface Uncertainty {
  readonly full: Float64Array;
  readonly aliased: readonly number[];
  /** Degrees of freedom of t; Infinity for z. */
  readonly df: number;
  readonly kind: string;
}

/** That of the model, or of `infer`. */
export function uncertaintyOf(model: ModelData, given: Inference | undefined): Uncertainty {
  const d = model.names.length + Number(model.hasIntercept);
  if (given === undefined) {
    if (model.covariance === undefined) {
      const message =
        "the model has no covariance: see its summary for the reason; beyond 100 parameters give one, as covariance: infer(model, table)";
      throw new GlmError("NOT_SUPPORTED", message, {});
    }
    const { packed, aliased, kind } = covarianceOf(model);
    return { full: fullOf(packed, d), aliased, df: degreesOfT(model), kind };
  }
  if (!(given instanceof Inference && given.isOf(namedEstimates(model).estimates))) {
    throw new GlmError("BAD_OPTION", "covariance: expected the result of infer(model, table) of this model", {});
  }
  const aliased = given.covariance.flatMap((row, k) => (Number.isNaN(row[k]) ? [k] : []));
  const full = Float64Array.from(given.covariance.flatMap((row) => Array.from(row, (v) => (Number.isNaN(v) ? 0 : v))));
  return { full, aliased, df: given.residualDegreesOfFreedom, kind: given.kind };
}

/** The lines below a table of effects: the kind of the errors, and why there are none. */
export function errorNotes({ kind, aliased }: Uncertainty, model: ModelData, rows: readonly Estimate[]): string[] {
  const lacks = aliased.length > 0 && rows.some(({ standardError }) => Number.isNaN(standardError));
  const { names } = namedEstimates(model);
  const columns = aliased.map((k) => shownName(names[k]!)).join(", ");
  return [
    `standard errors: ${kind}, by the delta method`,
    ...(lacks
      ? [
          `warning: no standard errors where ${columns} matter, which depend on each other; leave some out of the formula`,
        ]
      : []),
  ];
}

/** Estimates of quantities: the variance of one is g' C g, with its slopes g. */
export function quantitiesAsEstimates(
  named: readonly (readonly [string, Quantity])[],
  { full, aliased, df }: Uncertainty,
  level: number,
): Estimate[] {
  const errors = named.map(([, { slopes }]) => {
    if (aliased.some((k) => slopes[k] !== 0)) return Number.NaN;
    return Math.sqrt(Math.max(0, combined(full, slopes.length, [slopes])[0]!));
  });
  return withErrors(named.map(([name]) => name), named.map(([, { value }]) => value), errors, df, level); // biome-ignore format: one line
}
