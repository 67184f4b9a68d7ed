import { GlmError } from "../base/errors.js";
import { checkVector } from "../input/vector.js";

/** Predictions of two classes with what was seen: numbers of one length, checked. */
export interface Judged {
  readonly predicted: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array | undefined;
}

/** What was seen of two classes: numbers in [0, 1], booleans, or two labels, the second in sorted order counting 1. */
export type SeenInput = ArrayLike<number> | readonly boolean[] | readonly string[];

/** `isProbability`: whether predictions are probabilities, or scores of any size. */
export function readJudged(
  given: ArrayLike<number>,
  y: SeenInput,
  weights: ArrayLike<number> | undefined,
  isProbability: boolean,
): Judged {
  const n = (y as ArrayLike<unknown> | undefined)?.length ?? 0;
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
  const values = Array.from(y as ArrayLike<unknown>);
  if (typeof values[0] === "number") {
    return checkVector(values as number[], "y", n, (v) => v >= 0 && v <= 1, "0, 1 or a proportion, or labels")!;
  }
  const labels = typeof values[0] === "boolean" ? [false, true] : [...new Set(values as string[])].sort();
  if (labels.length !== 2) {
    const message = `y has ${labels.length} classes (${labels.slice(0, 4).join(", ")}); expected two: give 1 for the class predicted and 0 for others`;
    throw new GlmError("OUT_OF_DOMAIN", message, { classes: labels });
  }
  return Float64Array.from(values, (v, i) => {
    const k = (labels as unknown[]).indexOf(v);
    if (k >= 0) return k;
    throw new GlmError("BAD_VALUE", `y[${i}] = ${String(v)}; expected ${labels.join(" or ")}, as y[0]`, { row: i });
  });
}

/** Numbers of the rows with weight, by prediction, ascending. */
export function ordered({ predicted, weight }: Judged): Uint32Array {
  const rows = Uint32Array.from(predicted, (_, i) => i).filter((i) => weight?.[i] !== 0);
  return rows.sort((a, b) => predicted[a]! - predicted[b]!);
}
