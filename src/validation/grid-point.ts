/** A point of the grid. */
export interface GridPoint {
  /** Its index in `mean`, `lambdas` and the other vectors. */
  readonly index: number;
  readonly lambda: number | undefined;
  readonly rate: number | undefined;
  readonly share: number | undefined;
  readonly mean: number;
  readonly standardError: number;
}
