import { readOptions } from "./base/keys.js";
import { Model, type Predictors } from "./result/model.js";
import { javascriptOf } from "./scoring/javascript.js";
import { readScoring, type ScoringOptions } from "./scoring/options.js";
import { ruleOf } from "./scoring/rule.js";

/**
 * The scoring rule of a model as an ES module without dependencies: `export function predict(row) { ... }`. It has the predictions of
 * `model.predict`, to rounding, one row at a time; a row is an object with the columns of the formula, or of the matrix, by their names.
 *
 * A row in which a column is missing, or cannot be read, has the prediction NaN. Columns whose coefficients are all 0, as after a lasso,
 * are not in the rule. Only properties of the row itself are read.
 *
 * @param model  A fit of a formula, or of columns of numbers.
 * @param options.type  "response" (default): means; "link": the linear predictor.
 * @param options.unseen  What a level is that the fit has not seen: "missing" (default) or "reference".
 * @returns  The source: to be written to a file and imported. It may stand in a script of a page, too, and without the word `export` in
 *           a function. For multinomial `predict` gives an array of one number per class, in the order of `model.classes`.
 * @throws GlmError NOT_SUPPORTED for offsets that were vectors.
 *
 * @example
 * const rows = [{ y: 1, dose: 1 }, { y: 3, dose: 2 }, { y: 4, dose: 3 }];
 * const source = toJavaScript(fitSync("y ~ dose", rows));
 * const { predict } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
 * predict({ dose: 4 });
 */
export function toJavaScript<K extends Predictors>(model: Model<K>, options: ScoringOptions = {}): string {
  const given = readOptions(options, ["type", "unseen"], "toJavaScript");
  return javascriptOf(ruleOf(Model.dataOf(model), { ...readScoring(given), isShared: true }));
}
