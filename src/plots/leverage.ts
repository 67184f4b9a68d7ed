import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import type { PlotData, Point, Series } from "./plot-data.js";
import { type RowPlotOptions, thinned } from "./thin.js";

/** The fields that are read from a diagnosis; the result of `diagnose` has all of them. */
export interface Influences {
  readonly leverage: ArrayLike<number> | undefined;
  readonly standardized: ArrayLike<number> | undefined;
  readonly cooksDistance: ArrayLike<number> | undefined;
}

/** Cook's distances that are drawn as curves, as in R's plot.lm. */
const LEVELS = [0.5, 1];
/** Points of such a curve. */
const STEPS = 40;
/** Number of rows with names. */
const NAMED = 5;

/**
 * Residual against leverage, as R's plot.lm(which = 5): the rows with the most influence on the fit. A row moves the estimates if it is
 * both far out in x (leverage h) and badly fitted (residual r):
 *
 *     Cook's distance  D = r^2 h / ((1 - h) p),   r the standardized Pearson residual, p = sum_i h_i
 *
 * @param diagnosis  The result of `diagnose`.
 * @param options    See RowPlotOptions.
 * @returns          A dot per row with leverage in (0, 1), the five of largest D with the number of their row, counted from 0;
 *                   curves of D = 0.5 and 1 if they are near the rows.
 * @throws GlmError NOT_SUPPORTED if the fit has no leverage; BAD_OPTION.
 *
 * Source: Cook & Weisberg (1982), "Residuals and influence in regression", chapter 3; Pregibon (1981) for GLMs.
 *
 * @example
 * const svg = await toSVG(plots.leverage(diagnose(model, x, y)));
 */
export function leverage(diagnosis: Influences, options: RowPlotOptions = {}): PlotData {
  checkKeys(options, ["most"], "plots.leverage");
  const { leverage: h, standardized, cooksDistance } = diagnosis;
  if (h === undefined || standardized === undefined || cooksDistance === undefined) {
    const message = "the fit has no leverage to draw; diagnosis.reasons.leverage says why";
    throw new GlmError("NOT_SUPPORTED", message, {});
  }
  const p = Array.from(h).reduce((sum, v) => (Number.isNaN(v) ? sum : sum + v), 0); // rows that a table left out have none
  const rows = Array.from(h, (x, i) => {
    const size = Math.sqrt((cooksDistance[i]! * p * (1 - x)) / x); // standardized has deviance residuals: only its sign is used
    return { i, x, y: standardized[i]! < 0 ? -size : size, distance: cooksDistance[i]! };
  }).filter(({ x, y }) => x > 0 && x < 1 && Number.isFinite(y));
  const named = new Set([...rows].sort((a, b) => b.distance - a.distance).slice(0, NAMED));
  const { shown, notes } = thinned(rows, ({ distance }) => distance, options);
  const dots = shown.map((row) => ({ x: row.x, y: row.y, ...(named.has(row) ? { label: String(row.i) } : {}) }));
  const most = Math.max(0, ...shown.map(({ x }) => x));
  const [low, high] = [Math.min(0, ...shown.map(({ y }) => y)), Math.max(0, ...shown.map(({ y }) => y))];
  const curves = LEVELS.flatMap((level): Series[] =>
    [1, -1].map((sign) => ({
      name: `Cook's distance ${level}`,
      kind: "line",
      role: "reference",
      points: contour(level, p, most).flatMap(({ x, y }) =>
        sign * y! >= low && sign * y! <= high ? { x: x!, y: sign * y! } : [],
      ),
    })),
  );
  return {
    title: "Residual against leverage",
    x: { label: "leverage", scale: "linear", domain: [0, Math.min(1, 1.08 * most || 1)] },
    y: { label: "standardized Pearson residual", scale: "linear" },
    series: [
      { name: "zero", kind: "rule", role: "reference", points: [{ y: 0 }] },
      ...curves.filter(({ points }) => points.length > 1),
      { name: "rows", kind: "dot", role: "data", points: dots },
    ],
    notes: ["Curves: Cook's distance 0.5 and 1, where rows come near it. Numbers: rows, counted from 0.", ...notes],
  };
}

/** The upper half of D = level, up to a leverage. */
function contour(level: number, p: number, most: number): Point[] {
  return Array.from({ length: STEPS }, (_, k) => {
    const x = (most * (k + 1)) / STEPS;
    return { x, y: Math.sqrt((level * p * (1 - x)) / x) };
  });
}
