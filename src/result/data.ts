import type { Covariance, Label, Recipe } from "../base/flow.js";
import type { Partitions } from "../base/partitions.js";
import type { Status } from "../base/status.js";
import type { Family, FamilyName, FamilyParameters } from "../families/index.js";
import { familyOf } from "../families/index.js";
import type { Encoding } from "../frame/encoding.js";
import type { LinkName } from "../links/index.js";

/** The content of a model: plain data, all of it in the JSON. Intercepts, coefficients and penalties: one per class, or one. */
export interface ModelData {
  readonly intercepts: Float64Array;
  readonly hasIntercept: boolean;
  readonly coefficients: readonly Float64Array[];
  readonly names: readonly string[];
  readonly family: FamilyName;
  readonly link: LinkName;
  /** theta of a negative binomial, power of a tweedie. */
  readonly shape: FamilyParameters;
  readonly isQuasi: boolean;
  readonly thetaStandardError: number | undefined;
  readonly classes: readonly Label[] | undefined;
  readonly hasOffset: boolean;
  readonly noise: string | undefined;
  readonly approximation: string | undefined;
  readonly isPenalized: boolean;
  readonly multiplier: number | undefined;
  readonly observations: number;
  readonly totalWeight: number;
  readonly objective: number;
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly dispersion: number;
  /** Pearson's statistic where it tests the fit: for counts, and for binomial with trials, up to 2^18 entries of x. Undefined also in models saved by versions without it. */
  readonly pearson?: number | undefined;
  readonly logLikelihood: number;
  readonly degreesOfFreedom: number | undefined;
  readonly aic: number | undefined;
  readonly bic: number | undefined;
  readonly adaptivePenalty: readonly Float64Array[] | undefined;
  readonly status: Status;
  /** How the rows of the fit were cut; undefined in models saved by versions without it. */
  readonly partitions?: Partitions | undefined;
  /** The recipe of the fit; undefined in models saved by versions without it. */
  readonly recipe: Recipe | undefined;
  /** How the table of the fit became x; undefined for models of numbers. */
  readonly encoding: Encoding | undefined;
  /** Undefined if there are no standard errors. */
  readonly covariance: Covariance | undefined;
}

/** The inputs of predictions beside the coefficients. */
export type Frame = Pick<
  ModelData,
  "names" | "family" | "link" | "shape" | "isQuasi" | "classes" | "hasOffset" | "encoding"
>;

/** Intercepts and coefficients of one fit. */
export type Point = Pick<ModelData, "intercepts" | "coefficients">;

/** The family of a model, with its link and parameters. */
export function familyOfModel(model: Frame): Family {
  return familyOf(model.family, model.link, model.shape, model.isQuasi);
}
