import type { Label } from "../base/flow.js";
import type { Status } from "../base/status.js";
import type { FamilyName } from "../families/index.js";

/** What a model is made of: plain data, all of it in the JSON. */
export interface ModelData {
  readonly intercept: number;
  readonly hasIntercept: boolean;
  readonly coefficients: Float64Array;
  readonly names: readonly string[];
  readonly family: FamilyName;
  readonly classes: readonly [Label, Label] | undefined;
  readonly hasOffset: boolean;
  readonly noise: string | undefined;
  readonly approximation: string | undefined;
  readonly isPenalized: boolean;
  readonly observations: number;
  readonly totalWeight: number;
  readonly objective: number;
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly dispersion: number;
  readonly logLikelihood: number;
  readonly degreesOfFreedom: number | undefined;
  readonly aic: number | undefined;
  readonly bic: number | undefined;
  readonly adaptivePenalty: Float64Array | undefined;
  readonly status: Status;
}
