export interface ColumnInfo {
  readonly name: string;
  readonly isNumeric: boolean;
  /** Number of distinct values, up to 12: enough to distinguish classes from numbers. */
  readonly levels: readonly string[];
  readonly hasMissing: boolean;
}

/** A description of the opened data. */
export interface Opened {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
}
