import { GlmError } from "../base/errors.js";
import type { Label } from "../base/flow.js";
import type { TableInput } from "../frame/columns.js";
import type { DesignInput } from "../input/design.js";
import { readColumnsOf } from "../result/columns.js";
import { columnSizes } from "./column-sizes.js";
import type { PlotData, Series } from "./plot-data.js";

/** The fields that are read from a model; a `Model` has all of them. */
export interface NoisyModel {
  readonly names: readonly string[];
  readonly coefficients: Float64Array | readonly Float64Array[];
  readonly adaptivePenalty: Float64Array | readonly Float64Array[] | undefined;
  readonly classes: readonly Label[] | undefined;
}

/** One column, of one class. */
interface Spot {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly series: string;
}

/** Most columns whose names are in the plot. */
const NAMED = 10;
/** A strength below this part of the usual one is clearly below it. */
const CLEARLY = 0.9;
const SIGNS = ["coefficient >= 0", "coefficient < 0"];

/**
 * The ridge strength of the noise on each column, against the size of the column: the effect of dropout on a fit.
 * Both axes are logarithmic. Under dropout q_j = d/(1-d) (1/W) sum_i w_i A''(eta_i) x_ij^2, so columns lie on a
 * line of slope 1 unless the model is surer than usual (A'' small) in the rows where they occur. Columns below the line are the
 * ones that dropout penalizes little: rare but discriminative. Those clearly below are named, the farthest ones first.
 *
 *     x  (1/n) sum_i x_ij^2, without weights; for columns of 0 and 1 this is how often the column occurs
 *     y  q_j = model.adaptivePenalty[j], on the scale of ridge(lambda)
 *     line  q = c x with c the median of q_j / x_j
 *
 * @param model  A model fitted with noise.
 * @param x      The rows it was fitted on, as given to `fit`: for a model of a formula the table.
 * @returns      Dots for columns with coefficients >= 0 and for those below; for multinomial one series per class.
 *               Columns with x_j or q_j 0 cannot be shown on these axes and are counted in `notes`.
 * @throws GlmError NOT_SUPPORTED for a model without noise; BAD_SHAPE or BAD_VALUE for an x that is not the model's.
 *
 * Source: Wager, Wang & Liang (2013), "Dropout training as adaptive regularization", sections 3 and 4.
 *
 * @example
 * const model = await fit(x, y, { family: "binomial", noise: dropout(0.5) });
 * const svg = await toSVG(plots.adaptivePenalty(model, x));
 */
export function adaptivePenalty(model: NoisyModel, x: DesignInput | TableInput): PlotData {
  const { meanSquare, isBinary } = columnSizes(readColumnsOf(model, x));
  const all = spotsOf(model, meanSquare);
  const spots = all.filter(({ x, y }) => x > 0 && y > 0).sort((a, b) => a.y / a.x - b.y / b.x);
  const usual = spots.length === 0 ? 1 : spots[spots.length >> 1]!.y / spots[spots.length >> 1]!.x;
  const named = new Set(spots.filter(({ x, y }) => y < CLEARLY * usual * x).slice(0, NAMED));
  const groups = model.adaptivePenalty?.[0] instanceof Float64Array ? model.classes!.map(String) : SIGNS;
  const dots = groups.map((name): Series => {
    const points = spots
      .filter(({ series }) => series === name)
      .map((spot) => ({ x: spot.x, y: spot.y, ...(named.has(spot) ? { label: spot.label } : {}) }));
    return { name, kind: "dot", role: "data", points };
  });
  const sizes = spots.map((spot) => spot.x);
  const ends = spots.length === 0 ? [] : [Math.min(...sizes), Math.max(...sizes)];
  const line: Series = {
    name: "usual strength",
    kind: "line",
    role: "reference",
    points: ends.map((x) => ({ x, y: usual * x })),
  };
  const left = all.length - spots.length;
  return {
    title: "Adaptive penalty: what each column felt of the noise",
    x: { label: isBinary ? "part of the rows that have the column" : "mean square of the column", scale: "log" },
    y: { label: "adaptive penalty, as ridge strength", scale: "log" },
    series: [line, ...dots],
    notes: [
      "Below the dashed line: columns that the noise spares, because the model is sure where they occur.",
      ...(left > 0 ? [`${left} left out: a column of zeros, or one that felt no penalty.`] : []),
    ],
  };
}

function spotsOf(model: NoisyModel, sizes: Float64Array): Spot[] {
  const { names, classes } = model;
  if (model.adaptivePenalty === undefined) {
    const advice = "fit with noise: dropout(rate)";
    throw new GlmError(
      "NOT_SUPPORTED",
      `the model was fitted without noise and has no adaptive penalty; ${advice}`,
      {},
    );
  }
  const isMany = model.adaptivePenalty[0] instanceof Float64Array;
  const penalties = (isMany ? model.adaptivePenalty : [model.adaptivePenalty]) as readonly Float64Array[];
  const betas = (isMany ? model.coefficients : [model.coefficients]) as readonly Float64Array[];
  return penalties.flatMap((q, k) =>
    names.map((label, j) => {
      const series = isMany ? String(classes![k]) : SIGNS[betas[k]![j]! < 0 ? 1 : 0]!;
      return { label, x: sizes[j]!, y: q[j]!, series };
    }),
  );
}
