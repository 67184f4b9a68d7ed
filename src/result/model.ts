import { checkNumber } from "../base/check.js";
import type { BiasReduction, Label } from "../base/flow.js";
import { DISPLAY, INSPECT } from "../base/inspect.js";
import { readOptions } from "../base/keys.js";
import type { Partitions } from "../base/partitions.js";
import type { Status } from "../base/status.js";
import type { RawStep, TraceStep } from "../base/trace.js";
import type { FamilyName } from "../families/index.js";
import type { TableInput } from "../frame/columns.js";
import type { WithTable } from "../frame/table-options.js";
import type { DesignInput } from "../input/design.js";
import type { ResponseInput } from "../input/response.js";
import type { LinkName } from "../links/index.js";
import type { Printed } from "../words/printed.js";
import { covarianceOf, degreesOfT, namedEstimates } from "./coefficients.js";
import { type Contrast, type ContrastInput, contrastOf } from "./contrast.js";
import type { ModelData } from "./data.js";
import type { EstimateOptions } from "./estimate-options.js";
import { dataOfSolution } from "./of-solution.js";
import type { PerModel, Predictors, VectorPerModel } from "./per-model.js";
import type { PredictOptions } from "./predict.js";
import type { Prediction } from "./predict-interval.js";
import { predictRows } from "./predict-rows.js";
import type { TermPredictions } from "./predict-terms.js";
import { DATA, dataOf, propertiesOf } from "./recognize.js";
import { type ResidualOptions, residualsOf } from "./residuals.js";
import { type Score, type ScoreOptions, scoreModel } from "./score.js";
import { type ModelJSON, readJSON, writeJSON } from "./serialize.js";
import { Summary } from "./summary.js";
import { type TidyRow, tidyRows } from "./tidy.js";

export type { Predictors };

/**
 * A fitted generalized linear model. Its arrays are copies: changing them changes no prediction. Made by `fit`, `fitSync`,
 * `Model.fromJSON`. `Model<"many">` is that of a multinomial fit.
 */
export class Model<K extends Predictors = "one"> {
  /** b, on the scale of the link; one per class for multinomial, centred. 0 without an intercept. */
  readonly intercept: PerModel<K>;
  /**
   * beta_j on the original scale of x, in the order of the columns; one array per class for multinomial. There, coefficients sum to 0
   * over the classes for columns without a penalty, bound, ball or noise with a mask per class, because
   * only differences between classes matter.
   */
  readonly coefficients: VectorPerModel<K>;
  /** Names of the columns: x1, x2, ... if the caller gave none. */
  readonly names: readonly string[];
  readonly family: FamilyName;
  /** Name of the link, the function from the mean to the linear predictor. */
  readonly link: LinkName;
  /** Shape of a negative binomial: Var = mu + mu^2 / theta. Undefined for others. */
  readonly theta: number | undefined;
  /** Power of a tweedie: Var = phi mu^power. Undefined for others. */
  readonly power: number | undefined;
  /** Standard error of an estimated theta. */
  readonly thetaStandardError: number | undefined;
  /** Labels of a labelled response: with two, means are probabilities of the second. Undefined for numbers. */
  readonly classes: K extends "one" ? readonly [Label, Label] | undefined : readonly Label[];
  /** Strength of the penalty that gives the same fit as the `constraint`: 0 if the ball does not bind. Undefined without a constraint. */
  readonly multiplier: number | undefined;
  /**
   * The minimized objective, on the mean scale, terms in y alone dropped; see docs/objective.md. Of a bias-reduced fit with a canonical link
   * (sum_i w_i l_i - log|X'WX| / 2) / W, of one with another link the loss alone.
   */
  readonly objective: number;
  /** D = 2 sum_i w_i (l_i - best l_i) >= 0, without noise and penalty: comparable between fits. */
  readonly deviance: number;
  /** Deviance of the model without columns (with the offset). */
  readonly nullDeviance: number;
  /**
   * phi: 1 for binomial, poisson, negative binomial and multinomial, else Pearson's statistic / (n - rank). NaN if the
   * rank is not known, as after coordinate descent, or not below n.
   */
  readonly dispersion: number;
  /** In R's convention: with a free dispersion at the dispersion that maximizes it. NaN for tweedie and quasi, which have none. */
  readonly logLikelihood: number;
  /**
   * Number of independent parameters. Undefined for fits with penalty, noise, bounds or a ball, whose effective number is
   * smaller; and if the fit does not look for dependent columns: after coordinate descent, and beyond 1,000 parameters without
   * a matrix.
   */
  declare readonly degreesOfFreedom: number | undefined;
  /** -2 logLikelihood + 2 parameters (R's count: a free dispersion, or an estimated theta, is one). Undefined as degreesOfFreedom. */
  readonly aic: number | undefined;
  /** -2 logLikelihood + log(n) parameters, n the rows with weight, as R's nobs. Undefined as degreesOfFreedom. */
  readonly bic: number | undefined;
  /**
   * q_j = (1/W) sum_i w_i A''(eta_i) v_ij: the ridge strength of the noise on column j, on the scale of
   * `ridge`; for multinomial one array per class, with p_k (1 - p_k) for A''. Small for rare columns, and for columns that occur only
   * where the model is sure. Undefined without noise.
   */
  readonly adaptivePenalty: VectorPerModel<K> | undefined;
  /** "firth" for bias-reduced estimates; undefined for others. Likelihood, deviance and criteria are those of the likelihood itself. */
  readonly biasReduction: BiasReduction | undefined;
  /** The formula of a fit to a table; undefined for one to numbers. */
  readonly formula: string | undefined;
  /** Rows of the table that were left out, by the column with the missing cell; a row may count for several columns. Undefined as `formula`. */
  readonly omitted: readonly { readonly column: string; readonly rows: number }[] | undefined;
  /** How the rows of the fit were cut for its sums, so that the same bits can be made elsewhere. Undefined in models saved by versions without it. */
  readonly partitions: Partitions | undefined;
  /** How the fit ended, and its certificate. */
  readonly status: Status;
  /** With the option `trace`: every pass of the searches over the rows, and at last the point of the model. Undefined in saved models. */
  readonly trace: readonly TraceStep<PerModel<K>, VectorPerModel<K>>[] | undefined;
  /** @internal */ declare readonly [DATA]: ModelData;

  private constructor(data: ModelData, trace?: readonly RawStep[]) {
    const isMany = data.family === "multinomial";
    const each = (vectors: readonly Float64Array[]): VectorPerModel<K> =>
      (isMany ? Object.freeze(vectors.map((v) => v.slice())) : vectors[0]!.slice()) as VectorPerModel<K>;
    Object.defineProperties(this, propertiesOf(data));
    this.intercept = (isMany ? data.intercepts.slice() : data.intercepts[0]) as PerModel<K>;
    this.coefficients = each(data.coefficients);
    this.names = Object.isFrozen(data.names) ? data.names : Object.freeze([...data.names]);
    this.family = data.family;
    this.link = data.link;
    this.theta = data.shape.theta;
    this.power = data.shape.power;
    this.thetaStandardError = data.thetaStandardError;
    this.classes = data.classes as Model<K>["classes"];
    this.multiplier = data.multiplier;
    this.objective = data.objective;
    this.deviance = data.deviance;
    this.nullDeviance = data.nullDeviance;
    this.dispersion = data.dispersion;
    this.logLikelihood = data.logLikelihood;
    this.aic = data.aic;
    this.bic = data.bic;
    this.adaptivePenalty = data.adaptivePenalty === undefined ? undefined : each(data.adaptivePenalty);
    this.biasReduction = data.recipe?.biasReduction;
    this.formula = data.encoding?.formula;
    this.omitted = data.encoding && Object.freeze(data.encoding.omitted.map((each) => Object.freeze({ ...each })));
    this.partitions = data.partitions && Object.freeze({ ...data.partitions });
    this.status = Object.freeze({ ...data.status, warnings: Object.freeze([...data.status.warnings]) });
    this.trace = trace && Object.freeze(trace as NonNullable<Model<K>["trace"]>);
    Object.freeze(this);
  }

  /** @internal Throws if the argument is not a model, with the name of the argument. */
  static dataOf(model: unknown, name = "model"): ModelData {
    return dataOf(model, name);
  }

  /** @internal Makes a model of a solution of the driver. */
  static of(...fitted: Parameters<typeof dataOfSolution>): Model {
    return new Model(dataOfSolution(...fitted), fitted[0].trace);
  }

  /**
   * Predictions for new rows.
   *
   * @param x  m rows with the columns of the fit: `number[][]`, `matrix()`, `sparse()`, or columns by name (others are ignored). For a model
   *           of a formula a table: a row with a missing cell keeps its place, with NaN (undefined for "class").
   * @param options.type  "response" (default): means mu; "link": eta = b + o + x beta; "class": the likelier label; "terms": the parts of eta, by
   *           term of the formula, as TermPredictions.
   * @param options.interval  A level, for example 0.95: the result is { values, standardErrors, lower, upper }, with standard errors by the
   *           delta method as in R's se.fit, and intervals of the linear predictor through the inverse link. One predictor only.
   * @param options.predictionInterval  The same for a new observation, for gaussian models with the identity link.
   * @param options.offset  m numbers; required when the model was fitted with an offset or exposure (or `exposure`). With a table also the
   *           name of a column; the default is the column of the fit.
   * @param options.unseen  With a table: what a level is that the fit has not seen: "error" (default), "missing", or "reference".
   * @returns  Float64Array of length m, or for multinomial m arrays of one number per class; for "class" an array of labels
   *           (0 and 1 when y held numbers).
   * @throws GlmError BAD_SHAPE when columns are missing or their number differs, BAD_VALUE for entries that are not
   *         finite, NOT_SUPPORTED for "class" with a family that has none, BAD_OPTION for a missing offset.
   *
   * @example
   * model.predict([[1.5, 0]]);                       // Float64Array [ 0.43... ]
   * model.predict([[1.5, 0]], { type: "class" });    // [ "ham" ]
   * model.predict([[1.5, 0]], { interval: 0.95 });   // { values, standardErrors, lower, upper }
   *
   * @example
   * model.predict(rows, { type: "terms" }).terms;     // { age: Float64Array [ ... ], race: ... }
   */
  predict(x: TableInput, options: PredictOptions & { readonly type: "terms" }): TermPredictions;
  predict(x: DesignInput | TableInput, options: PredictOptions & { readonly interval: number }): Prediction;
  predict(x: DesignInput | TableInput, options: PredictOptions & { readonly predictionInterval: number }): Prediction;
  predict(x: DesignInput, options: PredictOptions & { readonly type: "class" }): Label[];
  predict(x: TableInput, options: PredictOptions & { readonly type: "class" }): (Label | undefined)[];
  predict(
    x: DesignInput | TableInput,
    options?: PredictOptions & { readonly type?: "response" | "link" },
  ): K extends "one" ? Float64Array : Float64Array[];
  predict(x: DesignInput | TableInput, options: PredictOptions = {}): unknown {
    return predictRows(dataOf(this, "model"), x, options);
  }

  /**
   * Scores the model on rows, those of the fit or others.
   *
   * @param table  Rows with the response, whose labels must be those of the fit; of numbers x, then y.
   * @param options  weights, trials, offset, exposure, as in `fit`.
   * @returns  { n, deviance (mean unit deviance), logLoss (mean negative log-likelihood) and accuracy (both for classes), auc
   *           (two classes), meanSquaredError }; means are over rows, divided by the sum of the weights.
   * @throws GlmError BAD_SHAPE, BAD_VALUE as `predict`; OUT_OF_DOMAIN for labels the fit did not see; BAD_OPTION for a
   *         missing offset.
   *
   * @example
   * model.score(xTest, yTest).auc;
   */
  score(table: TableInput, options?: WithTable<ScoreOptions>): Score;
  /** The same of numbers. @param x  As in `fit`, like `y`. */
  score(x: DesignInput, y: ResponseInput, options?: ScoreOptions): Score;
  score(x: unknown, y?: unknown, options?: ScoreOptions): Score {
    return scoreModel(dataOf(this, "model"), x, y, options);
  }

  /**
   * Residuals of rows, those of the fit or others.
   *
   *   response   y - mu                     working   (y - mu) / mu', mu' = dmu/deta
   *   pearson    sqrt(w / V) (y - mu)       deviance  sign(y - mu) sqrt(w d), d the unit deviance
   *   quantile   Phi^-1 of F(y; mu): standard normal when the model holds; seeded for counts, where F has steps
   *
   * @param table  Rows with the response, whose labels must be those of the fit; of numbers x, then y. Rows with a missing cell have the
   *           residual NaN.
   * @param options  `type` (default "deviance"), `seed`, and weights, trials, offset, exposure, as in `fit`.
   * @returns  Float64Array of length n; for multinomial, n arrays of one number per class ("response" and "pearson" only).
   * @throws GlmError as `score` does; NOT_SUPPORTED for "quantile" with tweedie, quasi or multinomial.
   *
   * Source: McCullagh & Nelder (1989), section 2.4; Dunn & Smyth (1996) for quantile residuals.
   *
   * @example
   * model.residuals(x, y, { type: "pearson" });
   */
  residuals(table: TableInput, options?: WithTable<ResidualOptions>): K extends "one" ? Float64Array : Float64Array[];
  /** The same of numbers. @param x  As in `fit`, like `y`. */
  residuals(
    x: DesignInput,
    y: ResponseInput,
    options?: ResidualOptions,
  ): K extends "one" ? Float64Array : Float64Array[];
  residuals(x: unknown, y?: unknown, options?: ResidualOptions): K extends "one" ? Float64Array : Float64Array[] {
    return residualsOf(dataOf(this, "model"), x, y, options) as K extends "one" ? Float64Array : Float64Array[];
  }

  /**
   * Linear combinations of the estimates, each with its test and interval, and the Wald test that all are 0.
   *
   * @param L  Rows: one number per estimate (the intercept first), or a record by name, for example { dose: 1, age: -1 }.
   * @param options.level  Level of the intervals; default 0.95.
   * @returns  { rows, statistic, df, residualDegreesOfFreedom, p }: chi-square, or F with a free dispersion.
   * @throws GlmError NOT_SUPPORTED when the model has no covariance, BAD_OPTION for a row that is not a combination.
   *
   * @example
   * model.contrast([{ treatA: 1, treatB: -1 }]).p;
   */
  contrast(L: ContrastInput, options: { readonly level?: number } = {}): Contrast {
    const data = dataOf(this, "model");
    options = readOptions(options, ["level"], "contrast");
    const level = checkNumber("level", options.level ?? 0.95, (l) => l > 0 && l < 1, "a number in (0, 1)");
    return contrastOf({ ...namedEstimates(data), covariance: covarianceOf(data), df: degreesOfT(data) }, L, level);
  }

  /**
   * The summary: `String(model.summary())` is a table as in R; its rows and `statistics` are data.
   *
   * @param options.exponentiate  Odds ratios, rate ratios and the like with their intervals. @param options.level  Of the intervals; default 0.95.
   * @param options.intervals  What `profileInterval` gave, in place of Wald's intervals.
   *
   * @example
   * model.summary({ exponentiate: true, intervals: profileInterval(model, x, y) }).toMarkdown();
   */
  summary(options?: EstimateOptions): Summary {
    return new Summary(dataOf(this, "model"), options);
  }

  /** The estimates as R's broom has them: rows of term, estimate, stdError, statistic, pValue, confLow, confHigh. Options as in `summary`. */
  tidy(options: EstimateOptions = {}): TidyRow[] & Printed {
    return tidyRows(dataOf(this, "model"), options);
  }

  /** @internal */
  [INSPECT](): string {
    return this.summary().toString();
  }

  /** @internal */
  [DISPLAY](): Record<string, string> {
    return this.summary()[DISPLAY]();
  }

  /** The model as plain JSON, with a format version: `JSON.stringify(model)`. */
  toJSON(): ModelJSON {
    return writeJSON(dataOf(this, "model"));
  }

  /**
   * The model that `toJSON` wrote. In a browser `await load()` before predicting with it.
   *
   * @param json  An object from JSON.parse, or the text itself.
   * @throws GlmError BAD_MODEL when it is not a saved model, or one of a later format.
   */
  static fromJSON<K extends Predictors = "one">(json: unknown): Model<K> {
    return new Model<K>(readJSON(json));
  }
}
