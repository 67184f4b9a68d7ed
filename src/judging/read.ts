import { lengthOf } from "../base/arrays.js";
import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { numeric } from "../input/entry.js";
import { twoLabels, twoNumbers, zerosAndOnes } from "../input/labels.js";
import { checkVector, rowValues, valuesOf } from "../input/vector.js";

/** Predictions and outcomes of two classes: numbers of one length, checked. */
export interface Judged {
  readonly predicted: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array | undefined;
}

/** The outcomes of two classes: numbers in [0, 1], booleans, or two labels (text, or two other whole numbers); the second in
 * sorted order counts 1. */
export type SeenInput = ArrayLike<number> | readonly boolean[] | readonly string[];

/** `isProbability`: whether predictions are probabilities, or scores of any size. */
export function readJudged(
  given: ArrayLike<number>,
  y: SeenInput,
  weights: ArrayLike<number> | undefined,
  isProbability: boolean,
): Judged {
  const n = lengthOf(valuesOf(y, "y") ?? []);
  if (n === 0) throw new GlmError("EMPTY", "y is empty; expected one value per prediction", {});
  const inside = (v: number): boolean => (isProbability ? v >= 0 && v <= 1 : v > -Infinity);
  const predicted = checkVector(
    given,
    "predicted",
    n,
    inside,
    isProbability ? "a probability in [0, 1]" : "a finite score",
  );
  if (predicted === undefined)
    throw new GlmError("BAD_SHAPE", "predicted is undefined; expected one number per row", {});
  const weight = checkVector(weights, "weights", n, (w) => w >= 0, "a weight >= 0");
  return { predicted, y: readSeen(y, n), weight };
}

function readSeen(y: SeenInput, n: number): Float64Array {
  const given = rowValues(y, "y", n);
  const values = Array.from({ length: n }, (_, i) => numeric(given[i]));
  if (typeof values[0] === "number" && twoNumbers(values as number[]) === undefined) {
    return checkVector(values as number[], "y", n, (v) => v >= 0 && v <= 1, "0, 1 or a proportion, or labels")!;
  }
  const bad = values.findIndex((v) => typeof v !== typeof values[0] || v === null || v === undefined);
  if (bad >= 0) {
    throw new GlmError("BAD_VALUE", `y[${bad}] = ${show(values[bad])}; expected a label, as y[0]`, { row: bad });
  }
  const advice = "expected two: give 1 for the class predicted and 0 for others";
  const labels = twoLabels(values, { more: advice, fewer: advice });
  return zerosAndOnes(values, labels[1]);
}

/** Numbers of the rows with weight, by prediction, ascending. */
export function ordered({ predicted, weight }: Judged): Uint32Array {
  const rows = Uint32Array.from(predicted, (_, i) => i).filter((i) => weight?.[i] !== 0);
  return rows.sort((a, b) => predicted[a]! - predicted[b]!);
}
