import type { Diagnostics, Model } from "../../index.js";
import { predictRows, type Rows } from "./verbs.js";

/** Probabilities beside what was seen. */
export interface Outcomes {
  readonly predicted: Float64Array;
  /** 0 and 1, or shares of the successes. */
  readonly y: Float64Array;
  /** Prior weights times trials. */
  readonly weights: Float64Array;
}

/** Those of the rows of a binomial fit, without rows that were left out. */
export function outcomesOf(model: Model, rows: Rows, { observed, weights }: Diagnostics): Outcomes {
  const predicted = predictRows(model, rows, { type: "response" }) as Float64Array;
  const kept = Array.from(predicted.keys()).filter((i) => !Number.isNaN(observed![i]!));
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i]!);
  return { predicted: pick(predicted), y: pick(observed!), weights: pick(weights) };
}
