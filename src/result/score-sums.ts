import { ASK } from "../base/ids.js";
import type { Family } from "../families/index.js";
import { addRight } from "../stats/accuracy.js";
import { elementary } from "../wasm/elementary.js";
import type { Scope } from "../wasm/scope.js";
import { minusLogSoftmax, softmax, toMeans } from "./predict.js";

// What scores are made of: sums over rows, one term after the other, so that rows may come in parts and give the same bits.

export interface ScoreSums {
  /** Of w d, d the unit deviance. */
  readonly deviance: number;
  /** Of w (mu - y)^2; for many classes summed over them. */
  readonly squares: number;
  /** Of w |mu - y|. */
  readonly sizes: number;
  /** Of -w log of the probability of the observed class. */
  readonly loss: number;
  /** Of w over the rows whose likeliest class is the observed one. */
  readonly right: number;
}
export type SumName = keyof ScoreSums;

export const NO_SUMS: ScoreSums = { deviance: 0, squares: 0, sizes: 0, loss: 0, right: 0 };

/** y of some rows, and their weights. */
export interface Outcomes {
  readonly y: Float64Array;
  readonly weight: Float64Array | undefined;
}

/** Rows with one linear predictor each. */
export class Judged {
  readonly #scope: Scope;
  readonly #family: Family;
  readonly #eta: Float64Array;
  readonly #truth: Outcomes;
  #means: Float64Array | undefined;
  #places: Readonly<Record<"y" | "w" | "eta" | "params", number>> | undefined;

  constructor(scope: Scope, family: Family, eta: Float64Array, truth: Outcomes) {
    this.#scope = scope;
    this.#family = family;
    this.#eta = eta;
    this.#truth = truth;
  }

  /** A sum of these rows and of those before them, whose sum is given. */
  add(what: SumName, before = 0): number {
    const { y, weight } = this.#truth;
    if (what === "deviance") return this.#addTerms(ASK.deviance, 1, before);
    if (what === "loss") return this.#addTerms(ASK.derivatives, 5, before);
    if (what === "right") return addRight(before, this.#mu(), y, weight);
    const of = what === "squares" ? (off: number) => off ** 2 : Math.abs;
    return this.#mu().reduce((all, m, i) => all + (weight?.[i] ?? 1) * of(m - y[i]!), before);
  }

  /** Adds the first number that the family has for each row: `numbers` of them. */
  #addTerms(ask: number, numbers: number, before: number): number {
    const scope = this.#scope;
    const { weight } = this.#truth;
    const rows = this.#eta.length;
    const { y, w, eta, params } = this.#placed();
    const to = scope.f64(numbers * rows);
    scope.kernel.exports.familyAnswer(this.#family.id, ask, params, rows, y, w, eta, to, rows);
    const terms = scope.view(to, rows);
    let sum = before;
    for (let i = 0; i < rows; i++) {
      const own = weight === undefined ? 1 : weight[i]!;
      if (own !== 0) sum += own * terms[i]!; // a row without weight may lie outside the domain
    }
    return sum;
  }

  /** Addresses of the vectors, which are put there once. */
  #placed() {
    const scope = this.#scope;
    const { y, weight } = this.#truth;
    const rows = this.#eta.length;
    this.#places ??= {
      y: scope.put(y, rows),
      w: weight === undefined ? 0 : scope.put(weight, rows),
      eta: scope.put(this.#eta),
      params: paramsAt(scope, this.#family),
    };
    return this.#places;
  }

  #mu(): Float64Array {
    if (this.#means === undefined) {
      this.#means = this.#eta.slice();
      toMeans(this.#scope, this.#family, this.#means);
    }
    return this.#means;
  }
}

export function paramsAt(scope: Scope, { parameters }: Family): number {
  return parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
}

/** The same of rows with a predictor for each class: squares and sizes are summed over the classes. */
export function addClasses(
  before: ScoreSums,
  etas: readonly Float64Array[],
  { y, weight }: Outcomes,
  clip: number,
): ScoreSums {
  const { log } = elementary();
  let { loss, right, squares, sizes } = before;
  etas.forEach((eta, i) => {
    const w = weight?.[i] ?? 1;
    if (w === 0) return;
    const k = y[i]!;
    const p = softmax(eta);
    if (clip > 0) p.set(p.map((v) => Math.min(Math.max(v, clip), 1 - clip)));
    // from the predictors: far out the probability underflows to 0
    loss += w * (clip > 0 ? -log(p[k]!) : minusLogSoftmax(eta, k));
    right += p.indexOf(Math.max(...p)) === k ? w : 0;
    squares += w * p.reduce((sum, v, c) => sum + (v - Number(c === k)) ** 2, 0);
    sizes += w * p.reduce((sum, v, c) => sum + Math.abs(v - Number(c === k)), 0);
  });
  return { deviance: 2 * loss, squares, sizes, loss, right };
}
