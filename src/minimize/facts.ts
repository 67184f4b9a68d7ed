import { countsOf } from "../base/counts.js";
import type { Response } from "../base/flow.js";

/** What a fit asks of y, weights and offsets beside its sums over rows: a few numbers. Rows of weight 0 do not count. */
export interface Facts {
  /** sum_i w_i y_i and sum_i w_i o_i */
  readonly sumY: number;
  readonly sumOffset: number;
  /** The largest |y_i| or |o_i|. */
  readonly largest: number;
  /** The largest y_i, 0 at least. */
  readonly highest: number;
  /** Whether every y is 0. */
  readonly isZero: boolean;
  /** Weight of y = 0, 1, 2, ..., where every y is a small count. */
  readonly counts: Float64Array | undefined;
  readonly hasOffset: boolean;
  /** Weight of each class, of a family with many, if it was summed with the rows. */
  readonly classWeights?: Float64Array | undefined;
}

const KNOWN = new WeakMap<Response, Facts>();

export function factsOf(response: Response): Facts {
  const known = KNOWN.get(response) ?? gathered(response);
  KNOWN.set(response, known);
  return known;
}

/** Of a response whose rows are elsewhere: what was summed there. */
export function knowFacts(response: Response, facts: Facts): void {
  KNOWN.set(response, facts);
}

function gathered(response: Response): Facts {
  const { counts, weight, offset } = response;
  return counts !== undefined && weight === undefined && offset === undefined ? ofCounts(counts) : ofRows(response);
}

/** From how often y is 0, 1, 2, ... */
function ofCounts(counts: Float64Array): Facts {
  let sumY = 0;
  for (let k = 0; k < counts.length; k++) sumY += k * counts[k]!;
  const highest = counts.length - 1;
  return { sumY, sumOffset: 0, largest: highest, highest, isZero: highest === 0, counts, hasOffset: false };
}

function ofRows(response: Response): Facts {
  const { y, weight, offset, counts } = response;
  const sums = counts === undefined || weight === undefined ? counts : countsOf(y, weight);
  return { ...addRows(NO_ROWS, response), counts: sums, hasOffset: offset !== undefined };
}

type Running = Omit<Facts, "counts" | "hasOffset">;

/** Of no row. */
export const NO_ROWS: Running = { sumY: 0, sumOffset: 0, largest: 0, highest: 0, isZero: true };

/** The facts of some rows and of those that follow them. */
export function addRows(before: Running, { y, weight, offset }: Pick<Response, "y" | "weight" | "offset">): Running {
  let { sumY, sumOffset, largest, highest, isZero } = before;
  for (let i = 0; i < y.length; i++) {
    const w = weight === undefined ? 1 : weight[i]!;
    if (y[i]! > highest) highest = y[i]!;
    if (w === 0) continue;
    const o = offset === undefined ? 0 : offset[i]!;
    sumY += w * y[i]!;
    sumOffset += w * o;
    largest = Math.max(largest, Math.abs(y[i]!), Math.abs(o));
    if (y[i] !== 0) isZero = false;
  }
  return { sumY, sumOffset, largest, highest, isZero };
}
