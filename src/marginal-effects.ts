import { checkNumber, checkOneOf } from "./base/check.js";
import { GlmError } from "./base/errors.js";
import { readOptions } from "./base/keys.js";
import { shownName } from "./base/show.js";
import { type AtValues, type Setting, settingsOf } from "./effects/at.js";
import {
  columnNamed,
  type LevelsColumn,
  namesGiven,
  type PredictorColumn,
  predictorColumns,
  type SlopeColumn,
} from "./effects/columns.js";
import { numbersAs, numbersIn } from "./effects/dates.js";
import { errorNotes, quantitiesAsEstimates, uncertaintyOf } from "./effects/estimates.js";
import {
  combination,
  type Population,
  populationOf,
  type Quantity,
  sceneOf,
  weightedSum,
} from "./effects/population.js";
import { typical } from "./effects/typical.js";
import type { TableInput } from "./frame/columns.js";
import type { NumberRole } from "./frame/roles.js";
import type { Estimate } from "./result/coefficients.js";
import { intervalColumns, testColumns } from "./result/coefficients.js";
import type { Inference } from "./result/inference.js";
import { Model, type Predictors } from "./result/model.js";
import { type Printed, printed } from "./words/printed.js";
import { column, numbers } from "./words/table.js";

/** Options of `marginalEffects`. */
export interface EffectOptions {
  /** Names of columns; default all of the formula's terms, but those that enter by intervals only. */
  readonly variables?: string | readonly string[] | undefined;
  /**
   * Values at which some columns are held, as { age: [30, 40], sex: "f" }: all combinations; the other columns stay as observed. "means": one
   * row, with the weighted means of numbers and the most frequent levels. Default: the rows as they are.
   */
  readonly at?: AtValues | "means" | undefined;
  /** "mean" (default): effects on mu, as a probability or a count. "link": on the linear predictor. */
  readonly scale?: "mean" | "link" | undefined;
  /** Level of the intervals; default 0.95. */
  readonly level?: number | undefined;
  /** The result of `infer(model, table, ...)`, for standard errors of another kind. */
  readonly covariance?: Inference | undefined;
  /** As at the fit, where they were given beside the table. A number as exposure stands for that of every row: 1 gives effects on rates. */
  readonly weights?: NumberRole | undefined;
  readonly offset?: NumberRole | undefined;
  readonly exposure?: NumberRole | number | undefined;
  readonly trials?: NumberRole | undefined;
}

/** The effect of one column, on average over rows. */
export interface Effect extends Estimate {
  readonly variable: string;
  /** "slope": the derivative by the column. Otherwise two levels, "white - black". */
  readonly contrast: string;
  /** The values of option `at`; {} for the rows as they are. */
  readonly at: Readonly<Record<string, unknown>>;
}

/** What `marginalEffects` gives: rows, and their printed forms. */
export interface Effects extends Printed {
  readonly rows: readonly Effect[];
  readonly scale: "mean" | "link";
  readonly level: number;
}

const KEYS = ["variables", "at", "scale", "level", "covariance", "weights", "offset", "exposure", "trials"] as const;

/**
 * Marginal effects in units of the response: how much mu changes with a column, averaged over the rows of the fit.
 *
 *     a column of numbers    sum_i w_i dmu_i/dv / sum_i w_i
 *     a factor               sum_i w_i [ mu_i(level) - mu_i(reference) ] / sum_i w_i
 *
 * mu_i(level) is the prediction of row i with this level in place of its own. Rows where a number is missing, which missing: "indicator"
 * keeps, are not in the average of its slope. Standard errors by the delta method, from the covariance of the
 * estimates; the rows count as fixed. Derivatives are differences of the fourth order, exact to about ten digits.
 *
 * @param model  A fit of a formula with a covariance, and one predictor.
 * @param table  The table of the fit: other rows are refused, as the deviance tells.
 * @param options  See EffectOptions.
 * @returns  A row for each column and contrast, for each combination of `at`; prints as a table.
 * @throws GlmError BAD_OPTION for names that are no columns of the terms, NOT_SUPPORTED for models of numbers and multinomial.
 *
 * Source: Williams (2012), Stata Journal 12(2); the numbers are those of R's marginaleffects and Stata's `margins, dydx(*)`.
 *
 * @example
 * const text = String(marginalEffects(model, rows, { variables: "age" }));
 */
export function marginalEffects(model: Model<Predictors>, table: TableInput, options: EffectOptions = {}): Effects {
  const given = readOptions(options, KEYS, "marginalEffects");
  const level = checkNumber("level", given.level ?? 0.95, (l) => l > 0 && l < 1, "a number in (0, 1)");
  const scale = checkOneOf("scale", given.scale ?? "mean", ["mean", "link"] as const);
  const { weights, offset, exposure, trials } = given;
  const population = populationOf(Model.dataOf(model), table, { weights, offset, exposure, trials }, "marginalEffects");
  const uncertainty = uncertaintyOf(population.model, given.covariance);
  const columns = predictorColumns(population);
  const [rows, settings] =
    given.at === "means"
      ? [typical(population, columns), settingsOf(undefined, columns, 1)]
      : [population, settingsOf(given.at, columns, population.length)];
  const held = new Set(Object.keys(settings[0]!.values));
  const found = chosen(columns, given.variables, held).flatMap((each) =>
    settings.flatMap((setting) => effectsOf(rows, each, setting, scale)),
  );
  const estimates = quantitiesAsEstimates(
    found.map(({ name, quantity }) => [name, quantity] as const),
    uncertainty,
    level,
  );
  const effects = found.map(({ variable, contrast, at }, k): Effect => ({ variable, contrast, at, ...estimates[k]! }));
  const unit = scale === "mean" ? "the mean" : "the linear predictor";
  const isAt = settings.some(({ label }) => label !== "");
  return printed({ rows: effects, scale, level }, () => ({
    caption: `marginal effects on ${unit}, ${given.at === "means" ? "at the means" : "averaged over the rows"}`,
    columns: [
      column("text", "variable", ""),
      column("text", "contrast", "effect"),
      ...(isAt ? [column("text", "where", "at")] : []),
      numbers("estimate", "estimate"),
      ...testColumns(uncertainty.df),
      ...intervalColumns(level),
    ],
    rows: effects.map((row, k) => ({ ...row, where: found[k]!.where })),
    notes: errorNotes(uncertainty, population.model, effects),
  }));
}

/** The columns that are asked for. A factor that is held at a level has no effect there. */
function chosen(
  columns: readonly PredictorColumn[],
  variables: EffectOptions["variables"],
  held: ReadonlySet<string>,
): (SlopeColumn | LevelsColumn)[] {
  const has = (each: PredictorColumn): each is SlopeColumn | LevelsColumn =>
    each.how !== "cut" && !(each.how === "levels" && held.has(each.name));
  if (variables === undefined) return columns.filter(has);
  return namesGiven(variables, "variables").map((name) => {
    const found = columnNamed(columns, name, "variables");
    if (has(found)) return found;
    const why =
      found.how === "cut"
        ? "enters by intervals, where it has no slope; expected a column of numbers or a factor"
        : "is held at a level by at; expected it in one of them";
    throw new GlmError("BAD_OPTION", `variables names ${shownName(found.name)}, which ${why}`, { column: found.name });
  });
}

interface Found {
  readonly name: string;
  readonly variable: string;
  readonly contrast: string;
  readonly at: Effect["at"];
  readonly where: string;
  readonly quantity: Quantity;
}

function effectsOf(
  population: Population,
  each: SlopeColumn | LevelsColumn,
  setting: Setting,
  scale: "mean" | "link",
): Found[] {
  const about = { variable: each.name, at: setting.values, where: setting.label };
  if (each.how === "slope") {
    const name = setting.label === "" ? each.name : `${each.name} at ${setting.label}`;
    return [{ ...about, name, contrast: "slope", quantity: slopeOf(population, each, setting, scale) }];
  }
  const { length } = population;
  const v = shares(population);
  const means = each.cells.map((cell) =>
    weightedSum(sceneOf(population, { ...setting.cells, [each.name]: new Array(length).fill(cell) }), v, scale),
  );
  const reference = each.labels[each.reference]!;
  return each.labels.flatMap((label, k) => {
    if (k === each.reference) return [];
    const contrast = `${label} - ${reference}`;
    const quantity = combination([[1, means[k]!], [-1, means[each.reference]!]]); // biome-ignore format: one line
    return [{ ...about, name: `${each.name} ${contrast}`, contrast, quantity }];
  });
}

/** Weights that sum to 1; 0 in rows whose value is missing, where there is one for each. */
function shares({ weights }: Population, values?: Float64Array): Float64Array {
  const own = values === undefined ? weights : weights.map((w, i) => (Number.isNaN(values[i]!) ? 0 : w));
  const total = own.reduce((sum, w) => sum + w, 0);
  return own.map((w) => w / total);
}

/** Step of the differences, as a part of the column's spread: their error is its fourth power. */
const STEP = 2e-3;

/** The average derivative: (8 [mu(v + h) - mu(v - h)] - [mu(v + 2h) - mu(v - 2h)]) / 12 h. Steps of a positive column are shorter near 0, where a logarithm ends. */
function slopeOf(population: Population, each: SlopeColumn, setting: Setting, scale: "mean" | "link"): Quantity {
  const values = numbersIn(setting.cells[each.name] ?? population.cells[each.name]!);
  const [low, high] = bounds(numbersIn(population.cells[each.name]!));
  const usual = STEP * (high > low ? (high - low) / 4 : Math.max(1, Math.abs(high)));
  const h = values.map((v) => (low > 0 && v > 0 ? Math.min(usual, STEP * v) : usual));
  const v = shares(population, values).map((w, i) => w / (12 * h[i]!));
  const moved = (times: number): Quantity =>
    weightedSum(
      sceneOf(population, {
        ...setting.cells,
        [each.name]: numbersAs(
          each,
          values.map((x, i) => x + times * h[i]!),
        ),
      }),
      v,
      scale,
    );
  return combination([[8, moved(1)], [-8, moved(-1)], [-1, moved(2)], [1, moved(-2)]]); // biome-ignore format: one line
}

function bounds(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value; // never true of a missing one
    if (value > high) high = value;
  }
  return [low, high];
}
