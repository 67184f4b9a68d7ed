import type { Design } from "../base/flow.js";
import { STORAGE } from "../base/ids.js";
import { placeCoded } from "./coded-design.js";
import { heldIn } from "./held.js";
import type { Placed } from "./placed.js";
import type { Scope } from "./scope.js";

export type { Placed } from "./placed.js";

/** X in wasm memory: where it is, if the kernel of the scope holds it; else a copy. */
export function placeDesign(scope: Scope, design: Design, partitions = 1): Placed {
  return heldIn(scope, design)?.placed ?? placeCopy(scope, design, partitions);
}

/** Copies X into wasm memory, in its layout: dense in 64 or 32 bits, as compressed columns, or as codes; with room to find `partitions` of a sparse one. */
export function placeCopy(scope: Scope, design: Design, partitions: number): Placed {
  if (design.entries.kind === "coded") return placeCoded(scope, design);
  return design.entries.kind === "sparse" ? placeSparse(scope, design, partitions) : placeDense(scope, design);
}

function placeDense(scope: Scope, design: Design): Placed {
  const { rows, columns } = design;
  const entries = design.entries as Extract<Design["entries"], { kind: "dense" }>;
  const { kind, layout, single } = entries;
  const [rowStride, columnStride] = layout === "column" ? [1, rows] : [columns, 1];
  const count = rows * columns;
  const data = scope.reserve(count * (single ? 4 : 8));
  const view = (): Float64Array | Float32Array => (single ? scope.view32(data, count) : scope.view(data, count));
  entries.write(view());
  const struct = scope.struct("Design", {
    storage: single ? STORAGE.dense32 : STORAGE.dense64,
    data,
    rowStride,
    columnStride,
  });
  return {
    struct,
    entries: { kind, layout, single, write: (target) => target.set(view()) },
    visit: (j, entry) => {
      const values = view();
      for (let i = 0; i < rows; i++) entry(i, values[i * rowStride + j * columnStride]!);
    },
    clearRows: (isCleared, each) => {
      const values = view();
      for (let i = 0; i < rows; i++) {
        if (!isCleared(i)) continue;
        for (let j = 0; j < columns; j++) {
          const at = i * rowStride + j * columnStride;
          each(i, j, values[at]!);
          values[at] = 0;
        }
      }
    },
    mayShift: () => false, // entries are centred as they are read
    shift: () => {},
  };
}

export const BY_ROWS = {
  /** Above this many entries x is kept by column only: with rows as well it would need more than half of the available memory. */
  most: 2 ** 26,
};

function placeSparse(scope: Scope, design: Design, partitions: number): Placed {
  const { rows, columns } = design;
  const entries = design.entries as Extract<Design["entries"], { kind: "sparse" }>;
  const { count } = entries;
  const byRow = entries.writeRows !== undefined && count <= BY_ROWS.most;
  const columnsAt = placeLines(scope, columns, count);
  const rowsAt = byRow ? placeLines(scope, rows, count) : undefined;
  const given = rowsAt ?? columnsAt;
  const [starts, indices, values] = linesOf(scope, given);
  if (byRow) entries.writeRows!(starts, indices, values);
  else entries.write(starts, indices, values);
  const struct = scope.struct("Design", {
    storage: STORAGE.sparse,
    data: columnsAt.data,
    starts: columnsAt.starts,
    indices: columnsAt.indices,
    splits: partitions < 2 ? 0 : scope.reserve(4 * columns * (partitions - 1)),
    rowStarts: rowsAt?.starts ?? 0,
    rowIndices: rowsAt?.indices ?? 0,
    rowData: rowsAt?.data ?? 0,
    rows,
    columns,
    isByColumn: Number(!byRow),
  });
  const visit: Placed["visit"] = (j, entry) => {
    scope.kernel.exports.needColumns(struct.at);
    const [from, across, numbers] = linesOf(scope, columnsAt);
    for (let k = from[j]!; k < from[j + 1]!; k++) entry(across[k]!, numbers[k]!);
  };
  const clearRows: Placed["clearRows"] = (isCleared, each) => {
    const [from, across, numbers] = linesOf(scope, given);
    for (let line = 0; line < given.lines; line++) {
      for (let k = from[line]!; k < from[line + 1]!; k++) {
        const [i, j] = byRow ? [line, across[k]!] : [across[k]!, line];
        if (!isCleared(i)) continue;
        each(i, j, numbers[k]!);
        numbers[k] = 0;
      }
    }
  };
  const mayShift: Placed["mayShift"] = (column) => {
    let stored = 0;
    visit(column, () => {
      stored += 1;
    });
    return stored === rows;
  };
  const shift: Placed["shift"] = (column, by) => {
    const [from, across, numbers] = linesOf(scope, given);
    for (let line = 0; line < given.lines; line++) {
      for (let k = from[line]!; k < from[line + 1]!; k++) if ((byRow ? across[k] : line) === column) numbers[k]! -= by;
    }
    if (byRow) struct.set({ isByColumn: 0 });
  };
  const write = (from: Lines): typeof entries.write => {
    return (toStarts, toIndices, toValues) => {
      if (from === columnsAt) scope.kernel.exports.needColumns(struct.at);
      const [starts, indices, values] = linesOf(scope, from);
      toStarts.set(starts);
      toIndices.set(indices);
      toValues.set(values);
    };
  };
  const read = { kind: "sparse", count, write: write(columnsAt), writeRows: rowsAt && write(rowsAt) } as const;
  return { struct, entries: read, visit, clearRows, mayShift, shift };
}

/** Memory for compressed rows or columns. */
interface Lines {
  readonly lines: number;
  readonly count: number;
  readonly starts: number;
  readonly indices: number;
  readonly data: number;
}

function placeLines(scope: Scope, lines: number, count: number): Lines {
  const [starts, indices] = [scope.reserve(4 * (lines + 2)), scope.reserve(4 * count)];
  return { lines, count, starts, indices, data: scope.f64(count) };
}

function linesOf(scope: Scope, { lines, count, starts, indices, data }: Lines) {
  return [scope.indices(starts, lines + 1), scope.indices(indices, count), scope.view(data, count)] as const;
}
