// A plot as plain data, which can be saved as JSON, for any charting library or for `toSVG`.

/** The kind of an axis. */
export interface Axis {
  readonly label: string;
  readonly scale: "linear" | "log";
  /** The ends of the axis; undefined: from the points. */
  readonly domain?: readonly [number, number];
  /** Whether large values come first. Default false. */
  readonly isReversed?: boolean;
  /** Words along the axis instead of numbers, as levels of a factor or dates. */
  readonly ticks?: readonly Mark[];
  /** Words along the far side: above the plot for x. */
  readonly far?: { readonly label: string; readonly marks: readonly Mark[] };
}

/** A word at a place of an axis. */
export interface Mark {
  readonly at: number;
  readonly label: string;
}

/**
 * One thing to draw, in the units of the axes. Line and dot have x and y; a band has x, low and high; an interval has x, low and high, or
 * lies along x with y, low and high; a rule has an x (it is vertical) or a y. All numbers are finite.
 */
export interface Point {
  readonly x?: number;
  readonly y?: number;
  readonly low?: number;
  readonly high?: number;
  /** Words beside it; if words of dots would overlap, the first ones are written. */
  readonly label?: string;
}

/** Points drawn in the same way. */
export interface Series {
  readonly name: string;
  readonly kind: "line" | "band" | "dot" | "interval" | "rule";
  /** "data": in colour, named. "context": data in grey, not named. "reference": a dashed guide, no data; not named. */
  readonly role: "data" | "context" | "reference";
  readonly points: readonly Point[];
}

/** A plot as data: the result of the functions of `plots`, which `toSVG` draws. */
export interface PlotData {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Notes for the reader: choices made, points left out. One line each. */
  readonly notes: readonly string[];
  /** The height in pixels that suits it; undefined: the usual one. */
  readonly height?: number;
}
