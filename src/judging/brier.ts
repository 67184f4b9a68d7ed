import { readOptions } from "../base/keys.js";
import { readJudged, type SeenInput } from "./read.js";

/**
 * Brier score of probabilities for two classes: (1/W) sum_i w_i (p_i - y_i)^2, in [0, 1], 0 is best. For more classes it is
 * `meanSquaredError` of `model.score`.
 *
 * @param predicted  n probabilities. @param y  0 and 1, proportions, or two labels. @param options.weights  Default: all 1.
 * @throws GlmError BAD_SHAPE, BAD_VALUE, OUT_OF_DOMAIN, EMPTY.
 *
 * Source: Brier (1950), Monthly Weather Review 78.
 *
 * @example
 * brier([0.9, 0.2], [1, 0]);    // 0.025
 */
export function brier(
  predicted: ArrayLike<number>,
  y: SeenInput,
  options: { readonly weights?: ArrayLike<number> | undefined } = {},
): number {
  options = readOptions(options, ["weights"], "brier");
  const judged = readJudged(predicted, y, options.weights, true);
  let [sum, total] = [0, 0];
  judged.predicted.forEach((p, i) => {
    const w = judged.weight?.[i] ?? 1;
    sum += w * (p - judged.y[i]!) ** 2;
    total += w;
  });
  return sum / total;
}
