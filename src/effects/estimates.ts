import { GlmError } from "../base/errors.js";
import { covarianceOf, degreesOfT, type Estimate, estimatesOf } from "../result/coefficients.js";
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
    const { packed, aliased, kind } = covarianceOf(model);
    return { full: fullOf(packed, d), aliased, df: degreesOfT(model), kind };
  }
  if (!(given instanceof Inference) || given.covariance.length !== d) {
    throw new GlmError("BAD_OPTION", "covariance: expected the result of infer(model, table) of this model", {});
  }
  const aliased = given.covariance.flatMap((row, k) => (Number.isNaN(row[k]) ? [k] : []));
  const full = Float64Array.from(given.covariance.flatMap((row) => Array.from(row, (v) => (Number.isNaN(v) ? 0 : v))));
  return { full, aliased, df: given.residualDegreesOfFreedom, kind: given.kind };
}

/** Estimates of quantities: the variance of one is g' C g, with its slopes g. */
export function quantitiesAsEstimates(
  named: readonly (readonly [string, Quantity])[],
  { full, aliased, df }: Uncertainty,
  level: number,
): Estimate[] {
  if (named.length === 0) return [];
  const d = named[0]![1].slopes.length;
  const slopes = named.map(([, { slopes: own }]) => own);
  const lost = slopes.flatMap((own, r) => (aliased.some((k) => own[k] !== 0) ? [r] : []));
  const variances = slopes.map((own) => Math.max(0, combined(full, d, [own])[0]!));
  const packed = new Float64Array((named.length * (named.length + 1)) / 2);
  variances.forEach((v, r) => {
    packed[(r * (r + 1)) / 2 + r] = v;
  });
  return estimatesOf(named.map(([name]) => name), named.map(([, { value }]) => value), { packed, aliased: lost }, df, level); // biome-ignore format: one line
}
