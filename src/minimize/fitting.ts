import type { Plan, Response } from "../base/flow.js";
import type { Family } from "../families/index.js";
import type { Task, TaskOptions } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import type { NullModel } from "./null-model.js";

// What one fit is made of, and what is seen on its way.

/** The curvature of a fit, in the solver's coordinates: sums over rows, the penalty included W times. */
export interface Curvature {
  /** H^-1 in full, d x d; 0 in rows and columns of entries that are not estimated. */
  readonly inverse: Float64Array;
  /** Directions that change nothing, one per dependent entry; in other coordinates there are none. */
  readonly null: readonly Float64Array[];
  /** The dependent entries. */
  readonly dependent: readonly number[];
  /** Entries estimated. */
  readonly rank: number;
  /** tr(H^-1 H0), H0 the Hessian of the loss alone: the effective number of parameters. */
  readonly degreesOfFreedom: number;
}

/** The answers of a look over all columns, at the task's point as it is. */
export interface Look {
  readonly point: Float64Array;
  readonly value: number;
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** A working set and its problem, which go on from step to step of a path while no other column is wanted. */
export interface WorkingSet {
  readonly task: Task;
  readonly kept: readonly number[];
  /** 1 for columns in the set. */
  readonly isIn: Uint8Array;
  /** Where its memory begins and ends. */
  readonly base: number;
  readonly top: number;
}

/** Rows that sit on the border of their domain, and what holds them there. */
export interface Face {
  readonly rows: readonly number[];
  /** What F would fall by per unit of eta beyond the border, one number per row: not negative. */
  readonly multipliers: readonly number[];
}

/** What was seen on the way. */
export interface Looked {
  /** For working sets: what the last look over all columns saw, where the point has not moved since; the last set. */
  last: Look | undefined;
  part: WorkingSet | undefined;
  /** The curvature at the end, where it was asked for there; undefined inside where it is not positive definite. */
  curvature: { readonly found: Curvature | undefined } | undefined;
  /** Rows that look as if they were on the way to infinity, where that could not be looked into. */
  unexamined: number;
  /** Whether the step that is left is to be known at the end. */
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
  /** Whether only part of the columns takes part in a minimization at a time. */
  readonly byWorkingSets: boolean;
  readonly looked: Looked;
  /** What the task was made of. */
  readonly options: TaskOptions;
  /** Whether the fit brings its covariance back. */
  readonly hasCovariance?: boolean | undefined;
  /** How much larger lambda was where this fit starts: the step before it on a path. */
  readonly before?: number | undefined;
  /** Whether anybody looks between passes. */
  readonly watched: boolean;
  /** Whether the columns are known not to depend on each other. */
  readonly isClear?: boolean | undefined;
  /** Where eta of every row is, if it is known better than from the task's point. */
  readonly eta?: number | undefined;
}

/** What a fit needs beside its plan and its task. */
export type Opened = Omit<Fitting, "plan" | "task" | "byWorkingSets" | "looked" | "options">;
