import type { Response } from "./base/flow.js";
import { isAtBorder, type RowWarning } from "./base/status.js";
import { type Collinearity, collinearity } from "./collinearity.js";
import type { Family } from "./families/index.js";
import { leverageWarnings } from "./fitting/warnings.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable, spread } from "./frame/rows.js";
import { rowsOfFit } from "./frame/rows-of.js";
import type { Rows, TableRows } from "./frame/rows-types.js";
import type { WithTable } from "./frame/table-options.js";
import { leverageOf, onesOf, type Pulls, pullsOf } from "./inference/leverage.js";
import { revisitHere } from "./inference/revisit.js";
import type { DesignInput } from "./input/design.js";
import type { ResponseInput } from "./input/response.js";
import { ownValues } from "./input/vector.js";
import { times } from "./input/weights.js";
import { curvatureOf, whyNone } from "./minimize/curvature.js";
import type { Curvature, Fitting } from "./minimize/fitting.js";
import { ownRows } from "./options/own.js";
import type { ModelData } from "./result/data.js";
import { diagnosticsTable } from "./result/diagnostics-table.js";
import { type FitVectors, readFitRows } from "./result/fit-rows.js";
import { Model, type Predictors } from "./result/model.js";
import { type ResidualOptions, residualsOf } from "./result/residuals.js";
import { type Separation, separation } from "./separation.js";
import { finish } from "./shard/task.js";
import {
  cooksDistance,
  covarianceRatio,
  dffits,
  type InfluenceParts,
  leftOutSigma,
  standardized,
  studentized,
} from "./stats/influence.js";
import { whyNoQuantiles } from "./stats/quantile-residuals.js";
import { type Printed, printed } from "./words/printed.js";
import { inWorkplace, type ThreadOptions } from "./workers/teams.js";

/** Options of `diagnose`. */
export interface DiagnoseOptions extends FitVectors, ThreadOptions {
  /** Seed of the quantile residuals, as in `model.residuals`. */
  readonly seed?: number | undefined;
}

/** Residuals, leverage and influence of the rows of a fit. A property that does not exist for the fit is undefined, and `reasons` says why. */
interface DiagnosticParts {
  /**
   * y as the fit has read it: 0 and 1 for two labels, 1 for the one whose probability is the mean; shares of the successes where rows have
   * trials, as of cbind() (R's model$y). Undefined for many classes.
   */
  readonly observed: Float64Array | undefined;
  /** Prior weights times trials, 1 where there are none (R's weights(model)): with `observed` what `roc` and `calibration` take. */
  readonly weights: Float64Array;
  /** As `model.residuals`; undefined if there is not one number per row. */
  readonly residuals: Readonly<
    Record<"response" | "deviance" | "pearson" | "working" | "quantile", Float64Array | undefined>
  >;
  /**
   * h_i in [0, 1], the influence of row i on its own mean (R's hatvalues): diagonal of W^1/2 X H^-1 X' W^1/2, W the Fisher weights. H is
   * X'WX; with a ridge or noise, the Hessian of the whole objective. The h_i add up to the number of parameters.
   */
  readonly leverage: Float64Array | undefined;
  /** Deviance residuals over sqrt(phi (1 - h)) (R's rstandard). */
  readonly standardized: Float64Array | undefined;
  /** The same, with phi estimated without the row (R's rstudent; Williams 1987). */
  readonly studentized: Float64Array | undefined;
  /** The change of all estimates without the row, in units of their covariance (R's cooks.distance). */
  readonly cooksDistance: Float64Array | undefined;
  /** The change of each estimate without the row, in standard errors, by name, "(Intercept)" first (R's dfbetas; for falling links, as inverse, R has the other sign). */
  readonly dfbetas: Readonly<Record<string, Float64Array>> | undefined;
  /** The change of the row's own fitted value without the row, in its standard errors (R's dffits). */
  readonly dffits: Float64Array | undefined;
  /** Change of the determinant of the covariance due to the row: above 1, the row makes the estimates more precise (R's covratio). */
  readonly covarianceRatio: Float64Array | undefined;
  /** Condition number of the columns, and the columns that collide. */
  readonly collinearity: Collinearity;
  /** Whether some direction separates the response, with a proof either way. */
  readonly separation: Separation<Predictors>;
  /** Rows of leverage 1: the fit passes through them for any y, so their influence is not defined (NaN, as in R). */
  readonly warnings: readonly RowWarning[];
  /** Why something is undefined, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** Its table computes and shows the most influential rows, collinearity and separation. */
export interface Diagnostics extends DiagnosticParts, Printed {}
type Influence = { readonly parts: InfluenceParts; readonly sigma: Float64Array };

/**
 * Residuals, leverage and influence of the rows of a fit; collinearity and separation of its data. Each is computed when you first
 * read it, from copies of x, y and the vectors, which are made at the call and kept as long as the result: 8 bytes per entry of x.
 *
 * For fits without ridge and noise all are R's (influence.glm: deletion by one step from the fit, on deviance residuals). With
 * them the leverage is that of the objective itself, and the number of parameters the effective one, tr(H^-1 H0).
 *
 * @param model  A result of `fit`. @param table  The table of the fit; of numbers x, then y.
 * @param options  weights, trials, offset, exposure, unlabeled of the fit, and `seed` for quantile residuals.
 * @returns  See Diagnostics. In a browser `await load()` first.
 * @throws GlmError BAD_SHAPE, BAD_OPTION, OUT_OF_DOMAIN for other data than those of the fit; NOT_SUPPORTED for a model
 *         saved before models kept what they were fitted with.
 *
 * Source: Belsley, Kuh & Welsch (1980), chapter 2; Pregibon (1981); Williams (1987), Applied Statistics 36.
 *
 * @example
 * const { cooksDistance } = diagnose(model, x, y);
 */
export function diagnose(
  model: Model<Predictors>,
  table: TableInput,
  options?: WithTable<DiagnoseOptions>,
): Diagnostics;
/** The same of numbers. @param x  The rows of the fit, like `y`. */
export function diagnose(
  model: Model<Predictors>,
  x: DesignInput,
  y: ResponseInput,
  options?: DiagnoseOptions,
): Diagnostics;
export function diagnose(model: Model<Predictors>, x: unknown, y?: unknown, given?: DiagnoseOptions): Diagnostics {
  const data = Model.dataOf(model);
  const rows = rowsOfFit<DiagnoseOptions>(data, [x, y, given], KEYS, "diagnose");
  return aboutTable(rows.table, () => diagnoseRows(data, rows));
}

const KEYS = ["seed", "workers", "workerUrl", "weights", "trials", "offset", "exposure", "unlabeled"] as const;

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of properties, each computed when it is asked for
function diagnoseRows(data: ModelData, { x, y, options, table }: Rows<DiagnoseOptions>): Diagnostics {
  const { seed, unlabeled, workers, workerUrl, ...given } = options;
  const inPlace = (values: Float64Array): Float64Array =>
    table === undefined ? values : spread(values, table.rows, table.length);
  const inTable = (found: () => Float64Array | undefined) =>
    once(() => {
      const values = found();
      return values && inPlace(values);
    });
  const again = ownRows(readFitRows(data, x, y as ResponseInput, { ...given, unlabeled }));
  const { family, plan, response } = again;
  const ownX = again.design.own;
  const ownY = ownValues(y as ResponseInput, "y");
  const vectors = Object.fromEntries(Object.entries(given).map(([name, v]) => [name, ownValues(v, name)]));
  inWorkplace({ workers, workerUrl }, again.design, (scope) => revisitHere(scope, again)); // refuses other rows than those of the fit
  const isMany = family.classes === "many";
  const row = isMany
    ? 'rows of family "multinomial" have one residual per class: use model.residuals'
    : whyNone(plan, isAtBorder(data.status));
  const reasons = reasonsOf(family, row);
  const residual = (type: (typeof TYPES)[number]) =>
    once(() => {
      if (reasons[type] !== undefined) return undefined;
      const asked: ResidualOptions = type === "quantile" ? { ...vectors, type, seed } : { ...vectors, type };
      return residualsOf(data, ownX, ownY, asked) as Float64Array;
    });
  const visit = <T>(work: (fitting: Fitting, curvature: Curvature) => T): T | undefined =>
    inWorkplace({ workers, workerUrl }, again.design, (scope) => {
      const fitting = revisitHere(scope, { ...again, belongs: undefined });
      const curvature = finish(curvatureOf(fitting));
      if (curvature !== undefined) return work(fitting, curvature);
      for (const name of INFLUENCE) reasons[name] = "the Hessian at the fit is not positive definite";
      return undefined;
    });
  const [deviance, pearson, working] = [residual("deviance"), residual("pearson"), residual("working")];
  const influence = once((): Influence | undefined => {
    if (row !== undefined) return undefined;
    return visit((fitting, curvature) => {
      const parts: InfluenceParts = {
        deviance: deviance()!,
        pearson: pearson()!,
        ...leverageOf(fitting, curvature),
        dispersion: data.dispersion,
        n: response.observations,
        p: curvature.degreesOfFreedom,
        isKnown: !family.isQuasi && (family.name === "binomial" || family.name === "poisson"),
      };
      return { parts, sigma: leftOutSigma(parts) };
    });
  });
  const pulls = once((): Pulls | undefined => (influence() === undefined ? undefined : visit(pullsOf)));
  const from = (work: (parts: InfluenceParts, sigma: Float64Array) => Float64Array) =>
    once(() => {
      const found = influence();
      return found && work(found.parts, found.sigma);
    });
  const dfbetas = once(() => {
    const [found, pulled] = [influence(), pulls()];
    if (found === undefined || pulled === undefined) return undefined;
    const names = [...(plan.intercept ? ["(Intercept)"] : []), ...data.names];
    const moved = Object.entries(dfbetasOf(found, pulled, working()!, names));
    return Object.freeze(Object.fromEntries(moved.map(([name, values]) => [name, inPlace(values)])));
  });
  const { link, intercept } = { link: family.link, intercept: plan.intercept };
  const asked = { family: isMany ? family.name : (familyOption(data) as "binomial"), link, intercept } as const;
  const success = family.name === "binomial" ? data.classes?.[1] : undefined;
  const { weights, trials } = vectors;
  const found = printed(
    lazily<DiagnosticParts>({
      observed: inTable(() => (isMany ? undefined : Float64Array.from(response.y))),
      weights: once(() => inPlace(weightsOf(response))),
      residuals: once(() =>
        Object.freeze(
          lazily<DiagnosticParts["residuals"]>({
            response: inTable(residual("response")),
            deviance: inTable(deviance),
            pearson: inTable(pearson),
            working: inTable(working),
            quantile: inTable(residual("quantile")),
          }),
        ),
      ),
      leverage: inTable(from(({ leverage }) => leverage)),
      standardized: inTable(from((parts) => standardized(parts.deviance, parts))),
      studentized: inTable(from(studentized)),
      cooksDistance: inTable(from(cooksDistance)),
      dfbetas,
      dffits: inTable(from(dffits)),
      covarianceRatio: inTable(from(covarianceRatio)),
      collinearity: once(() => collinearity(ownX, { weights: response.weight, intercept })),
      separation: once(() =>
        separationInTable(separation(ownX, ownY, { ...asked, weights, trials, success } as never), table),
      ),
      warnings: once(() => {
        const found = influence();
        return Object.freeze(
          leverageWarnings(found === undefined ? [] : onesOf(found.parts).map((i) => table?.rows[i] ?? i)),
        );
      }),
      reasons: () => reasons,
    }),
    diagnosticsTable,
  );
  return Object.freeze(found);
}

/** Prior weights times trials, as they were given. */
function weightsOf({ y, weight, exponent }: Response): Float64Array {
  return Float64Array.from(y, (_, i) => (weight === undefined ? 1 : times(weight[i]!, -exponent)));
}

/** Why a property does not exist for this fit; `row`: why nothing of single rows does. */
function reasonsOf(family: Family, row: string | undefined): Record<string, string> {
  const reasons: Record<string, string> = {};
  const quantile = whyNoQuantiles(family);
  if (row !== undefined) for (const name of INFLUENCE) reasons[name] = row;
  if (quantile !== undefined) reasons.quantile = quantile;
  if (row !== undefined && family.classes === "many") for (const type of TYPES) reasons[type] ??= row;
  return reasons;
}

/** A function that computes its value when it is first asked, and then knows it. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The change of each coefficient without a row, in standard errors; NaN for a row of leverage 1. */
function dfbetasOf(
  { parts, sigma }: Influence,
  { pulls, spread }: Pulls,
  working: Float64Array,
  names: readonly string[],
): Readonly<Record<string, Float64Array>> {
  // eta is pulled the way of the working residual: the other way than mu where the link falls, which R leaves out
  const toward = working.map((v, i) => Math.sign(v) * Math.abs(parts.deviance[i]!));
  const moved = pulls.map((pull, j) =>
    pull.map((v, i) => {
      const left = parts.left[i]!;
      return left > 0 ? (v * toward[i]!) / (left * sigma[i]! * spread[j]!) : Number.NaN;
    }),
  );
  return Object.fromEntries(names.map((name, j) => [name, moved[j]!]));
}

/** The rows that are separated by their places in the table. */
function separationInTable(found: Separation<Predictors>, table: TableRows | undefined): Separation<Predictors> {
  if (table === undefined) return found;
  const inPlace = (values: Float64Array): Float64Array => spread(values, table.rows, table.length);
  const own = found.multiplier as Float64Array | readonly Float64Array[];
  const multiplier = (Array.isArray(own) ? own.map(inPlace) : inPlace(own as Float64Array)) as typeof found.multiplier;
  return Object.freeze({ ...found, rows: found.rows.map((i) => table.rows[i]!), multiplier });
}

const TYPES = ["response", "deviance", "pearson", "working", "quantile"] as const;
const INFLUENCE = ["leverage", "standardized", "studentized", "cooksDistance", "dfbetas", "dffits", "covarianceRatio"];

function familyOption({ family, shape }: ReturnType<typeof Model.dataOf>): unknown {
  return shape.theta !== undefined || shape.power !== undefined ? { family, ...shape } : family;
}

/** An object whose properties are computed when they are read. */
function lazily<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const out = {};
  for (const [key, get] of Object.entries(makers))
    Object.defineProperty(out, key, { get: get as () => unknown, enumerable: true });
  return out as T;
}
