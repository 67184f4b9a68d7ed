import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import type { PlotData, Point } from "./plot-data.js";
import { type RowPlotOptions, thinned } from "./thin.js";

export interface ResidualPlotOptions extends RowPlotOptions {
  /** The kind of the residuals, a word of the label. Default "deviance". */
  readonly type?: string | undefined;
}

/** The number of groups of neighbours whose means are drawn, and the fewest rows of a group. */
const GROUPS = 20;
const FEWEST = 10;
/** Number of rows with names. */
const NAMED = 3;

/**
 * Residuals against fitted values. If the model is right they scatter about 0. A bend in the line means a wrong link or a missing
 * term, a funnel a wrong variance. (With two classes they lie on two curves for any model, so only the line is
 * informative. Quantile residuals do not have this problem.)
 *
 *     x     the linear predictor, or another number in `fitted`
 *     y     the residual
 *     line  mean of neighbours: up to 20 groups of as many rows each, in the order of x
 *
 * @param fitted     n numbers: `model.predict(x, { type: "link" })`.
 * @param residuals  n numbers: `model.residuals(x, y)`.
 * @param options    See ResidualPlotOptions.
 * @returns          A dot per row, the largest three with the number of their row, counted from 0. Rows without a finite
 *                   residual are left out.
 * @throws GlmError BAD_SHAPE if the lengths differ; BAD_OPTION.
 *
 * Source: McCullagh & Nelder (1989), section 12.6.
 *
 * @example
 * const svg = await toSVG(plots.residuals(model.predict(x, { type: "link" }), model.residuals(x, y)));
 */
export function residuals(
  fitted: ArrayLike<number>,
  residuals: ArrayLike<number>,
  options: ResidualPlotOptions = {},
): PlotData {
  checkKeys(options, ["most", "type"], "plots.residuals");
  if (fitted.length !== residuals.length) {
    const message = `residuals has length ${residuals.length}; expected ${fitted.length}, the length of fitted`;
    throw new GlmError("BAD_SHAPE", message, { got: residuals.length, want: fitted.length });
  }
  const rows = Array.from(fitted, (x, i) => ({ i, x, y: residuals[i]! })).filter(
    ({ x, y }) => Number.isFinite(x) && Number.isFinite(y),
  );
  const outward = ({ y }: { y: number }): number => Math.abs(y);
  const named = new Set([...rows].sort((a, b) => outward(b) - outward(a)).slice(0, NAMED));
  const { shown, notes } = thinned(rows, outward, options);
  const dots = shown.map((row) => ({ x: row.x, y: row.y, ...(named.has(row) ? { label: String(row.i) } : {}) }));
  const left = fitted.length - rows.length;
  return {
    title: "Residuals against the fit",
    x: { label: "linear predictor", scale: "linear" },
    y: { label: `${options.type ?? "deviance"} residual`, scale: "linear" },
    series: [
      { name: "zero", kind: "rule", role: "reference", points: [{ y: 0 }] },
      { name: "rows", kind: "dot", role: "data", points: dots },
      { name: "mean of neighbours", kind: "line", role: "data", points: meansOfNeighbours(rows) },
    ],
    notes: [
      "Line: mean of neighbours. Numbers: rows, counted from 0.",
      ...notes,
      ...(left > 0 ? [`${left} rows have no residual.`] : []),
    ],
  };
}

function meansOfNeighbours(rows: readonly { readonly x: number; readonly y: number }[]): Point[] {
  const sorted = [...rows].sort((a, b) => a.x - b.x);
  const groups = Math.min(GROUPS, Math.floor(sorted.length / FEWEST));
  const start = (g: number): number => Math.round((g * sorted.length) / groups);
  return Array.from({ length: groups }, (_, g) => {
    const own = sorted.slice(start(g), start(g + 1));
    const mean = (key: "x" | "y"): number => own.reduce((sum, row) => sum + row[key], 0) / own.length;
    return { x: mean("x"), y: mean("y") };
  });
}
