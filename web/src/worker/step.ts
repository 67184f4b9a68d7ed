// One step of a model along its axis.
export interface Step {
  readonly strength: number;
  readonly code: string;
  readonly loss: number;
  readonly error: number;
  /** On the scale of the columns, one array per class. */
  readonly coefficients: readonly Float64Array[];
  readonly intercepts: readonly number[];
}
