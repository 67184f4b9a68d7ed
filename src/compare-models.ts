import { checkOneOf } from "./base/check.js";
import { GlmError } from "./base/errors.js";
import { readOptions } from "./base/keys.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable } from "./frame/rows.js";
import { rowsOfFit } from "./frame/rows-of.js";
import type { Rows } from "./frame/rows-types.js";
import { checkPenalizedLikelihood, penalizedProfile } from "./inference/penalized-profile.js";
import { revisitHere } from "./inference/revisit.js";
import type { DesignInput } from "./input/design.js";
import type { ResponseInput } from "./input/response.js";
import { times } from "./input/weights.js";
import { curvatureOf } from "./minimize/curvature.js";
import { covarianceOf, degreesOfT, namedEstimates } from "./result/coefficients.js";
import { contrastOf, testOf } from "./result/contrast.js";
import type { ModelData } from "./result/data.js";
import { belongsTo, type FitVectors, readFitRows, VECTOR_KEYS } from "./result/fit-rows.js";
import { Model } from "./result/model.js";
import { omittedText } from "./result/omitted.js";
import { finish } from "./shard/task.js";
import { withScope } from "./wasm/scope.js";
import { type Printed, printed } from "./words/printed.js";
import { column, numbers, type PrintedTable } from "./words/table.js";

const TESTS = ["likelihood-ratio", "wald", "score"] as const;

/** Options of `compareModels`. */
export interface CompareOptions extends FitVectors {
  /** Default "likelihood-ratio". "score", and likelihood ratios of bias-reduced fits, need the data: x with the columns of the larger model, y, weights, ... */
  readonly test?: (typeof TESTS)[number] | undefined;
  readonly x?: DesignInput | undefined;
  readonly y?: ResponseInput | undefined;
  /** The same of models of formulas: the table of the fit. */
  readonly table?: TableInput | undefined;
}

interface ComparisonNumbers {
  /** The test that was run; "F" for a likelihood-ratio test with a free dispersion. */
  readonly test: (typeof TESTS)[number] | "F";
  readonly statistic: number;
  /** Distribution of the statistic: F for "F", and for "wald" with a free dispersion; otherwise chi-square. */
  readonly distribution: "chi-square" | "F";
  /** Number of parameters that only the larger model has. */
  readonly df: number;
  /** Of F, those of the larger model; undefined for chi-square, which has none. */
  readonly residualDegreesOfFreedom: number | undefined;
  readonly p: number;
}

/** What `compareModels` gives: a test of one model within another. */
export interface Comparison extends ComparisonNumbers, Printed {}

/**
 * Tests whether the coefficients that only the larger model has are 0.
 *
 *     likelihood-ratio   D_0 - D_1, divided by phi and df (F) where the dispersion is free; 2 (l_1 - l_0) with an estimated theta
 *                        of bias-reduced fits 2 (l*_1 - l*_0), l* the penalized likelihood of all columns, its maximum where the coefficients
 *                        that only the larger model has are 0 (logistf's logistftest): needs the data
 *     wald               b' C^-1 b over the coefficients b that only the larger model has, C their covariance in the larger model
 *     score              U' I^-1 U / phi, slope and information of the larger model at the smaller one's estimates (Rao)
 *
 * with the dispersion phi of the larger model, as R's anova.glm with test = "Chisq", "F" or "Rao".
 *
 * @param a  One of two converged maximum-likelihood fits to the same rows; `b` is the other, in any order. The columns of one must be,
 *           by name, among those of the other.
 * @throws GlmError NOT_SUPPORTED for models that are not nested, penalized, or not of the same data: family, link, number of
 *         rows, total weight, and null deviance are compared.
 *
 * Source: McCullagh & Nelder (1989), chapter 4 and appendix A; Rao (1948).
 *
 * @example
 * compareModels(smaller, larger).p;
 */
export function compareModels(a: Model, b: Model, options: CompareOptions = {}): Comparison {
  options = readOptions(options, ["test", "x", "y", "table", ...VECTOR_KEYS], "compareModels");
  const test = checkOneOf("test", options.test ?? "likelihood-ratio", TESTS);
  const given = [Model.dataOf(a, "a"), Model.dataOf(b, "b")];
  const [small, large] = given.sort((m, n) => (m.degreesOfFreedom ?? 0) - (n.degreesOfFreedom ?? 0)) as [
    ModelData,
    ModelData,
  ];
  const df = checkNested(small, large);
  return printed(comparisonOf(test, small, large, df, options), tableOf);
}

function comparisonOf(
  test: (typeof TESTS)[number],
  small: ModelData,
  large: ModelData,
  df: number,
  options: CompareOptions,
): ComparisonNumbers {
  const residual = degreesOfT(large);
  const isReduced = checkReduced(small, large, test);
  if (isReduced && test === "likelihood-ratio") {
    const rows = rowsOfLarger(large, options);
    const fall = aboutTable(rows.table, () => penalizedFall(small, large, rows));
    return { test, ...testOf(fall, df, Infinity) };
  }
  if (test === "likelihood-ratio") {
    const isEstimated = large.thetaStandardError !== undefined;
    const fall = isEstimated ? 2 * (large.logLikelihood - small.logLikelihood) : small.deviance - large.deviance;
    const found = testOf(Math.max(0, fall) / large.dispersion, df, residual);
    return { test: found.distribution === "F" ? "F" : test, ...found };
  }
  if (test === "wald") {
    const { names, estimates } = namedEstimates(large);
    const fewer = new Set(namedEstimates(small).names);
    const L = names.flatMap((name) => (fewer.has(name) ? [] : [{ [name]: 1 }]));
    const { rows: _, ...joint } = contrastOf(
      { names, estimates, covariance: covarianceOf(large), df: residual },
      L,
      0.95,
    );
    return { test, ...joint };
  }
  return { test, ...testOf(scoreOf(small, large, options), df, Infinity) };
}

/** What the statistic is called. */
const STATISTICS: Readonly<Record<Comparison["test"], string>> = {
  "likelihood-ratio": "likelihood ratio",
  F: "F",
  wald: "Wald",
  score: "score (Rao)",
};

function tableOf(found: ComparisonNumbers): PrintedTable {
  const { test, distribution, residualDegreesOfFreedom: residual } = found;
  const name = test === "F" ? "F" : `${STATISTICS[test]} ${distribution}`;
  return {
    caption: "",
    columns: [
      column("text", "test", "test"),
      numbers("statistic", distribution),
      column("count", "df", "df"),
      ...(residual === undefined ? [] : [numbers("residualDegreesOfFreedom", "residual df")]),
      column("p", "p", `Pr(>${distribution})`),
    ],
    rows: [{ ...found, test: name }],
    notes: [],
  };
}

function scoreOf(small: ModelData, large: ModelData, options: CompareOptions): number {
  const rows = rowsOfLarger(large, options);
  return aboutTable(rows.table, () => scoreAt(small, large, rows));
}

/** The rows of the larger model, or a refusal. */
function rowsOfLarger(large: ModelData, { test, x, y, table, ...vectors }: CompareOptions): Rows<FitVectors> {
  if (table === undefined && (x === undefined || y === undefined)) {
    const which = test === "score" ? `test "score"` : "a likelihood-ratio test of bias-reduced fits";
    const expected = "x, with the columns of the larger model, and y; or table, for models of formulas";
    throw new GlmError("BAD_OPTION", `${which} needs ${expected}`, {});
  }
  const given = table === undefined ? ([x, y, vectors] as const) : ([table, vectors, undefined] as const);
  return rowsOfFit<FitVectors>(large, given, VECTOR_KEYS, "compareModels");
}

/** Twice the fall of the penalized likelihood where the coefficients that only the larger model has are held at 0. */
function penalizedFall(small: ModelData, large: ModelData, { x, y, options }: Rows<FitVectors>): number {
  const again = readFitRows(large, x, y as ResponseInput, options);
  checkPenalizedLikelihood(again, "a likelihood-ratio test");
  const fewer = new Set(namedEstimates(small).names);
  const entries = [...namedEstimates(large).names.entries()].flatMap(([i, name]) => (fewer.has(name) ? [] : [i]));
  return withScope((scope) => {
    const { best, held } = penalizedProfile(revisitHere(scope, again));
    return 2 * Math.max(0, held(entries, Array(entries.length).fill(0)) - best);
  });
}

/** Whether both fits are bias-reduced; a refusal where only one is, and of tests that are not for them. */
function checkReduced(small: ModelData, large: ModelData, test: string): boolean {
  const [one, other] = [small, large].map((model) => model.recipe?.biasReduction);
  if (one !== other) {
    const message = "the models cannot be compared: one of them is bias-reduced, the other is not";
    throw new GlmError("NOT_SUPPORTED", message, {});
  }
  if (one !== undefined && test === "score") {
    const message = 'test "score" is for maximum likelihood; bias-reduced fits have "likelihood-ratio" and "wald"';
    throw new GlmError("NOT_SUPPORTED", message, {});
  }
  return one !== undefined;
}

function scoreAt(small: ModelData, large: ModelData, { x, y, options }: Rows<FitVectors>): number {
  const again = readFitRows(large, x, y as ResponseInput, options);
  const own = new Map(small.names.map((name, j) => [name, j]));
  const coefficients = small.coefficients.map((beta) =>
    Float64Array.from(large.names, (name) => beta[own.get(name) ?? -1] ?? 0),
  );
  const start = { intercepts: small.intercepts, coefficients };
  withScope((scope) => revisitHere(scope, again)); // the rows must be those of both
  return withScope((scope) => {
    const fitting = revisitHere(scope, { ...again, plan: { ...again.plan, start }, belongs: belongsTo(small) });
    const d = fitting.uploaded.dimension;
    const slope = fitting.task.exchange.copy("gradient", d);
    const curvature = finish(curvatureOf(fitting));
    if (curvature === undefined) return Number.NaN;
    let sum = 0;
    for (let j = 0; j < d; j++)
      for (let k = 0; k < d; k++) sum += slope[j]! * curvature.inverse[j * d + k]! * slope[k]!;
    return sum / times(large.dispersion, again.response.exponent);
  });
}

/** Largest relative difference of null deviances that rounding explains. */
const ROUNDING = 1e-6;

/** Degrees of freedom between the models, or a refusal. */
function checkNested(small: ModelData, large: ModelData): number {
  const refuse = (reason: string): never => {
    throw new GlmError("NOT_SUPPORTED", `the models cannot be compared: ${reason}`, {});
  };
  for (const model of [small, large]) {
    if (model.isPenalized)
      refuse("a test of this kind is for maximum likelihood; one of them has a penalty, noise or bounds");
    if (model.status.code !== "converged") refuse(`one of them is ${model.status.code}`);
    if (model.recipe?.weightType === "sampling") refuse("with sampling weights there is no likelihood; use contrast()");
    if (model.degreesOfFreedom === undefined) refuse("the number of parameters of one of them is not known");
  }
  const same = ["family", "link", "isQuasi", "hasOffset", "observations", "totalWeight"] as const;
  const other = same.find((key) => small[key] !== large[key]);
  if (other !== undefined) {
    const fewer = small.observations < large.observations ? small : large;
    const isOfRows = other === "observations" && fewer.encoding !== undefined && fewer.encoding.omitted.length > 0;
    const advice = isOfRows ? `, ${omittedText(fewer.encoding)}; fit both to the rows without a missing cell in any of the columns` : ""; // biome-ignore format: one line
    refuse(`${other} is ${small[other]} in one and ${large[other]} in the other${advice}`);
  }
  const bothEstimated = small.thetaStandardError !== undefined && large.thetaStandardError !== undefined;
  if (JSON.stringify(small.shape) !== JSON.stringify(large.shape) && !bothEstimated) refuse("theta or power differ");
  const gap = Math.abs(small.nullDeviance - large.nullDeviance);
  if (small.hasIntercept === large.hasIntercept && !bothEstimated && gap > ROUNDING * Math.abs(large.nullDeviance)) {
    refuse(`their null deviances are ${small.nullDeviance} and ${large.nullDeviance}: they are of different data`);
  }
  const missing = namedEstimates(small).names.filter((name) => !namedEstimates(large).names.includes(name));
  if (missing.length > 0)
    refuse(`${missing.slice(0, 5).join(", ")} of the smaller one is not in the larger: they are not nested`);
  const df = large.degreesOfFreedom! - small.degreesOfFreedom!;
  if (!(df > 0)) refuse("they have the same number of parameters");
  return df;
}
