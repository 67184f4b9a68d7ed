import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import type { DesignInput } from "../input/design.js";
import { type ResponseInput, type RowVectors, readResponse } from "../input/response.js";
import { checkVector } from "../input/vector.js";
import { accuracy } from "../stats/accuracy.js";
import { areaUnderCurve } from "../stats/auc.js";
import { ASK } from "../wasm/kernel.js";
import { withScope } from "../wasm/scope.js";
import { familyOfModel, type ModelData } from "./data.js";
import { predictMeans, toMeans } from "./predict.js";

/** Weights, trials, offset and exposure of the rows to be scored, with the meaning they have in FitOptions. */
export type ScoreOptions = RowVectors;

export interface Score {
  /** Rows with a positive weight. */
  readonly n: number;
  /** (1/W) sum w_i d_i, d the unit deviance. */
  readonly deviance: number;
  /** (1/W) sum w_i (mu_i - y_i)^2; for classes this is the Brier score, summed over them when there are more than two. */
  readonly meanSquaredError: number;
  /** Classes only: (1/W) sum w_i times -log of the probability of the class seen. */
  readonly logLoss: number | undefined;
  /** Classes only: share of rows whose likeliest class is the one seen. */
  readonly accuracy: number | undefined;
  /** Two classes only: area under the ROC curve; NaN when the rows hold one class. */
  readonly auc: number | undefined;
}

export function scoreModel(model: ModelData, x: DesignInput, y: ResponseInput, options: ScoreOptions): Score {
  checkKeys(options, ["weights", "trials", "offset", "exposure"], "score");
  const family = familyOfModel(model);
  const { offset, exposure } = options;
  const predicted = predictMeans(model, x, { type: "link", offset, exposure });
  if (family.classes === "many") return scoreClasses(model, x, y, options);
  const eta = predicted[0]!;
  const response = readResponse(toNumbers(model, y), eta.length, family, options);
  const { weight, totalWeight } = response;
  return withScope((scope) => {
    const kernel = scope.kernel.exports;
    const rows = eta.length;
    const { parameters } = family;
    const params = parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
    const etaAt = scope.put(eta);
    const yAt = scope.put(response.y);
    const weightAt = weight === undefined ? 0 : scope.put(weight);
    const ask = (what: number, at: number) =>
      kernel.familyAnswer(family.id, what, params, rows, yAt, weightAt, at, 0, 0) / totalWeight;
    const loss = ask(ASK.loss, etaAt);
    const best = ask(ASK.bestLoss, 0);
    const mu = eta.slice();
    toMeans(scope, family, mu);
    const squares = mu.reduce((sum, m, i) => sum + (weight?.[i] ?? 1) * (m - response.y[i]!) ** 2, 0);
    const binary = family.classes === "two";
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

/** Many classes: the Brier score sums over the classes. */
function scoreClasses(model: ModelData, x: DesignInput, y: ResponseInput, options: ScoreOptions): Score {
  const probabilities = predictMeans(model, x, { type: "response" });
  const weight = checkVector(options.weights, "weights", probabilities.length, (w) => w >= 0, "a weight >= 0");
  const truth = classNumbers(model, y, probabilities.length);
  let [total, n, loss, right, squares] = [0, 0, 0, 0, 0];
  probabilities.forEach((p, i) => {
    const w = weight?.[i] ?? 1;
    if (w === 0) return;
    const k = truth[i]!;
    total += w;
    n++;
    loss -= w * Math.log(p[k]!);
    right += p.indexOf(Math.max(...p)) === k ? w : 0;
    squares += w * p.reduce((sum, v, c) => sum + (v - Number(c === k)) ** 2, 0);
  });
  const mean = (sum: number): number => sum / total;
  return {
    n,
    deviance: 2 * mean(loss),
    meanSquaredError: mean(squares),
    logLoss: mean(loss),
    accuracy: mean(right),
    auc: undefined,
  };
}

export function classNumbers(model: ModelData, y: ResponseInput, rows: number): number[] {
  const labels = y as ArrayLike<unknown>;
  if (labels?.length !== rows) {
    throw new GlmError("BAD_SHAPE", `y has length ${labels?.length}; expected ${rows}, the number of rows of x`, {});
  }
  const numbers = new Map(model.classes!.map((label, k) => [label as unknown, k]));
  return Array.from(labels, (label, i) => {
    const k = numbers.get(label);
    if (k !== undefined) return k;
    const message = `y[${i}] = ${String(label)} is not a class of the model; expected ${model.classes!.join(" or ")}`;
    throw new GlmError("OUT_OF_DOMAIN", message, { row: i });
  });
}

/** Labels of the fit as 0 and 1; rows to be scored may hold one class only, so they are not looked up afresh. */
export function toNumbers(model: ModelData, y: ResponseInput): ResponseInput {
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
