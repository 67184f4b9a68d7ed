/** A point of the grid. */
export interface GridPoint {
  /** Its place in `mean`, `lambdas` and the others. */
  readonly index: number;
  readonly lambda: number | undefined;
  readonly rate: number | undefined;
  readonly share: number | undefined;
  readonly mean: number;
  readonly standardError: number;
}
