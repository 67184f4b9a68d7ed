import type { Axis } from "./plot-data.js";

// Plots with a row for each name: the names stand along y, the first on top.

/** Pixels of a row, of each of several bars in it with what is between two rows, and of what is above and below all rows. */
const ROW_HEIGHT = 22;
const BAR = 12;
const BETWEEN = 16;
const AROUND = 118;
const NOTE = 16;

/** The axis of the names. */
export function namesAlong(names: readonly string[], label: string): Axis {
  return {
    label,
    scale: "linear",
    domain: [-0.7, Math.max(1, names.length) - 0.3],
    isReversed: true,
    ticks: names.map((name, at) => ({ at, label: name })),
  };
}

/** The height that suits so many rows, each of some bars. */
export function heightOf(rows: number, notes: number, bars = 1): number {
  return AROUND + Math.max(1, rows) * (bars === 1 ? ROW_HEIGHT : BAR * bars + BETWEEN) + NOTE * notes;
}

/** The place of bar k of some in a row. */
export function placeOf(row: number, k: number, bars: number): number {
  return bars === 1 ? row : row + ((k - (bars - 1) / 2) * BAR) / (BAR * bars + BETWEEN);
}

/** "95% ", where the level is known. */
export function levelText(level: number | undefined): string {
  return typeof level === "number" ? `${Number((100 * level).toPrecision(6))}% ` : "";
}
