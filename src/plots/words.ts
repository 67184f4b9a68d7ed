import { BELOW, EDGE, type Frame, isNamedAbove, LINE, legendText, legendWidth, namedLines, TITLE } from "./frame.js";
import { ROW, SMALL, shortened, spread, widthOf, withoutOverlap } from "./labels.js";
import { coloursOf } from "./marks.js";
import type { Axis, PlotData, Point, Series } from "./plot-data.js";

/** A line of words on the picture, in pixels; `y` is the middle of the letters. */
export interface Words {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: "start" | "middle" | "end";
  readonly size: number;
  readonly colour?: string;
  readonly isBold?: boolean;
}

/** Distance from a line or a dot to its name. */
const GAP = 5;

/** All the words of a plot except those at the ticks: title, labels, legend, names, notes. */
export function wordsOf(data: PlotData, frame: Frame): Words[] {
  const colours = coloursOf(data.series);
  const colourOf = (series: Series) => colours[data.series.indexOf(series)]!;
  const start = { x: EDGE, anchor: "start", size: SMALL + 1 } as const;
  return [
    ...frame.titleLines.map((text, k) => ({ ...start, y: LINE * (k + 1), text, size: TITLE, isBold: true })),
    ...legend(frame, colourOf),
    ...(data.y.label === "" ? [] : [{ ...start, y: frame.yLabelAt, text: yLabel(data.y) }]),
    ...farWords(data, frame),
    ...lineNames(data, frame, colourOf),
    ...ruleNames(data, frame),
    ...dotNames(data, frame),
    ...frame.noteLines.map((text, k) => ({ ...start, y: frame.bottom + BELOW + LINE * (k + 0.3), text, size: SMALL })),
  ];
}

/** Numbers rise along the axis; words have no direction. */
function yLabel({ label, ticks }: Axis): string {
  return ticks === undefined ? `↑ ${label}` : label;
}

function legend(frame: Frame, colourOf: (series: Series) => string): Words[] {
  return frame.legendRows.flatMap((row, k) => {
    let x = EDGE;
    return row.map((series): Words => {
      const at = x;
      x += legendWidth(series);
      const y = frame.legendAt + LINE * k;
      return { x: at, y, text: legendText(series), anchor: "start", size: SMALL, colour: colourOf(series) };
    });
  });
}

function farWords({ x: { far } }: PlotData, frame: Frame): Words[] {
  if (far === undefined) return [];
  const middle = { y: frame.farAt, anchor: "middle", size: SMALL } as const;
  const shown = withoutOverlap(
    far.marks.map(({ at, label: text }) => {
      const x = frame.toX(at);
      return {
        ...middle,
        x,
        text,
        left: x - widthOf(text) / 2 - GAP,
        middle: middle.y,
        width: widthOf(text) + 2 * GAP,
      };
    }),
  );
  return [...shown, { ...middle, x: frame.width - 6, y: frame.yLabelAt, anchor: "end", text: far.label }];
}

/** Names beside the right ends of lines. */
function lineNames(data: PlotData, frame: Frame, colourOf: (series: Series) => string): Words[] {
  const lines = namedLines(data);
  const ends = lines.map(({ points }) => {
    const at = points.map((point) => frame.toX(point.x!));
    return points[at.indexOf(Math.max(...at))]!;
  });
  const heights = spread(
    ends.map((point) => frame.toY(point.y!) - ROW / 2),
    ends.map(() => ROW),
    frame.top - ROW / 2,
    frame.bottom + ROW / 2,
  );
  return lines.map((series, k) => ({
    x: frame.toX(ends[k]!.x!) + GAP,
    y: heights[k]! + ROW / 2,
    text: frame.lineName(series),
    anchor: "start",
    size: SMALL,
    colour: colourOf(series),
  }));
}

/** Names of rules: above vertical ones, the outer names moved outwards if there is room; on horizontal ones, at the right. */
function ruleNames({ series }: PlotData, frame: Frame): Words[] {
  const rules = series.filter(({ kind }) => kind === "rule").flatMap(({ points }) => points);
  const standing = rules.filter(isNamedAbove).map((point) => ({ x: frame.toX(point.x!), text: point.label! }));
  standing.sort((a, b) => a.x - b.x);
  const lengths = standing.map(({ text }) => widthOf(text) + 2 * GAP);
  const lean = (k: number): number => (standing.length < 2 ? 0.5 : 1 - k / (standing.length - 1));
  const wanted = standing.map(({ x }, k) => x - lean(k) * lengths[k]!);
  const starts = spread(wanted, lengths, 0, frame.width);
  const above = standing.map(({ text }, k): Words => {
    const anchor = lean(k) === 0 ? "start" : lean(k) === 1 ? "end" : "middle";
    const at = anchor === "middle" ? 0.5 : lean(k);
    return { x: starts[k]! + GAP + at * (lengths[k]! - 2 * GAP), y: frame.ruleAt, text, anchor, size: SMALL };
  });
  const lying = rules.filter((point) => point.y !== undefined && point.label !== undefined);
  const along = lying.map((point): Words => {
    const { y, label } = point;
    return { x: frame.width - frame.right - GAP, y: frame.toY(y!) - 7, text: label!, anchor: "end", size: SMALL };
  });
  return [...above, ...along];
}

/** Names to the right of dots, or to the left if there is no room on the right. */
function dotNames({ series }: PlotData, frame: Frame): Words[] {
  const dots = series.filter(({ kind }) => kind === "dot").flatMap(({ points }) => points);
  const labels = dots
    .filter(({ label }) => label !== undefined)
    .map((point: Point) => {
      const text = shortened(point.label!);
      const x = frame.toX(point.x!);
      const isLeft = x + GAP + widthOf(text) > frame.width;
      const middle = frame.toY(point.y!);
      const left = isLeft ? x - GAP - widthOf(text) : x + GAP;
      const anchor = isLeft ? ("end" as const) : ("start" as const);
      return { left, width: widthOf(text), middle, x: isLeft ? x - GAP : left, y: middle, text, anchor, size: SMALL };
    });
  return withoutOverlap(labels);
}
