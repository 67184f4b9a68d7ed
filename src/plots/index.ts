// Every public name of dropglm/plot, and nothing else.

import { register } from "../frame/register.js";
import { adaptivePenalty } from "./adaptive-penalty.js";
import { calibration } from "./calibration.js";
import { crossValidation } from "./cross-validation.js";
import { forest } from "./forest.js";
import { interaction } from "./interaction.js";
import { leverage } from "./leverage.js";
import { path } from "./path.js";
import { residuals } from "./residuals.js";
import { roc } from "./roc.js";
import { termEffect } from "./term-effect.js";

register();

/** The plots as data: each function takes the result of a fit, a path, a cross-validation or a diagnosis, or a model and its table. */
export const plots = {
  path,
  crossValidation,
  adaptivePenalty,
  calibration,
  roc,
  residuals,
  leverage,
  forest,
  termEffect,
  interaction,
} as const;
export type { NoisyModel } from "./adaptive-penalty.js";
export type { CalibrationRow } from "./calibration.js";
export type { ValidationCurve } from "./cross-validation.js";
export type { ForestOptions, ForestResult, ForestRow } from "./forest.js";
export type { InteractionPlotOptions } from "./interaction.js";
export type { Influences } from "./leverage.js";
export type { PathFits, PathPlotOptions } from "./path.js";
export type { Axis, Mark, PlotData, Point, Series } from "./plot-data.js";
export type { ResidualPlotOptions } from "./residuals.js";
export type { RocCurve } from "./roc.js";
export { type DrawOptions, type PageDocument, type SvgElement, toElement, toSVG } from "./svg.js";
export type { TermPlotOptions } from "./term-effect.js";
export type { RowPlotOptions } from "./thin.js";
