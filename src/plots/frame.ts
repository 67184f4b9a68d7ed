import { shortened, widthOf } from "./labels.js";
import type { PlotData, Point, Series } from "./plot-data.js";
import { type Scale, scaleOf } from "./scale.js";

/** The layout, in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
  readonly x: Scale;
  readonly y: Scale;
  /** Position of a value. */
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
  /** Heights of the lines of words above the plot, if any. */
  readonly legendAt: number;
  readonly yLabelAt: number;
  readonly farAt: number;
  readonly ruleAt: number;
}

/** Distance of two lines of words. */
export const LINE = 16;
/** Below the plot: ticks, and the label of x. */
export const BELOW = 42;

/** The series with names beside their ends. */
export function namedLines({ series }: PlotData): Series[] {
  const lines = series.filter(({ kind, role, points }) => kind === "line" && role === "data" && points.length > 0);
  return lines.length > 1 ? lines : [];
}

/** The series with names above the plot: dots, if there are several series. */
export function legendOf({ series }: PlotData): Series[] {
  const dots = series.filter(({ kind, role, points }) => kind === "dot" && role === "data" && points.length > 0);
  return dots.length > 1 ? dots : [];
}

/** Whether a vertical rule has a name, which is above it. */
export function isNamedAbove({ x, label }: Point): boolean {
  return x !== undefined && label !== undefined;
}

export function frameOf(data: PlotData, width: number, height: number): Frame {
  const points = data.series.flatMap((series) => series.points);
  const x = scaleOf(data.x, valuesOf(points, ["x"]));
  const y = scaleOf(data.y, valuesOf(points, ["y", "low", "high"]));
  const names = namedLines(data).map(({ name }) => shortened(name));
  const hasRules = data.series.some(({ kind, points }) => kind === "rule" && points.some(isNamedAbove));
  const legendAt = legendOf(data).length > 0 ? 2 * LINE : LINE;
  const yLabelAt = legendAt + LINE;
  const farAt = data.x.far === undefined ? yLabelAt : yLabelAt + LINE;
  const ruleAt = hasRules ? farAt + LINE : farAt;
  const top = ruleAt + LINE;
  const right = 16 + Math.max(0, ...names.map(widthOf));
  const bottom = height - BELOW - LINE * data.notes.length;
  const left = 52;
  const toX = (value: number) => left + x.at(value) * (width - right - left);
  const toY = (value: number) => bottom - y.at(value) * (bottom - top);
  return { width, height, top, right, bottom, left, x, y, toX, toY, legendAt, yLabelAt, farAt, ruleAt };
}

function valuesOf(points: readonly Point[], keys: readonly ("x" | "y" | "low" | "high")[]): number[] {
  return points.flatMap((point) => keys.flatMap((key) => point[key] ?? []));
}
