import type { Label } from "../base/flow.js";

/** Options of predictions of a source: those of `model.predict` with a table that say what is predicted. */
export interface StreamPredictOptions {
  /** Default "response": means; "link": the linear predictor; "class": the likelier label. */
  readonly type?: "response" | "link" | "class" | undefined;
  /** The name of the column with the offset; default: that of the fit. */
  readonly offset?: string | undefined;
  /** The same with the exposure. */
  readonly exposure?: string | undefined;
  /** What a level is that the fit has not seen. Default "error". */
  readonly unseen?: "error" | "missing" | "reference" | undefined;
  /** What the rows may take of the memory, as bytes or as "512MB": so many are predicted together, 16,384 at most. Default "1GB". */
  readonly memory?: number | string | undefined;
}

/** Predictions of some rows of a source. */
export interface Predictions {
  /** Number of the first of them among all. */
  readonly first: number;
  /** What `model.predict` gives for them. */
  readonly values: Float64Array | Float64Array[] | Label[];
  /** With `beyond: "omit"`: entries of these rows that were left out. */
  readonly omitted?: number;
}
