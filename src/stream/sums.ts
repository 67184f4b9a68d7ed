import { GlmError } from "../base/errors.js";
import type { WeightType } from "../base/flow.js";
import { blockSums } from "../frame/design-sums.js";
import { held, named, weightSums } from "../input/weights.js";
import type { Written } from "./layout.js";
import type { Partition } from "./partition.js";

// Sums over all rows. Those that memory adds row by row are made partition after partition, whoever holds them; the others may be merged.

/** Added row by row, of the partitions so far. Plain data. */
export interface Totals {
  /** Of weights times trials. */
  readonly weights: ReturnType<typeof weightSums>;
  /** Of the blocks of the design. */
  readonly columns: readonly Float64Array[];
}

export const NO_TOTALS: Totals = { weights: { total: 0, positive: 0, logs: 0 }, columns: [] };

/** With one more partition. */
export function addTotals(before: Totals, { rows, blocks, vectors }: Written): Totals {
  return {
    weights: weightSums(vectors.weight, rows, before.weights),
    columns: blockSums({ blocks }, new Float64Array(rows).fill(1), before.columns),
  };
}

/** Weights as they were given. */
export interface Weights {
  readonly type: WeightType;
  readonly isGiven: boolean;
  /** Of frequencies, which are whole numbers: in any order. */
  readonly total: number;
  /** The largest, times trials. */
  readonly largest: number;
}

export const NO_WEIGHTS: Weights = { type: "analytic", isGiven: false, total: 0, largest: 0 };

export function weightsOf({ weightType, weights, written }: Partition): Weights {
  let largest = 0;
  for (const w of written.vectors.weight ?? []) if (w > largest) largest = w;
  const { total } = weightSums(weights, written.rows);
  return { type: weightType, isGiven: weights !== undefined, total, largest };
}

export function mergeWeights(a: Weights, b: Weights): Weights {
  return {
    type: b.type,
    isGiven: a.isGiven || b.isGiven,
    total: a.total + b.total,
    largest: Math.max(a.largest, b.largest),
  };
}

/** The sums of a response. */
export function namedSums({ weights }: Totals, { type, isGiven, total, largest }: Weights) {
  if (!(weights.total > 0)) {
    throw new GlmError("BAD_VALUE", "weights are all 0; at least one row needs a positive weight", {});
  }
  if (!(weights.total < Infinity) || (isGiven && held(Float64Array.of(largest)).exponent !== 0)) {
    const message = `the largest weight is ${largest}; expected weights between 2^-500 and 2^500 for rows of a source: multiply them all by a constant`;
    throw new GlmError("NOT_SUPPORTED", message, { largest });
  }
  const sums = { ...named(weights, 0), weightType: type };
  return type !== "frequency" || !isGiven ? sums : { ...sums, observations: total, logWeights: 0 };
}
