import type { PlotData } from "./plot-data.js";

/** What is read of a bin of a calibration table: all of it is there in what `calibration` returns. */
export interface CalibrationRow {
  readonly predicted: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Whether probabilities mean what they say: of the rows with a prediction near 0.3, is it 30 % that are of the second class? On
 * the diagonal they are; above it predictions are too small, below too large. An S that is flatter than the diagonal comes of
 * fits that are surer than they should be, as maximum likelihood with many columns.
 *
 *     x    mean prediction of the bin
 *     y    mean response of the bin, with its interval
 *
 * @param bins  What `calibration` returned. Bins without rows are left out.
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
