import { checkNumber, checkOneOf } from "./base/check.js";
import { GlmError } from "./base/errors.js";
import { ASK } from "./base/ids.js";
import { readOptions } from "./base/keys.js";
import { ADJUSTMENTS, type Adjustment, adjusted, halfWidth } from "./effects/adjust.js";
import { type AtValues, type Setting, settingsOf } from "./effects/at.js";
import {
  asLevels,
  columnNamed,
  type LevelsColumn,
  namesGiven,
  type PredictorColumn,
  predictorColumns,
} from "./effects/columns.js";
import { errorNotes, quantitiesAsEstimates, type Uncertainty, uncertaintyOf } from "./effects/estimates.js";
import { type Grid, gridOf } from "./effects/grid.js";
import { combination, type Population, populationOf, type Quantity } from "./effects/population.js";
import type { TableInput } from "./frame/columns.js";
import type { EffectOptions } from "./marginal-effects.js";
import { type Estimate, intervalColumns, testColumns } from "./result/coefficients.js";
import { familyOfModel, type ModelData } from "./result/data.js";
import { Model, type Predictors } from "./result/model.js";
import { askFamily } from "./result/predict.js";
import { elementary } from "./wasm/elementary.js";
import { withScope } from "./wasm/scope.js";
import { type Printed, printed } from "./words/printed.js";
import { column, numbers } from "./words/table.js";

/** Options of `marginalMeans`. */
export interface MeanOptions extends Omit<EffectOptions, "variables" | "at"> {
  /** One factor, or several: a mean for each combination of their levels. */
  readonly of: string | readonly string[];
  /** Values of other columns; default the mean of numbers, and all levels of factors, over which means are averaged. */
  readonly at?: AtValues | undefined;
  /** Weights of the levels that are averaged over: "equal" (default), as in a balanced experiment; "proportional", as often as they occur. */
  readonly average?: "equal" | "proportional" | undefined;
  /** How tests and intervals of the differences are adjusted for their number; default "tukey". */
  readonly adjust?: Adjustment | undefined;
}

/** The mean of a combination of levels. */
export interface MarginalMean extends Estimate {
  readonly levels: Readonly<Record<string, unknown>>;
}

/** The difference of two means: on the linear predictor, or with scale "mean" and a log or logit link their ratio. */
export interface MeanDifference extends Estimate {
  /** "white - black", or "white / black" for a ratio. */
  readonly contrast: string;
  /** Whether the estimate is a ratio. */
  readonly isRatio: boolean;
}

/** What `marginalMeans` gives: means, their differences, and their printed forms. */
export interface MarginalMeans extends Printed {
  readonly rows: readonly MarginalMean[];
  /** Every pair, the later level against the earlier one; p and intervals adjusted. */
  readonly differences: readonly MeanDifference[] & Printed;
  readonly scale: "mean" | "link";
  readonly level: number;
  readonly adjust: Adjustment;
}

const KEYS = [
  "of",
  "at",
  "average",
  "adjust",
  "scale",
  "level",
  "covariance",
  "weights",
  "offset",
  "exposure",
  "trials",
] as const;

/**
 * Estimated marginal means: what the model predicts for each level of a factor, if the other factors were balanced and numbers at their mean.
 *
 *     eta_l = average over the levels of the other factors of x' beta + o,     mu_l = the inverse link of eta_l
 *
 * Averages are on the linear predictor; the offset o is the mean of those observed. Intervals of mu are those of eta through the inverse link.
 *
 * @param model  A fit of a formula with a covariance, and one predictor.
 * @param table  The table of the fit: other rows are refused, as the deviance tells.
 * @param options  See MeanOptions.
 * @returns  The means, with all pairwise differences; both print as tables.
 * @throws GlmError BAD_OPTION for columns that are no factors, NOT_SUPPORTED for models of numbers and multinomial.
 *
 * Source: Searle, Speed & Milliken (1980), The American Statistician 34; the numbers are those of R's emmeans, with type = "response" for "mean".
 *
 * @example
 * const text = String(marginalMeans(model, rows, { of: "race" }).differences);
 */
export function marginalMeans(model: Model<Predictors>, table: TableInput, options: MeanOptions): MarginalMeans {
  const given = readOptions(options ?? {}, KEYS, "marginalMeans") as MeanOptions;
  const level = checkNumber("level", given.level ?? 0.95, (l) => l > 0 && l < 1, "a number in (0, 1)");
  const scale = checkOneOf("scale", given.scale ?? "mean", ["mean", "link"] as const);
  const adjust = checkOneOf("adjust", given.adjust ?? "tukey", ADJUSTMENTS);
  const average = checkOneOf("average", given.average ?? "equal", ["equal", "proportional"] as const);
  const { weights, offset, exposure, trials } = given;
  const population = populationOf(Model.dataOf(model), table, { weights, offset, exposure, trials }, "marginalMeans");
  const uncertainty = uncertaintyOf(population.model, given.covariance);
  const columns = predictorColumns(population);
  const factors = factorsOf(population, columns, given.of);
  const settings = settingsOf(given.at, columns, 1);
  const grid = gridOf(population, columns, factors, settings, average);
  const means = meansOf(grid, uncertainty, population.model, scale, level);
  let known: MarginalMeans["differences"] | undefined;
  const differences = () => {
    known ??= differencesOf(grid, settings, uncertainty, population.model, scale, level, adjust);
    return known;
  };
  const names = factors.map(({ name }) => name);
  const at = [...new Set(settings.flatMap(({ values }) => Object.keys(values)))];
  const unit = scale === "mean" ? "means" : "linear predictors";
  const found = {
    rows: means,
    get differences() {
      return differences(); // of hundreds of levels there are many: they are made when they are asked for
    },
    scale,
    level,
    adjust,
  };
  return printed(found, () => ({
    caption: `estimated marginal ${unit} of ${names.join(" and ")}, ${average} weights of other factors`,
    columns: [
      ...[...names, ...at].map((name) => column("text", `levels.${name}`, name)),
      numbers("estimate", scale === "mean" ? "mean" : "eta"),
      numbers("standardError", "std. error"),
      ...intervalColumns(level),
    ],
    rows: means.map((row) => ({
      ...row,
      ...Object.fromEntries(Object.entries(row.levels).map(([name, value]) => [`levels.${name}`, String(value)])),
    })),
    notes: errorNotes(uncertainty, population.model, means),
  }));
}

function factorsOf(population: Population, columns: readonly PredictorColumn[], of: unknown): LevelsColumn[] {
  return namesGiven(of, "of").map((name) => {
    const found = columnNamed(columns, name, "of");
    const levels = asLevels(population, found);
    if (levels !== undefined) return levels;
    const message = `of names ${found.name}, which is no factor; expected one, or give its values: at: { ${found.name}: [...] }`;
    throw new GlmError("BAD_OPTION", message, { column: found.name });
  });
}

function meansOf(
  grid: Grid,
  uncertainty: Uncertainty,
  model: ModelData,
  scale: "mean" | "link",
  level: number,
): MarginalMean[] {
  const named = grid.cells.map(({ label, quantity }) => [label, quantity] as const);
  const rows = quantitiesAsEstimates(named, uncertainty, level);
  const family = familyOfModel(model);
  return withScope((scope) => {
    const through = (what: number, v: readonly number[]): Float64Array =>
      askFamily(scope, family, what, Float64Array.from(v));
    const isMean = scale === "mean";
    const mu = isMean ? through(ASK.mean, rows.map(({ estimate }) => estimate)) : undefined; // biome-ignore format: one line
    const slope = isMean ? through(ASK.meanSlope, rows.map(({ estimate }) => estimate)) : undefined; // biome-ignore format: one line
    const ends = isMean ? [through(ASK.mean, rows.map(({ lower }) => lower)), through(ASK.mean, rows.map(({ upper }) => upper))] : undefined; // biome-ignore format: one line
    return rows.map((row, k): MarginalMean => {
      const { levels } = grid.cells[k]!;
      if (mu === undefined) return { levels, ...row };
      const [a, b] = [ends![0]![k]!, ends![1]![k]!];
      return {
        levels,
        ...row,
        estimate: mu[k]!,
        standardError: Math.abs(slope![k]!) * row.standardError,
        lower: Math.min(a, b),
        upper: Math.max(a, b),
      };
    });
  });
}

/** Links whose differences are logarithms of ratios. */
const RATIOS: readonly string[] = ["log", "logit"];

function differencesOf(
  { cells }: Grid,
  settings: readonly Setting[],
  uncertainty: Uncertainty,
  model: ModelData,
  scale: "mean" | "link",
  level: number,
  adjust: Adjustment,
): readonly MeanDifference[] & Printed {
  const isRatio = scale === "mean" && RATIOS.includes(model.link);
  const perSetting = cells.length / settings.length;
  const found = settings.flatMap((setting, s) => {
    const own = cells.slice(s * perSetting, (s + 1) * perSetting);
    const pairs = own.flatMap((b, k) => own.slice(0, k).map((a) => pairOf(b, a, isRatio ? "/" : "-", setting.label)));
    const rows = quantitiesAsEstimates(pairs, uncertainty, level);
    const p = adjusted(rows.map(({ statistic }) => statistic), own.length, uncertainty.df, adjust); // biome-ignore format: one line
    const half = pairs.length === 0 ? 0 : halfWidth(level, pairs.length, own.length, uncertainty.df, adjust);
    return rows.map((row, k): MeanDifference => {
      const [lower, upper] = [row.estimate - half * row.standardError, row.estimate + half * row.standardError];
      return onScale({ ...row, contrast: row.name, isRatio, p: p[k]!, lower, upper });
    });
  });
  const what = isRatio ? (model.link === "logit" ? "odds ratios" : "ratios") : "differences of linear predictors";
  const isPlain = model.link === "identity";
  const count = found.length / settings.length;
  return printed(found, () => ({
    caption: isPlain ? "differences of means" : what,
    columns: [
      column("text", "contrast", ""),
      numbers("estimate", isRatio ? "ratio" : "difference"),
      ...testColumns(uncertainty.df),
      ...intervalColumns(level),
    ],
    rows: found,
    notes: [
      adjust === "none"
        ? "p-values and intervals are not adjusted"
        : `p-values and intervals: ${adjust}, for ${count} ${count === 1 ? "difference" : "differences"}${settings.length > 1 ? " at each setting" : ""}`,
    ],
  }));
}

interface CellOfGrid {
  readonly label: string;
  readonly short: string;
  readonly quantity: Quantity;
}

function pairOf(b: CellOfGrid, a: CellOfGrid, sign: string, where: string): readonly [string, Quantity] {
  const name = `${apart(b.short)} ${sign} ${apart(a.short)}${where === "" ? "" : ` at ${where}`}`;
  return [name, combination([[1, b.quantity], [-1, a.quantity]])]; // biome-ignore format: one line
}

/** A label in parentheses if it could be taken for a calculation. */
function apart(label: string): string {
  return /[^\w., ]/.test(label) ? `(${label})` : label;
}

/** A difference of logarithms as a ratio: its standard error by the delta method; test and p are those of the difference. */
function onScale(row: MeanDifference): MeanDifference {
  if (!row.isRatio) return row;
  const { exp } = elementary();
  const ratio = exp(row.estimate);
  return {
    ...row,
    estimate: ratio,
    standardError: ratio * row.standardError,
    lower: exp(row.lower),
    upper: exp(row.upper),
  };
}
