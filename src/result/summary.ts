import { sentence, shownName } from "../base/show.js";
import { isAtBorder } from "../base/status.js";
import { kinkedBy, whyNoCovariance } from "../options/recipe.js";
import { align, pValue, significant } from "../words/format.js";
import { plainOf } from "../words/plain.js";
import { PrintedResult } from "../words/printed.js";
import { numbers, type PrintedTable } from "../words/table.js";
import { textOf } from "../words/text.js";
import { degreesOfT, type Estimate, estimateColumns, estimatesOf, namedEstimates } from "./coefficients.js";
import { familyOfModel, type ModelData } from "./data.js";
import { type EstimateOptions, readShown, type Shown, shownRow } from "./estimate-options.js";
import { type FitStatistics, fitStatistics } from "./fit-statistics.js";
import { lackOf } from "./later.js";
import { KIND } from "./recognize.js";
import { oneLine, tableLines } from "./table-text.js";

/** One line of the coefficient table. */
export interface SummaryRow extends Partial<Estimate> {
  readonly name: string;
  readonly estimate: number;
  /** Ridge strength of the noise; undefined without noise and for the intercept. */
  readonly adaptivePenalty: number | undefined;
}

/** Coefficients shown in the text of a wide model: the largest ones. `rows` has all. */
const MOST_ROWS = 60;

/** Letters of a formula in the text. */
const LONGEST = 200;

/** The summary of a fit: data and, through `String()`, a readable table. */
export class Summary extends PrintedResult {
  /** With standard errors, tests and intervals if the model has a covariance. */
  readonly rows: readonly SummaryRow[];
  readonly statistics: FitStatistics;
  /** Level of the intervals. */
  readonly level: number;
  /** What e to the estimates is, as "odds ratio", with `exponentiate`. */
  readonly ratio: string | undefined;
  readonly #shown: Shown;

  /** @internal Use `model.summary()`. */
  constructor(
    readonly model: ModelData,
    options: EstimateOptions = {},
  ) {
    super();
    const { covariance } = model;
    const { names, estimates } = namedEstimates(model);
    const shown = readShown(model, names, options, "summary");
    const known =
      covariance === undefined
        ? names.map((name, i) => ({ name, estimate: estimates[i]! }))
        : estimatesOf(names, estimates, covariance, degreesOfT(model), shown.level);
    const penalties = model.coefficients.flatMap((_, k) => {
      const own = model.names.map((_, j) => model.adaptivePenalty?.[k]?.[j]);
      return model.hasIntercept ? [undefined, ...own] : own;
    });
    this.rows = known.map((row, i) => ({ ...shownRow(row, shown), adaptivePenalty: penalties[i] }));
    this.statistics = fitStatistics(model);
    this.level = shown.level;
    this.ratio = shown.ratio;
    this.#shown = shown;
  }

  toTable(): PrintedTable {
    const { rows, model, ratio } = this;
    const { hasIntervals, intervals } = this.#shown;
    const df = model.covariance === undefined ? undefined : degreesOfT(model);
    const level = hasIntervals && (df ?? intervals) !== undefined ? this.level : undefined;
    return {
      caption: this.#head().join("\n"),
      columns: [
        ...estimateColumns({ df, ratio, level }),
        ...(model.adaptivePenalty === undefined ? [] : [numbers("adaptivePenalty", "adaptive penalty")]),
      ],
      rows,
      shown: rows.length <= MOST_ROWS ? undefined : largest(rows, MOST_ROWS),
      notes: [...this.#below(), ...this.#numbers().map((line) => line.join(" ").trim()), ...this.#status()],
    };
  }

  override toString(): string {
    const table = textOf({ ...this.toTable(), notes: [] });
    return [table, ...this.#below(), "", ...align(this.#numbers()), "", ...this.#status()].join("\n");
  }

  /** @internal */
  get [KIND](): string {
    return "a summary";
  }

  override toJSON(): unknown {
    const { rows, statistics, level, ratio } = this;
    return plainOf({ rows, statistics, level, ratio });
  }

  #head(): string[] {
    const { model } = this;
    const noise = model.noise === undefined ? "" : `, noise: ${model.noise} (${model.approximation})`;
    const name = `${model.isQuasi ? "quasi-" : ""}${model.family}`;
    const reduced = model.recipe?.biasReduction === undefined ? "" : ", Firth's bias reduction";
    return [
      `${capital(name)} model, ${model.link} link${noise}${reduced}`,
      ...(model.encoding === undefined ? [] : [shownName(oneLine(model.encoding.formula), LONGEST)]),
      `${counted(model.observations, "observation")}, ${counted(model.names.length, "column")}`,
      ...tableLines(model),
    ];
  }

  /** The lines that belong to the table: what it does not show, and the kind of its errors. */
  #below(): string[] {
    const left = this.rows.length - MOST_ROWS;
    return [...(left > 0 ? [`... and ${left} smaller coefficients`] : []), ...this.#errors()];
  }

  /** The kinds of intervals and standard errors if they are not the usual ones, or why there are no standard errors. */
  #errors(): string[] {
    return [...(this.#shown.intervals === undefined ? [] : ["intervals: profile likelihood"]), ...this.#kindOfErrors()];
  }

  /** The kind of the standard errors if it is not the usual one, or why there are none. */
  #kindOfErrors(): string[] {
    const { covariance, recipe, status, coefficients, isPenalized } = this.model;
    if (covariance?.kind === "model") return [];
    if (covariance !== undefined) {
      return [
        `standard errors: sandwich${isPenalized ? ", penalized (of the minimizer of the penalized objective)" : ""}`,
      ];
    }
    const lack = lackOf(this.model);
    if (lack !== undefined) return [`no standard errors: ${lack}`];
    const { bounds, constraint, noises, unlabeled } = recipe ?? { noises: [] };
    const plan = {
      bounds,
      constraint,
      noises,
      unlabeled,
      kinked: recipe && kinkedBy(recipe),
      isAtBorder: isAtBorder(status),
    };
    const reason = recipe && whyNoCovariance({ ...plan, classes: coefficients.length });
    return reason === undefined || status.code !== "converged" ? [] : [`no standard errors: ${reason}`];
  }

  #numbers(): string[][] {
    const { model } = this;
    const { degreesOfFreedom: df, observations: n } = model;
    const on = (parameters: number | undefined): string =>
      parameters === undefined ? "" : `on ${significant(n - parameters)} degrees of freedom`;
    const lines = [
      [
        "null deviance",
        significant(model.nullDeviance),
        on(model.coefficients.length > 1 ? undefined : Number(model.hasIntercept)),
        "", // room for p-values below
      ],
      ["deviance", significant(model.deviance), on(model.coefficients.length > 1 ? undefined : df)],
      // no likelihood for tweedie, whose density has no closed form, nor with sampling weights
      ...(Number.isNaN(model.logLikelihood) ? [] : [["log-likelihood", significant(model.logLikelihood)]]),
    ];
    if (familyOfModel(model).dispersion === "free") lines.push(["dispersion", significant(model.dispersion)]);
    if (model.shape.power !== undefined) lines.push(["power", significant(model.shape.power)]);
    if (model.shape.theta !== undefined) lines.push(["theta", significant(model.shape.theta)]);
    if (model.thetaStandardError !== undefined) lines.push(["s.e. of theta", significant(model.thetaStandardError)]);
    if (model.multiplier !== undefined) lines.push(["multiplier", significant(model.multiplier)]);
    if (model.degreesOfFreedom !== undefined) lines.push(["parameters", significant(model.degreesOfFreedom)]);
    if (model.aic !== undefined) lines.push(["AIC", significant(model.aic)]);
    if (model.bic !== undefined) lines.push(["BIC", significant(model.bic)]);
    return [...lines, ...statisticLines(this.statistics)];
  }

  #status(): string[] {
    const { status } = this.model;
    const { code, iterations, passes, optimality, tolerance, solver, warnings } = status;
    const reached = `optimality ${optimality.toExponential(1)} (tolerance ${tolerance.toExponential(0)})`;
    const first = `${code}: ${solver}, ${counted(iterations, "iteration")}, ${counted(passes, "pass", "passes")} over the data, ${reached}`;
    return [first, ...warnings.map(({ code, message }) => sentence(`warning (${code}): ${message}`))];
  }
}

function statisticLines(found: FitStatistics): string[][] {
  const { aicc, rSquared, adjustedRSquared, mcFadden, nagelkerke, goodnessOfFit } = found;
  const shares = {
    AICc: aicc,
    R2: rSquared,
    "adjusted R2": adjustedRSquared,
    "McFadden R2": mcFadden,
    "Nagelkerke R2": nagelkerke,
  };
  const tests = Object.entries(goodnessOfFit ?? {}).map(([name, { statistic, df, p }]) => [
    `${name === "pearson" ? "Pearson" : name} test`,
    significant(statistic),
    `on ${significant(df)} degrees of freedom`,
    `p ${pValue(p)}`,
  ]);
  const lines = Object.entries(shares).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, significant(value)]],
  );
  return [...lines, ...tests];
}

/** The places of the largest estimates. */
function largest(rows: readonly SummaryRow[], count: number): number[] {
  const sizes = rows.map((row) => Math.abs(row.estimate)).sort((a, b) => b - a);
  const limit = sizes[count - 1]!;
  return Array.from(rows.keys())
    .filter((i) => Math.abs(rows[i]!.estimate) >= limit)
    .slice(0, count);
}

function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
