import type { Plan, Response } from "../base/flow.js";
import type { RawStep } from "../base/trace.js";
import type { Family } from "../families/index.js";
import type { Task, TaskOptions } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import type { NullModel } from "./null-model.js";

// The parts of one fit, and its findings.

/** The curvature of a fit, in the solver's coordinates: sums over rows, the penalty included W times. */
export interface Curvature {
  /** H^-1 in full, d x d; 0 in rows and columns of entries that are not estimated. */
  readonly inverse: Float64Array;
  /** Directions that change nothing, one per dependent entry; none in orthogonal coordinates. */
  readonly null: readonly Float64Array[];
  /** The dependent entries. */
  readonly dependent: readonly number[];
  /** Entries estimated. */
  readonly rank: number;
  /** tr(H^-1 H0), H0 the Hessian of the loss alone: the effective number of parameters. */
  readonly degreesOfFreedom: number;
}

/** The answers of a pass over all columns, or over those that matter, at the task's point. */
export interface Look {
  readonly point: Float64Array;
  value: number;
  loss: number;
  readonly gradient: Float64Array;
  /** By how much these may be off: 0 where a column has been read. */
  readonly doubt: Float64Array;
  /** Slopes of the rows, if those of the columns are sums of them. */
  readonly slopes?: Float64Array;
}

/** An earlier look over all columns. */
export interface Earlier {
  /** Slopes of the rows, f64[n], and their sums with every column. */
  readonly slopes: Float64Array;
  readonly gradient: Float64Array;
  /** The same without what the looks before it in the list give of them, and the squared norm of the rest. */
  readonly rest: Float64Array;
  readonly sums: Float64Array;
  readonly square: number;
}

/** A working set and its problem, which are kept from step to step of a path while no other column must join. */
export interface WorkingSet {
  readonly task: Task;
  readonly kept: readonly number[];
  /** 1 for columns in the set. */
  readonly isIn: Uint8Array;
  /** The begin and the end of its memory. */
  readonly base: number;
  readonly top: number;
}

/** Rows that sit on the border of their domain, and their multipliers. */
export interface Face {
  readonly rows: readonly number[];
  /** The fall of F per unit of eta beyond the border, one number >= 0 per row. */
  readonly multipliers: readonly number[];
}

/** The findings of the searches. */
export interface Findings {
  /** For working sets: the last look over the columns, if the point has not moved since, and what earlier ones have shown; the last set. */
  last: Look | undefined;
  earlier: readonly Earlier[];
  part: WorkingSet | undefined;
  /** The curvature at the end, if it was requested there; its content is undefined if it is not positive definite. */
  curvature: { readonly found: Curvature | undefined } | undefined;
  /** Rows that may be on the way to infinity, if this could not be tested. */
  unexamined: number;
  /** Whether the step that is left must be known at the end. */
  isStepAsked: boolean;
  /** Rows on the border of their domain. */
  face?: Face | undefined;
}

/** Everything about one fit that does not change while it runs. */
export interface Fitting {
  readonly uploaded: Uploaded;
  readonly plan: Plan;
  readonly family: Family;
  readonly response: Response;
  readonly nullModel: NullModel;
  readonly task: Task;
  /** Whether a minimization uses only a part of the columns at a time. */
  readonly byWorkingSets: boolean;
  readonly findings: Findings;
  /** The options from which the task was made. */
  readonly options: TaskOptions;
  /** Whether the fit returns its covariance. */
  readonly hasCovariance?: boolean | undefined;
  /** The ratio of lambda at the step before on a path, where this fit starts, to lambda here. */
  readonly before?: number | undefined;
  /** Whether the session yields between passes. */
  readonly watched: boolean;
  /** Whether the columns are known not to depend on each other. */
  readonly isClear?: boolean | undefined;
  /** Address of eta of every row, if it is more accurate than from the task's point. */
  readonly eta?: number | undefined;
  /** Where its searches are written; undefined: nobody asks. */
  readonly trace?: RawStep[] | undefined;
}

/** The inputs of a fit beside its plan and its task. */
export type Opened = Omit<Fitting, "plan" | "task" | "byWorkingSets" | "findings" | "options">;
