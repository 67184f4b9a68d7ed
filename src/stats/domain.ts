import { ASK } from "../base/ids.js";
import type { Ends } from "../base/rounding.js";
import type { Family } from "../families/index.js";
import type { Scope } from "../wasm/scope.js";

/** The open interval in which the link has predictors; `parameters`: address of those of the family. */
export function domainOf({ kernel }: Scope, { id }: Pick<Family, "id">, parameters: number): Ends {
  const ask = (what: number): number => kernel.exports.familyAnswer(id, what, parameters, 0, 0, 0, 0, 0, 0);
  return { low: ask(ASK.low), high: ask(ASK.high) };
}
