import type { Term } from "./noise-terms.js";
import type { Piece } from "./pieces.js";

// What a holder of rows is given, as plain data.

/** The fields of a shard that are the same for all of its rows. */
export interface Description {
  /** Those that are numbers. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly noises: readonly Term[];
  readonly ties: Int32Array | undefined;
  readonly parameters: Uint8Array | undefined;
  /** The part that rows with labels, and those without, have in the objective. */
  readonly shares: { readonly labelled: number; readonly unlabeled: number };
  /** d */
  readonly dimension: number;
}

/** Rows with labels, and those without. */
export type Which = "labelled" | "unlabeled";

/** What a holder gets. */
export interface Holding {
  readonly description: Description;
  readonly pieces: Readonly<Record<Which, Piece | undefined>>;
}

/** The solver's coordinates, known when the moments of all rows are. */
export interface Coordinates {
  readonly scale: Float64Array;
  readonly center: Float64Array;
  /** Columns from whose entries their center is subtracted, and the centers that are left then; for rows with labels. */
  readonly far: readonly number[];
  readonly left: Float64Array;
}
