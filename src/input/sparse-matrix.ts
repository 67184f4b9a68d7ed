/** Whole numbers in a typed array. Float64Array holds those up to 2^53, for more than 2^31 entries. */
export type Positions = Int32Array | Uint32Array | Float64Array;

/** A matrix that stores only its nonzero entries, made by `sparse()`. */
export interface Sparse {
  readonly kind: "sparse";
  readonly format: "csr" | "csc";
  readonly rows: number;
  readonly columns: number;
  /** Row i (csr) or column j (csc) has the entries from indptr[i] up to, and without, indptr[i + 1]. */
  readonly indptr: Positions;
  /** Column (csr) or row (csc) of every entry, ascending within a row (csr) or column (csc). */
  readonly indices: Positions;
  readonly values: Float64Array | Float32Array;
  readonly names: readonly string[] | undefined;
}
