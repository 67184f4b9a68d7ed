import { ASK } from "../base/ids.js";
import type { Family } from "../families/index.js";
import { askRows, sumOfRows } from "./ask-rows.js";
import type { Watched } from "./task.js";
import type { Uploaded } from "./uploaded.js";
import type { View } from "./view.js";

/** sum w l at a point, and of the saturated model. */
export interface Losses {
  readonly loss: number;
  readonly bestLoss: number;
}

/** If a deviance is below this part of its two terms, more than four digits have cancelled. */
const CANCELLED = 1e-4;

/**
 * D = 2 sum w (l - l*) as the difference of the existing sums; undefined where large numbers cancel: counts of a million
 * fitted to a hundredth, a gamma of tiny dispersion.
 */
function byDifference({ classes }: Uploaded, { isQuadratic }: Family, { loss, bestLoss }: Losses): number | undefined {
  const difference = 2 * (loss - bestLoss);
  const isClear = difference > CANCELLED * (Math.abs(loss) + Math.abs(bestLoss));
  return isClear || classes > 1 || isQuadratic ? Math.max(0, difference) : undefined;
}

/**
 * D = 2 sum w (l - l*): the difference of the existing sums, or, where these cancel, the sum of the unit deviances in one more pass over the
 * rows, which are here. NaN if a row has a mean outside the family's range.
 *
 * @param etaOf  Returns the address of eta of every row, f64[n].
 */
export function devianceOf(uploaded: Uploaded, family: Family, losses: Losses, etaOf: () => number): number {
  return byDifference(uploaded, family, losses) ?? sumOfRows(uploaded, ASK.deviance, etaOf());
}

/** The same at a point, whoever holds the rows. */
export function* askDeviance(
  uploaded: Uploaded,
  family: Family,
  losses: Losses,
  point: Float64Array,
  view?: View,
): Watched<number> {
  const difference = byDifference(uploaded, family, losses);
  return difference ?? (yield* askRows(uploaded, { about: "sum", what: ASK.deviance, point }, view))[0]!;
}
