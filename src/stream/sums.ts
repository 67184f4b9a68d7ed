import { GlmError } from "../base/errors.js";
import type { WeightType } from "../base/flow.js";
import { held, named, weightSums } from "../input/weights.js";

// Sums over the weights of all rows, made as they come.

interface Rows {
  readonly weightType: WeightType;
  /** As given. */
  readonly weights: Float64Array | undefined;
  /** Times trials. */
  readonly weight: Float64Array | undefined;
}

export class Sums {
  weightType: WeightType = "analytic";
  rows = 0;
  #all = { total: 0, positive: 0, logs: 0 };
  #given = { total: 0, positive: 0, logs: 0 };
  #isGiven = false;
  #largest = 0;

  add({ weightType, weights, weight }: Rows, n: number): void {
    this.rows += n;
    this.weightType = weightType;
    this.#all = weightSums(weight, n, this.#all);
    this.#given = weightSums(weights, n, this.#given);
    this.#isGiven ||= weights !== undefined;
    for (const w of weight ?? []) if (w > this.#largest) this.#largest = w;
  }

  /** The sums of a response. */
  named() {
    const { total } = this.#all;
    if (!(total > 0)) {
      throw new GlmError("BAD_VALUE", "weights are all 0; at least one row needs a positive weight", {});
    }
    if (!(total < Infinity) || (this.#isGiven && held(Float64Array.of(this.#largest)).exponent !== 0)) {
      const message = `the largest weight is ${this.#largest}; expected weights between 2^-500 and 2^500 for rows of a source: multiply them all by a constant`;
      throw new GlmError("NOT_SUPPORTED", message, { largest: this.#largest });
    }
    const sums = named(this.#all, 0);
    if (this.weightType !== "frequency" || !this.#isGiven) return sums;
    return { ...sums, observations: this.#given.total, logWeights: 0 };
  }
}
