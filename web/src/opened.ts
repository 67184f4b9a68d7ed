export interface ColumnInfo {
  readonly name: string;
  readonly isNumeric: boolean;
  /** Different values, up to 12: enough to tell classes from numbers. */
  readonly levels: readonly string[];
  readonly hasMissing: boolean;
}

/** What was opened. */
export interface Opened {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
}
