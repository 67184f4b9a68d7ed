// Every public name of dropglm/plot, and nothing else.

import { register } from "../frame/register.js";
import { adaptivePenalty } from "./adaptive-penalty.js";
import { calibration } from "./calibration.js";
import { crossValidation } from "./cross-validation.js";
import { leverage } from "./leverage.js";
import { path } from "./path.js";
import { residuals } from "./residuals.js";
import { roc } from "./roc.js";

register();

/** The plots as data: each function takes the result of a fit, a path, a cross-validation or a diagnosis. */
export const plots = { path, crossValidation, adaptivePenalty, calibration, roc, residuals, leverage } as const;
export type { NoisyModel } from "./adaptive-penalty.js";
export type { CalibrationRow } from "./calibration.js";
export type { ValidationCurve } from "./cross-validation.js";
export type { Influences } from "./leverage.js";
export type { PathFits, PathPlotOptions } from "./path.js";
export type { Axis, PlotData, Point, Series } from "./plot-data.js";
export type { ResidualPlotOptions } from "./residuals.js";
export type { RocCurve } from "./roc.js";
export { type DrawOptions, type PageDocument, type SvgElement, toElement, toSVG } from "./svg.js";
export type { RowPlotOptions } from "./thin.js";
