import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { FAMILIES } from "../families/index.js";
import type { DesignInput } from "../input/design.js";
import { type ResponseInput, type RowVectors, readResponse } from "../input/response.js";
import { accuracy } from "../stats/accuracy.js";
import { areaUnderCurve } from "../stats/auc.js";
import { withScope } from "../wasm/scope.js";
import type { ModelData } from "./data.js";
import { predictMeans } from "./predict.js";

/** Weights, trials, offset and exposure of the rows to be scored, with the meaning they have in FitOptions. */
export type ScoreOptions = RowVectors;

export interface Score {
  /** Rows with a positive weight. */
  readonly n: number;
  /** (1/W) sum w_i d_i, d the unit deviance. */
  readonly deviance: number;
  /** (1/W) sum w_i (mu_i - y_i)^2; for two classes this is the Brier score. */
  readonly meanSquaredError: number;
  /** Two classes only: (1/W) sum w_i [-y log mu - (1 - y) log(1 - mu)]. */
  readonly logLoss: number | undefined;
  /** Two classes only: share of rows on the right side of 1/2. */
  readonly accuracy: number | undefined;
  /** Two classes only: area under the ROC curve; NaN when the rows hold one class. */
  readonly auc: number | undefined;
}

export function scoreModel(model: ModelData, x: DesignInput, y: ResponseInput, options: ScoreOptions): Score {
  checkKeys(options, ["weights", "trials", "offset", "exposure"], "score");
  const family = FAMILIES[model.family];
  const { offset, exposure } = options;
  const eta = predictMeans(model, x, { type: "link", offset, exposure });
  const response = readResponse(toNumbers(model, y), eta.length, family, options);
  const { weight, totalWeight } = response;
  return withScope((scope) => {
    const kernel = scope.kernel.exports;
    const rows = eta.length;
    const etaAt = scope.put(eta);
    const yAt = scope.put(response.y);
    const weightAt = weight === undefined ? scope.filled(rows, 1) : scope.put(weight);
    const loss = kernel.familyLoss(family.id, 0, rows, yAt, weightAt, etaAt) / totalWeight;
    const best = kernel.familyBestLoss(family.id, 0, rows, yAt, weightAt) / totalWeight;
    kernel.familyMeans(family.id, 0, rows, etaAt, etaAt);
    const mu = scope.get(etaAt, rows);
    const squares = mu.reduce((sum, m, i) => sum + (weight?.[i] ?? 1) * (m - response.y[i]!) ** 2, 0);
    const binary = family.classes;
    return {
      n: response.observations,
      deviance: Math.max(0, 2 * (loss - best)),
      meanSquaredError: squares / totalWeight,
      logLoss: binary ? loss : undefined,
      accuracy: binary ? accuracy(mu, response.y, weight) : undefined,
      auc: binary ? areaUnderCurve(eta, response.y, weight) : undefined,
    };
  });
}

/** Labels of the fit as 0 and 1; rows to be scored may hold one class only, so they are not looked up afresh. */
function toNumbers(model: ModelData, y: ResponseInput): ResponseInput {
  const { classes } = model;
  if (classes === undefined || !Array.isArray(y) || typeof y[0] === "number") return y;
  return Array.from(y as ArrayLike<unknown>, (label, i) => {
    const k = (classes as readonly unknown[]).indexOf(label);
    if (k < 0) {
      throw new GlmError(
        "OUT_OF_DOMAIN",
        `y[${i}] = ${String(label)} is not a class of the model; expected ${classes.join(" or ")}`,
        { row: i },
      );
    }
    return k;
  });
}
