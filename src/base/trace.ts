import type { REQUEST } from "./ids.js";

/**
 * What the rows were asked for in a pass: F ("value"), its gradient, its Hessian ("rough": in 32 bits), a product with it, its diagonal,
 * sums of products of columns ("gram"), whether rows recede along a direction to infinity, ...
 */
export type TraceRequest = keyof typeof REQUEST;

/**
 * One pass over the rows during a search, with the point it was asked about: `intercept` and `coefficients` as those of the model, so that
 * it can be the `start` of another fit.
 */
export interface TraceStep<I = number, C = Float64Array> {
  /** Number of the search, from 0. A fit with a ball, an estimated theta or bounds of a link may take several, each with an objective of its own. */
  readonly search: number;
  /** Name of the solver at work; Newton's method may end what another began. */
  readonly solver: string;
  /** Steps accepted in this search, this one included. */
  readonly iteration: number;
  /** What the rows were asked for. */
  readonly asked: readonly TraceRequest[];
  /**
   * "start": the first look. "accepted" and "rejected": what became of a trial. "looked": curvature at a point that is known, or a
   * test whether the fit runs off to infinity. "end": no pass, but the point of the model.
   */
  readonly verdict: "start" | "accepted" | "rejected" | "looked" | "end";
  /**
   * By which rule a trial was judged. "armijo": the objective falls by a part of what the slope promises, up to rounding. "wolfe": that, and the slope
   * has flattened. "fall": it falls at all, along a direction of negative curvature.
   */
  readonly rule?: "armijo" | "wolfe" | "fall" | undefined;
  readonly intercept: I;
  readonly coefficients: C;
  /** F at this point; undefined if the pass did not ask for it. */
  readonly objective?: number | undefined;
  /** The violation of the conditions of a minimum, as in `status.optimality`, at the best point after this pass. */
  readonly optimality: number;
  /** Length of a trial along its direction: 1 is the whole step. */
  readonly step?: number | undefined;
  /** By how much the solver's second-order model of F falls along a trial; NaN along negative curvature, where there is none. */
  readonly promised?: number | undefined;
  /** By how much F fell: negative if it rose, -Infinity or NaN if it left the domain. */
  readonly came?: number | undefined;
}

/** A step of any model. */
export type RawStep = TraceStep<number | Float64Array, Float64Array | readonly Float64Array[]>;
