// Every public name of dropglm/plot, and nothing else.
import { adaptivePenalty } from "./adaptive-penalty.js";
import { crossValidation } from "./cross-validation.js";
import { path } from "./path.js";

/** The plots as data: each function takes what a fit, a path, a cross-validation or a diagnosis came to. */
export const plots = { adaptivePenalty, path, crossValidation } as const;
export type { NoisyModel } from "./adaptive-penalty.js";
export type { ValidationCurve } from "./cross-validation.js";
export type { PathFits, PathPlotOptions } from "./path.js";
export type { Axis, PlotData, Point, Series } from "./plot-data.js";
export { type DrawOptions, type PageDocument, type SvgElement, toElement, toSVG } from "./svg.js";
