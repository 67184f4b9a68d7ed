import type { Diagnostics, Model } from "../../index.js";
import { calibration, GlmError, roc } from "../../index.js";
import { type PlotData, plots } from "../../plots/index.js";
import { outcomesOf } from "../rows/outcomes.js";
import { predictRows, type Rows } from "../rows/verbs.js";

/** A diagnosis with its model and data. */
export interface Diagnosis {
  readonly model: Model;
  readonly data: Rows;
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
    const fitted = predictRows(model, data, { type: "link" }) as Float64Array;
    return plots.residuals(fitted, residuals, { type: residual });
  }
  if (kind === "leverage") {
    if (found.leverage === undefined) throw none(kind, reasonOf(all, "leverage"));
    return plots.leverage(found);
  }
  if (model.family !== "binomial") throw none(kind, `it needs family binomial; the model has ${model.family}`);
  const { predicted, y, weights } = outcomesOf(model, data, found);
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
