import { readOptions } from "../base/keys.js";
import { areaUnderCurve } from "../stats/auc.js";
import { significant } from "../words/format.js";
import { type Printed, printed } from "../words/printed.js";
import { numbers, type PrintedTable, spreadOver } from "../words/table.js";
import { ordered, readJudged, type SeenInput } from "./read.js";

interface RocNumbers {
  /** Descending, Infinity first: rows with at least this score are predicted as successes. */
  readonly thresholds: Float64Array;
  /** Share of the successes that are predicted as such; from 0 to 1. NaN without successes. */
  readonly truePositiveRate: Float64Array;
  /** Share of the failures that are predicted as successes; from 0 to 1. */
  readonly falsePositiveRate: Float64Array;
  /** Area under the curve, as in `model.score`. */
  readonly auc: number;
}

/** What `roc` gives: the curve and its area. */
export interface Roc extends RocNumbers, Printed {}

/** Points that are shown of a long curve. */
const MOST_POINTS = 12;

/**
 * The ROC curve: one point for every different score, and one before them.
 *
 * @param scores  n probabilities, or any scores that rise with them. @param y  0 and 1, proportions, or two labels.
 * @param options.weights  n weights >= 0. Default: all 1.
 * @throws GlmError BAD_SHAPE, BAD_VALUE, OUT_OF_DOMAIN, EMPTY.
 *
 * Source: Hanley & McNeil (1982), Radiology 143; Fawcett (2006), Pattern Recognition Letters 27.
 *
 * @example
 * roc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).auc;    // 0.75
 */
export function roc(
  scores: ArrayLike<number>,
  y: SeenInput,
  options: { readonly weights?: ArrayLike<number> | undefined } = {},
): Roc {
  options = readOptions(options, ["weights"], "roc");
  const judged = readJudged(scores, y, options.weights, false);
  const { predicted, weight } = judged;
  const [thresholds, hits, alarms] = [[Infinity], [0], [0]];
  const order = ordered(judged).reverse();
  order.forEach((i, k) => {
    const w = weight?.[i] ?? 1;
    if (k === 0 || predicted[i] !== thresholds.at(-1)) {
      thresholds.push(predicted[i]!);
      hits.push(hits.at(-1)!);
      alarms.push(alarms.at(-1)!);
    }
    hits[hits.length - 1]! += w * judged.y[i]!;
    alarms[alarms.length - 1]! += w * (1 - judged.y[i]!);
  });
  const rate = (counts: readonly number[]): Float64Array => Float64Array.from(counts, (c) => c / counts.at(-1)!);
  const found = {
    thresholds: Float64Array.from(thresholds),
    truePositiveRate: rate(hits),
    falsePositiveRate: rate(alarms),
    auc: areaUnderCurve(predicted, judged.y, weight),
  };
  return printed(found, tableOf);
}

function tableOf({ thresholds, truePositiveRate, falsePositiveRate, auc }: RocNumbers): PrintedTable {
  return {
    caption: `ROC curve: area ${significant(auc)}`,
    columns: [
      numbers("threshold", "threshold", 4),
      numbers("truePositiveRate", "true positive rate", 4),
      numbers("falsePositiveRate", "false positive rate", 4),
    ],
    rows: Array.from(thresholds, (threshold, k) => ({
      threshold,
      truePositiveRate: truePositiveRate[k]!,
      falsePositiveRate: falsePositiveRate[k]!,
    })),
    shown: spreadOver(thresholds.length, MOST_POINTS),
    notes: [],
  };
}
