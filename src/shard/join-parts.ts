import type { Block } from "../wasm/coded-design.js";
import type { RowsPart } from "./rows-part.js";

// Parts that were cut elsewhere, one after the other, as one.

/** Rows of all parts, which follow each other. The first gives what they have in common. */
export function joinParts(parts: readonly RowsPart[]): RowsPart {
  if (parts.length === 1) return parts[0]!;
  const first = parts[0]!;
  const rows = parts.map(({ numbers }) => numbers.rows!);
  const all = rows.reduce((sum, n) => sum + n, 0);
  const vector = (name: "y" | "weight" | "offset"): Float64Array | undefined =>
    first[name] && joined(parts.map((part) => part[name]!));
  const join = first.blocks !== undefined ? joinBlocks : first.starts !== undefined ? joinSparse : joinDense;
  return {
    ...first,
    ...join(parts, rows, all),
    numbers: { ...first.numbers, rows: all },
    ...{ y: vector("y")!, weight: vector("weight"), offset: vector("offset") },
  };
}

type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array | Uint16Array;

function joined<T extends Numbers>(arrays: readonly T[]): T {
  const to = like(
    arrays[0]!,
    arrays.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const array of arrays) {
    to.set(array, at);
    at += array.length;
  }
  return to;
}

function like<T extends Numbers>(array: T, length: number): T {
  return new (array.constructor as new (n: number) => T)(length);
}

function joinDense(parts: readonly RowsPart[], rows: readonly number[], all: number): Partial<RowsPart> {
  const { data: one, rowStride, numbers } = parts[0]!;
  const columns = numbers.columns!;
  if (rowStride !== 1 || columns === 1) return { data: joined(parts.map(({ data }) => data)) };
  const data = like(one, all * columns);
  let at = 0;
  parts.forEach((part, k) => {
    const n = rows[k]!;
    for (let j = 0; j < columns; j++) data.set(part.data.subarray(j * n, (j + 1) * n), j * all + at);
    at += n;
  });
  return { data, columnStride: all };
}

function joinSparse(parts: readonly RowsPart[], rows: readonly number[], all: number): Partial<RowsPart> {
  const { isByRow, numbers } = parts[0]!;
  const lines = isByRow ? all : numbers.columns!;
  const starts = new Int32Array(lines + 1);
  if (isByRow) {
    let [line, at] = [0, 0];
    for (const part of parts) {
      for (let i = 1; i < part.starts!.length; i++) starts[++line] = at + part.starts![i]!;
      at = starts[line]!;
    }
    const indices = joined(parts.map((part) => part.indices!));
    return { starts, indices, data: joined(parts.map(({ data }) => data)) };
  }
  const count = parts.reduce((sum, { data }) => sum + data.length, 0);
  const [indices, data] = [new Int32Array(count), new Float64Array(count)];
  let to = 0;
  for (let j = 0; j < lines; j++) {
    let before = 0;
    parts.forEach((part, k) => {
      for (let e = part.starts![j]!; e < part.starts![j + 1]!; e++) {
        indices[to] = before + part.indices![e]!;
        data[to++] = part.data[e]!;
      }
      before += rows[k]!;
    });
    starts[j + 1] = to;
  }
  return { starts, indices, data };
}

function joinBlocks(parts: readonly RowsPart[]): Partial<RowsPart> {
  const blocks = parts[0]!.blocks!.map((block, b): Block => {
    const of = (part: RowsPart): Block => part.blocks![b]!;
    return {
      ...block,
      codes: block.codes && joined(parts.map((part) => of(part).codes!)),
      values: block.values && joined(parts.map((part) => of(part).values!)),
    };
  });
  return { blocks };
}
