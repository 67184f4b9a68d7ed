import { checkOneOf } from "./base/check.js";
import { GlmError } from "./base/errors.js";
import type { Covariance } from "./base/flow.js";
import { reading } from "./base/keys.js";
import { show } from "./base/show.js";
import { isAtBorder } from "./base/status.js";
import { leverageWarnings } from "./fitting/warnings.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable } from "./frame/rows.js";
import { rowsOfFit } from "./frame/rows-of.js";
import type { Rows } from "./frame/rows-types.js";
import type { WithTable } from "./frame/table-options.js";
import { type Middle, modelCovariance, sandwich, usualMiddle } from "./inference/covariance.js";
import { leverageOf, movedBy, onesOf, pullsOf } from "./inference/leverage.js";
import { revisit } from "./inference/revisit.js";
import type { DesignInput } from "./input/design.js";
import type { ResponseInput } from "./input/response.js";
import { valuesOf } from "./input/vector.js";
import { times } from "./input/weights.js";
import { curvatureOf, isShrunk, whyNone } from "./minimize/curvature.js";
import type { Fitting } from "./minimize/fitting.js";
import { degreesOfT, namedEstimates } from "./result/coefficients.js";
import type { ModelData } from "./result/data.js";
import { readShown } from "./result/estimate-options.js";
import { type FitVectors, readFitRows, VECTOR_KEYS } from "./result/fit-rows.js";
import { Inference } from "./result/inference.js";
import { Model, type Predictors } from "./result/model.js";
import { withScope } from "./wasm/scope.js";

const KINDS = ["model", "HC0", "HC1", "HC2", "HC3", "cluster"] as const;

/** Options of `infer`. Weights, trials, offset and exposure must be those of the fit. */
export interface InferOptions extends FitVectors {
  /**
   * "model" (default): phi (X'WX)^-1. "HC0" to "HC3": sandwich, valid also if the variance is not the family's; HC1 times
   * n / (n - rank), HC2 and HC3 divide squared residuals by 1 - h, (1 - h)^2, h the leverage. Estimates that depend on rows of leverage 1
   * then have no standard error (NaN, and a warning); the others use the other rows. "cluster": rows of a cluster
   * may depend on each other; times G / (G - 1). For ridge and noise fits "model" means the sandwich.
   */
  readonly covariance?: (typeof KINDS)[number] | undefined;
  /** Label of the cluster of every row, n of them; covariance is then "cluster". */
  readonly cluster?: ArrayLike<number | string> | undefined;
  /** Level of the intervals; default 0.95. */
  readonly level?: number;
  /** Odds ratios, rate ratios and the like for estimates and intervals, as in `model.summary`. */
  readonly exponentiate?: boolean | undefined;
}

/**
 * Standard errors, tests and intervals of a fit, with the requested covariance.
 *
 *     model      phi (X'WX)^-1                        W the expected (Fisher) weights w mu'^2 / V(mu), as R
 *     sandwich   H^-1 J H^-1,  J = sum_g u_g u_g'     u the rows' scores w_i d[f_i + P]/dtheta, summed over a cluster g
 *
 * For a fit with ridge or noise H and u are those of the penalized objective: the intervals are for the coefficients that
 * minimize its expectation, not for those without penalty.
 *
 * @param model  A converged fit without lasso, bounds, ball or unlabelled rows.
 * @param table  The table of the fit, as a model keeps no data; of numbers x, then y.
 * @param options  See InferOptions.
 * @returns  Rows of estimates with standardError, statistic, p, lower, upper, and the covariance matrix. Tests are t with a
 *           free dispersion, z otherwise.
 * @throws GlmError NOT_SUPPORTED if there are no standard errors, with the reason; BAD_SHAPE for other rows than the fit's.
 *
 * Source: McCullagh & Nelder (1989), 4.4; White (1980); MacKinnon & White (1985); Zeileis (2006), J. Stat. Softw. 16(9).
 *
 * @example
 * const table = String(infer(model, x, y, { covariance: "HC3" }));
 */
export function infer(model: Model<Predictors>, table: TableInput, options?: WithTable<InferOptions>): Inference;
/** The same of numbers. @param x  The rows of the fit, like `y`. */
export function infer(model: Model<Predictors>, x: DesignInput, y: ResponseInput, options?: InferOptions): Inference;
export function infer(model: Model<Predictors>, x: unknown, y?: unknown, given?: InferOptions): Inference {
  const data = Model.dataOf(model);
  const rows = rowsOfFit<InferOptions>(data, [x, y, given], KEYS, "infer");
  return aboutTable(rows.table, () => inferRows(data, rows));
}

const KEYS = ["covariance", "cluster", "level", "exponentiate", ...VECTOR_KEYS] as const;

function inferRows(data: ModelData, { x, y, options, table }: Rows<InferOptions>): Inference {
  const { names } = namedEstimates(data);
  const shown = readShown(data, names, { level: options.level, exponentiate: options.exponentiate }, "infer");
  const usual = options.cluster === undefined ? "model" : "cluster";
  const asked = checkOneOf("covariance", options.covariance ?? usual, KINDS);
  if (options.cluster !== undefined && asked !== "cluster") {
    const message = `cluster with covariance "${asked}", which knows no clusters; expected covariance "cluster", or no cluster`;
    throw new GlmError("BAD_OPTION", message, { covariance: asked });
  }
  const again = readFitRows(data, x, y as ResponseInput, options);
  const why =
    data.status.code === "converged" ? whyNone(again.plan, isAtBorder(data.status)) : `the fit is ${data.status.code}`;
  if (why !== undefined) throw new GlmError("NOT_SUPPORTED", `there are no standard errors: ${why}`, {});
  const shrunk = isShrunk(again.plan);
  const isSandwich = asked !== "model" || shrunk || again.response.weightType === "sampling";
  if ((asked === "HC2" || asked === "HC3") && (shrunk || again.plan.classes > 1)) {
    const message = `covariance "${asked}" needs the leverage of one predictor without penalty; use "HC1"`;
    throw new GlmError("NOT_SUPPORTED", message, {});
  }
  const groups = asked === "cluster" ? readClusters(options.cluster, again.design.rows) : undefined;
  return withScope((scope) => {
    const fitting = revisit(scope, again);
    const curvature = curvatureOf(fitting);
    if (curvature === undefined) {
      throw new GlmError("NOT_SUPPORTED", "there are no standard errors: the curvature is not positive definite", {});
    }
    const { degreesOfFreedom } = curvature;
    const phi = times(data.dispersion, again.response.exponent);
    const scaled = ({ packed, ...rest }: Covariance): Covariance => ({
      ...rest,
      packed: packed.map((v) => v * phi),
    });
    const high = asked === "HC2" || asked === "HC3" ? leverageOf(fitting, curvature) : undefined;
    const found = isSandwich
      ? sandwich(fitting, curvature, groups ?? middleOf(asked, fitting, degreesOfFreedom, high?.left))
      : scaled(modelCovariance(fitting, curvature));
    const factors = high && usualMiddle(fitting).factors; // a row that stands for two equal ones does not have leverage 1
    const ones = high === undefined ? [] : onesOf(high).filter((i) => (factors?.[i] ?? 1) === 1);
    const undefinedOnes = ones.length === 0 ? [] : movedBy(ones, pullsOf(fitting, curvature));
    const covariance = { ...found, aliased: [...new Set([...found.aliased, ...undefinedOnes])] };
    const kind = asked === "model" && isSandwich ? `sandwich${shrunk ? ", penalized" : ""}` : asked;
    const about = {
      kind,
      dispersion: data.dispersion,
      degreesOfFreedom,
      clusters: groups?.count,
      warnings: leverageWarnings(table === undefined ? ones : ones.map((i) => table.rows[i]!)),
    };
    return new Inference({ ...namedEstimates(data), covariance, df: degreesOfT(data) }, shown, about);
  });
}

function middleOf(kind: string, fitting: Fitting, parameters: number, left: Float64Array | undefined): Middle {
  const usual = usualMiddle(fitting);
  const n = fitting.response.observations;
  if (kind === "HC1") return { ...usual, factor: n / (n - parameters) };
  if (left === undefined) return kind === "HC0" ? { factors: usual.factors } : usual;
  const { factors } = usual;
  return {
    factors: left.map((rest, i) => {
      const factor = factors?.[i] ?? 1;
      const own = 1 - factor + factor * rest; // 1 - h factor
      if (own === 0) return 0; // its residual is 0 for any y; the estimates it moves are marked
      return factor / (kind === "HC2" ? own : own * own);
    }),
  };
}

/** Labels as groups 0, 1, ... */
function readClusters(given: InferOptions["cluster"], n: number): Middle & { count: number } {
  const labels = given === undefined ? undefined : reading("cluster", () => valuesOf(given, "cluster"));
  if (labels?.length !== n) {
    const found = given === undefined || labels !== undefined ? `has length ${labels?.length}` : `is ${show(given)}`;
    throw new GlmError("BAD_SHAPE", `cluster ${found}; expected ${n} labels, one per row`, { want: n });
  }
  const numbers = new Map<unknown, number>();
  const groups = Int32Array.from({ length: n }, (_, i) => {
    const label = reading(`cluster[${i}]`, () => labels[i]);
    if (!(typeof label === "string" || typeof label === "boolean" || Number.isFinite(label))) {
      throw new GlmError("BAD_VALUE", `cluster[${i}] is ${show(label)}; expected text or a finite number`, { row: i });
    }
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  });
  const count = numbers.size;
  if (count < 2) throw new GlmError("BAD_OPTION", "cluster holds one label only; expected two clusters or more", {});
  return { groups, count, factor: count / (count - 1) };
}
