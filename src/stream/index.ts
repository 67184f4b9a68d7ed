// Data larger than memory: an entry of its own, for Node.
export { type DuckDBSettings, sql } from "../source/duckdb.js";
export { file } from "../source/file.js";
export { type Source, source } from "../source/source.js";
export { type ReadOptions, type SvmlightSource, svmlight } from "../source/svmlight.js";
export type { StreamOptions } from "./asked.js";
export { crossValidate, type StreamValidationOptions } from "./cross-validate.js";
export { fit, type SparseFitOptions, type StreamFitOptions } from "./fit.js";
export { path, type SparsePathOptions, type StreamPathOptions } from "./path.js";
export { predict } from "./predict.js";
export type { SparsePredictOptions } from "./predict-sparse.js";
export type { Predictions, StreamPredictOptions } from "./predictions.js";
export type { SparseOptions } from "./sparse.js";
export type { StreamProgress } from "./steps.js";
export type { FoldFitters, FoldTask, Holders, Loaded, Order, RowSite, SourceFoldSite, State, Task } from "./task.js";
export { type FromRows, type Opening, serveRows, type ToRows } from "./thread.js";
export type { StreamUnlabeled } from "./unlabeled.js";
