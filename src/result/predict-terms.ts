import { checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { studentT } from "../distributions/index.js";
import { termGroups } from "../frame/terms.js";
import type { DesignInput } from "../input/design.js";
import { addSquares, columnsOfRoot, element } from "../stats/linear.js";
import { withScope } from "../wasm/scope.js";
import { covarianceOf, degreesOfT } from "./coefficients.js";
import type { ModelData, Point } from "./data.js";
import { overRows } from "./over-rows.js";
import { type PredictOptions, predictAll } from "./predict.js";

/** The parts of the linear predictor, by the labels of the terms: one number per row in each. */
export type TermValues = Readonly<Record<string, Float64Array>>;

/** The parts of the linear predictor by term: `predict` with type "terms". */
export interface TermPredictions {
  /**
   * sum_j (x_ij - mean_j) beta_j over the columns of the term, the means those of the rows of the fit, so that the parts of each term average 0
   * there. Without an intercept means are 0. As R's predict(type = "terms").
   */
  readonly terms: TermValues;
  /** The same for all rows: the intercept and sum_j mean_j beta_j. With the parts, and the offset, it adds up to the linear predictor. */
  readonly constant: number;
  /** With option interval. */
  readonly standardErrors: TermValues | undefined;
  readonly lower: TermValues | undefined;
  readonly upper: TermValues | undefined;
}

/** The parts of the terms in rows of a table. */
export function predictTerms(model: ModelData, x: unknown, options: PredictOptions): TermPredictions {
  const { encoding, names, family, hasIntercept } = model;
  if (encoding?.means === undefined || family === "multinomial") {
    const why = encoding === undefined ? "the model is of numbers" : family === "multinomial" ? "the model has several predictors" : "the model was saved by an earlier version: fit it again"; // biome-ignore format: one line
    throw new GlmError("NOT_SUPPORTED", `type "terms" needs a model of a formula with one predictor; ${why}`, {});
  }
  const { interval, predictionInterval, type: _, ...rest } = options;
  if (predictionInterval !== undefined) {
    const message = 'predictionInterval with type "terms"; expected interval: a new observation has no parts';
    throw new GlmError("BAD_OPTION", message, {});
  }
  const level = interval === undefined ? undefined : checkNumber("interval", interval, (l) => l > 0 && l < 1, "a level in (0, 1)"); // biome-ignore format: one line
  const means = hasIntercept ? encoding.means : encoding.means.map(() => 0);
  const places = new Map(names.map((name, j) => [name, j]));
  const groups = Object.entries(termGroups(encoding)).map(
    ([label, own]) => [label, own.map((name) => places.get(name)!)] as const,
  );
  const [beta] = model.coefficients;
  /** The columns of a term with some coefficients, about their means. */
  const pointOf = (columns: readonly number[], values: ArrayLike<number>): Point => {
    const all = new Float64Array(names.length);
    let shift = 0;
    columns.forEach((j, k) => {
      all[j] = values[k]!;
      shift -= means[j]! * values[k]!;
    });
    return { intercepts: Float64Array.of(shift), coefficients: [all] };
  };
  const found = overRows(model, x, rest, (rows: DesignInput) => {
    const etas = (points: readonly Point[]): Float64Array[] =>
      points.length === 0
        ? []
        : predictAll({ ...model, hasOffset: false }, points, rows, { type: "link" }, false).map(([eta]) => eta!);
    const parts = etas(groups.map(([, columns]) => pointOf(columns, columns.map((j) => beta![j]!)))); // biome-ignore format: one line
    const byLabel = (values: readonly Float64Array[]) =>
      Object.fromEntries(groups.map(([label], t) => [label, values[t]!]));
    if (level === undefined) return { terms: byLabel(parts) };
    const { packed } = covarianceOf(model);
    const shiftOf = Number(hasIntercept);
    const errors = groups.map(([, columns], t) => {
      const own = columns.flatMap((j, k) =>
        columns.slice(0, k + 1).map((l) => element(packed, j + shiftOf, l + shiftOf)),
      );
      const sum = new Float64Array(parts[t]!.length);
      for (const eta of etas(columnsOfRoot(own, columns.length).map((root) => pointOf(columns, root))))
        addSquares(sum, undefined, eta);
      return sum.map(Math.sqrt);
    });
    const half = withScope(({ kernel }) => studentT(kernel, degreesOfT(model)).upperQuantile((1 - level) / 2));
    const ends = (side: number) => parts.map((part, t) => part.map((v, i) => v + side * half * errors[t]![i]!));
    return {
      terms: byLabel(parts),
      standardErrors: byLabel(errors),
      lower: byLabel(ends(-1)),
      upper: byLabel(ends(1)),
    };
  }) as Partial<TermPredictions> & { readonly terms: TermValues };
  const constant = model.intercepts[0]! + means.reduce((sum, m, j) => sum + m * beta![j]!, 0);
  const { terms, standardErrors, lower, upper } = found;
  return { terms, constant, standardErrors, lower, upper };
}
