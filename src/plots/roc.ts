import type { PlotData } from "./plot-data.js";

/** The fields that are read from a ROC curve: its points, in order. */
export interface RocCurve {
  readonly falsePositiveRate: ArrayLike<number>;
  readonly truePositiveRate: ArrayLike<number>;
  readonly auc: number;
}

/**
 * The receiver operating characteristic: for every threshold, the share of rows of the second class that are found, against the share
 * of rows of the first class that are wrongly taken for it. The diagonal is guessing. The area under the curve is the chance that, of a
 * row of each class, the one of the second class has the larger prediction.
 *
 * @param curve  The curve of a model, or several by name, as { "training rows": curve, "new rows": curve }.
 * @returns      A line per curve; the areas are in the notes.
 *
 * Source: Hanley & McNeil (1982), Radiology 143.
 *
 * @example
 * const svg = await toSVG(plots.roc(roc(model.predict(x), y)));
 */
export function roc(curve: RocCurve | Readonly<Record<string, RocCurve>>): PlotData {
  const isOne = "auc" in curve && typeof curve.auc === "number";
  const curves = Object.entries((isOne ? { "": curve } : curve) as Readonly<Record<string, RocCurve>>);
  const areaOf = ({ auc }: RocCurve): string => `area ${auc.toFixed(3)}`;
  const axis = { scale: "linear", domain: [0, 1] } as const;
  return {
    title: "ROC curve",
    x: { ...axis, label: "false positives, as part of the negatives" },
    y: { ...axis, label: "true positives, as part of the positives" },
    series: [
      {
        name: "guessing",
        kind: "line",
        role: "reference",
        points: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
      },
      ...curves.map(([name, own]) => ({
        name: name || areaOf(own),
        kind: "line" as const,
        role: "data" as const,
        points: corners(own),
      })),
    ],
    notes: curves.map(([name, own]) => `${name}${name && ": "}${areaOf(own)} under the curve`),
  };
}

/** The points where the curve turns: only the ends of a straight piece. */
function corners({ falsePositiveRate, truePositiveRate }: RocCurve): { x: number; y: number }[] {
  const points = Array.from(falsePositiveRate, (x, k) => ({ x, y: truePositiveRate[k]! }));
  const isCorner = (k: number): boolean => {
    const [before, { x, y }, after] = [points[k - 1], points[k]!, points[k + 1]];
    if (before === undefined || after === undefined) return true;
    return !((before.x === x && after.x === x) || (before.y === y && after.y === y));
  };
  return points.filter(({ x, y }, k) => Number.isFinite(x) && Number.isFinite(y) && isCorner(k));
}
