import { checkBoolean } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { checkKeys } from "../base/keys.js";
import { show } from "../base/show.js";
import { heightOf, levelText, namesAlong } from "./by-rows.js";
import type { PlotData, Point } from "./plot-data.js";

/** The fields that are read from an estimate; rows of every result have them. */
export interface ForestRow {
  readonly name: string;
  readonly estimate: number;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  /** Of marginal means: the levels, which are its name then. */
  readonly levels?: Readonly<Record<string, unknown>> | undefined;
  /** Of differences of means: they are ratios. */
  readonly isRatio?: boolean | undefined;
}

/** The fields that are read from a result. */
export interface ForestResult {
  readonly rows: readonly ForestRow[];
  readonly level?: number | undefined;
  /** Of effects and means. */
  readonly scale?: "mean" | "link" | undefined;
  /** What the estimates are if they are ratios already, as "odds ratio". */
  readonly ratio?: string | undefined;
}

export interface ForestOptions {
  /** Draws e to the estimates and their ends: odds ratios, rate ratios. Default false. */
  readonly exponentiate?: boolean | undefined;
  /** Whether the intercept is drawn, which is seldom on the scale of the others. Default false. */
  readonly intercept?: boolean | undefined;
  /** What the estimates are, below the axis. */
  readonly label?: string | undefined;
}

const INTERCEPT = /(^|: )\(intercept\)$/;

/**
 * Estimates with their intervals, one below the other: what a table of coefficients says, at a glance. An interval that does not reach the
 * line is one whose test is significant.
 *
 *     x     the estimate and its interval; ratios on a logarithmic axis
 *     y     the names, in the order of the rows
 *     line  0, for ratios 1; none for means
 *
 * @param result   `model.summary()`, the result of `infer`, `profileInterval`, `marginalEffects` or `marginalMeans`, its `differences`, or
 *                 rows with name, estimate, lower and upper.
 * @param options  See ForestOptions.
 * @returns        A dot and a bar per row. Rows that have no place on the axis are left out and named in the notes.
 * @throws GlmError BAD_OPTION.
 *
 * Source: Lewis & Clarke (2001), "Forest plots: trying to see the wood and the trees", BMJ 322.
 *
 * @example
 * const svg = await toSVG(plots.forest(model.summary(), { exponentiate: true }));
 */
export function forest(result: ForestResult | readonly ForestRow[], options: ForestOptions = {}): PlotData {
  checkKeys(options, ["exponentiate", "intercept", "label"], "plots.forest");
  const isOver = checkBoolean("exponentiate", options.exponentiate ?? false);
  const hasIntercept = checkBoolean("intercept", options.intercept ?? false);
  const { rows: all, level, scale, ratio } = read(result);
  const rows = all.filter(({ name }) => hasIntercept || !INTERCEPT.test(name));
  const areRatios = ratio !== undefined || (rows.length > 0 && rows.every(({ isRatio }) => isRatio === true));
  if (isOver && areRatios)
    throw new GlmError("BAD_OPTION", "exponentiate for rows that are ratios already; expected it left out", {});
  const isLog = isOver || areRatios;
  const areMeans = rows.length > 0 && rows.every(({ levels }) => levels !== undefined);
  const placed = (v: number | undefined): number | undefined => {
    const value = v === undefined || !isOver ? v : Math.exp(v);
    return value !== undefined && Number.isFinite(value) && !(isLog && value <= 0) ? value : undefined;
  };
  const shown = rows.flatMap((row) => {
    const x = placed(row.estimate);
    return x === undefined ? [] : [{ name: nameOf(row), x, low: placed(row.lower), high: placed(row.upper) }];
  });
  const dots = shown.map(({ x }, y): Point => ({ x, y }));
  const bars = shown.flatMap(({ low, high }, y): Point[] =>
    low === undefined || high === undefined ? [] : [{ y, low, high }],
  );
  const without = rows.filter(({ estimate }) => placed(estimate) === undefined).map(nameOf);
  const notes = [
    ...(bars.length > 0 ? [`Bars: ${levelText(level)}intervals.`] : []),
    ...(bars.length < shown.length ? [`${shown.length - bars.length} without an interval.`] : []),
    ...(without.length > 0 ? [`No place on the axis: ${without.join(", ")}.`] : []),
  ];
  const line = areMeans && !isLog ? [] : [{ x: isLog ? 1 : 0 }];
  const what = options.label ?? labelOf(areMeans, scale, ratio ?? (isLog ? "ratio" : undefined));
  return {
    title: isLog
      ? "Ratios, and their intervals"
      : areMeans
        ? "Means, and their intervals"
        : "Estimates, and their intervals",
    x: { label: what, scale: isLog ? "log" : "linear" },
    y: namesAlong(shown.map(({ name }) => name), areMeans ? Object.keys(rows[0]!.levels!).join(", ") : ""), // biome-ignore format: one line
    series: [
      { name: "no effect", kind: "rule", role: "reference", points: line },
      { name: "estimates", kind: "interval", role: "data", points: bars },
      { name: "estimates", kind: "dot", role: "data", points: dots },
    ],
    notes,
    height: heightOf(shown.length, notes.length),
  };
}

function read(result: ForestResult | readonly ForestRow[]): ForestResult {
  const given: unknown = Array.isArray(result) ? { rows: result } : result;
  const { rows } = (given ?? {}) as Partial<ForestResult>;
  if (!Array.isArray(rows)) {
    const expected = "the result of summary, infer, marginalEffects or marginalMeans, or rows with name, estimate, lower, upper"; // biome-ignore format: one line
    throw new GlmError("BAD_OPTION", `result is ${show(result)}; expected ${expected}`, {});
  }
  rows.forEach((row: Partial<ForestRow> | null, k) => {
    if (typeof row?.name === "string" && typeof row.estimate === "number") return;
    throw new GlmError("BAD_OPTION", `result.rows[${k}] has no name and estimate; expected both`, { row: k });
  });
  return given as ForestResult;
}

function nameOf({ name, levels }: ForestRow): string {
  return levels === undefined ? name : Object.values(levels).map(String).join(", ");
}

function labelOf(areMeans: boolean, scale: ForestResult["scale"], ratio: string | undefined): string {
  if (ratio !== undefined) return ratio;
  const what = scale === "link" ? "linear predictor" : "mean";
  if (areMeans) return what;
  return scale === undefined ? "estimate" : `effect on the ${what}`;
}
