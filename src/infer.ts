import { checkNumber, checkOneOf } from "./base/check.js";
import { GlmError } from "./base/errors.js";
import { isAtBorder } from "./base/status.js";
import { leverageWarnings } from "./fitting/warnings.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable } from "./frame/rows.js";
import { rowsOfFit } from "./frame/rows-of.js";
import type { Rows } from "./frame/rows-types.js";
import type { WithTable } from "./frame/table-options.js";
import { type ClusterInput, readClusters } from "./inference/clusters.js";
import { placesInTime, readLag } from "./inference/hac.js";
import { revisitHere } from "./inference/revisit.js";
import { robust } from "./inference/robust.js";
import type { DesignInput } from "./input/design.js";
import type { ResponseInput } from "./input/response.js";
import { times } from "./input/weights.js";
import { curvatureOf, isShrunk, whyNone } from "./minimize/curvature.js";
import { degreesOfT, namedEstimates } from "./result/coefficients.js";
import type { ModelData } from "./result/data.js";
import { readShown } from "./result/estimate-options.js";
import { type FitRows, type FitVectors, readFitRows, VECTOR_KEYS } from "./result/fit-rows.js";
import { Inference } from "./result/inference.js";
import { Model, type Predictors } from "./result/model.js";
import { finish } from "./shard/task.js";
import { inWorkplace, type ThreadOptions } from "./workers/teams.js";

const KINDS = ["model", "HC0", "HC1", "HC2", "HC3", "cluster", "CR2", "HAC"] as const;
type Kind = (typeof KINDS)[number];

/** Kinds that divide residuals by what the leverage leaves. */
const BY_LEVERAGE: readonly Kind[] = ["HC2", "HC3", "CR2"];
const CLUSTERED: readonly Kind[] = ["cluster", "CR2"];

/** Options of `infer`. Weights, trials, offset and exposure must be those of the fit. */
export interface InferOptions extends FitVectors, ThreadOptions {
  /**
   * "model" (default): phi (X'WX)^-1. "HC0" to "HC3": sandwich, valid also if the variance is not the family's; HC1 times
   * n / (n - rank), HC2 and HC3 divide squared residuals by 1 - h, (1 - h)^2, h the leverage. Estimates that depend on rows of leverage 1
   * then have no standard error (NaN, and a warning); the others use the other rows. "cluster": rows of a cluster
   * may depend on each other; times G / (G - 1). "CR2": the same with the residuals of each cluster times (I - H_gg)^-1/2 (Bell & McCaffrey),
   * and tests t with G - 1 degrees of freedom: for few clusters. "HAC": rows near in time may depend on each other (Newey & West).
   * For ridge and noise fits "model" means the sandwich.
   */
  readonly covariance?: Kind | undefined;
  /**
   * Label of the cluster of every row, n of them; covariance is then "cluster". Or two such vectors, as [firm, year]: rows that share either may
   * depend on each other.
   */
  readonly cluster?: ClusterInput | undefined;
  /** "HAC": a number for every row, its time; times must differ. Default: the rows are in the order of time. */
  readonly times?: ArrayLike<number> | undefined;
  /** "HAC": how many rows back in time a row may depend on; farther ones count less (Bartlett). Default: 4 (n / 100)^(2/9), rounded down. */
  readonly lag?: number | undefined;
  /** A known dispersion phi, for "model": tests are then z. Default: that of the model. */
  readonly dispersion?: number | undefined;
  /**
   * Degrees of freedom of t in tests and intervals: a number, Infinity for z, or "clusters" for G - 1, G the clusters (the fewer of two ways).
   * Default: "clusters" for "CR2", and for others n - rank with a free dispersion, else Infinity.
   */
  readonly degreesOfFreedom?: number | "clusters" | undefined;
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
 * @param table  The table of the fit, as a saved model has no data; of numbers x, then y.
 * @param options  See InferOptions.
 * @returns  Rows of estimates with standardError, statistic, p, lower, upper, and the covariance matrix. Tests are t with a
 *           free dispersion, z otherwise.
 * @throws GlmError NOT_SUPPORTED if there are no standard errors, with the reason; BAD_SHAPE for other rows than the fit's.
 *
 * Source: McCullagh & Nelder (1989), 4.4; White (1980); MacKinnon & White (1985); Newey & West (1987); Zeileis (2006), J. Stat. Softw. 16(9).
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

const KEYS = [
  "covariance", "cluster", "times", "lag", "dispersion", "degreesOfFreedom", "level", "exponentiate", "workers", "workerUrl", ...VECTOR_KEYS,
] as const; // biome-ignore format: a list

/** What was asked, checked as far as it can be without the rows. */
interface Asked {
  readonly kind: Kind;
  readonly dispersion: number | undefined;
}

function readAsked(options: InferOptions): Asked {
  const { cluster, times, lag, degreesOfFreedom } = options;
  const usual = cluster !== undefined ? "cluster" : (times ?? lag) !== undefined ? "HAC" : "model";
  const kind = checkOneOf("covariance", options.covariance ?? usual, KINDS);
  const refuse = (what: string, message: string): never => {
    throw new GlmError("BAD_OPTION", `${what} with covariance "${kind}", ${message}`, { covariance: kind });
  };
  if (cluster !== undefined && !CLUSTERED.includes(kind))
    refuse("cluster", 'which knows no clusters; expected covariance "cluster" or "CR2", or no cluster');
  for (const [name, value] of Object.entries({ times, lag })) {
    if (value !== undefined && kind !== "HAC")
      refuse(name, `which knows no time; expected covariance "HAC", or no ${name}`);
  }
  if (degreesOfFreedom === "clusters" && !CLUSTERED.includes(kind))
    refuse('degreesOfFreedom "clusters"', 'which has none; expected covariance "cluster" or "CR2", or a number');
  if (typeof degreesOfFreedom !== "string" && degreesOfFreedom !== undefined)
    checkNumber("degreesOfFreedom", degreesOfFreedom, (v) => v > 0, 'a number > 0, or "clusters"');
  else if (degreesOfFreedom !== undefined) checkOneOf("degreesOfFreedom", degreesOfFreedom, ["clusters"] as const);
  const given = options.dispersion;
  if (given === undefined) return { kind, dispersion: undefined };
  if (kind !== "model") refuse("dispersion", 'which does not use it; expected covariance "model", or no dispersion');
  const dispersion = checkNumber("dispersion", given, (v) => v > 0 && v < Infinity, "a finite number > 0");
  return { kind, dispersion };
}

/** Refuses what this fit has no standard errors of. */
function checkKind({ kind, dispersion }: Asked, data: ModelData, { plan, response }: FitRows): void {
  const refuse = (message: string): never => {
    throw new GlmError("NOT_SUPPORTED", message, {});
  };
  const isConverged = data.status.code === "converged";
  const why = isConverged ? whyNone(plan, isAtBorder(data.status)) : `the fit is ${data.status.code}`;
  if (why !== undefined) refuse(`there are no standard errors: ${why}`);
  const shrunk = isShrunk(plan);
  if (BY_LEVERAGE.includes(kind) && (shrunk || plan.classes > 1)) {
    const instead = kind === "CR2" ? "cluster" : "HC1";
    refuse(`covariance "${kind}" needs the leverage of one predictor without penalty; use "${instead}"`);
  }
  if (kind === "HAC" && response.weightType === "frequency") {
    refuse('covariance "HAC" with weightType "frequency": equal rows have no order in time; give each row by itself');
  }
  if (dispersion !== undefined && (shrunk || response.weightType === "sampling")) {
    refuse("dispersion with a sandwich covariance, which does not use it; leave dispersion out");
  }
}

function inferRows(data: ModelData, { x, y, options, table }: Rows<InferOptions>): Inference {
  const asked = readAsked(options);
  const { names } = namedEstimates(data);
  const shown = readShown(data, names, { level: options.level, exponentiate: options.exponentiate }, "infer");
  const again = readFitRows(data, x, y as ResponseInput, options);
  checkKind(asked, data, again);
  const { kind } = asked;
  const n = again.design.rows;
  const groupings = CLUSTERED.includes(kind) ? readClusters(options.cluster, n) : [];
  if (kind === "CR2" && groupings.length > 1) {
    throw new GlmError("NOT_SUPPORTED", 'covariance "CR2" takes clusters of one way; use "cluster" for two', {});
  }
  const series = kind === "HAC" ? { places: placesInTime(options.times, n), lag: readLag(options.lag, n) } : undefined;
  const counts = groupings.map(({ count }) => count);
  const clusters = counts.length === 0 ? undefined : Math.min(...counts);
  return inWorkplace(options, again.design, (scope) => {
    const fitting = revisitHere(scope, again);
    const curvature = finish(curvatureOf(fitting));
    if (curvature === undefined) {
      throw new GlmError("NOT_SUPPORTED", "there are no standard errors: the curvature is not positive definite", {});
    }
    const shrunk = isShrunk(again.plan);
    const isSandwich = kind !== "model" || shrunk || again.response.weightType === "sampling";
    const dispersion = asked.dispersion ?? data.dispersion;
    const found = robust({
      fitting,
      curvature,
      kind,
      groupings,
      series,
      isSandwich,
      names,
    });
    const phi = isSandwich ? 1 : times(dispersion, again.response.exponent);
    const covariance = { ...found.covariance, packed: found.covariance.packed.map((v) => v * phi) };
    const { ones } = found;
    const rows = table === undefined ? ones : ones.map((i) => table.rows[i]!);
    const about = {
      kind: kind === "model" && isSandwich ? `sandwich${shrunk ? ", penalized" : ""}` : kind,
      dispersion,
      degreesOfFreedom: curvature.degreesOfFreedom,
      clusters,
      ways: counts.length > 1 ? counts : undefined,
      lag: series?.lag,
      warnings: [...leverageWarnings(rows), ...found.warnings],
    };
    const estimated = { ...namedEstimates(data), covariance, df: degreesOf(asked, options, data, clusters) };
    return new Inference(estimated, shown, about);
  });
}

/** Degrees of freedom of t. */
function degreesOf(
  { kind, dispersion }: Asked,
  { degreesOfFreedom }: InferOptions,
  data: ModelData,
  clusters: number | undefined,
): number {
  const asked = degreesOfFreedom ?? (kind === "CR2" ? "clusters" : undefined);
  if (asked === "clusters") return clusters! - 1;
  return asked ?? (dispersion === undefined ? degreesOfT(data) : Infinity);
}
