import { GlmError } from "./base/errors.js";
import { readOptions } from "./base/keys.js";
import { termGroups } from "./frame/terms.js";
import { Model } from "./result/model.js";
import { readGroups } from "./terms/groups.js";
import { elementary, power } from "./wasm/elementary.js";
import { rootOf } from "./wasm/root.js";
import { withScope } from "./wasm/scope.js";
import { type Printed, printed } from "./words/printed.js";
import { column, numbers } from "./words/table.js";

/** Options of `vif`. */
export interface VifOptions {
  /**
   * Columns that belong together, such as the dummies of a factor: names of columns by a name for the group. Others are groups of one. Default
   * for a model of a formula: its terms.
   */
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** One group of columns. */
export interface VifRow {
  readonly name: string;
  readonly columns: readonly string[];
  /** Factor by which the other columns enlarge the squared confidence region of the group: 1 means not at all; for one column the VIF. */
  readonly gvif: number;
  /** Columns in the group. */
  readonly degreesOfFreedom: number;
  /** gvif^(1 / (2 df)): per column, on the scale of a standard error; comparable between groups. */
  readonly perColumn: number;
}

/**
 * Generalized variance inflation factors, from the correlations R of the estimates without the intercept:
 *
 *   gvif = det R_group det R_others / det R
 *
 * @param model  A fit with standard errors and without ridge or noise. @param options.groups  See VifOptions.
 * @returns  One row per group, in the order of the columns. Never Infinity: columns that depend on others have no estimate, and
 *           are refused.
 * @throws GlmError NOT_SUPPORTED for a model without model-based covariance or with dependent columns; BAD_OPTION for groups with
 *         columns that the model does not have, or has in two groups.
 *
 * Source: Fox & Monette (1992), JASA 87; as `vif` of R's package car.
 *
 * @example
 * vif(model, { groups: { race: ["black", "other"] } });
 */
export function vif(model: Model, options: VifOptions = {}): VifRow[] & Printed {
  options = readOptions(options, ["groups"], "vif");
  const { covariance, hasIntercept, names, family, encoding } = Model.dataOf(model);
  if (covariance?.kind !== "model" || family === "multinomial") {
    throw new GlmError(
      "NOT_SUPPORTED",
      "vif needs the covariance of a plain fit, and this model has none: fit it without penalty, noise, bounds or ball, and one mean per row",
      {},
    );
  }
  if (covariance.aliased.length > 0) {
    const columns = covariance.aliased.map((j) => (hasIntercept ? ["(Intercept)", ...names] : names)[j]);
    throw new GlmError("NOT_SUPPORTED", `the columns ${columns.join(", ")} depend on others; leave some out`, {
      columns,
    });
  }
  const shift = Number(hasIntercept);
  const at = (j: number, k: number): number => {
    const [a, b] = [Math.max(j, k) + shift, Math.min(j, k) + shift];
    return covariance.packed[(a * (a + 1)) / 2 + b]!;
  };
  const { exp, log } = elementary();
  const logDeterminant = (chosen: readonly number[]): number => {
    const d = chosen.length;
    const R = Float64Array.from({ length: d * d }, (_, i) => {
      const [j, k] = [chosen[Math.floor(i / d)]!, chosen[i % d]!];
      return at(j, k) / Math.sqrt(at(j, j) * at(k, k));
    });
    return withScope((scope) => rootOf(scope, R, d)).reduce(
      (sum, v, i) => (i % (d + 1) === 0 ? sum + 2 * log(v) : sum),
      0,
    );
  };
  const all = names.map((_, j) => j);
  const whole = logDeterminant(all);
  const rows = readGroups(options.groups ?? (encoding && termGroups(encoding)), names).map(({ name, columns }) => {
    const gvif = exp(logDeterminant(columns) + logDeterminant(all.filter((j) => !columns.includes(j))) - whole);
    const df = columns.length;
    const perColumn = power(gvif, 0.5 / df);
    return { name, columns: columns.map((j) => names[j]!), gvif, degreesOfFreedom: df, perColumn };
  });
  return printed(rows, () => ({ caption: "", columns: COLUMNS, rows, notes: [] }));
}

const COLUMNS = [
  column("text", "name", ""),
  numbers("gvif", "gvif"),
  column("count", "degreesOfFreedom", "df"),
  numbers("perColumn", "gvif^(1/(2 df))"),
];
