import type * as Plot from "@observablehq/plot";
import { printable } from "../base/show.js";
import type { Frame } from "./frame.js";
import type { Axis, Mark, PlotData, Point, Series } from "./plot-data.js";
import { type Scale, tickLabel } from "./scale.js";

/**
 * Okabe & Ito (2008), "Color universal design": distinct for colour-blind readers, readable on white and on black. Their yellow
 * and black are not readable on both, and are left out.
 */
const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];
const GREY = "#8A8A8A";

/** The colour of every series, in their order. */
export function coloursOf(series: readonly Series[]): string[] {
  let next = 0;
  const byName = new Map<string, string>();
  return series.map(({ name, role }) => {
    if (role !== "data") return GREY;
    if (!byName.has(name)) byName.set(name, COLOURS[next++ % COLOURS.length]!);
    return byName.get(name)!;
  });
}

/** The marks for Observable Plot: axes and points. `wordsOf` places the words. */
export function optionsOf(plot: typeof Plot, data: PlotData, frame: Frame): Plot.PlotOptions {
  const { width, height, top, right, bottom, left } = frame;
  const colours = coloursOf(data.series);
  return {
    width,
    height,
    marginTop: top,
    marginRight: right,
    marginBottom: height - bottom,
    marginLeft: left,
    x: { ...axisOf(data.x, frame.x, frame.xTicks), label: printable(data.x.label), labelOffset: 34 },
    y: { ...axisOf(data.y, frame.y, frame.yTicks), label: null },
    grid: true,
    marks: data.series
      .map((series, k) => ({ series, colour: colours[k]! }))
      .sort((a, b) => ORDER[a.series.role] - ORDER[b.series.role])
      .flatMap(({ series, colour }) => marksOf(plot, series, colour)),
  };
}

/** The order of the layers. */
const ORDER = { context: 0, reference: 1, data: 2 };

function axisOf(
  { scale, isReversed = false }: Axis,
  { domain, ticks }: Scale,
  words: readonly Mark[] | undefined,
): Plot.ScaleOptions {
  const every = ticks === undefined ? {} : { ticks, tickFormat: tickLabel };
  return { type: scale, domain: [...domain], reverse: isReversed, ...(words === undefined ? every : inWords(words)) };
}

/** Words at their places, in place of numbers. */
function inWords(words: readonly Mark[]): Plot.ScaleOptions {
  const labels = new Map(words.map(({ at, label }) => [at, printable(label)]));
  return { ticks: words.map(({ at }) => at), tickFormat: (at: number) => labels.get(at) ?? "" };
}

function marksOf(plot: typeof Plot, { kind, role, points }: Series, stroke: string): Plot.Markish[] {
  const strokeWidth = role === "data" ? 1.6 : 1;
  const line = {
    stroke,
    strokeWidth,
    strokeOpacity: role === "context" ? 0.5 : 1,
    ...(role === "reference" ? { strokeDasharray: "4,3" } : {}),
  };
  const has = (key: keyof Point) => points.filter((point) => point[key] !== undefined);
  const lying = points.filter(({ x }) => x === undefined);
  switch (kind) {
    case "line":
      return [plot.line(points, { x: "x", y: "y", ...line })];
    case "dot":
      return [plot.dot(points, { x: "x", y: "y", r: 2.5, fill: stroke, fillOpacity: 0.75 })];
    case "band":
      return [plot.areaY(points, { x: "x", y1: "low", y2: "high", fill: stroke, fillOpacity: 0.15 })];
    case "interval":
      return [
        plot.ruleX(has("x"), { x: "x", y1: "low", y2: "high", stroke, strokeWidth }),
        plot.ruleY(lying, { y: "y", x1: "low", x2: "high", stroke, strokeWidth }),
      ];
    case "rule":
      return [plot.ruleX(has("x"), { x: "x", ...line }), plot.ruleY(has("y"), { y: "y", ...line })];
  }
}
