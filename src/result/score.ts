import { lengthOf } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import type { Label, Response } from "../base/flow.js";
import { ASK } from "../base/ids.js";
import { show } from "../base/show.js";
import type { Family } from "../families/index.js";
import { aboutTable } from "../frame/rows.js";
import { rowsOfFit } from "../frame/rows-of.js";
import type { DesignInput } from "../input/design.js";
import { numeric } from "../input/entry.js";
import { twoNumbers } from "../input/labels.js";
import { type ResponseInput, type RowVectors, readResponse } from "../input/response.js";
import { checkVector, rowValues } from "../input/vector.js";
import { held, weightSums } from "../input/weights.js";
import { areaUnderCurve } from "../stats/auc.js";
import { type Scope, withScope } from "../wasm/scope.js";
import { familyOfModel, type ModelData } from "./data.js";
import { byRow, predictMeans } from "./predict.js";
import { addClasses, Judged, NO_SUMS, type Outcomes, paramsAt, type ScoreSums, type SumName } from "./score-sums.js";

/** Weights, trials, offset and exposure of the rows to be scored, with the meaning they have in FitOptions. */
export type ScoreOptions = RowVectors;

/** What `model.score` gives. */
export interface Score {
  /** Rows with a positive weight. */
  readonly n: number;
  /** (1/W) sum w_i d_i, d the unit deviance. */
  readonly deviance: number;
  /** (1/W) sum w_i (mu_i - y_i)^2; for classes this is the Brier score, summed over them when there are more than two. */
  readonly meanSquaredError: number;
  /** (1/W) sum w_i |mu_i - y_i|; summed over the classes when there are more than two. */
  readonly meanAbsoluteError: number;
  /** Classes only: (1/W) sum w_i times -log of the probability of the observed class. */
  readonly logLoss: number | undefined;
  /** Classes only: share of rows whose likeliest class is the observed one. */
  readonly accuracy: number | undefined;
  /** Two classes only: area under the ROC curve; NaN if the rows have only one class. */
  readonly auc: number | undefined;
}

const KNOWN = ["weights", "trials", "offset", "exposure"] as const;

/** The score on x, y; or on a table, with the options in the place of y. */
export function scoreModel(model: ModelData, x: unknown, y: unknown, given: ScoreOptions | undefined): Score {
  const rows = rowsOfFit<ScoreOptions>(model, [x, y, given], KNOWN, "score");
  return aboutTable(rows.table, () => scoreRows(model, rows.x, rows.y as ResponseInput, rows.options));
}

function scoreRows(model: ModelData, x: DesignInput, y: ResponseInput, options: ScoreOptions): Score {
  const family = familyOfModel(model);
  const { offset, exposure } = options;
  const etas = predictMeans(model, x, { type: "link", offset, exposure });
  const isMany = family.classes === "many";
  const rows = isMany ? etas.length : etas[0]!.length;
  const numbers = isMany ? classNumbers(model, y, rows) : toNumbers(model, y, rows, options.trials !== undefined);
  const response = isMany ? weighted(numbers, options, rows) : readResponse(numbers, rows, family, options);
  return withScope((scope) =>
    isMany ? scoreClasses(etas, response, 0) : { ...scoreOne(scope, family, etas[0]!, response) },
  );
}

/** The rows to score against. */
export type Truth = Pick<Response, "y" | "weight" | "totalWeight" | "observations">;

/**
 * The score of linear predictors, one per class or one. Probabilities of classes are kept within [clip, 1 - clip]; with more
 * than two classes they may then not sum to 1, as in glmnet.
 */
export function scorePredictors(
  scope: Scope,
  family: Family,
  etas: readonly Float64Array[],
  truth: Truth,
  clip = 0,
): Score {
  if (family.classes === "many") return scoreClasses(byClass(etas), truth, clip);
  return scoreOne(scope, family, within(scope, family, etas[0]!, clip), truth);
}

/** A score as rows come: one sum of it, or the area under the curve, which needs all of them. */
export class RunningScore {
  readonly #family: Family;
  readonly #clip: number;
  readonly #what: SumName | "auc";
  #sums = NO_SUMS;
  readonly #seen: {
    readonly eta: Float64Array;
    readonly y: Float64Array;
    readonly weight: Float64Array | undefined;
  }[] = [];

  constructor(family: Family, what: SumName | "auc", clip: number) {
    this.#family = family;
    this.#what = what;
    this.#clip = clip;
  }

  add(scope: Scope, etas: readonly Float64Array[], truth: Outcomes): void {
    const { classes } = this.#family;
    if (classes === "many") {
      this.#sums = addClasses(this.#sums, byClass(etas), truth, this.#clip);
      return;
    }
    const eta = within(scope, this.#family, etas[0]!, this.#clip);
    const what = this.#what;
    if (what === "auc") this.#seen.push({ ...truth, eta });
    else
      this.#sums = { ...this.#sums, [what]: new Judged(scope, this.#family, eta, truth).add(what, this.#sums[what]) };
  }

  /** With the sums over the weights of all rows. */
  of(totals: Totals): Score {
    if (this.#family.classes === "many") return ofClasses(this.#sums, totals);
    const area = (): number => {
      const all = (name: "eta" | "y" | "weight"): Float64Array => joined(this.#seen.map((part) => part[name]!));
      const isWeighted = this.#seen[0]?.weight !== undefined;
      return areaUnderCurve(all("eta"), all("y"), isWeighted ? all("weight") : undefined);
    };
    return ofOne(this.#family, (what) => this.#sums[what], area, totals);
  }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const byClass = (etas: readonly Float64Array[]): Float64Array[] => byRow(etas, (eta) => eta);

/** Predictors whose probabilities are within [clip, 1 - clip]. */
function within(scope: Scope, family: Family, eta: Float64Array, clip: number): Float64Array {
  if (clip === 0 || family.classes === "none") return eta;
  const at = scope.put([clip, 1 - clip]);
  scope.kernel.exports.familyAnswer(family.id, ASK.link, paramsAt(scope, family), 2, 0, 0, at, at, 0);
  const [low, high] = scope.get(at, 2);
  return eta.map((v) => Math.min(Math.max(v, low!), high!));
}

type Totals = Pick<Truth, "totalWeight" | "observations">;

/** Measures are computed when they are read, while the scope has not dropped its buffers. */
function scoreOne(scope: Scope, family: Family, eta: Float64Array, truth: Truth): Score {
  const rows = new Judged(scope, family, eta, truth);
  const area = (): number => areaUnderCurve(eta, truth.y, truth.weight);
  return ofOne(family, (what) => rows.add(what), area, truth);
}

function ofOne(
  { classes }: Family,
  sum: (what: SumName) => number,
  area: () => number,
  { totalWeight, observations }: Totals,
): Score {
  const binary = classes === "two";
  return {
    n: observations,
    get deviance() {
      return sum("deviance") / totalWeight;
    },
    get meanSquaredError() {
      return sum("squares") / totalWeight;
    },
    get meanAbsoluteError() {
      return sum("sizes") / totalWeight;
    },
    get logLoss() {
      return binary ? sum("loss") / totalWeight : undefined;
    },
    get accuracy() {
      return binary ? sum("right") / totalWeight : undefined;
    },
    get auc() {
      return binary ? area() : undefined;
    },
  };
}

/** Many classes, one array of predictors per row. */
function scoreClasses(etas: readonly Float64Array[], truth: Truth, clip: number): Score {
  return ofClasses(addClasses(NO_SUMS, etas, truth, clip), truth);
}

function ofClasses({ deviance, squares, sizes, loss, right }: ScoreSums, { totalWeight, observations }: Totals): Score {
  return {
    n: observations,
    deviance: deviance / totalWeight,
    meanSquaredError: squares / totalWeight,
    meanAbsoluteError: sizes / totalWeight,
    logLoss: loss / totalWeight,
    accuracy: right / totalWeight,
    auc: undefined,
  };
}

/** Numbers of classes with their weights. */
function weighted(numbers: ResponseInput, options: ScoreOptions, rows: number): Truth {
  const { weight } = held(checkVector(options.weights, "weights", rows, (w) => w >= 0, "a weight >= 0"));
  const { total, positive } = weightSums(weight, rows);
  return { y: Float64Array.from(numbers as number[]), weight, totalWeight: total, observations: positive };
}

export function classNumbers(model: ModelData, y: ResponseInput, rows: number): number[] {
  return numbersOf(model.classes!, rowValues(y, "y", rows));
}

/**
 * Labels of the fit as 0 and 1. The given rows may have one class only, so the labels of the fit are used. If the fit had labels,
 * 0 and 1 stand for them, and numbers for labels that are their text.
 */
export function toNumbers(model: ModelData, y: ResponseInput, rows: number, hasTrials: boolean): ResponseInput {
  const { classes, family } = model;
  if (hasTrials || family !== "binomial") return y;
  const given = rowValues(y, "y", rows);
  const isNumber = typeof numeric(given[0]) === "number";
  if (classes === undefined) {
    const labels = isNumber ? twoNumbers(numbersAmong(given)) : typeof given[0] === "string" ? given[0] : undefined;
    if (labels === undefined) return y;
    const message = `y holds ${isNumber ? `the numbers ${String(labels)}` : `labels, as ${show(given[0])}`}; the model was fitted on 0 and 1, and does not know which is which`;
    throw new GlmError("OUT_OF_DOMAIN", message, {});
  }
  if (!isNumber || typeof classes[0] === "number") return numbersOf(classes, given);
  const numbers = numbersAmong(given);
  const isText = twoNumbers(numbers) !== undefined || numbers.some((v) => v < 0 || v > 1);
  return isText ? numbersOf(classes, Array.from(numbers, String)) : y;
}

function numbersAmong(given: ArrayLike<unknown>): Float64Array {
  return Float64Array.from({ length: lengthOf(given) }, (_, i) => {
    const v = numeric(given[i]);
    return typeof v === "number" ? v : Number.NaN;
  });
}

/** The index of every label among the classes. */
function numbersOf(classes: readonly Label[], given: ArrayLike<unknown>): number[] {
  const places = new Map(classes.map((label, k) => [label as unknown, k]));
  return Array.from({ length: lengthOf(given) }, (_, i) => {
    const label = numeric(given[i]);
    const k = places.get(label);
    if (k !== undefined) return k;
    const message = `y[${i}] = ${show(label)} is not a class of the model; expected ${classes.join(" or ")}`;
    throw new GlmError("OUT_OF_DOMAIN", message, { row: i });
  });
}
