import { INSPECT } from "../base/inspect.js";
import { sentence, shownName } from "../base/show.js";
import { isAtBorder } from "../base/status.js";
import { kinkedBy, whyNoCovariance } from "../options/recipe.js";
import { cells, degreesOfT, type Estimate, estimatesOf, heads, namedEstimates } from "./coefficients.js";
import { familyOfModel, type ModelData } from "./data.js";
import { align, significant } from "./format.js";
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

/** Level of the intervals in `rows`. */
const LEVEL = 0.95;

/** The summary of a fit: data and, through `String()`, a readable table. */
export class Summary {
  /** With standard errors, tests and intervals of level 0.95 if the model has a covariance. */
  readonly rows: readonly SummaryRow[];

  constructor(readonly model: ModelData) {
    const { covariance } = model;
    const { names, estimates } = namedEstimates(model);
    const known =
      covariance === undefined
        ? names.map((name, i) => ({ name, estimate: estimates[i]! }))
        : estimatesOf(names, estimates, covariance, degreesOfT(model), LEVEL);
    const penalties = model.coefficients.flatMap((_, k) => {
      const own = model.names.map((_, j) => model.adaptivePenalty?.[k]?.[j]);
      return model.hasIntercept ? [undefined, ...own] : own;
    });
    this.rows = known.map((row, i) => ({ ...row, adaptivePenalty: penalties[i] }));
  }

  toString(): string {
    const { model } = this;
    const noise = model.noise === undefined ? "" : `, noise: ${model.noise} (${model.approximation})`;
    const name = `${model.isQuasi ? "quasi-" : ""}${model.family}`;
    const reduced = model.recipe?.biasReduction === undefined ? "" : ", Firth's bias reduction";
    const head = `${capital(name)} model, ${model.link} link${noise}${reduced}`;
    const observations = `${counted(model.observations, "observation")}, ${counted(model.names.length, "column")}`;
    const formula = model.encoding === undefined ? [] : [shownName(oneLine(model.encoding.formula), LONGEST)];
    return [
      head,
      ...formula,
      observations,
      ...tableLines(model),
      "",
      ...this.#table(),
      "",
      ...this.#numbers(),
      "",
      ...this.#status(),
    ].join("\n");
  }

  /** @internal */
  get [KIND](): string {
    return "a summary";
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString();
  }

  #table(): string[] {
    const shown = this.rows.length <= MOST_ROWS ? this.rows : largest(this.rows, MOST_ROWS);
    const hasNoise = this.model.adaptivePenalty !== undefined;
    const hasErrors = this.model.covariance !== undefined;
    const header = [
      "",
      "estimate",
      ...(hasErrors ? heads(degreesOfT(this.model)) : []),
      ...(hasNoise ? ["adaptive penalty"] : []),
    ];
    const lines = shown.map((row) => [
      row.name,
      significant(row.estimate),
      ...(hasErrors ? cells(row as Estimate) : []),
      ...(hasNoise ? [row.adaptivePenalty === undefined ? "" : significant(row.adaptivePenalty)] : []),
    ]);
    const left = this.rows.length - shown.length;
    const more = left > 0 ? [`... and ${left} smaller coefficients`] : [];
    return [...align([header, ...lines]), ...more, ...this.#errors()];
  }

  /** The kind of the standard errors if it is not the usual one, or why there are none. */
  #errors(): string[] {
    const { covariance, recipe, status, coefficients, isPenalized } = this.model;
    if (covariance?.kind === "model") return [];
    if (covariance !== undefined) {
      return [
        `standard errors: sandwich${isPenalized ? ", penalized (of the minimizer of the penalized objective)" : ""}`,
      ];
    }
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

  #numbers(): string[] {
    const { model } = this;
    const { degreesOfFreedom: df, observations: n } = model;
    const on = (parameters: number | undefined): string =>
      parameters === undefined ? "" : `on ${significant(n - parameters)} degrees of freedom`;
    const lines = [
      [
        "null deviance",
        significant(model.nullDeviance),
        on(model.coefficients.length > 1 ? undefined : Number(model.hasIntercept)),
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
    return align(lines);
  }

  #status(): string[] {
    const { status } = this.model;
    const { code, iterations, passes, optimality, tolerance, solver, warnings } = status;
    const reached = `optimality ${optimality.toExponential(1)} (tolerance ${tolerance.toExponential(0)})`;
    const first = `${code}: ${solver}, ${counted(iterations, "iteration")}, ${counted(passes, "pass", "passes")} over the data, ${reached}`;
    return [first, ...warnings.map(({ code, message }) => sentence(`warning (${code}): ${message}`))];
  }
}

function largest(rows: readonly SummaryRow[], count: number): SummaryRow[] {
  const sizes = rows.map((row) => Math.abs(row.estimate)).sort((a, b) => b - a);
  const limit = sizes[count - 1]!;
  return rows.filter((row) => Math.abs(row.estimate) >= limit).slice(0, count);
}

function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
