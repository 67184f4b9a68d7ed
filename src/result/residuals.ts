import { checkNumber, checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { aboutTable, placed } from "../frame/rows.js";
import { rowsOfFit } from "../frame/rows-of.js";
import type { DesignInput } from "../input/design.js";
import { type ResponseInput, type RowVectors, readResponse } from "../input/response.js";
import { times } from "../input/weights.js";
import { DEFAULTS } from "../options/defaults.js";
import { quantileResiduals, whyNoQuantiles } from "../stats/quantile-residuals.js";
import { type ResidualType, residualsFrom, rowNumbers } from "../stats/residuals.js";
import { elementary } from "../wasm/elementary.js";
import { withScope } from "../wasm/scope.js";
import { familyOfModel, type ModelData } from "./data.js";
import { predictMeans, softmax } from "./predict.js";
import { classNumbers, toNumbers } from "./score.js";

/** Options of `model.residuals`. */
export interface ResidualOptions extends RowVectors {
  /** Default "deviance", as in R. */
  readonly type?: ResidualType | "quantile" | undefined;
  /** Seed of the draws for "quantile" with discrete distributions; a whole number >= 0. Default 1. */
  readonly seed?: number | undefined;
}

const TYPES = ["response", "deviance", "pearson", "working", "quantile"] as const;
const KNOWN = ["type", "seed", "weights", "trials", "offset", "exposure"] as const;

/** Residuals of some rows: one array, or for many classes one array per row. */
export function residualsOf(
  model: ModelData,
  x: unknown,
  y: unknown,
  given: ResidualOptions | undefined,
): Float64Array | Float64Array[] {
  const { table, ...own } = rowsOfFit<ResidualOptions>(model, [x, y, given], KNOWN, "residuals");
  const found = aboutTable(table, () => residualsOfRows(model, own.x, own.y as ResponseInput, own.options));
  return table === undefined ? found : (placed(found, table) as Float64Array | Float64Array[]);
}

function residualsOfRows(
  model: ModelData,
  x: DesignInput,
  y: ResponseInput,
  options: ResidualOptions,
): Float64Array | Float64Array[] {
  const type = checkOneOf("type", options.type ?? "deviance", TYPES);
  const seed = checkNumber("seed", options.seed ?? DEFAULTS.seed, (s) => Number.isSafeInteger(s) && s >= 0, "a whole number >= 0"); // biome-ignore format: one line
  const family = familyOfModel(model);
  const reason = type === "quantile" ? whyNoQuantiles(family) : undefined;
  if (reason !== undefined) throw new GlmError("NOT_SUPPORTED", `residuals of type "quantile": ${reason}`, { type });
  const { weights, trials, offset, exposure } = options;
  if (family.classes === "many") {
    if (type !== "response" && type !== "pearson") {
      throw new GlmError(
        "NOT_SUPPORTED",
        `residuals of type "${type}" are one number per row, and family "multinomial" has one per class: use "response" or "pearson"`,
        { type },
      );
    }
    const predicted = predictMeans(model, x, { type: "link" });
    const truth = classNumbers(model, y, predicted.length);
    return predicted.map((eta, i) => (type === "pearson" ? classPearson : classResponse)(eta, truth[i]!));
  }
  const eta = predictMeans(model, x, { type: "link", offset, exposure })[0]!;
  const vectors = { weights, trials, offset, exposure };
  const read = readResponse(toNumbers(model, y, eta.length, trials !== undefined), eta.length, family, vectors);
  const response = { ...read, weight: read.weight?.map((w) => times(w, -read.exponent)) }; // the given weights
  return withScope((scope) => {
    const numbers = rowNumbers(scope, family, eta, response.y);
    if (type !== "quantile") return residualsFrom(type, response, numbers);
    const at = scope.f64(eta.length);
    scope.kernel.exports.uniforms(seed, eta.length, at);
    const u = scope.get(at, eta.length);
    return quantileResiduals(scope, family, response, numbers, model.dispersion, u);
  });
}

function classResponse(eta: Float64Array, seen: number): Float64Array {
  return softmax(eta).map((p, k) => Number(k === seen) - p);
}

/** (1 - p) / sqrt(p (1 - p)) for the observed class, -p / sqrt(p (1 - p)) for others, from the odds, because p or 1 - p may round to 0. */
function classPearson(eta: Float64Array, seen: number): Float64Array {
  const { exp } = elementary();
  return eta.map((own, k) => {
    const others = Float64Array.from(eta, (v, l) => (l === k ? -Infinity : v));
    const top = others.reduce((m, v) => Math.max(m, v), -Infinity);
    const against = top + elementary().log(others.reduce((sum, v) => sum + exp(v - top), 0)) - own; // log odds
    return k === seen ? exp(against / 2) : -exp(-against / 2);
  });
}
