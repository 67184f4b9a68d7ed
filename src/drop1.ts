import { fitWithout } from "./fit.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable } from "./frame/rows.js";
import { rowsOfFit } from "./frame/rows-of.js";
import type { DesignInput } from "./input/design.js";
import type { ResponseInput } from "./input/response.js";
import { testOf } from "./result/contrast.js";
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
import { containing, termsOfModel } from "./terms/model-terms.js";
import type { Step } from "./terms/submodels.js";
import { elementary } from "./wasm/elementary.js";
import { type Printed, printed } from "./words/printed.js";
import { column, numbers, type PrintedTable } from "./words/table.js";

/** The model without one term. */
export interface Drop1Row {
  readonly term: string;
  readonly df: number;
  /** Of the model without the term; undefined for Wald's test, as `aic`. */
  readonly deviance: number | undefined;
  /** On the scale of the model's `aic`; undefined where that is. */
  readonly aic: number | undefined;
  readonly statistic: number;
  readonly p: number;
}

interface Drop1Numbers {
  readonly test: TermTest;
  readonly distribution: "chi-square" | "F";
  /** The terms that no other term contains. */
  readonly rows: readonly Drop1Row[];
  /** Of the whole model. */
  readonly deviance: number;
  readonly aic: number | undefined;
  readonly warnings: readonly TermWarning[];
}

/** What `drop1` gives: rows, and their printed forms. */
export interface Drop1 extends Drop1Numbers, Printed {}

/**
 * The model without each of the terms that no other term contains, as R's drop1:
 *
 *     F                 [(D_0 - D_1) / df] / [D_1 / (n - rank)]     other than anova, which divides by Pearson's dispersion
 *     likelihood-ratio  n log(D_0 / D_1) for gaussian, else (D_0 - D_1) / phi
 *     AIC               that of the model, plus this statistic, minus 2 df
 *
 * with D_0, D_1 the deviances without and with the term.
 *
 * @param model  A converged fit of a formula; or of numbers, with `groups`.
 * @param table  The table of the fit; for numbers x and y. @param options  `test`, `groups`, and the vectors of the fit.
 * @throws GlmError as `anova` does.
 *
 * Source: Chambers & Hastie (1992), Statistical Models in S, sections 4 and 6.
 *
 * @example
 * drop1(model, rows).rows;
 */
export function drop1(model: Model<Predictors>, table: TableInput, options?: OfTable<TermOptions>): Drop1;
export function drop1(model: Model<Predictors>, x: DesignInput, y: ResponseInput, options: TermOptions): Drop1;
export function drop1(model: Model<Predictors>, x: unknown, y?: unknown, given?: TermOptions): Drop1 {
  const data = Model.dataOf(model);
  const rows = rowsOfFit<TermOptions>(data, [x, y, given], termKeys(data), "drop1");
  const terms = termsOfModel(data, rows.options.groups, "drop1");
  const found = aboutTable(rows.table, () =>
    numbersOf(analyse(data, rows, terms, (again) => fitWithout(again, data.hasIntercept))),
  );
  return printed(found, tableOf);
}

function numbersOf(analysis: Analysis): Drop1Numbers {
  const { model, terms, test, submodels, warnings } = analysis;
  const rows = terms.flatMap(({ label }, t): Drop1Row[] => {
    if (containing(terms, t).length > 0) return [];
    const step = submodels.compare([t], []);
    warnOfAliased(analysis, label, step);
    const ratio = test === "wald" ? undefined : ratioOf(analysis, step);
    const isKnown = ratio !== undefined && model.aic !== undefined && !isReduced(model);
    const aic = isKnown ? model.aic + ratio - 2 * step.df : undefined;
    const { statistic, p } = testOfDrop(analysis, step, ratio);
    return [{ term: label, df: step.df, deviance: submodels.without([t])?.deviance, aic, statistic, p }];
  });
  const { distribution } = testOfStep(analysis, { df: 1, sum: 1 });
  return { test, distribution, rows, deviance: model.deviance, aic: model.aic, warnings };
}

/** What R takes for twice the fall of the log-likelihood. */
function ratioOf({ model }: Analysis, { sum }: Step): number {
  const { deviance, dispersion, family, observations } = model;
  return family === "gaussian" ? observations * elementary().log(1 + sum / deviance) : sum / dispersion;
}

function testOfDrop(analysis: Analysis, step: Step, ratio: number | undefined): { statistic: number; p: number } {
  const { model, test } = analysis;
  if (ratio === undefined) return testOfStep(analysis, step);
  const { df, sum } = step;
  const residual = model.observations - model.degreesOfFreedom!;
  const scaled = test === "F" ? (Math.max(0, sum) * residual) / model.deviance : Math.max(0, ratio);
  return testOf(df > 0 ? scaled : Number.NaN, df, test === "F" ? residual : Infinity);
}

function tableOf({ test, distribution, rows, deviance, aic, warnings }: Drop1Numbers): PrintedTable {
  const isRefitted = rows.length === 0 || rows.some((row) => row.deviance !== undefined);
  const ratios = isRefitted ? "likelihood ratios" : "penalized likelihood ratios";
  return {
    caption: `Single term deletions: ${test === "wald" ? "Wald tests" : test === "F" ? "F tests" : ratios}`,
    columns: [
      column("text", "term", "term"),
      column("count", "df", "df"),
      ...(isRefitted ? [numbers("deviance", "deviance")] : []),
      ...(isRefitted && aic !== undefined ? [numbers("aic", "AIC")] : []),
      numbers("statistic", distribution),
      column("p", "p", `Pr(>${distribution})`),
    ],
    rows: isRefitted ? [{ term: "(none)", deviance, aic }, ...rows] : rows,
    notes: warnings.map(({ message }) => `warning: ${message}`),
  };
}
