import type { Model } from "../../index.js";

/** What a model of a formula remembers of the rows of its fit. */
export interface FittedTable {
  /** Rows without a missing cell. */
  readonly used: number;
  /** Columns by the options that named them. */
  readonly roles: Readonly<Partial<Record<"weights" | "trials" | "offset" | "exposure", string>>>;
}

/** It is in the saved form; undefined for a model of numbers. */
export function fittedTable(model: Model): FittedTable | undefined {
  return model.toJSON().encoding as FittedTable | undefined;
}
