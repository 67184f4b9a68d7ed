import { GlmError } from "../base/errors.js";
import type { Covariance } from "../base/flow.js";
import { studentT } from "../distributions/index.js";
import { element } from "../stats/linear.js";
import { withScope } from "../wasm/scope.js";
import { significant } from "../words/format.js";
import { column, numbers, type PrintedColumn } from "../words/table.js";
import { familyOfModel, type ModelData } from "./data.js";
import { lackOf } from "./later.js";

/** One estimate with its standard error, test and interval. */
export interface Estimate {
  readonly name: string;
  readonly estimate: number;
  /** NaN if the estimate is not unique. */
  readonly standardError: number;
  /** estimate / standardError: t with a free dispersion, else z. */
  readonly statistic: number;
  /** p-value of the two-sided test that the coefficient is 0. */
  readonly p: number;
  /** Ends of the Wald interval. */
  readonly lower: number;
  readonly upper: number;
}

/** The covariance of a model, or an error. */
export function covarianceOf(model: ModelData): Covariance {
  if (model.covariance !== undefined) return model.covariance;
  const why = lackOf(model) ?? "see its summary for the reason; beyond 100 parameters infer() computes one";
  const message = `the model has no covariance: ${why}`;
  throw new GlmError("NOT_SUPPORTED", message, {});
}

/** Names and estimates in the order of a covariance: each class's intercept and coefficients. */
export function namedEstimates(model: ModelData): { names: string[]; estimates: number[] } {
  const names: string[] = [];
  const estimates: number[] = [];
  model.coefficients.forEach((coefficients, k) => {
    const of = model.coefficients.length > 1 ? `${model.classes![k]}: ` : "";
    if (model.hasIntercept) {
      names.push(`${of}(intercept)`);
      estimates.push(model.intercepts[k]!);
    }
    model.names.forEach((name, j) => {
      names.push(of + name);
      estimates.push(coefficients[j]!);
    });
  });
  return { names, estimates };
}

/**
 * Degrees of freedom of t: n - rank with a free dispersion, as in R; Infinity (which is z) with a known one, and for penalized fits,
 * whose sandwich is asymptotic.
 */
export function degreesOfT(model: ModelData): number {
  const { degreesOfFreedom, observations, isPenalized } = model;
  if (isPenalized || degreesOfFreedom === undefined || familyOfModel(model).dispersion !== "free") return Infinity;
  return observations - degreesOfFreedom;
}

/** Estimates with standard errors from their variances. */
export function estimatesOf(
  names: readonly string[],
  estimates: readonly number[],
  covariance: Pick<Covariance, "packed" | "aliased">,
  df: number,
  level: number,
): Estimate[] {
  const { packed, aliased } = covariance;
  const errors = names.map((_, i) => (aliased.includes(i) ? Number.NaN : Math.sqrt(element(packed, i, i))));
  return withErrors(names, estimates, errors, df, level);
}

/** Estimates with their tests and intervals. */
export function withErrors(
  names: readonly string[],
  estimates: readonly number[],
  errors: readonly number[],
  df: number,
  level: number,
): Estimate[] {
  return withScope(({ kernel }) => {
    const t = studentT(kernel, df);
    const quantile = t.upperQuantile((1 - level) / 2);
    return names.map((name, i) => {
      const estimate = estimates[i]!;
      const standardError = errors[i]!;
      const statistic = estimate / standardError;
      const p = 2 * t.upper(Math.abs(statistic));
      const half = quantile * standardError;
      return { name, estimate, standardError, statistic, p, lower: estimate - half, upper: estimate + half };
    });
  });
}

/** The columns of standard error and test. */
export function testColumns(df: number): PrintedColumn[] {
  const letter = df === Infinity ? "z" : "t";
  return [
    numbers("standardError", "std. error"),
    numbers("statistic", `${letter} value`, 4),
    column("p", "p", `Pr(>|${letter}|)`),
  ];
}

/** The columns of an interval. */
export function intervalColumns(level: number): PrintedColumn[] {
  return [numbers("lower", `${significant(100 * level)}% from`), numbers("upper", "to")];
}

/** What a table of estimates shows beside their names. */
export interface EstimateColumns {
  /** Degrees of freedom of t; undefined without standard errors. */
  readonly df: number | undefined;
  /** What e to the estimates is; undefined for estimates. */
  readonly ratio: string | undefined;
  /** Of the intervals; undefined for none. */
  readonly level: number | undefined;
}

/** Estimate, standard error, test and interval. The interval of a ratio is beside it, without the standard error, which is on another scale. */
export function estimateColumns({ df, ratio, level }: EstimateColumns): PrintedColumn[] {
  const interval = level === undefined ? [] : intervalColumns(level);
  const tests = df === undefined ? [] : testColumns(df);
  const estimate = [column("text", "name", ""), numbers("estimate", ratio ?? "estimate")];
  return ratio === undefined ? [...estimate, ...tests, ...interval] : [...estimate, ...interval, ...tests.slice(1)];
}
