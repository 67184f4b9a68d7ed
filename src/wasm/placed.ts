import type { Design } from "../base/flow.js";
import type { Struct } from "./scope.js";

/** X in wasm memory. Every use makes new views, because memory may move when it grows. */
export interface Placed {
  readonly struct: Struct<"Design">;
  /** The entries as they are there: they are read when they are written to another place. */
  readonly entries: Design["entries"];
  /** Calls back with every stored entry of column j. */
  readonly visit: (j: number, entry: (row: number, value: number) => void) => void;
  /** Sets the entries of some rows to 0, and calls back with the old values. */
  readonly clearRows: (
    isCleared: (row: number) => boolean,
    each: (row: number, column: number, value: number) => void,
  ) => void;
  /** Whether a number can be subtracted from the entries of column j: x stores them all, and does not centre them as it reads them. */
  readonly mayShift: (j: number) => boolean;
  /** Subtracts a number from the entries of such a column. */
  readonly shift: (j: number, by: number) => void;
}
