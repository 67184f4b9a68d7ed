import type { CodedEntries } from "../base/coded-entries.js";
import type { Design } from "../base/flow.js";

/** The sizes of the columns of x. */
export interface ColumnSizes {
  /** (1/n) sum_i x_ij^2, f64[p]. */
  readonly meanSquare: Float64Array;
  /** The part of the rows where x_ij is not 0, f64[p]. */
  readonly occurrence: Float64Array;
  /** Whether all entries are 0 or 1, so that both are the same. */
  readonly isBinary: boolean;
}

/** One pass over the entries, without weights. */
export function columnSizes(design: Design): ColumnSizes {
  const { rows, columns } = design;
  const meanSquare = new Float64Array(columns);
  const occurrence = new Float64Array(columns);
  let isBinary = true;
  visitEntries(design, (j, value) => {
    if (value === 0) return;
    meanSquare[j]! += (value * value) / rows;
    occurrence[j]! += 1;
    isBinary &&= value === 1;
  });
  for (let j = 0; j < columns; j++) occurrence[j]! /= rows;
  return { meanSquare: isBinary ? occurrence : meanSquare, occurrence, isBinary };
}

function visitEntries({ rows, columns, entries }: Design, visit: (j: number, value: number) => void): void {
  if (entries.kind === "sparse") {
    const starts = new Int32Array(columns + 1);
    const values = new Float64Array(entries.count);
    entries.write(starts, new Int32Array(entries.count), values);
    for (let j = 0; j < columns; j++) for (let k = starts[j]!; k < starts[j + 1]!; k++) visit(j, values[k]!);
    return;
  }
  if (entries.kind === "coded") {
    visitBlocks(entries, rows, visit);
    return;
  }
  const values = new (entries.single ? Float32Array : Float64Array)(rows * columns);
  entries.write(values);
  const [rowStride, columnStride] = entries.layout === "column" ? [1, rows] : [columns, 1];
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) visit(j, values[i * rowStride + j * columnStride]!);
  }
}

function visitBlocks({ blocks }: CodedEntries, rows: number, visit: (j: number, value: number) => void): void {
  let first = 0;
  for (const block of blocks) {
    for (let i = 0; i < rows; i++) {
      const value = block.values === undefined ? 1 : block.values[i]!;
      if (block.kind === "numbers") visit(first, value);
      else {
        const { codes, columns, contrasts, places } = block;
        const place = places === undefined ? codes[i]! : places[codes[i]!]!;
        if (contrasts === undefined && place >= 0) visit(first + place, value);
        for (let j = 0; contrasts !== undefined && j < columns; j++)
          visit(first + j, value * contrasts[codes[i]! * columns + j]!);
      }
    }
    first += block.kind === "numbers" ? 1 : block.columns;
  }
}
