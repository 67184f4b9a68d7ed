import type { Piece } from "../shard/pieces.js";

// Partitions of a sparse x: compressed rows, or columns where memory has those too.

/** The entries of a partition: by rows, columns ascending; or by columns, rows ascending. */
export type Lines = Extract<Piece["entries"], { kind: "sparse" }>;

/** Bytes that they take in a kernel, which has both rows and columns of what is by rows, and a few numbers for each column. */
export function sparseBytes(rows: number, columns: number, { isByRow, values }: Lines): number {
  const own = (lines: number): number => 4 * (lines + 2) + 12 * values.length;
  return own(columns) + (isByRow ? own(rows) : 0) + 4 * columns;
}

/** The rows of pieces that follow each other. */
export function joinLines(
  pieces: readonly { readonly rows: number; readonly entries: Lines }[],
  columns: number,
): Lines {
  const all = pieces.map(({ entries }) => entries);
  const count = all.reduce((sum, { values }) => sum + values.length, 0);
  const isByRow = all[0]!.isByRow!;
  const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0);
  const to = {
    starts: new Int32Array((isByRow ? rows : columns) + 1),
    indices: new Int32Array(count),
    values: new Float64Array(count),
  };
  if (isByRow) joinRows(all, to);
  else joinColumns(pieces, columns, to);
  return { kind: "sparse", isByRow, ...to };
}

type Target = Pick<Lines, "starts" | "indices" | "values">;

function joinRows(all: readonly Lines[], to: Target): void {
  let [row, entry] = [0, 0];
  for (const { starts, indices, values } of all) {
    for (let i = 1; i < starts.length; i++) to.starts[row + i] = entry + starts[i]!;
    to.indices.set(indices, entry);
    to.values.set(values, entry);
    row += starts.length - 1;
    entry += values.length;
  }
}

function joinColumns(
  pieces: readonly { readonly rows: number; readonly entries: Lines }[],
  columns: number,
  to: Target,
): void {
  let at = 0;
  for (let j = 0; j < columns; j++) {
    let first = 0;
    for (const { rows, entries } of pieces) {
      for (let k = entries.starts[j]!; k < entries.starts[j + 1]!; k++) {
        to.indices[at] = first + entries.indices[k]!;
        to.values[at++] = entries.values[k]!;
      }
      first += rows;
    }
    to.starts[j + 1] = at;
  }
}
