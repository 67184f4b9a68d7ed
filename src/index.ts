// Every public name, and nothing else.
export { type ErrorCode, GlmError } from "./base/errors.js";
export type { ApproximationName, Label, PathProgress, Progress } from "./base/flow.js";
export type { Status, StatusCode, Warning, WarningCode } from "./base/status.js";
export { crossValidate } from "./cross-validate.js";
export {
  FAMILY_NAMES,
  type FamilyName,
  type FamilyOption,
  type NegativeBinomialOption,
  negativeBinomial,
  quasi,
  type TweedieOption,
  tweedie,
} from "./families/index.js";
export { fit, fitSync } from "./fit.js";
export { takeRows } from "./input/csr.js";
export type { Columns, DesignInput } from "./input/design.js";
export { type Matrix, matrix } from "./input/matrix.js";
export type { ResponseInput } from "./input/response.js";
export { type Positions, type Sparse, type SparseParts, sparse } from "./input/sparse.js";
export { LINK_NAMES, type LinkName } from "./links/index.js";
export {
  additive,
  dropout,
  laplace,
  multiplicative,
  type Noise,
  type NoiseOptions,
  poissonNoise,
} from "./noise/index.js";
export type { PathOptions } from "./options/path-types.js";
export type { FitOptions, Start } from "./options/types.js";
export type { Axis, CrossValidationOptions, Measure, ValidationProgress } from "./options/validation-types.js";
export { path, pathSync } from "./path.js";
export { type LambdaContext, type LambdaConvention, lambdaFrom, lambdaTo } from "./penalties/convert.js";
export {
  type Constraint,
  elasticNet,
  l1Ball,
  l2Ball,
  lasso,
  type Penalty,
  type PenaltyOptions,
  ridge,
} from "./penalties/index.js";
export { Model, type Predictors } from "./result/model.js";
export { Path, type PathPoint } from "./result/path.js";
export type { PredictOptions } from "./result/predict.js";
export type { Score, ScoreOptions } from "./result/score.js";
export type { ModelJSON } from "./result/serialize.js";
export type { Summary, SummaryRow } from "./result/summary.js";
export type { SolverName } from "./solvers/index.js";
export { CrossValidation, type GridPoint } from "./validation/cross-validation.js";
export type { FoldWarning } from "./validation/run-fold.js";
export { load } from "./wasm/load.js";
