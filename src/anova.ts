import { checkOneOf } from "./base/check.js";
import { sentence, shownName } from "./base/show.js";
import { fitWithout } from "./fit.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable } from "./frame/rows.js";
import { rowsOfFit } from "./frame/rows-of.js";
import type { DesignInput } from "./input/design.js";
import type { ResponseInput } from "./input/response.js";
import { Model, type Predictors } from "./result/model.js";
import {
  type Analysis,
  analyse,
  isReduced,
  type OfTable,
  type TermOptions,
  type TermTest,
  type TermWarning,
  termKeys,
  testOfStep,
  warnOfAliased,
} from "./terms/analysis.js";
import { containing, termsOfModel, treatedWithin } from "./terms/model-terms.js";
import { significant } from "./words/format.js";
import { type Printed, printed } from "./words/printed.js";
import { column, numbers, type PrintedColumn, type PrintedTable } from "./words/table.js";

const TYPES = ["I", "II", "III"] as const;

/** Options of `anova`. */
export interface AnovaOptions extends TermOptions {
  /**
   * "II" (default): each term given all terms that do not contain it. "I": each term given those before it, in the order of the formula.
   * "III": each term given all others, also those that contain it; this depends on the contrasts, so use "sum" or "helmert".
   */
  readonly type?: (typeof TYPES)[number] | undefined;
}

/** The test of one term. */
export interface AnovaRow {
  readonly term: string;
  /** Parameters of the term. */
  readonly df: number;
  /** What the deviance falls by; undefined for Wald's test. */
  readonly deviance: number | undefined;
  /** Type I: of the model with this term and those before it. */
  readonly residualDegreesOfFreedom: number | undefined;
  readonly residualDeviance: number | undefined;
  /** F, chi-square of the ratio, or Wald's: chi-square, or F with a free dispersion. NaN for a term that depends on others. */
  readonly statistic: number;
  readonly p: number;
}

interface AnovaNumbers {
  readonly type: (typeof TYPES)[number];
  readonly test: TermTest;
  readonly distribution: "chi-square" | "F";
  readonly rows: readonly AnovaRow[];
  /** phi, Pearson's of the model. */
  readonly dispersion: number;
  /** Denominator of F; undefined for chi-square. */
  readonly residualDegreesOfFreedom: number | undefined;
  /** The covariance of Wald's test; undefined for others. */
  readonly covariance: "model" | "sandwich" | undefined;
  readonly warnings: readonly TermWarning[];
}

/** What `anova` gives: rows, and their printed forms. */
export interface Anova extends AnovaNumbers, Printed {}

/**
 * Analysis of deviance: a test of every term of a model.
 *
 *     F                 (D_0 - D_1) / (df phi)     phi Pearson's dispersion of the whole model, as anova.glm and car's Anova have it
 *     likelihood-ratio  (D_0 - D_1) / phi          chi-square; with an estimated theta at the theta of the model
 *     wald              b' C^-1 b                  over the estimates b of the term, C their covariance
 *
 * with D_0, D_1 the deviances without and with the term, by fits to the rows of the model.
 *
 * @param model  A converged fit of a formula; or of numbers, with `groups`.
 * @param table  The table of the fit; for numbers x and y. @param options  See AnovaOptions.
 * @throws GlmError NOT_SUPPORTED for a model without terms, or a test that the fit does not allow; BAD_SHAPE, BAD_VALUE for other rows than
 *         those of the fit.
 *
 * Source: McCullagh & Nelder (1989), section 2.3; Fox (2016), Applied Regression Analysis and Generalized Linear Models, section 15.
 *
 * @example
 * anova(model, rows, { type: "III" }).toMarkdown();
 */
export function anova(model: Model<Predictors>, table: TableInput, options?: OfTable<AnovaOptions>): Anova;
export function anova(model: Model<Predictors>, x: DesignInput, y: ResponseInput, options: AnovaOptions): Anova;
export function anova(model: Model<Predictors>, x: unknown, y?: unknown, given?: AnovaOptions): Anova {
  const data = Model.dataOf(model);
  const rows = rowsOfFit<AnovaOptions>(data, [x, y, given], ["type", ...termKeys(data)], "anova");
  const { type: asked, ...options } = rows.options;
  const type = checkOneOf("type", asked ?? "II", TYPES);
  const terms = termsOfModel(data, options.groups, "anova");
  const found = aboutTable(rows.table, () => {
    const analysis = analyse(data, { ...rows, options }, terms, (again) => fitWithout(again, data.hasIntercept));
    return numbersOf(analysis, type);
  });
  return printed(found, (own) => tableOf(own, data));
}

function numbersOf(analysis: Analysis, type: AnovaNumbers["type"]): AnovaNumbers {
  const { model, terms, test, submodels, warnings } = analysis;
  const all = [...terms.keys()];
  const rows = terms.map(({ label }, t): AnovaRow => {
    const after = type === "I" ? all.slice(t + 1) : type === "II" ? containing(terms, t) : [];
    const step = submodels.compare([...after, t], after);
    warnOfAliased(analysis, label, step);
    const { statistic, p } = testOfStep(analysis, step);
    const left = type === "I" ? submodels.without(after) : undefined;
    return {
      term: label,
      df: step.df,
      deviance: test === "wald" ? undefined : step.sum,
      residualDegreesOfFreedom: left && model.observations - left.rank,
      residualDeviance: left?.deviance,
      statistic,
      p,
    };
  });
  const treated = type === "III" && model.encoding !== undefined ? treatedWithin(model.encoding) : [];
  if (treated.length > 0) {
    const names = treated.map((name) => shownName(name)).join(", ");
    const message = `type III under treatment contrasts of ${names}: a term within an interaction is tested at the reference levels, not over all levels; fit with contrasts "sum" or "helmert", or use type II`;
    warnings.push({ code: "treatment-contrasts", message: sentence(message) });
  }
  const { distribution, residualDegreesOfFreedom } = testOfStep(analysis, { df: 1, sum: 1 });
  const covariance = test === "wald" ? model.covariance!.kind : undefined;
  const { dispersion } = model;
  return { type, test, distribution, rows, dispersion, residualDegreesOfFreedom, covariance, warnings };
}

const NAMES: Readonly<Record<TermTest, string>> = {
  F: "F tests",
  "likelihood-ratio": "likelihood ratios",
  wald: "Wald tests",
};

function tableOf(found: AnovaNumbers, model: ReturnType<typeof Model.dataOf>): PrintedTable {
  const {
    type,
    test,
    distribution,
    rows,
    warnings,
    dispersion,
    covariance,
    residualDegreesOfFreedom: residual,
  } = found;
  const isSequential = rows.some((row) => row.residualDeviance !== undefined);
  const ofNull = {
    term: "(null model)",
    residualDegreesOfFreedom: model.observations - Number(model.hasIntercept),
    residualDeviance: model.nullDeviance,
  };
  const note =
    covariance === undefined
      ? residual === undefined
        ? []
        : [`dispersion ${significant(dispersion)} (Pearson) on ${significant(residual)} degrees of freedom`]
      : [`covariance: ${covariance}${model.isPenalized ? ", penalized" : ""}`];
  return {
    caption: `Analysis of deviance, type ${type}: ${isReduced(model) && test !== "wald" ? "penalized " : ""}${NAMES[test]}`,
    columns: [
      column("text", "term", "term"),
      column("count", "df", "df"),
      ...(test === "wald" ? [] : [numbers("deviance", "deviance")]),
      ...(isSequential ? RESIDUAL : []),
      numbers("statistic", distribution, 5),
      column("p", "p", `Pr(>${distribution})`),
    ],
    rows: isSequential ? [ofNull, ...rows] : rows,
    notes: [...note, ...warnings.map(({ message }) => `warning: ${message}`)],
  };
}

const RESIDUAL: readonly PrintedColumn[] = [
  column("count", "residualDegreesOfFreedom", "residual df"),
  numbers("residualDeviance", "residual deviance"),
];
