// Every public name, and nothing else. The kernel comes first: in the middle, its 55 kB would separate the text into two halves, and gzip
// could not compress one with the other.
export { load } from "./wasm/load.js";

// The rest by file.

import { register } from "./frame/register.js";

register();

export { type Anova, type AnovaOptions, type AnovaRow, anova } from "./anova.js";
export { type ErrorCode, GlmError } from "./base/errors.js";
export type { ApproximationName, BiasReduction, Label, PathProgress, Progress } from "./base/flow.js";
export type { Partitions } from "./base/partitions.js";
export type { CovarianceWarning, RowWarning, Status, StatusCode, Warning, WarningCode } from "./base/status.js";
export type { TraceRequest, TraceStep } from "./base/trace.js";
export { type Collinearity, type CollinearityOptions, collinearity } from "./collinearity.js";
export { type CompareOptions, type Comparison, compareModels } from "./compare-models.js";
export { crossValidate } from "./cross-validate.js";
export { type DiagnoseOptions, type Diagnostics, diagnose } from "./diagnose.js";
export { type Drop1, type Drop1Row, drop1 } from "./drop1.js";
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
export type { TableInput } from "./frame/columns.js";
export { type Tables, useTables } from "./frame/hook.js";
export type { TableOptions, WithTable } from "./frame/table-options.js";
export { type InferOptions, infer } from "./infer.js";
export { takeRows } from "./input/csr.js";
export type { Columns, DesignInput } from "./input/design.js";
export type {
  ArqueroTable,
  ArrowTable,
  DanfoFrame,
  Foreign,
  ForeignMatrix,
  ForeignTable,
  MathMatrix,
  NdArray,
  PolarsFrame,
  Tensor,
} from "./input/foreign.js";
export { type Matrix, matrix } from "./input/matrix.js";
export type { Prepared } from "./input/prepared.js";
export type { ResponseInput } from "./input/response.js";
export { type SparseParts, sparse } from "./input/sparse.js";
export type { Positions, Sparse } from "./input/sparse-matrix.js";
export type { ForeignVector, Numbers } from "./input/vector.js";
export { brier } from "./judging/brier.js";
export { type CalibrationBin, type CalibrationOptions, calibration } from "./judging/calibration.js";
export { type ClassRates, type Confusion, confusion } from "./judging/confusion.js";
export { type Roc, roc } from "./judging/roc.js";
export { LINK_NAMES, type LinkName } from "./links/index.js";
export { type Effect, type EffectOptions, type Effects, marginalEffects } from "./marginal-effects.js";
export {
  type MarginalMean,
  type MarginalMeans,
  type MeanDifference,
  type MeanOptions,
  marginalMeans,
} from "./marginal-means.js";
export {
  additive,
  dropout,
  laplace,
  multiplicative,
  type Noise,
  type NoiseOptions,
  poissonNoise,
} from "./noise/index.js";
export { type NoisePenalty, noisePenalties } from "./noise-penalties.js";
export type { PathOptions } from "./options/path-types.js";
export type { FitOptions, Start } from "./options/types.js";
export type {
  Axis,
  CrossValidationOptions,
  FoldSite,
  Measure,
  ValidationProgress,
} from "./options/validation-types.js";
export { path, pathSync } from "./path.js";
export { type LambdaContext, type LambdaConvention, lambdaFrom, lambdaTo } from "./penalties/convert.js";
export {
  type Constraint,
  elasticNet,
  type GroupedOptions,
  groupLasso,
  l1Ball,
  l2Ball,
  lasso,
  mcp,
  type Penalty,
  type PenaltyOptions,
  ridge,
  type ShapedOptions,
  scad,
} from "./penalties/index.js";
export { prepare } from "./prepare.js";
export { type ProfileInterval, type ProfileOptions, profileInterval } from "./profile-interval.js";
export type { Estimate } from "./result/coefficients.js";
export type { Contrast, ContrastInput } from "./result/contrast.js";
export type { EstimateOptions, NamedInterval } from "./result/estimate-options.js";
export type { FitStatistics, FitTest } from "./result/fit-statistics.js";
export { Path, type PathPoint } from "./result/fitted-path.js";
export { Inference } from "./result/inference.js";
export { Model, type Predictors } from "./result/model.js";
export type { PredictOptions } from "./result/predict.js";
export type { Prediction } from "./result/predict-interval.js";
export type { TermPredictions, TermValues } from "./result/predict-terms.js";
export type { ResidualOptions } from "./result/residuals.js";
export type { Score, ScoreOptions } from "./result/score.js";
export type { ModelJSON } from "./result/serialize.js";
export type { Summary, SummaryRow } from "./result/summary.js";
export type { TidyRow } from "./result/tidy.js";
export type { ScoringOptions } from "./scoring/options.js";
export { type Separation, type SeparationOptions, separation } from "./separation.js";
export type { SolverName } from "./solvers/index.js";
export type { TermOptions, TermTest, TermWarning } from "./terms/analysis.js";
export { toJavaScript } from "./to-javascript.js";
export { type SqlOptions, toSQL } from "./to-sql.js";
export { CrossValidation } from "./validation/cross-validation.js";
export type { GridPoint } from "./validation/grid-point.js";
export type { FoldWarning } from "./validation/run-fold.js";
export { type VifOptions, type VifRow, vif } from "./vif.js";
export type { KernelSource } from "./wasm/source.js";
export type { Printed } from "./words/printed.js";
export type { Cell, PrintedColumn, PrintedTable } from "./words/table.js";
