// Data larger than memory: an entry of its own, for Node.
export { type DuckDBSettings, sql } from "../source/duckdb.js";
export { file } from "../source/file.js";
export { type Source, source } from "../source/source.js";
export { crossValidate, type StreamValidationOptions } from "./cross-validate.js";
export { fit, type StreamFitOptions } from "./fit.js";
export { path, type StreamPathOptions } from "./path.js";
export { type Predictions, predict, type StreamPredictOptions } from "./predict.js";
export type { StreamOptions } from "./prepare.js";
export type { StreamProgress } from "./steps.js";
export type { FoldFitters, FoldTask, Holders, Loaded, Order, RowSite, SourceFoldSite, State, Task } from "./task.js";
export { type FromRows, type Opening, serveRows, type ToRows } from "./thread.js";
