import { GlmError } from "../base/errors.js";
import type { Design, Label } from "../base/flow.js";
import { checkKeys } from "../base/keys.js";
import type { Family } from "../families/index.js";
import { type DesignInput, readDesign } from "../input/design.js";
import { badEntry } from "../input/entry.js";
import type { Matrix } from "../input/matrix.js";
import { readOffset } from "../input/response.js";
import type { Sparse } from "../input/sparse.js";
import { checkOneOf } from "../options/check.js";
import { type Placed, placeDesign } from "../wasm/design.js";
import { ASK } from "../wasm/kernel.js";
import { outOfMemory, type Scope, withScope } from "../wasm/scope.js";
import { familyOfModel, type ModelData } from "./data.js";

export interface PredictOptions {
  /** Default "response". */
  readonly type?: "response" | "link" | "class";
  /** Offset of the new rows, on the scale of the link; required when the fit had one. */
  readonly offset?: ArrayLike<number> | undefined;
  /** Level of intervals, as 0.95: predictions come with standard errors and intervals. */
  readonly interval?: number | undefined;
  /** Exposure > 0 of the new rows, log link only; its logarithm is added to the offset. */
  readonly exposure?: ArrayLike<number> | undefined;
}

/**
 * eta or mu for new rows: means unless type is "link". One array over the rows; for multinomial one array per row, over the
 * classes.
 */
export function predictMeans(model: ModelData, x: DesignInput, options: PredictOptions): Float64Array[] {
  checkKeys(options, ["type", "offset", "exposure", "interval"], "predict");
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
  const offset = readOffset(options, design.rows, family);
  if (model.hasOffset && offset === undefined) {
    throw new GlmError(
      "BAD_OPTION",
      "the model was fitted with an offset or exposure; predict needs one for the new rows (zeros for a rate per unit)",
      {},
    );
  }
  return withScope((scope) => {
    const etas = predictors(scope, model, design, offset);
    if (family.classes === "many") return byRow(etas, type === "response" ? softmax : (eta) => eta);
    if (type !== "link") toMeans(scope, family, etas[0]!);
    return etas;
  });
}

/** x with the columns of the fit, in its order. */
export function readModelDesign(model: ModelData, x: DesignInput): Design {
  const design = readDesign(x, "x", orderOf(model, x));
  checkColumns(model, design);
  return design;
}

/** eta of every row, one array per predictor. */
function predictors(scope: Scope, model: ModelData, design: Design, offset: Float64Array | undefined): Float64Array[] {
  const { rows, columns } = design;
  const placed = placeDesign(scope, design);
  checkFinite(design, placed);
  const offsetAt = offset === undefined ? 0 : scope.put(offset);
  const at = scope.f64(rows);
  return model.coefficients.map((coefficients, k) => {
    const beta = scope.put(coefficients);
    const kernel = scope.kernel.exports;
    if (!kernel.linearPredictor(placed.struct.at, rows, columns, beta, model.intercepts[k]!, offsetAt, at)) {
      throw outOfMemory(rows);
    }
    return scope.get(at, rows);
  });
}

/** Linear predictors of one-predictor models. */
export function predictLink(model: ModelData, x: DesignInput, options: PredictOptions): Float64Array {
  return predictMeans(model, x, { ...options, type: "link" })[0]!;
}

/** Replaces eta by mu. */
export function toMeans(scope: Scope, family: Family, eta: Float64Array): void {
  eta.set(askFamily(scope, family, ASK.mean, eta));
}

/** What a family answers about each number. */
export function askFamily(scope: Scope, family: Family, what: number, x: Float64Array): Float64Array {
  const at = scope.put(x);
  const { parameters } = family;
  const params = parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
  scope.kernel.exports.familyAnswer(family.id, what, params, x.length, 0, 0, at, at, 0);
  return scope.get(at, x.length);
}

function byRow(columns: readonly Float64Array[], change: (row: Float64Array) => Float64Array): Float64Array[] {
  return Array.from(columns[0]!, (_, i) => change(Float64Array.from(columns, (column) => column[i]!)));
}

function softmax(eta: Float64Array): Float64Array {
  const largest = eta.reduce((m, v) => Math.max(m, v), -Infinity);
  const e = eta.map((v) => Math.exp(v - largest));
  const sum = e.reduce((s, v) => s + v, 0);
  return e.map((v) => v / sum);
}

/** The likeliest label of every row; 0 and 1 when a model of two classes saw numbers. Exactly 1/2 is the second class. */
export function toClasses(model: ModelData, predicted: readonly Float64Array[]): Label[] {
  if (model.family === "multinomial") return predicted.map((row) => model.classes![row.indexOf(Math.max(...row))]!);
  const [first, second] = model.classes ?? [0, 1];
  return Array.from(predicted[0]!, (m) => (m >= 0.5 ? second! : first!));
}

/** Columns by name are matched by name, whatever their order; a model takes unnamed ones as they come. */
function orderOf(model: ModelData, x: DesignInput): readonly string[] | undefined {
  const isRecord = typeof x === "object" && x !== null && !Array.isArray(x) && !ArrayBuffer.isView(x);
  if (!isRecord || model.names.length === 0) return undefined;
  if ((x as Matrix).kind === "matrix" || (x as Sparse).kind === "sparse") {
    checkOrder(model, (x as Matrix).names);
    return undefined;
  }
  const missing = model.names.filter((name) => !Object.hasOwn(x, name));
  if (missing.length > 0) {
    throw new GlmError(
      "BAD_SHAPE",
      `x lacks the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")} of the model; it has ${Object.keys(x).join(", ")}`,
      { missing },
    );
  }
  return model.names;
}

/** A matrix lies as it lies: where it has names, they must be the model's, in its order. */
function checkOrder(model: ModelData, names: readonly string[] | undefined): void {
  if (names === undefined || names.length !== model.names.length) return;
  const j = names.findIndex((name, k) => name !== model.names[k]);
  if (j < 0) return;
  const place = `column ${j} of x is "${names[j]}"`;
  throw new GlmError(
    "BAD_SHAPE",
    `${place}; expected "${model.names[j]}", as in the fit: give the columns in its order, or by name`,
    {
      column: j,
    },
  );
}

function checkColumns(model: ModelData, design: Design): void {
  if (design.columns !== model.names.length) {
    throw new GlmError(
      "BAD_SHAPE",
      `x has ${design.columns} columns; the model was fitted on ${model.names.length}: ${model.names.slice(0, 8).join(", ")}${model.names.length > 8 ? ", ..." : ""}`,
      {
        got: design.columns,
        want: model.names.length,
      },
    );
  }
}

function checkFinite(design: Design, placed: Placed): void {
  for (let j = 0; j < design.columns; j++) {
    placed.visit(j, (i, value) => {
      if (!Number.isFinite(value)) throw badEntry(`x[${i}][${j}] (column ${design.names[j]})`, value);
    });
  }
}
