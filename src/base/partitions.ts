/**
 * How the rows of a fit were cut for its sums. Rounding depends on the order of a sum, so sums over rows are made for each partition by itself
 * and then added in the order of the partitions: any number of threads gives the same bits, and so does another program that cuts its
 * rows at the same places. The cuts follow from the shape and the storage of x alone.
 */
export interface Partitions {
  /** Partition k has the rows k size ... (k + 1) size - 1 of the source, the last one fewer. */
  readonly size: number;
  /** Rows of the source: of the table, with those that are left out for a missing cell, or of x. */
  readonly rows: number;
}
