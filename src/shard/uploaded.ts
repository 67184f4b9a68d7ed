import type { Plan } from "../base/flow.js";
import type { Scope, Struct } from "../wasm/scope.js";
import type { Crew } from "./crew.js";
import type { PartitionPlan } from "./partitions.js";
import type { Partner } from "./task.js";
import type { Triangle } from "./triangle.js";
import type { View } from "./view.js";

/** One shard in wasm memory, with the coordinates of its answers; see assembly/abi/shard.ts. */
export interface Uploaded {
  readonly scope: Scope;
  readonly shard: Struct<"Shard">;
  readonly rows: number;
  readonly columns: number;
  /** K. */
  readonly classes: number;
  /** q = columns + 1 with an intercept: the length of one class's block of theta. */
  readonly block: number;
  /** d = K q. */
  readonly dimension: number;
  readonly center: Float64Array;
  /** beta_j = theta_j scale_j; 0 for a column that is constant or left out, so that its coefficient is 0. */
  readonly scale: Float64Array;
  /** Weighted standard deviations, divisor W; 0 for a constant column. */
  readonly sd: Float64Array;
  /** Weighted means. */
  readonly mean: Float64Array;
  readonly isSparse: boolean;
  /** Entries of X that are stored. */
  readonly entries: number;
  /** How the rows are cut. */
  readonly partitions: PartitionPlan;
  /** The family's parameters in wasm memory, or 0, and how many bytes they take. */
  readonly parameters: number;
  readonly parameterBytes: number;
  /** If the columns are orthogonal ones instead of those given: the relation of the two. */
  readonly basis?: Basis | undefined;
  /** Trials of the rows, if they are here. */
  readonly trials: Float64Array | undefined;
  /** Those that hold the rows, if they are not here: the shard only describes them then. */
  readonly crew?: Crew | undefined;
  /** One that answers some questions in the place of the rows. */
  readonly partner?: Partner | undefined;
  /** What of the rows that a crew holds this is: some columns, or other noise. */
  readonly view?: View | undefined;
}

/** The family's parameters as they are now. */
export function parametersOf({
  scope,
  parameters,
  parameterBytes,
}: Pick<Uploaded, "scope" | "parameters" | "parameterBytes">): Uint8Array | undefined {
  if (parameters === 0) return undefined;
  return new Uint8Array(scope.kernel.exports.memory.buffer, parameters, parameterBytes).slice();
}

/**
 * Other coordinates for columns that depend on each other, or nearly: [1 Z] = [1 Q] R with orthogonal columns of Q. A fit on the columns
 * of Q is well-conditioned for any columns of x, and theta follows from R theta = gamma.
 */
export interface Basis {
  readonly triangle: Triangle;
  /** The columns as they were given, in the solver's usual coordinates, and the plan for them. */
  readonly whole: Uploaded;
  readonly plan: Plan;
  /** Directions of one class's block of theta that change no predictor, one for each dependent column. */
  readonly directions: readonly Float64Array[];
  /** The dependent columns. */
  readonly dependent: readonly number[];
}
