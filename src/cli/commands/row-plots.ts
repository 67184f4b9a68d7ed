import type { Diagnostics, Model } from "../../index.js";
import { calibration, GlmError, roc } from "../../index.js";
import { type PlotData, plots } from "../../plots/index.js";
import type { Data } from "../rows/data.js";

/** A diagnosis with its model and data. */
export interface Diagnosis {
  readonly model: Model;
  readonly data: Data;
  readonly found: Diagnostics;
}

export const KINDS = ["residuals", "leverage", "calibration", "roc"] as const;
export type Kind = (typeof KINDS)[number];
export const RESIDUALS = ["deviance", "pearson", "response", "working", "quantile"] as const;
export type Residual = (typeof RESIDUALS)[number];

/** The requested picture, as data. */
export function plotOf(
  all: Diagnosis,
  { kind = "residuals", residual = "deviance" }: { kind?: Kind; residual?: Residual },
): PlotData {
  const { model, data, found } = all;
  if (kind === "residuals") {
    const residuals = found.residuals[residual];
    if (residuals === undefined) throw none(kind, reasonOf(all, residual));
    const { offset, exposure } = data.vectors;
    return plots.residuals(model.predict(data.x, { type: "link", offset, exposure }), residuals, { type: residual });
  }
  if (kind === "leverage") {
    if (found.leverage === undefined) throw none(kind, reasonOf(all, "leverage"));
    return plots.leverage(found);
  }
  const { predicted, y, weights } = judgedOf(all, kind);
  return kind === "roc"
    ? plots.roc(roc(predicted, y, { weights }))
    : plots.calibration(calibration(predicted, y, { weights }));
}

/** Why there is no such number per row; the library's message, if it does not mention the library. */
export function reasonOf({ model, found }: Diagnosis, name: string): string | undefined {
  return (model.family as string) === "multinomial"
    ? "rows have one residual per class, which --csv writes"
    : found.reasons[name];
}

function none(kind: Kind, reason: string | undefined): GlmError {
  return new GlmError("NOT_SUPPORTED", `--kind ${kind}: there is nothing to draw: ${reason}`);
}

/** Probabilities and outcomes; rows with trials give the share of successes, weighted by their trials. */
function judgedOf({ model, data }: Diagnosis, kind: Kind) {
  if (model.family !== "binomial") throw none(kind, `it needs family binomial; the model has ${model.family}`);
  const { offset, exposure, weights, trials } = data.vectors;
  const predicted = model.predict(data.x, { offset, exposure });
  if (trials === undefined) return { predicted, y: data.y, weights };
  const counts = Float64Array.from(trials, (m, i) => m * (weights?.[i] ?? 1));
  const parts = Float64Array.from(data.y as Float64Array, (s, i) => (trials[i] === 0 ? 0 : s / trials[i]!));
  return { predicted, y: parts, weights: counts };
}
