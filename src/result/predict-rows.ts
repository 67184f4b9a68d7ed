import { readOptions } from "../base/keys.js";
import type { ModelData } from "./data.js";
import { overRows } from "./over-rows.js";
import { PREDICT_KEYS, type PredictOptions, predictMeans, toClasses } from "./predict.js";
import { predictIntervals } from "./predict-interval.js";
import { predictTerms } from "./predict-terms.js";

/** What `Model.predict` returns: means, linear predictors, labels, parts of terms, or any of them with intervals. */
export function predictRows(data: ModelData, x: unknown, options: PredictOptions): unknown {
  const given = readOptions(options, PREDICT_KEYS, "predict");
  if (given.type === "terms") return predictTerms(data, x, given);
  return overRows(data, x, given, (rows, { interval, predictionInterval, ...plain }) => {
    if (interval !== undefined || predictionInterval !== undefined)
      return predictIntervals(data, rows, { ...plain, interval, predictionInterval });
    const predicted = predictMeans(data, rows, plain);
    if (plain.type === "class") return toClasses(data, predicted);
    return data.family === "multinomial" ? predicted : predicted[0]!;
  });
}
