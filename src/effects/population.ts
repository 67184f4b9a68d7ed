import { GlmError } from "../base/errors.js";
import { ASK } from "../base/ids.js";
import { quoted } from "../base/show.js";
import type { Cells, TableInput } from "../frame/columns.js";
import type { DesignMatrix } from "../frame/design.js";
import { designInput } from "../frame/design-input.js";
import { columnSums } from "../frame/design-sums.js";
import type { Encoding } from "../frame/encoding.js";
import { tables } from "../frame/hook.js";
import { isTable } from "../frame/is-table.js";
import { aboutTable } from "../frame/rows.js";
import { OF_FIT, OF_PREDICTION } from "../frame/rows-of.js";
import { revisitHere } from "../inference/revisit.js";
import { type ResponseInput, type RowVectors, readOffset } from "../input/response.js";
import { familyOfModel, type ModelData } from "../result/data.js";
import { readFitRows } from "../result/fit-rows.js";
import { askFamily, predictLink } from "../result/predict.js";
import { elementary } from "../wasm/elementary.js";
import { withScope } from "../wasm/scope.js";
import { columnMean, numbersAs } from "./dates.js";

// The rows of a fit as a population: what the model says of them when some of their columns are set to other values.

/** A model of a formula with one predictor. */
export type FormulaModel = ModelData & { readonly encoding: Encoding };

export interface Population {
  readonly model: FormulaModel;
  readonly length: number;
  /** The cells of the columns in use, in the complete rows. */
  readonly cells: Readonly<Record<string, Cells>>;
  /** Prior weights, 1 for all where there are none. */
  readonly weights: Float64Array;
  /** Vectors of the rows that predictions need. */
  readonly vectors: Readonly<Record<string, ArrayLike<number>>>;
  /** The offset of every row, with the logarithm of its exposure. */
  readonly offsets: Float64Array;
  /** The offset that stands for that of every row; undefined: its own. */
  readonly fixedOffset: number | undefined;
}

/** Options of the rows, as at the fit: names of columns, or vectors. */
export interface RowOptions {
  readonly weights?: unknown;
  readonly offset?: unknown;
  readonly exposure?: unknown;
  readonly trials?: unknown;
}

/** The rows of the fit, which must be those of the table. A number as `exposure` replaces every offset by its logarithm. */
export function populationOf(data: ModelData, table: TableInput, options: RowOptions, verb: string): Population {
  const model = modelOfFormula(data, table, verb);
  const { encoding } = model;
  const { exposure, ...others } = options;
  const isEvery = typeof exposure === "number";
  const given = isEvery ? others : options;
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const how = { remembered: OF_FIT, unseen: "error", hasResponse: true } as const;
  const rows = tables().again(encoding, table, present, how, designInput);
  aboutTable(rows.table, () =>
    withScope((scope) => revisitHere(scope, readFitRows(model, rows.x, rows.y as ResponseInput, rows.options))),
  );
  const own = rows.options as Readonly<Record<string, ArrayLike<number> | undefined>>;
  const places = rows.table!.rows;
  const { length } = places;
  const cells = tables()
    .cellsOfFit(encoding, table, places)
    .map(({ name, isDate, cells: own }) => [name, isDate ? numbersAs({ isDate }, own as Float64Array) : own] as const);
  const beside = encoding.vectors.filter((role) => role === "offset" || role === "exposure");
  return {
    model,
    length,
    cells: Object.fromEntries(cells),
    weights: own.weights === undefined ? new Float64Array(length).fill(1) : Float64Array.from(own.weights),
    vectors: Object.fromEntries(beside.map((role) => [role, own[role]!])),
    offsets: totalOffset(own as RowVectors, length, model),
    fixedOffset: isEvery ? logExposure(model, exposure) : undefined,
  };
}

function logExposure({ link }: ModelData, exposure: number): number {
  if (link !== "log") {
    throw new GlmError(
      "BAD_OPTION",
      `exposure = ${exposure} with the ${link} link; expected it with the log link only`,
      {},
    );
  }
  if (exposure > 0 && exposure < Infinity) return elementary().log(exposure);
  throw new GlmError("BAD_OPTION", `exposure = ${exposure}; expected a finite number > 0, or the name of a column`, {});
}

/** Offset and logarithm of the exposure of every row. */
function totalOffset(own: RowVectors, length: number, model: ModelData): Float64Array {
  return readOffset(own, length, familyOfModel(model)) ?? new Float64Array(length);
}

function modelOfFormula(data: ModelData, table: unknown, verb: string): FormulaModel {
  const { encoding, family } = data;
  if (encoding === undefined || !isTable(table)) {
    const found = encoding === undefined ? "the model is of a matrix of numbers" : "the data are no table";
    throw new GlmError(
      "NOT_SUPPORTED",
      `${verb} needs a model of a formula and the table of its fit; ${found}: fit(formula, table)`,
      {},
    );
  }
  if (family === "multinomial") {
    throw new GlmError(
      "NOT_SUPPORTED",
      `${verb} needs a model with one predictor; the family is "multinomial": fit one level against the others`,
      {},
    );
  }
  return data as FormulaModel;
}

/** Rows as they are or would be, and their linear predictors. */
export interface Scene {
  readonly model: FormulaModel;
  readonly design: DesignMatrix;
  readonly eta: Float64Array;
}

/** The population with other cells in some columns. */
export function sceneOf(population: Population, changed: Readonly<Record<string, Cells>> = {}): Scene {
  const { model, cells, vectors, length, fixedOffset } = population;
  let design: DesignMatrix | undefined;
  const make: typeof designInput = (own, kinds) => {
    design = own.design;
    return designInput(own, kinds);
  };
  const how = { remembered: OF_PREDICTION, unseen: "error", hasResponse: false } as const;
  const rows = tables().again(model.encoding, { ...cells, ...changed } as TableInput, vectors, how, make);
  const eta = predictLink(model, rows.x, rows.options as Record<string, never>);
  if (eta.length < length) {
    const message = `with ${Object.keys(changed).map(quoted).join(", ")} set, ${length - eta.length} rows have no prediction; expected values for which the formula is defined`;
    throw new GlmError("BAD_VALUE", message, { columns: Object.keys(changed) });
  }
  if (fixedOffset !== undefined) {
    const own = totalOffset(rows.options as RowVectors, length, model);
    for (let i = 0; i < length; i++) eta[i] = eta[i]! + fixedOffset - own[i]!;
  }
  return { model, design: design!, eta };
}

/** A number that depends on the estimates, and its slope in each of them: the intercept first, as in a covariance. */
export interface Quantity {
  readonly value: number;
  readonly slopes: Float64Array;
}

/** The weighted mean of the offsets, or the one that stands for all. */
export function meanOffset({ offsets, fixedOffset }: Population, weights: Float64Array): number {
  return fixedOffset ?? columnMean(offsets, weights);
}

/** sum_i v_i mu(eta_i), or the sum of v_i eta_i. */
export function weightedSum({ model, design, eta }: Scene, v: Float64Array, scale: "mean" | "link"): Quantity {
  let [mu, slope]: (Float64Array | undefined)[] = [eta, undefined];
  if (scale === "mean") {
    const family = familyOfModel(model);
    [mu, slope] = withScope((scope) => [
      askFamily(scope, family, ASK.mean, eta),
      askFamily(scope, family, ASK.meanSlope, eta),
    ]);
  }
  const pull = slope === undefined ? v : v.map((w, i) => (w === 0 ? 0 : w * slope![i]!));
  const value = v.reduce((sum, w, i) => (w === 0 ? sum : sum + w * mu![i]!), 0);
  const total = model.hasIntercept ? [pull.reduce((sum, w) => sum + w, 0)] : [];
  return { value, slopes: Float64Array.of(...total, ...columnSums(design, pull)) };
}

/** sum_k c_k q_k */
export function combination(parts: readonly (readonly [number, Quantity])[]): Quantity {
  const slopes = new Float64Array(parts[0]![1].slopes.length);
  let value = 0;
  for (const [c, part] of parts) {
    value += c * part.value;
    for (let k = 0; k < slopes.length; k++) slopes[k] = slopes[k]! + c * part.slopes[k]!;
  }
  return { value, slopes };
}
