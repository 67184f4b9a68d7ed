import { LOSSES, type Loss } from "./losses.js";
import type { Settings } from "./options.js";
import type { Row } from "./row.js";
import { softmaxLoss, softmaxSlopes } from "./softmax.js";
import { Weights } from "./weights.js";

/** What a learner knows beside its coefficients. */
export interface Counts {
  /** Rows with weight that were learned. */
  rows: number;
  /** sum of weight times loss, each before its row was learned, and the sum of the weights. */
  loss: number;
  weight: number;
  /** Added to the predictor: the guess from the first row. Undefined before. */
  anchor: number | undefined;
  /** Mean of y - offset and sum of its squared deviations (of y - offset itself without an intercept); gaussian only. */
  mean: number;
  deviation: number;
}

/** Learns row after row. */
export class Learner {
  readonly weights: Weights;
  readonly counts: Counts = { rows: 0, loss: 0, weight: 0, anchor: undefined, mean: 0, deviation: 0 };
  readonly #loss: Loss | undefined;
  readonly #slopes = new Float64Array(2);
  /** Per class: the predictor, its variance, the derivative, and what noise adds. */
  readonly #eta: Float64Array;
  readonly #variance: Float64Array;
  readonly #first: Float64Array;
  readonly #pull: Float64Array;

  /** `features` without the intercept. */
  constructor(
    readonly settings: Settings,
    readonly features: number,
  ) {
    const { family, classes, l1, l2, isQuadratic } = settings;
    const count = family === "multinomial" ? classes!.length : 1;
    this.weights = new Weights(features + 1, count, l1, l2);
    this.#loss = LOSSES[family]?.(isQuadratic);
    const room = (): Float64Array<ArrayBuffer> => new Float64Array(count);
    [this.#eta, this.#variance, this.#first, this.#pull] = [room(), room(), room(), room()];
  }

  /** Predicts a row, then learns it. The loss of the prediction. */
  learn(row: Row, y: number, weight: number, offset: number): number {
    if (!(weight > 0)) return 0;
    const { weights, counts } = this;
    const { intercept } = this.settings;
    for (let k = 0; k < row.count; k++) weights.reach(row.index[k]!, row.value[k]!, weight);
    if (intercept) weights.reach(this.features, 1, weight);
    weights.total += weight; // now: the penalties so far are those of the rows before
    this.#predict(row, offset);
    const loss = this.lossOf(y, this.#eta);
    counts.rows++;
    counts.loss += weight * loss;
    counts.weight += weight;
    if (counts.anchor === undefined) {
      counts.anchor = intercept && this.#loss !== undefined ? this.#loss.first(y) - offset : 0;
      this.#eta[0]! += counts.anchor;
    }
    weights.rate =
      this.settings.learningRate * this.#unit(y - offset, weight) * Math.sqrt(weights.total / weights.size);
    if (this.#loss === undefined) this.#stepOfClasses(row, y, weight);
    else this.#step(row, y, weight, this.#loss);
    return loss;
  }

  /** Half the unit deviance at these predictors. */
  lossOf(y: number, eta: Float64Array): number {
    return this.#loss === undefined ? softmaxLoss(y, eta) : this.#loss.loss(y, eta[0]!);
  }

  meanOf(eta: number): number {
    return this.#loss!.mean(eta);
  }

  /** The predictors of a row that is not learned, with all penalties made up for. */
  predict(row: Row, offset: number, eta: Float64Array): void {
    const { weights, features } = this;
    for (let c = 0; c < eta.length; c++) {
      let sum = offset + (this.counts.anchor ?? 0) + weights.settled(features * eta.length + c, features);
      for (let k = 0; k < row.count; k++) {
        const j = row.index[k]!;
        sum += row.value[k]! * weights.settled(j * eta.length + c, j);
      }
      eta[c] = sum;
    }
  }

  /** Predictors and their variances under the noise. */
  #predict(row: Row, offset: number): void {
    const { beta, classes } = this.weights;
    const { odds } = this.settings;
    const [eta, variance] = [this.#eta, this.#variance];
    const constant = offset + (this.counts.anchor ?? 0);
    for (let c = 0; c < classes; c++) {
      let sum = constant + beta[this.features * classes + c]!;
      let spread = 0;
      for (let k = 0; k < row.count; k++) {
        const part = row.value[k]! * beta[row.index[k]! * classes + c]!;
        sum += part;
        spread += part * part;
      }
      eta[c] = sum;
      variance[c] = odds * spread;
    }
  }

  #step(row: Row, y: number, weight: number, loss: Loss): void {
    const { weights, features } = this;
    const { odds, intercept } = this.settings;
    const slopes = this.#slopes;
    loss.slopes(y, this.#eta[0]!, this.#variance[0]!, slopes);
    const first = weight * slopes[0]!;
    const second = weight * slopes[1]! * odds;
    for (let k = 0; k < row.count; k++) {
      const j = row.index[k]!;
      const x = row.value[k]!;
      weights.move(j, j, x * (first + second * x * weights.beta[j]!));
    }
    if (intercept) weights.move(features, features, first);
  }

  #stepOfClasses(row: Row, y: number, weight: number): void {
    const { weights, features } = this;
    const { beta, classes } = weights;
    const { odds, intercept } = this.settings;
    const [mean, first] = [this.#pull, this.#first];
    softmaxSlopes(row, y, { beta, odds, eta: this.#eta, variance: this.#variance, mean, first });
    for (let k = 0; k < row.count; k++) {
      const j = row.index[k]!;
      const x = row.value[k]!;
      let middle = 0;
      for (let c = 0; c < classes; c++) middle += mean[c]! * beta[j * classes + c]!;
      for (let c = 0; c < classes; c++) {
        const pull = odds * x * mean[c]! * (beta[j * classes + c]! - middle);
        weights.move(j * classes + c, j, weight * x * (first[c]! + pull));
      }
    }
    for (let c = 0; intercept && c < classes; c++) weights.move(features * classes + c, features, weight * first[c]!);
  }

  /** D: the unit of y, for the gaussian family. */
  #unit(y: number, weight: number): number {
    if (this.settings.family !== "gaussian") return 1;
    const { counts } = this;
    const before = y - counts.mean;
    if (this.settings.intercept) counts.mean += (weight / counts.weight) * before;
    counts.deviation += weight * before * (y - counts.mean);
    return Math.sqrt(counts.deviation / counts.weight);
  }
}
