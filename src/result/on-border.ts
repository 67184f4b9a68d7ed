import type { Design } from "../base/flow.js";
import { type Ends, ontoBorder } from "../base/rounding.js";
import type { Family } from "../families/index.js";
import { domainOf } from "../stats/domain.js";
import type { Placed } from "../wasm/design.js";
import type { Scope } from "../wasm/scope.js";
import type { Point } from "./data.js";

/** The domain of the link of a model. */
export function endsOf(scope: Scope, family: Family): Ends {
  const { parameters } = family;
  return domainOf(scope, family, parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at);
}

/** Moves predictors that are outside the domain only by rounding to its border. Entries are checked only if some predictor is outside. */
export function settleAtBorder(
  eta: Float64Array,
  ends: Ends,
  placed: Placed,
  { columns }: Design,
  { intercepts, coefficients }: Point,
  offset: Float64Array | undefined,
): void {
  const isOutside = (v: number): boolean => v < ends.low || v > ends.high;
  if (!eta.some(isOutside)) return;
  const sizes = eta.map((_, i) => Math.abs(intercepts[0]!) + Math.abs(offset?.[i] ?? 0));
  for (let j = 0; j < columns; j++) {
    const b = Math.abs(coefficients[0]![j]!);
    if (b === 0) continue;
    placed.visit(j, (i, value) => {
      sizes[i]! += b * Math.abs(value);
    });
  }
  for (let i = 0; i < eta.length; i++) eta[i] = ontoBorder(eta[i]!, ends, sizes[i]!);
}
