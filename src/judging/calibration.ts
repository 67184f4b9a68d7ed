import { checkNumber, checkOneOf } from "../base/check.js";
import { readOptions } from "../base/keys.js";
import { normal } from "../distributions/index.js";
import { withScope } from "../wasm/scope.js";
import { significant } from "../words/format.js";
import { type Printed, printed } from "../words/printed.js";
import { numbers } from "../words/table.js";
import { ordered, readJudged, type SeenInput } from "./read.js";

/** Options of `calibration`. */
export interface CalibrationOptions {
  readonly weights?: ArrayLike<number> | undefined;
  /** Number of bins, at most. Default 10. */
  readonly bins?: number | undefined;
  /** "quantile" (default): about as much weight in each; "width": cuts of [0, 1] into equal parts. Equal predictions share a bin. */
  readonly by?: "quantile" | "width" | undefined;
  /** Of the intervals. Default 0.95. */
  readonly level?: number | undefined;
}

/** One row of a calibration table. */
export interface CalibrationBin {
  /** Least and greatest prediction in it, and their mean. */
  readonly from: number;
  readonly to: number;
  readonly predicted: number;
  /** Share of successes, with its interval. */
  readonly observed: number;
  readonly low: number;
  readonly high: number;
  /** Sum of the weights. */
  readonly weight: number;
}

/**
 * Observed against predicted probabilities, bin by bin. The interval is Wilson's: the rates q with
 * |observed - q| <= z sqrt(q (1 - q) / weight). A model is calibrated if the mean prediction lies within it.
 *
 * @param predicted  n probabilities, as of `model.predict(x)`. @param y  The outcomes: 0 and 1, proportions, or two labels.
 * @returns  The bins that hold rows with weight, ascending. In a browser `await load()` first.
 * @throws GlmError BAD_SHAPE, BAD_VALUE, OUT_OF_DOMAIN, BAD_OPTION, EMPTY.
 *
 * Source: Wilson (1927), JASA 22; Brown, Cai & DasGupta (2001), Statistical Science 16.
 *
 * @example
 * calibration([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], { bins: 2 })[1].observed;    // 1
 */
export function calibration(
  predicted: ArrayLike<number>,
  y: SeenInput,
  options: CalibrationOptions = {},
): CalibrationBin[] & Printed {
  options = readOptions(options, ["weights", "bins", "by", "level"], "calibration");
  const by = checkOneOf("by", options.by ?? "quantile", ["quantile", "width"] as const);
  const bins = checkNumber("bins", options.bins ?? 10, (k) => Number.isInteger(k) && k > 0, "a whole number > 0");
  const level = checkNumber("level", options.level ?? 0.95, (l) => l > 0 && l < 1, "a number in (0, 1)");
  const judged = readJudged(predicted, y, options.weights, true);
  const order = ordered(judged);
  const z = withScope(({ kernel }) => normal(kernel).upperQuantile((1 - level) / 2));
  const total = order.reduce((sum, i) => sum + (judged.weight?.[i] ?? 1), 0);
  const made: { from: number; to: number; weight: number; p: number; y: number; bin: number }[] = [];
  let before = 0;
  for (const i of order) {
    const [p, w] = [judged.predicted[i]!, judged.weight?.[i] ?? 1];
    const last = made.at(-1);
    const share = by === "width" ? p : (before + w / 2) / total;
    const bin = Math.min(Math.floor(share * bins), bins - 1);
    before += w;
    if (last !== undefined && (last.bin === bin || last.to === p)) {
      last.to = p;
      last.weight += w;
      last.p += w * p;
      last.y += w * judged.y[i]!;
    } else made.push({ from: p, to: p, weight: w, p: w * p, y: w * judged.y[i]!, bin });
  }
  const found = made.map(({ from, to, weight, p, y }) => {
    const [rate, q] = [y / weight, (z * z) / weight];
    const center = (rate + q / 2) / (1 + q);
    const half = Math.sqrt(q * (rate * (1 - rate) + q / 4)) / (1 + q);
    return { from, to, predicted: p / weight, observed: rate, low: Math.max(0, center - half), high: Math.min(1, center + half), weight }; // biome-ignore format: one line
  });
  const columns = [
    ...Object.entries({ from: 4, to: 4, predicted: 4, observed: 4 }).map(([key, digits]) => numbers(key, key, digits)),
    numbers("low", `${significant(100 * level)}% from`, 4),
    numbers("high", "to", 4),
    numbers("weight", "weight"),
  ];
  return printed(found, () => ({ caption: "", columns, rows: found, notes: [] }));
}
