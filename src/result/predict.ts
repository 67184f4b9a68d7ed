import { checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { Design, Label } from "../base/flow.js";
import { ASK } from "../base/ids.js";
import { readOptions } from "../base/keys.js";
import type { Family } from "../families/index.js";
import type { NumberRole } from "../frame/roles.js";
import type { DesignInput } from "../input/design.js";
import { badEntry } from "../input/entry.js";
import { type RowVectors, readOffset } from "../input/response.js";
import { type Placed, placeDesign } from "../wasm/design.js";
import { elementary } from "../wasm/elementary.js";
import { outOfMemory, type Scope, withScope } from "../wasm/scope.js";
import { readModelDesign } from "./columns.js";
import { type Frame, familyOfModel, type ModelData, type Point } from "./data.js";
import { endsOf, settleAtBorder } from "./on-border.js";

/** Options of `model.predict`. */
export interface PredictOptions {
  /** Default "response". "terms": the parts of the linear predictor, by term of the formula. */
  readonly type?: "response" | "link" | "class" | "terms";
  /** Offset of the new rows, on the scale of the link; required when the fit had one. With a table also the name of a column. */
  readonly offset?: NumberRole | undefined;
  /** Level of intervals, for example 0.95: predictions come with standard errors and intervals. */
  readonly interval?: number | undefined;
  /** Level of intervals for a new observation of weight 1, wider than those of its mean; family "gaussian" with the identity link. */
  readonly predictionInterval?: number | undefined;
  /** Exposure > 0 of the new rows, log link only; its logarithm is added to the offset. With a table also the name of a column. */
  readonly exposure?: NumberRole | undefined;
  /** A table with a level that the fit has not seen: "error" (default) refuses it, "missing" predicts NaN, "reference" takes it for the reference level. */
  readonly unseen?: "error" | "missing" | "reference" | undefined;
}

export const PREDICT_KEYS = ["type", "offset", "exposure", "interval", "predictionInterval", "unseen"] as const;

/** Options for a step of a path, which has no covariance. */
export type PointOptions = Omit<PredictOptions, "interval" | "predictionInterval">;

/**
 * eta or mu for new rows: means unless type is "link". One array over the rows; for multinomial one array per row, over the
 * classes.
 */
export function predictMeans(model: ModelData, x: DesignInput, options: PredictOptions): Float64Array[] {
  return predictAll(model, [model], x, options)[0]!;
}

/** The same for several fits at once, with one copy of x. Directions (not fits) have no border. */
export function predictAll(
  model: Frame,
  points: readonly Point[],
  x: DesignInput,
  options: PointOptions,
  areFits = true,
): Float64Array[][] {
  options = readOptions(options, ["type", "offset", "exposure"], "predict");
  const type = checkOneOf("type", options.type ?? "response", ["response", "link", "class"] as const);
  const family = familyOfModel(model);
  if (type === "class" && family.classes === "none") {
    throw new GlmError(
      "NOT_SUPPORTED",
      `type "class" needs a family with classes; this model is ${model.family}: use "response"`,
      {},
    );
  }
  const design = readModelDesign(model, x);
  const offset = readOffset(options as RowVectors, design.rows, family);
  if (model.hasOffset && offset === undefined) {
    throw new GlmError(
      "BAD_OPTION",
      "the model was fitted with an offset or exposure; predict needs one for the new rows (zeros for a rate per unit)",
      {},
    );
  }
  return withScope((scope) => {
    const placed = placeDesign(scope, design);
    checkFinite(design, placed);
    return predictors(scope, placed, design, points, offset, areFits ? family : undefined).map((etas) => {
      if (family.classes === "many") return byRow(etas, type === "response" ? softmax : (eta) => eta);
      if (type !== "link") toMeans(scope, family, etas[0]!);
      return etas;
    });
  });
}

/** eta of every row, one array per predictor of every fit. */
export function predictors(
  scope: Scope,
  placed: Placed,
  design: Design,
  points: readonly Point[],
  offset: Float64Array | undefined,
  family: Family | undefined,
): Float64Array[][] {
  const { rows, columns } = design;
  const offsetAt = offset === undefined ? 0 : scope.put(offset, rows);
  const at = scope.f64(rows);
  const beta = scope.f64(columns);
  const ends = family?.isBounded ? endsOf(scope, family) : undefined;
  return points.map((point) =>
    point.coefficients.map((own, k) => {
      scope.write(beta, own, columns);
      const kernel = scope.kernel.exports;
      if (!kernel.linearPredictor(placed.struct.at, rows, columns, beta, point.intercepts[k]!, offsetAt, at)) {
        throw outOfMemory(rows);
      }
      const eta = scope.get(at, rows);
      if (ends !== undefined) settleAtBorder(eta, ends, placed, design, point, offset);
      return eta;
    }),
  );
}

/** Linear predictors of one-predictor models. */
export function predictLink(model: ModelData, x: DesignInput, options: PredictOptions): Float64Array {
  return predictMeans(model, x, { ...options, type: "link" })[0]!;
}

/** Replaces eta by mu. */
export function toMeans(scope: Scope, family: Family, eta: Float64Array): void {
  eta.set(askFamily(scope, family, ASK.mean, eta));
}

/** Applies an answer of the family to each number. */
export function askFamily(scope: Scope, family: Family, what: number, x: Float64Array): Float64Array {
  const at = scope.put(x);
  const { parameters } = family;
  const params = parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
  scope.kernel.exports.familyAnswer(family.id, what, params, x.length, 0, 0, at, at, 0);
  return scope.get(at, x.length);
}

/** One array per row, over the classes. */
export function byRow(columns: readonly Float64Array[], change: (row: Float64Array) => Float64Array): Float64Array[] {
  return Array.from(columns[0]!, (_, i) => change(Float64Array.from(columns, (column) => column[i]!)));
}

export function softmax(eta: Float64Array): Float64Array {
  const { exp } = elementary();
  const largest = eta.reduce((m, v) => Math.max(m, v), -Infinity);
  const e = eta.map((v) => exp(v - largest));
  const sum = e.reduce((s, v) => s + v, 0);
  return e.map((v) => v / sum);
}

/** -log softmax(eta)_k = log sum_l e^(eta_l - eta_k), finite where the probability underflows; its small values keep their digits. */
export function minusLogSoftmax(eta: Float64Array, k: number): number {
  const { exp, log } = elementary();
  const top = eta.indexOf(eta.reduce((m, v) => Math.max(m, v), -Infinity));
  const others = eta.reduce((sum, v, l) => (l === top ? sum : sum + exp(v - eta[top]!)), 0);
  // log(1 + others) with the rounding of the sum: (1 + r) - 1 is the added part
  const whole = 1 + others;
  const more = whole === 1 ? others : (log(whole) * others) / (whole - 1);
  return eta[top]! - eta[k]! + more;
}

/** The likeliest label of every row; 0 and 1 if a model of two classes was fitted to numbers. Exactly 1/2 is the second class. */
export function toClasses(model: Frame, predicted: readonly Float64Array[]): Label[] {
  if (model.family === "multinomial") return predicted.map((row) => model.classes![row.indexOf(Math.max(...row))]!);
  const [first, second] = model.classes ?? [0, 1];
  return Array.from(predicted[0]!, (m) => (m >= 0.5 ? second! : first!));
}

function checkFinite(design: Design, placed: Placed): void {
  for (let j = 0; j < design.columns; j++) {
    placed.visit(j, (i, value) => {
      if (!Number.isFinite(value)) throw badEntry(`x[${i}][${j}] (column ${design.names[j]})`, value);
    });
  }
}
