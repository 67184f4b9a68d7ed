import { ASK } from "../base/ids.js";
import type { Family } from "../families/index.js";
import type { Uploaded } from "./uploaded.js";

/** sum w l at a point, and where every row is fitted by itself. */
export interface Losses {
  readonly loss: number;
  readonly bestLoss: number;
}

/** Below this part of what it is a difference of, more than four digits of a deviance have cancelled. */
const CANCELLED = 1e-4;

/**
 * D = 2 sum w (l - l*). The sums are there already, and their difference serves, unless large numbers cancel: counts of a million
 * that are met to a hundredth, a gamma of tiny dispersion. Then the unit deviances are summed, one more look at all rows.
 *
 * NaN where a row has a mean that the family cannot have.
 *
 * @param etaOf  Where eta of every row lies, f64[n].
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
