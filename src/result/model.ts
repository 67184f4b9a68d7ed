import type { Label, Plan, Response, Solution } from "../base/flow.js";
import type { Status } from "../base/status.js";
import { FAMILIES, type Family, type FamilyName } from "../families/index.js";
import type { DesignInput } from "../input/design.js";
import type { ResponseInput } from "../input/response.js";
import { dispersionOf, logLikelihoodOf, parametersOf } from "../stats/likelihood.js";
import type { ModelData } from "./data.js";
import { type PredictOptions, predictMeans, toClasses } from "./predict.js";
import { type Score, type ScoreOptions, scoreModel } from "./score.js";
import { type ModelJSON, readJSON, writeJSON } from "./serialize.js";
import { Summary } from "./summary.js";

/** A fitted generalized linear model. Its arrays are copies: changing them changes no prediction. Made by `fit`, `fitSync`, `Model.fromJSON`. */
export class Model {
  /** b, on the scale of the link. 0 without an intercept. */
  readonly intercept: number;
  /** beta_j on the original scale of x, in the order of the columns. */
  readonly coefficients: Float64Array;
  /** Names of the columns: x1, x2, ... where the caller gave none. */
  readonly names: readonly string[];
  readonly family: FamilyName;
  /** Name of the link that takes the mean to the linear predictor. */
  readonly link: string;
  /** The two labels of a labelled response: means are probabilities of the second. Undefined for numbers. */
  readonly classes: readonly [Label, Label] | undefined;
  /** The minimized objective, on the mean scale, terms in y alone dropped; see docs/objective.md. */
  readonly objective: number;
  /** D = 2 sum_i w_i (l_i - best l_i) >= 0, without noise and penalty: comparable between fits. */
  readonly deviance: number;
  /** Deviance of the model without columns (with the offset). */
  readonly nullDeviance: number;
  /** phi: 1 for binomial and poisson, deviance / (n - rank) for gaussian. */
  readonly dispersion: number;
  /** In R's convention: gaussian at its own best dispersion. */
  readonly logLikelihood: number;
  /**
   * Number of independent parameters. Undefined for penalized and noised fits, whose effective
   * number is smaller, and for lbfgs beyond 1,000 parameters, where dependent columns are not looked for.
   */
  readonly degreesOfFreedom: number | undefined;
  /** -2 logLikelihood + 2 parameters (R's count: the gaussian dispersion is one). Undefined as degreesOfFreedom. */
  readonly aic: number | undefined;
  /** -2 logLikelihood + log(n) parameters. Undefined as degreesOfFreedom. */
  readonly bic: number | undefined;
  /**
   * q_j = (1/W) sum_i w_i A''(eta_i) v_ij: the ridge strength that column j felt from the noise, on the scale of
   * `ridge`. Small for rare columns, and where the model is sure. Undefined without noise.
   */
  readonly adaptivePenalty: Float64Array | undefined;
  /** How the fit ended, and its certificate. */
  readonly status: Status;
  readonly #data: ModelData;

  private constructor(data: ModelData) {
    this.#data = data;
    this.intercept = data.intercept;
    this.coefficients = data.coefficients.slice();
    this.names = Object.freeze([...data.names]);
    this.family = data.family;
    this.link = FAMILIES[data.family].link;
    this.classes = data.classes;
    this.objective = data.objective;
    this.deviance = data.deviance;
    this.nullDeviance = data.nullDeviance;
    this.dispersion = data.dispersion;
    this.logLikelihood = data.logLikelihood;
    this.degreesOfFreedom = data.degreesOfFreedom;
    this.aic = data.aic;
    this.bic = data.bic;
    this.adaptivePenalty = data.adaptivePenalty?.slice();
    this.status = Object.freeze({ ...data.status, warnings: Object.freeze([...data.status.warnings]) });
    Object.freeze(this);
  }

  /** @internal A solution of the driver becomes a model. */
  static of(solution: Solution, names: readonly string[], response: Response, plan: Plan, family: Family): Model {
    const isPenalized = plan.noises.length > 0 || plan.ridge.some((r) => r > 0);
    const numbers = { family, ...solution, observations: response.observations, logWeights: response.logWeights };
    const logLikelihood = logLikelihoodOf(numbers);
    const parameters = parametersOf(numbers);
    const { code, iterations, passes, hessians, optimality, warnings } = solution;
    const { tolerance, solver } = plan;
    return new Model({
      intercept: solution.intercept,
      hasIntercept: plan.intercept,
      coefficients: solution.coefficients,
      names,
      family: family.name as FamilyName,
      classes: response.classes,
      hasOffset: response.offset !== undefined,
      noise: plan.noises.length === 0 ? undefined : plan.noises.map((noise) => noise.kind).join(" + "),
      approximation: plan.approximation,
      isPenalized,
      observations: response.observations,
      totalWeight: response.totalWeight,
      objective: solution.objective,
      deviance: solution.deviance,
      nullDeviance: solution.nullDeviance,
      dispersion: dispersionOf(numbers),
      logLikelihood,
      degreesOfFreedom: isPenalized ? undefined : solution.rank,
      aic: isPenalized || parameters === undefined ? undefined : 2 * parameters - 2 * logLikelihood,
      bic:
        isPenalized || parameters === undefined
          ? undefined
          : Math.log(response.observations) * parameters - 2 * logLikelihood,
      adaptivePenalty: solution.adaptivePenalty,
      status: { code, iterations, passes, hessians, optimality, tolerance, solver, warnings },
    });
  }

  /**
   * Predictions for new rows.
   *
   * @param x  m rows with the columns of the fit: `number[][]`, `matrix()`, or columns by name (others are ignored).
   * @param options.type  "response" (default): means mu; "link": eta = b + o + x beta; "class": the likelier label.
   * @param options.offset  m numbers; required when the model was fitted with an offset or exposure (or `exposure`).
   * @returns  Float64Array of length m; for "class" an array of labels (0 and 1 when y held numbers).
   * @throws GlmError BAD_SHAPE when columns are missing or their number differs, BAD_VALUE for entries that are not
   *         finite, NOT_SUPPORTED for "class" with a family that has none, BAD_OPTION for a missing offset.
   *
   * @example
   * model.predict([[1.5, 0]]);                       // Float64Array [ 0.43... ]
   * model.predict([[1.5, 0]], { type: "class" });    // [ "ham" ]
   */
  predict(x: DesignInput, options: PredictOptions & { readonly type: "class" }): Label[];
  predict(x: DesignInput, options?: PredictOptions & { readonly type?: "response" | "link" }): Float64Array;
  predict(x: DesignInput, options: PredictOptions = {}): Float64Array | Label[] {
    const predicted = predictMeans(this.#data, x, options);
    return options.type === "class" ? toClasses(this.#data, predicted) : predicted;
  }

  /**
   * How well the model does on rows it may not have seen.
   *
   * @param x, y  As in `fit`; labels must be those of the fit.
   * @param options  weights, trials, offset, exposure, as in `fit`.
   * @returns  { n, deviance (mean unit deviance), logLoss (mean negative log-likelihood, binomial), accuracy, auc
   *           (binomial), meanSquaredError }; means are over rows, divided by the sum of the weights.
   * @throws GlmError BAD_SHAPE, BAD_VALUE as `predict`; OUT_OF_DOMAIN for labels the fit did not see; BAD_OPTION for a
   *         missing offset.
   *
   * @example
   * model.score(xTest, yTest).auc;
   */
  score(x: DesignInput, y: ResponseInput, options: ScoreOptions = {}): Score {
    return scoreModel(this.#data, x, y, options);
  }

  /** A table as R prints it: `String(model.summary())`; the rows are data too. */
  summary(): Summary {
    return new Summary(this.#data);
  }

  /** The model as plain JSON, with a format version: `JSON.stringify(model)`. */
  toJSON(): ModelJSON {
    return writeJSON(this.#data);
  }

  /**
   * The model that `toJSON` wrote. In a browser `await load()` before predicting with it.
   *
   * @param json  An object from JSON.parse, or the text itself.
   * @throws GlmError BAD_MODEL when it is not a saved model, or one of a later format.
   */
  static fromJSON(json: unknown): Model {
    return new Model(readJSON(json));
  }
}
