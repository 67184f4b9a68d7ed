import type { Design } from "../base/flow.js";
import type { Scope, Struct } from "./scope.js";

/** Numbers in assembly/abi/ids.ts, Storage. */
const DENSE_64 = 0;
const DENSE_32 = 1;
const SPARSE = 2;

/** X in wasm memory. Views are taken afresh for every use, because memory may move when it grows. */
export interface Placed {
  readonly struct: Struct<"Design">;
  /** Calls back with every stored entry of column j. */
  readonly visit: (j: number, entry: (row: number, value: number) => void) => void;
  /** Sets the entries of some rows to 0, and calls back with what they were. */
  readonly clearRows: (
    isCleared: (row: number) => boolean,
    each: (row: number, column: number, value: number) => void,
  ) => void;
}

/** Copies X into wasm memory, as it lies: dense in 64 or 32 bits, or as compressed columns. */
export function placeDesign(scope: Scope, design: Design): Placed {
  return design.entries.kind === "sparse" ? placeSparse(scope, design) : placeDense(scope, design);
}

function placeDense(scope: Scope, design: Design): Placed {
  const entries = design.entries as Extract<Design["entries"], { kind: "dense" }>;
  const { rowStride, columnStride, single } = entries;
  const count = design.rows * design.columns;
  const data = scope.reserve(count * (single ? 4 : 8));
  const view = (): Float64Array | Float32Array => (single ? scope.view32(data, count) : scope.view(data, count));
  entries.write(view());
  const struct = scope.struct("Design", { storage: single ? DENSE_32 : DENSE_64, data, rowStride, columnStride });
  return {
    struct,
    visit: (j, entry) => {
      const values = view();
      for (let i = 0; i < design.rows; i++) entry(i, values[i * rowStride + j * columnStride]!);
    },
    clearRows: (isCleared, each) => {
      const values = view();
      for (let i = 0; i < design.rows; i++) {
        if (!isCleared(i)) continue;
        for (let j = 0; j < design.columns; j++) {
          const at = i * rowStride + j * columnStride;
          each(i, j, values[at]!);
          values[at] = 0;
        }
      }
    },
  };
}

function placeSparse(scope: Scope, design: Design): Placed {
  const entries = design.entries as Extract<Design["entries"], { kind: "sparse" }>;
  const { count } = entries;
  const startsAt = scope.reserve(4 * (design.columns + 2));
  const indicesAt = scope.reserve(4 * count);
  const data = scope.f64(count);
  const starts = (): Int32Array => scope.indices(startsAt, design.columns + 1);
  const indices = (): Int32Array => scope.indices(indicesAt, count);
  entries.write(starts(), indices(), scope.view(data, count));
  const struct = scope.struct("Design", { storage: SPARSE, data, starts: startsAt, indices: indicesAt });
  const visit: Placed["visit"] = (j, entry) => {
    const [begin, end] = [starts()[j]!, starts()[j + 1]!];
    const values = scope.view(data, count);
    const rows = indices();
    for (let k = begin; k < end; k++) entry(rows[k]!, values[k]!);
  };
  const clearRows: Placed["clearRows"] = (isCleared, each) => {
    const values = scope.view(data, count);
    const rows = indices();
    const from = starts();
    for (let j = 0; j < design.columns; j++) {
      for (let k = from[j]!; k < from[j + 1]!; k++) {
        if (!isCleared(rows[k]!)) continue;
        each(rows[k]!, j, values[k]!);
        values[k] = 0;
      }
    }
  };
  return { struct, visit, clearRows };
}
