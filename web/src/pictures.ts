// What the views of four models and of the steps of a fit are answered: plain data, to be drawn.

export type MethodName = "maximum likelihood" | "ridge" | "lasso" | "dropout";

/** One of the four models, along its axis from none to much. */
export interface Track {
  readonly method: MethodName;
  /** lambda or rate at each step, rising; the first is 0. One step for maximum likelihood. */
  readonly strengths: readonly number[];
  /** coefficients[step][column] on the scale of unit variance, so that columns compare; names in `Compared`. */
  readonly coefficients: readonly (readonly number[])[];
  readonly intercepts: readonly number[];
  /** Held-out loss by step, with standard errors. */
  readonly losses: readonly number[];
  readonly errors: readonly number[];
  /** Step of least held-out loss, and the strongest within one standard error of it. */
  readonly best: number;
  readonly oneError: number;
  readonly status: string;
}

/** The four models on one axis: their steps go side by side as the slider moves. */
export interface Compared {
  readonly measure: string;
  readonly names: readonly string[];
  readonly tracks: readonly Track[];
  /** Where there are two columns of numbers and a response of two classes: rows to draw, at most 1,500, and their columns' scale. */
  readonly plane?: {
    readonly columns: readonly [string, string];
    readonly rows: readonly { readonly a: number; readonly b: number; readonly isSuccess: boolean }[];
    readonly centers: readonly [number, number];
    readonly scales: readonly [number, number];
  };
}

/** One look of the solver at the rows, as the library tells it in `model.trace`. Passes for curvature alone count with the row after them. */
export interface StepRow {
  /** Steps accepted so far. */
  readonly iteration: number;
  readonly verdict: "start" | "accepted" | "rejected" | "end";
  /** Number of the search; a fit may take several, each with an objective of its own. */
  readonly search: number;
  /** Passes over the rows up to this one. */
  readonly passes: number;
  readonly objective: number;
  readonly optimality: number;
  /** Length of the step along its direction; 1 is the whole step. */
  readonly stepSize?: number;
  /** Fall of the objective that the solver's model promised, and that came. */
  readonly promised?: number;
  readonly came?: number;
  /** Why it was accepted or rejected, as a sentence. */
  readonly why: string;
  /** The point, in the order of `names`. */
  readonly point: readonly number[];
}

export interface Steps {
  readonly names: readonly string[];
  readonly rows: readonly StepRow[];
  readonly solver: string;
  /** Upper limit of the optimality. */
  readonly tolerance: number;
  readonly isCertified: boolean;
  /** How the end was certified, as a sentence. */
  readonly certificate: string;
  /** With two coefficients at most: the objective on a grid around the points, row after row of the second. */
  readonly surface?: {
    readonly columns: readonly [number, number];
    readonly low: readonly [number, number];
    readonly high: readonly [number, number];
    readonly size: number;
    readonly values: readonly number[];
    /** What stays where the fit ended, if the model has a third coefficient. */
    readonly held?: string;
  };
}
