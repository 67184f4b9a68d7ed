import { checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { ASK } from "../base/ids.js";
import { studentT } from "../distributions/index.js";
import type { Family } from "../families/index.js";
import type { DesignInput } from "../input/design.js";
import { addSquares, columnsOfRoot } from "../stats/linear.js";
import { type Scope, withScope } from "../wasm/scope.js";
import { covarianceOf, degreesOfT } from "./coefficients.js";
import { familyOfModel, type ModelData } from "./data.js";
import { endsOf } from "./on-border.js";
import { askFamily, type PredictOptions, predictAll, predictLink } from "./predict.js";

/** Predictions with their uncertainty, one number per row in each. */
export interface Prediction {
  /** On the requested scale: means, or linear predictors with type "link". */
  readonly values: Float64Array;
  /** On the same scale; for means by the delta method, |dmu/deta| times that of the linear predictor. */
  readonly standardErrors: Float64Array;
  /** eta -+ c se(eta), through the inverse link; ends beyond the link's domain are moved to its border, so that the interval of a mean stays within its range. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Predictions of a model with a covariance and one predictor, with intervals of level options.interval. */
export function predictIntervals(model: ModelData, x: DesignInput, options: PredictOptions): Prediction {
  const isNew = options.predictionInterval !== undefined;
  if (isNew) checkObservation(model, options);
  const name = isNew ? "predictionInterval" : "interval";
  const level = checkNumber(name, options[name], (l) => l > 0 && l < 1, "a level in (0, 1)");
  if (model.family === "multinomial" || options.type === "class") {
    throw new GlmError(
      "NOT_SUPPORTED",
      "interval needs a model with one predictor, and means or linear predictors",
      {},
    );
  }
  const { packed } = covarianceOf(model);
  const shift = Number(model.hasIntercept);
  const columns = columnsOfRoot(packed, shift + model.names.length);
  const { interval: _, predictionInterval: __, ...rest } = options;
  const eta = predictLink(model, x, rest);
  const errors = new Float64Array(eta.length);
  // the variance x C x' is the sum of the squares of x R, C = R R'
  for (const column of columns) {
    const part = { intercepts: Float64Array.of(shift ? column[0]! : 0), coefficients: [column.slice(shift)] };
    addSquares(
      errors,
      undefined,
      predictAll({ ...model, hasOffset: false }, [part], x, { type: "link" }, false)[0]![0]!,
    );
  }
  for (let i = 0; i < errors.length; i++) errors[i] = Math.sqrt(errors[i]!);
  const half = withScope(({ kernel }) => studentT(kernel, degreesOfT(model)).upperQuantile((1 - level) / 2));
  const own = isNew ? model.dispersion : 0;
  const reach = errors.map((error) => half * Math.sqrt(error * error + own));
  const low = eta.map((v, i) => v - reach[i]!);
  const high = eta.map((v, i) => v + reach[i]!);
  if (options.type === "link") return { values: eta, standardErrors: errors, lower: low, upper: high };
  const family = familyOfModel(model);
  return withScope((scope) => {
    clipToDomain(scope, family, low, high);
    const through = (what: number, v: Float64Array): Float64Array => askFamily(scope, family, what, v);
    const [a, b] = [through(ASK.mean, low), through(ASK.mean, high)];
    return {
      values: through(ASK.mean, eta),
      standardErrors: through(ASK.meanSlope, eta).map((s, i) => s * errors[i]!),
      lower: a.map((v, i) => Math.min(v, b[i]!)), // a link may be decreasing
      upper: a.map((v, i) => Math.max(v, b[i]!)),
    };
  });
}

/** Whether there is an interval for a new observation: its distribution must be normal about eta. */
function checkObservation({ family, link }: ModelData, { interval }: PredictOptions): void {
  if (interval !== undefined) {
    const message =
      "interval and predictionInterval were both given; expected one: of the mean, or of a new observation";
    throw new GlmError("BAD_OPTION", message, {});
  }
  if (family === "gaussian" && link === "identity") return;
  const found = `the model is ${family} with the ${link} link`;
  throw new GlmError(
    "NOT_SUPPORTED",
    `predictionInterval needs family "gaussian" with the identity link; ${found}`,
    {},
  );
}

/** Moves ends beyond the domain of the link, where there are no means, to its border: a proportion's interval ends at 0 or 1. */
function clipToDomain(scope: Scope, family: Family, low: Float64Array, high: Float64Array): void {
  const domain = endsOf(scope, family);
  for (const ends of [low, high])
    for (let i = 0; i < ends.length; i++) ends[i] = Math.min(Math.max(ends[i]!, domain.low), domain.high);
}
