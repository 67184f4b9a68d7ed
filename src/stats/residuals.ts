import type { Family } from "../families/index.js";
import { ASK } from "../wasm/kernel.js";
import type { Scope } from "../wasm/scope.js";

/** y and w as the likelihood has them. */
export interface Observed {
  readonly y: Float64Array;
  /** Prior weights times trials. */
  readonly weight: Float64Array | undefined;
}

/** What the residuals of one predictor are made of; one number per row. */
export interface RowNumbers {
  readonly mu: Float64Array;
  /** dl/deta = -(y - mu) mu' / V. */
  readonly slope: Float64Array;
  /** mu'^2 / V. */
  readonly fisher: Float64Array;
  /** 2 (l - best l). */
  readonly deviance: Float64Array;
}

export type ResidualType = "response" | "deviance" | "pearson" | "working";

/** The family's numbers for every row, without weights. */
export function rowNumbers(scope: Scope, family: Family, eta: Float64Array, y: Float64Array): RowNumbers {
  const n = eta.length;
  const { parameters } = family;
  const params = parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
  const [etaAt, yAt, out] = [scope.put(eta), scope.put(y), scope.f64(5 * n)];
  const ask = (what: number, at: number): Float64Array => {
    scope.kernel.exports.familyAnswer(family.id, what, params, n, yAt, 0, etaAt, out, n);
    return scope.get(at, n);
  };
  return {
    mu: ask(ASK.mean, out),
    fisher: ask(ASK.fisher, out),
    deviance: ask(ASK.deviance, out),
    slope: ask(ASK.derivatives, out + 8 * n),
  };
}

/** A unit deviance below this is what rounding leaves of the loss; there it is the square of the Pearson residual. */
const ROUNDING = 1e-12;

/**
 *   response   y - mu                        pearson   sqrt(w / V) (y - mu)
 *   working    (y - mu) / mu'                deviance  sign(y - mu) sqrt(w d), d the unit deviance
 *
 * Source: McCullagh & Nelder (1989), section 2.4; Davison & Snell (1991).
 */
export function residualsFrom(type: ResidualType, { y, weight }: Observed, rows: RowNumbers): Float64Array {
  const { mu, slope, fisher, deviance } = rows;
  return y.map((v, i) => {
    const w = weight?.[i] ?? 1;
    const rest = v - mu[i]!;
    if (type === "response") return rest;
    if (type === "working") return -slope[i]! / fisher[i]!;
    const pearson = Math.sign(rest) * Math.abs(slope[i]!) * Math.sqrt(w / fisher[i]!); // mu' may be negative
    if (type === "pearson") return pearson;
    const d = deviance[i]!;
    return d > ROUNDING * (1 + Math.abs(v)) ? Math.sign(rest) * Math.sqrt(w * d) : pearson;
  });
}
