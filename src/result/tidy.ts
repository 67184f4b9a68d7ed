import type { Label } from "../base/flow.js";
import { significant } from "../words/format.js";
import { type Printed, printed } from "../words/printed.js";
import { column, numbers } from "../words/table.js";
import { degreesOfT, estimatesOf, namedEstimates } from "./coefficients.js";
import type { ModelData } from "./data.js";
import { type EstimateOptions, readShown, shownRow } from "./estimate-options.js";

/** An estimate in the words of R's broom, in camel case: term, estimate, std.error, statistic, p.value, conf.low, conf.high. */
export interface TidyRow {
  /** Family "multinomial": the class. */
  readonly class?: Label;
  readonly term: string;
  readonly estimate: number;
  /** Of the coefficient, also where the estimate is e to it, as in broom. NaN if the model has no standard errors. */
  readonly stdError: number;
  readonly statistic: number;
  readonly pValue: number;
  readonly confLow: number;
  readonly confHigh: number;
}

export function tidyRows(model: ModelData, options: EstimateOptions): TidyRow[] & Printed {
  const { names, estimates } = namedEstimates(model);
  const shown = readShown(model, names, options, "tidy");
  const unknown = { packed: new Float64Array(0), aliased: names.map((_, i) => i) };
  const found = estimatesOf(names, estimates, model.covariance ?? unknown, degreesOfT(model), shown.level);
  const terms = [...(model.hasIntercept ? ["(intercept)"] : []), ...model.names];
  const isMany = model.coefficients.length > 1;
  const rows = found.map((each, i): TidyRow => {
    const { estimate, standardError, statistic, p, lower, upper } = shownRow(each, shown);
    const of = isMany ? { class: model.classes![Math.floor(i / terms.length)]! } : {};
    const term = terms[i % terms.length]!;
    return { ...of, term, estimate, stdError: standardError, statistic, pValue: p, confLow: lower, confHigh: upper };
  });
  const columns = [
    ...(isMany ? [column("text", "class", "class")] : []),
    column("text", "term", "term"),
    numbers("estimate", shown.ratio ?? "estimate"),
    numbers("stdError", "std. error"),
    numbers("statistic", "statistic", 4),
    column("p", "pValue", "p"),
    numbers("confLow", `${significant(100 * shown.level)}% from`),
    numbers("confHigh", "to"),
  ];
  return printed(rows, () => ({ caption: "", columns, rows, notes: [] }));
}
