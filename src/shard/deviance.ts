import { ASK } from "../base/ids.js";
import type { Family } from "../families/index.js";
import type { Uploaded } from "./uploaded.js";

/** sum w l at a point, and of the saturated model. */
export interface Losses {
  readonly loss: number;
  readonly bestLoss: number;
}

/** If a deviance is below this part of its two terms, more than four digits have cancelled. */
const CANCELLED = 1e-4;

/**
 * D = 2 sum w (l - l*). The difference of the existing sums is used, unless large numbers cancel: counts of a million
 * fitted to a hundredth, a gamma of tiny dispersion. Then the unit deviances are summed in one more pass over the rows.
 *
 * NaN if a row has a mean outside the family's range.
 *
 * @param etaOf  Returns the address of eta of every row, f64[n].
 */
export function devianceOf(
  uploaded: Uploaded,
  family: Family,
  { loss, bestLoss }: Losses,
  etaOf: () => number,
): number {
  const difference = 2 * (loss - bestLoss);
  const isClear = difference > CANCELLED * (Math.abs(loss) + Math.abs(bestLoss));
  if (isClear || uploaded.classes > 1 || family.isQuadratic) return Math.max(0, difference);
  const { scope, shard, rows, parameters } = uploaded;
  const [y, weight] = [shard.read("y"), shard.read("weight")];
  return scope.kernel.exports.familyAnswer(family.id, ASK.deviance, parameters, rows, y, weight, etaOf(), 0, 0);
}
