import { checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { nearest } from "../base/nearest.js";
import { quoted, show } from "../base/show.js";
import type { PredictorColumn } from "../effects/columns.js";
import { numbersAs } from "../effects/dates.js";
import type { Cells, TableInput } from "../frame/columns.js";
import { namesIn } from "../frame/names-in.js";
import type { Model } from "../result/model.js";
import type { TermPredictions } from "../result/predict-terms.js";
import { heightOf, levelText, namesAlong } from "./by-rows.js";
import { axisOf, besideRows, type ModelTable, modelTable, range, rowsWith } from "./model-table.js";
import type { PlotData, Point } from "./plot-data.js";

export interface TermPlotOptions {
  /** The label of the term, as in the formula: "age", "poly(age, 2)", "race". */
  readonly term: string;
  /** Level of the band or the intervals; default 0.95. */
  readonly level?: number | undefined;
}

/** Values of a column of numbers at which the part is computed. */
const STEPS = 121;

/**
 * The effect of one term of a formula: its part of the linear predictor, over the range of its column or at its levels. As R's termplot.
 *
 *     x     the column, over its range in the table
 *     y     sum_j (x_j - mean_j) beta_j over the columns of the term: on average 0 over the rows of the fit
 *     band  its interval; the intercept is not in it, so the band is narrow where x is near its mean
 *
 * For a factor the levels stand along y, and their parts with intervals along x.
 *
 * @param model    A fit of a formula with one predictor.
 * @param table    A table with its columns, usually that of the fit: it has the range of numbers.
 * @param options  See TermPlotOptions.
 * @throws GlmError BAD_OPTION for a term that is not in the formula; NOT_SUPPORTED for one of several columns, which `plots.interaction`
 *         draws, and for models of numbers.
 *
 * @example
 * const svg = await toSVG(plots.termEffect(model, rows, { term: "ns(age, df = 4)" }));
 */
export function termEffect(model: Model, table: TableInput, options: TermPlotOptions): PlotData {
  const given = options ?? {};
  checkKeys(given, ["term", "level"], "plots.termEffect");
  const level = checkNumber("level", given.level ?? 0.95, (l) => l > 0 && l < 1, "a number in (0, 1)");
  const known = modelTable(model, table, "plots.termEffect");
  const column = columnOf(known, given.term);
  const values = column.how === "levels" ? undefined : range(known.cells[column.name]!, STEPS);
  const cells = column.how === "levels" ? column.cells : numbersAs(column, values!);
  const { part, lower, upper, notes } = partOf(known, model, given.term, { [column.name]: cells }, level);
  const title = `Effect of ${given.term}`;
  if (column.how === "levels") {
    const place = (k: number): Point => ({ x: part[k]!, y: k });
    const bars = lower === undefined ? [] : column.labels.map((_, y) => ({ y, low: lower[y]!, high: upper![y]! }));
    return {
      title,
      x: { label: LABEL, scale: "linear" },
      y: namesAlong(column.labels, column.name),
      series: [
        { name: "average", kind: "rule", role: "reference", points: [{ x: 0 }] },
        { name: given.term, kind: "interval", role: "data", points: bars },
        { name: given.term, kind: "dot", role: "data", points: column.labels.map((_, k) => place(k)) },
      ],
      notes,
      height: heightOf(column.labels.length, notes.length),
    };
  }
  const band = lower === undefined ? [] : Array.from(values!, (x, k) => ({ x, low: lower[k]!, high: upper![k]! }));
  return {
    title,
    x: axisOf(column, values!),
    y: { label: LABEL, scale: "linear" },
    series: [
      { name: "average", kind: "rule", role: "reference", points: [{ y: 0 }] },
      { name: given.term, kind: "band", role: "data", points: band },
      { name: given.term, kind: "line", role: "data", points: Array.from(values!, (x, k) => ({ x, y: part[k]! })) },
    ],
    notes,
  };
}

const LABEL = "part of the linear predictor";

/** The one column of a term. */
function columnOf({ data: { encoding }, columns }: ModelTable, term: unknown): PredictorColumn {
  const labels = encoding.terms.map(({ label }) => label);
  const found = encoding.terms.find(({ label }) => label === term);
  if (found === undefined) {
    const close = typeof term === "string" ? nearest(term, labels) : undefined;
    const hint = close === undefined ? `expected one of ${labels.map(quoted).join(", ")}` : `did you mean ${quoted(close)}?`; // biome-ignore format: one line
    throw new GlmError("BAD_OPTION", `term is ${show(term)}, which is no term of the formula; ${hint}`, { term });
  }
  const names = [...namesIn(found.variables.map((v) => encoding.variables[v]!))];
  if (names.length === 1) return columns.find(({ name }) => name === names[0])!;
  const message = `term ${quoted(found.label)} is of ${names.length} columns; expected a term of one: plots.interaction draws two`;
  throw new GlmError("NOT_SUPPORTED", message, { term });
}

interface Part {
  readonly part: Float64Array;
  readonly lower: Float64Array | undefined;
  readonly upper: Float64Array | undefined;
  readonly notes: readonly string[];
}

function partOf(known: ModelTable, model: Model, term: string, changed: Record<string, Cells>, level: number): Part {
  const rows = rowsWith(known, changed) as TableInput;
  const beside = besideRows(known, Object.values(changed)[0]!.length);
  const hasErrors = known.data.covariance !== undefined;
  const about = { ...beside, type: "terms", ...(hasErrors ? { interval: level } : {}) } as const;
  const { terms, lower, upper } = model.predict(rows, about as never) as TermPredictions;
  const note = hasErrors ? `${levelText(level)}intervals, about the average of the rows of the fit.` : "The fit has no standard errors, so there are no intervals."; // biome-ignore format: one line
  return { part: terms[term]!, lower: lower?.[term], upper: upper?.[term], notes: [note] };
}
