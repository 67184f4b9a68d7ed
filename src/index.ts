// Every public name, and nothing else.
export { type ErrorCode, GlmError } from "./base/errors.js";
export type { ApproximationName, Label, Progress } from "./base/flow.js";
export type { Status, StatusCode, Warning, WarningCode } from "./base/status.js";
export { FAMILY_NAMES, type FamilyName } from "./families/index.js";
export { fit, fitSync } from "./fit.js";
export type { Columns, DesignInput } from "./input/design.js";
export { type Matrix, matrix } from "./input/matrix.js";
export type { ResponseInput } from "./input/response.js";
export {
  additive,
  dropout,
  laplace,
  multiplicative,
  type Noise,
  type NoiseOptions,
} from "./noise/index.js";
export type { FitOptions } from "./options/types.js";
export { type LambdaContext, type LambdaConvention, lambdaFrom, lambdaTo } from "./penalties/convert.js";
export { type Penalty, type PenaltyOptions, ridge } from "./penalties/index.js";
export { Model } from "./result/model.js";
export type { PredictOptions } from "./result/predict.js";
export type { Score, ScoreOptions } from "./result/score.js";
export type { ModelJSON } from "./result/serialize.js";
export type { Summary, SummaryRow } from "./result/summary.js";
export type { SolverName } from "./solvers/index.js";
export { load } from "./wasm/load.js";
