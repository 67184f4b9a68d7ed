import { ASK } from "../base/ids.js";
import type { Family } from "../families/index.js";
import type { Scope } from "../wasm/scope.js";

/** y and w as in the likelihood. */
export interface Observed {
  readonly y: Float64Array;
  /** Prior weights times trials. */
  readonly weight: Float64Array | undefined;
}

/** The parts of the residuals of one predictor; one number per row. */
export interface RowNumbers {
  readonly mu: Float64Array;
  /** For a proportion 1 - mu, which keeps its digits when mu rounds to 1; for other families NaN. */
  readonly rest: Float64Array;
  /** The unit deviance, 2 (l - best l). */
  readonly deviance: Float64Array;
  /** (y - mu) / mu'. */
  readonly working: Float64Array;
  /** (y - mu) / sqrt V. */
  readonly pearson: Float64Array;
}

export type ResidualType = "response" | "deviance" | "pearson" | "working";

/** The family's numbers for every row, without weights. */
export function rowNumbers(scope: Scope, family: Family, eta: Float64Array, y: Float64Array): RowNumbers {
  const n = eta.length;
  const { parameters } = family;
  const params = parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
  const [etaAt, yAt, out] = [scope.put(eta), scope.put(y, n), scope.f64(5 * n)];
  const ask = (what: number): Float64Array => {
    scope.kernel.exports.familyAnswer(family.id, what, params, n, yAt, 0, etaAt, out, n);
    return scope.get(out, n);
  };
  const mu = ask(ASK.mean);
  scope.view(yAt, n).fill(0); // the loss of a failure is -log(1 - mu)
  const rest =
    family.classes === "two" ? ask(ASK.derivatives).map((l) => scope.kernel.exports.exp(-l)) : mu.map(() => Number.NaN);
  scope.view(yAt, n).set(y);
  return { mu, rest, deviance: ask(ASK.deviance), working: ask(ASK.working), pearson: ask(ASK.pearsonRow) };
}

/**
 *   response   y - mu                        pearson   sqrt(w / V) (y - mu)
 *   working    (y - mu) / mu'                deviance  sign(y - mu) sqrt(w d), d the unit deviance
 *
 * Source: McCullagh & Nelder (1989), section 2.4; Davison & Snell (1991).
 */
export function residualsFrom(type: ResidualType, { y, weight }: Observed, rows: RowNumbers): Float64Array {
  const { mu, deviance, working, pearson } = rows;
  return y.map((v, i) => {
    const w = weight?.[i] ?? 1;
    if (type === "response") return v - mu[i]!;
    if (type === "working") return working[i]!;
    // with the sign of the Pearson residual, because y - mu may round to 0
    return type === "pearson" ? Math.sqrt(w) * pearson[i]! : Math.sign(pearson[i]!) * Math.sqrt(w * deviance[i]!);
  });
}
