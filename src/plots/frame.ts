import { fitting, shortened, widthOf, withoutOverlap, wrapped } from "./labels.js";
import type { Mark, PlotData, Point, Series } from "./plot-data.js";
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
  /** Words along the axes in place of numbers, if any: those that have room, shortened to it. */
  readonly xTicks: readonly Mark[] | undefined;
  readonly yTicks: readonly Mark[] | undefined;
  /** Heights of the lines of words above the plot, if any. */
  readonly legendAt: number;
  readonly yLabelAt: number;
  readonly farAt: number;
  readonly ruleAt: number;
  /** What is written in several lines where there is no room for one. */
  readonly titleLines: readonly string[];
  readonly noteLines: readonly string[];
  /** The names above the plot, line by line. */
  readonly legendRows: readonly (readonly Series[])[];
  /** The names of lines, beside their ends. */
  readonly lineName: (series: Series) => string;
}

/** Distance of two lines of words. */
export const LINE = 16;
/** Below the plot: ticks, and the label of x. */
export const BELOW = 42;
/** Where words begin, and where they end on the other side. */
export const EDGE = 6;
export const TITLE = 13;
/** Between two names above the plot. */
const APART = 15;
/** The part of the width that words beside the plot may take. */
const BESIDE = 0.4;
/** Least room for the numbers along y. */
const NUMBERS = 52;
/** Between words along y and the axis. */
const TICK = 12;

/** The series with names beside their ends. */
export function namedLines({ series }: PlotData): Series[] {
  const lines = series.filter(({ kind, role, points }) => kind === "line" && role === "data" && points.length > 0);
  return lines.length > 1 ? lines : [];
}

/** The series with names above the plot: dots, if there are several series. */
function legendOf({ series }: PlotData): Series[] {
  const dots = series.filter(({ kind, role, points }) => kind === "dot" && role === "data" && points.length > 0);
  return dots.length > 1 ? dots : [];
}

/** The text of a name above the plot. */
export function legendText({ name }: Series): string {
  return `● ${shortened(name)}`;
}

/** Room of a name above the plot, with the distance to the next. */
export function legendWidth(series: Series): number {
  return widthOf(legendText(series)) + APART;
}

function legendRowsOf(data: PlotData, width: number): Series[][] {
  const rows: Series[][] = [];
  let used = Infinity;
  for (const series of legendOf(data)) {
    const own = legendWidth(series);
    if (used + own - APART > width - EDGE) {
      rows.push([]);
      used = EDGE;
    }
    rows.at(-1)!.push(series);
    used += own;
  }
  return rows;
}

/** Whether a vertical rule has a name, which is above it. */
export function isNamedAbove({ x, label }: Point): boolean {
  return x !== undefined && label !== undefined;
}

export function frameOf(data: PlotData, width: number, height: number): Frame {
  const x = scaleOf(data.x, valuesAlong("x", data));
  const y = scaleOf(data.y, valuesAlong("y", data));
  const hasRules = data.series.some(({ kind, points }) => kind === "rule" && points.some(isNamedAbove));
  const titleLines = wrapped(data.title, width - 2 * EDGE, TITLE);
  const noteLines = data.notes.flatMap((note) => wrapped(note, width - 2 * EDGE));
  const legendRows = legendRowsOf(data, width);
  const legendAt = LINE * titleLines.length + (legendRows.length > 0 ? LINE : 0);
  const yLabelAt = legendAt + LINE * Math.max(1, legendRows.length);
  const farAt = data.x.far === undefined ? yLabelAt : yLabelAt + LINE;
  const ruleAt = hasRules ? farAt + LINE : farAt;
  const top = ruleAt + LINE;
  const lineName = ({ name }: Series) => shortened(name, BESIDE * width);
  const right = 16 + Math.max(0, ...namedLines(data).map((series) => widthOf(lineName(series))));
  const bottom = height - BELOW - LINE * noteLines.length;
  const yTicks = data.y.ticks?.map(({ at, label }) => ({ at, label: fitting(label, BESIDE * width - TICK - EDGE) }));
  const left = yTicks === undefined ? NUMBERS : EDGE + TICK + Math.max(0, ...yTicks.map(({ label }) => widthOf(label)));
  const toX = (value: number) => left + x.at(value) * (width - right - left);
  const toY = (value: number) => bottom - y.at(value) * (bottom - top);
  const xTicks = data.x.ticks && withRoom(data.x.ticks, toX);
  const lines = { titleLines, noteLines, legendRows, lineName };
  const heights = { legendAt, yLabelAt, farAt, ruleAt };
  return { width, height, top, right, bottom, left, x, y, toX, toY, xTicks, yTicks, ...heights, ...lines };
}

/** The words along x that do not overlap. */
function withRoom(ticks: readonly Mark[], toX: Frame["toX"]): Mark[] {
  const boxes = ticks.map(({ at, label }) => {
    const width = widthOf(label) + TICK;
    return { at, label, left: toX(at) - width / 2, width, middle: 0 };
  });
  return withoutOverlap(boxes).map(({ at, label }) => ({ at, label }));
}

/** All values along an axis; the ends of an interval that has a y are along x. */
function valuesAlong(axis: "x" | "y", { series }: PlotData): number[] {
  return series.flatMap(({ kind, points }) =>
    points.flatMap((point) => {
      const ends = kind === "interval" && point.x === undefined ? "x" : "y";
      return [point[axis] ?? [], ends === axis ? [point.low ?? [], point.high ?? []].flat() : []].flat();
    }),
  );
}
