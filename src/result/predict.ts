import { GlmError } from "../base/errors.js";
import type { Design, Label } from "../base/flow.js";
import { checkKeys } from "../base/keys.js";
import { FAMILIES } from "../families/index.js";
import { badEntry, type DesignInput, readDesign } from "../input/design.js";
import type { Matrix } from "../input/matrix.js";
import { readOffset } from "../input/response.js";
import { checkOneOf } from "../options/check.js";
import { outOfMemory, withScope } from "../wasm/scope.js";
import type { ModelData } from "./data.js";

export interface PredictOptions {
  /** Default "response". */
  readonly type?: "response" | "link" | "class";
  /** Offset of the new rows, on the scale of the link; required when the fit had one. */
  readonly offset?: ArrayLike<number> | undefined;
  /** Exposure > 0 of the new rows, log link only; its logarithm is added to the offset. */
  readonly exposure?: ArrayLike<number> | undefined;
}

/** eta or mu for new rows: means unless type is "link". */
export function predictMeans(model: ModelData, x: DesignInput, options: PredictOptions): Float64Array {
  checkKeys(options, ["type", "offset", "exposure"], "predict");
  const type = checkOneOf("type", options.type ?? "response", ["response", "link", "class"] as const);
  const family = FAMILIES[model.family];
  if (type === "class" && !family.classes) {
    throw new GlmError(
      "NOT_SUPPORTED",
      `type "class" needs a family with classes; this model is ${model.family}: use "response"`,
      {},
    );
  }
  const design = readDesign(x, "x", orderOf(model, x));
  checkColumns(model, design);
  const offset = readOffset(options, design.rows, family);
  if (model.hasOffset && offset === undefined) {
    throw new GlmError(
      "BAD_OPTION",
      "the model was fitted with an offset or exposure; predict needs one for the new rows (zeros for a rate per unit)",
      {},
    );
  }
  const { rows, columns } = design;
  return withScope((scope) => {
    const kernel = scope.kernel.exports;
    const data = scope.f64(rows * columns);
    const entries = scope.view(data, rows * columns);
    design.write(entries);
    checkFinite(design, entries);
    const matrix = scope.struct("Design", { data, rowStride: design.rowStride, columnStride: design.columnStride });
    const beta = scope.put(model.coefficients);
    const offsetAt = offset === undefined ? 0 : scope.put(offset);
    const eta = scope.f64(rows);
    if (!kernel.linearPredictor(matrix.at, rows, columns, beta, model.intercept, offsetAt, eta))
      throw outOfMemory(rows);
    if (type !== "link") kernel.familyMeans(family.id, 0, rows, eta, eta);
    return scope.get(eta, rows);
  });
}

/** The likelier label of every row; 0 and 1 when the model saw numbers. Exactly 1/2 is the second class. */
export function toClasses(model: ModelData, mu: Float64Array): Label[] {
  const [first, second] = model.classes ?? [0, 1];
  return Array.from(mu, (m) => (m >= 0.5 ? second : first));
}

/** Columns by name are matched by name, whatever their order; a model takes unnamed ones as they come. */
function orderOf(model: ModelData, x: DesignInput): readonly string[] | undefined {
  const isRecord = typeof x === "object" && x !== null && !Array.isArray(x) && !ArrayBuffer.isView(x);
  if (!isRecord || model.names.length === 0) return undefined;
  if ((x as Matrix).kind === "matrix") {
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

function checkFinite(design: Design, entries: Float64Array): void {
  for (let k = 0; k < entries.length; k++) {
    if (Number.isFinite(entries[k]!)) continue;
    const byColumn = design.rowStride === 1;
    const i = byColumn ? k % design.rows : Math.floor(k / design.columns);
    const j = byColumn ? Math.floor(k / design.rows) : k % design.columns;
    throw badEntry(`x[${i}][${j}] (column ${design.names[j]})`, entries[k]);
  }
}
