import type { PlotData } from "./plot-data.js";

/** The fields that are read from a bin of a calibration table; the result of `calibration` has all of them. */
export interface CalibrationRow {
  readonly predicted: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Observed shares against predicted probabilities: of the rows with a prediction near 0.3, are 30 % in the second class? On
 * the diagonal they are; above it predictions are too small, below it too large. A curve flatter than the diagonal means that the
 * fit is surer than it should be, as in maximum likelihood with many columns.
 *
 *     x    mean prediction of the bin
 *     y    mean response of the bin, with its interval
 *
 * @param bins  The result of `calibration`. Bins without rows are left out.
 *
 * Source: Steyerberg (2019), "Clinical prediction models", section 15.3.
 *
 * @example
 * const svg = await toSVG(plots.calibration(calibration(model.predict(x), y)));
 */
export function calibration(bins: readonly CalibrationRow[]): PlotData {
  const filled = bins.filter(({ predicted, observed }) => Number.isFinite(predicted) && Number.isFinite(observed));
  const bars = filled.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const within = bars.filter(({ predicted, low, high }) => low <= predicted && predicted <= high).length;
  const axis = { scale: "linear", domain: [0, 1] } as const;
  const ends = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ];
  const points = filled.map(({ predicted: x, observed: y }) => ({ x, y }));
  return {
    title: "Calibration: what was predicted, and what came",
    x: { ...axis, label: "predicted, mean of the bin" },
    y: { ...axis, label: "observed, mean of the bin" },
    series: [
      { name: "as predicted", kind: "line", role: "reference", points: ends },
      {
        name: "interval",
        kind: "interval",
        role: "context",
        points: bars.map(({ predicted: x, low, high }) => ({ x, low, high })),
      },
      { name: "bins", kind: "line", role: "data", points },
      { name: "bins", kind: "dot", role: "data", points },
    ],
    notes: [
      `Bars: interval of the observed part. The mean prediction lies within it in ${within} of ${filled.length} bins.`,
    ],
  };
}
