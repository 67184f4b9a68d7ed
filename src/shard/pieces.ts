import type { CodedColumns, Codes } from "../base/coded-entries.js";
import type { Design, Response } from "../base/flow.js";
import { type PlainDesign, wholeDesign } from "../input/rows.js";
import { BY_ROWS } from "../wasm/design.js";

// Some rows of a design as plain data, cut without the kernel: for those who hold them elsewhere.

export type PieceEntries = PlainDesign["entries"];

/** Rows that follow each other, and what goes with them. */
export interface Piece {
  readonly rows: number;
  readonly columns: number;
  readonly entries: PieceEntries;
  /** Undefined for rows without labels. */
  readonly y: Float64Array | undefined;
  readonly weight: Float64Array | undefined;
  readonly trials: Float64Array | undefined;
  readonly offset: Float64Array | undefined;
  /** Number of its first row among all. */
  readonly first: number;
  /** Number of the first row of each partition, counted from `first`, and the number of rows. */
  readonly parts: Int32Array;
}

type Cut = (begin: number, end: number) => PieceEntries;

/** Cuts pieces of a design: its partitions `begin` .. `end` - 1, whose first rows are in `starts`. */
export function cutter(
  design: Design,
  starts: Int32Array,
  response: Pick<Response, "y" | "weight" | "trials" | "offset"> | undefined,
): (begin: number, end: number) => Piece {
  const entriesOf = cutOf(design);
  return (begin, end) => {
    const [first, last] = [starts[begin]!, starts[end]!];
    const own = (all: Float64Array | undefined): Float64Array | undefined => all?.slice(first, last);
    const { y, weight, trials, offset } = response ?? {};
    return {
      rows: last - first,
      columns: design.columns,
      entries: entriesOf(first, last),
      ...{ y: own(y), weight: own(weight), trials: own(trials), offset: own(offset) },
      first,
      parts: starts.slice(begin, end + 1).map((row) => row - first),
    };
  };
}

function cutOf({ rows, columns, entries }: Design): Cut {
  if (entries.kind === "coded")
    return (begin, end) => ({ kind: "coded", blocks: cutBlocks(entries.blocks, begin, end) });
  if (entries.kind === "sparse") return cutSparse(rows, columns, entries);
  const { layout, single } = entries;
  const all = numbersOf(entries, rows * columns);
  return (begin, end) => {
    if (layout === "row") return { kind: "dense", layout, data: all.slice(begin * columns, end * columns) };
    const n = end - begin;
    const data = single ? new Float32Array(n * columns) : new Float64Array(n * columns);
    for (let j = 0; j < columns; j++) data.set(all.subarray(j * rows + begin, j * rows + end), j * n);
    return { kind: "dense", layout, data };
  };
}

/** The numbers where they lie, if they do; else a copy. */
function numbersOf(
  { single, write, data }: Extract<Design["entries"], { kind: "dense" }>,
  count: number,
): Float64Array | Float32Array {
  if (data?.length === count) return data;
  const all = single ? new Float32Array(count) : new Float64Array(count);
  write(all);
  return all;
}

function cutSparse(rows: number, columns: number, entries: Extract<Design["entries"], { kind: "sparse" }>): Cut {
  const isByRow = entries.writeRows !== undefined && entries.count <= BY_ROWS.most;
  const starts = new Int32Array((isByRow ? rows : columns) + 1);
  const indices = new Int32Array(entries.count);
  const values = new Float64Array(entries.count);
  if (isByRow) entries.writeRows!(starts, indices, values);
  else entries.write(starts, indices, values);
  if (isByRow) {
    return (begin, end) => {
      const [from, to] = [starts[begin]!, starts[end]!];
      return {
        ...{ kind: "sparse", isByRow },
        starts: starts.slice(begin, end + 1).map((at) => at - from),
        ...{ indices: indices.slice(from, to), values: values.slice(from, to) },
      };
    };
  }
  return (begin, end) => {
    const own = new Int32Array(columns + 1);
    const froms = new Int32Array(columns);
    for (let j = 0; j < columns; j++) {
      froms[j] = firstFrom(indices, starts[j]!, starts[j + 1]!, begin);
      own[j + 1] = own[j]! + firstFrom(indices, froms[j]!, starts[j + 1]!, end) - froms[j]!;
    }
    const [toIndices, toValues] = [new Int32Array(own[columns]!), new Float64Array(own[columns]!)];
    for (let j = 0; j < columns; j++) {
      const [from, to] = [froms[j]!, froms[j]! + own[j + 1]! - own[j]!];
      for (let k = from; k < to; k++) toIndices[own[j]! + k - from] = indices[k]! - begin;
      toValues.set(values.subarray(from, to), own[j]!);
    }
    return { kind: "sparse", isByRow, starts: own, indices: toIndices, values: toValues };
  };
}

/** Number of the first of the ascending indices from .. end - 1 that is `row` or more. */
function firstFrom(indices: Int32Array, from: number, end: number, row: number): number {
  let [low, high] = [from, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (indices[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cutBlocks(blocks: readonly CodedColumns[], begin: number, end: number): CodedColumns[] {
  const cuts = new Map<object, Float64Array | Codes>(); // blocks may share codes
  const cut = <T extends Float64Array | Codes>(all: T): T => {
    const known = cuts.get(all) ?? all.slice(begin, end);
    cuts.set(all, known);
    return known as T;
  };
  return blocks.map((block) => {
    const values = block.values && cut(block.values);
    return block.kind === "numbers" ? { ...block, values: values! } : { ...block, codes: cut(block.codes), values };
  });
}

/** A piece as a design. */
export function designOf({ rows, columns, entries }: Piece): Design {
  return wholeDesign({ rows, columns, names: [], entries });
}

/** The buffers of a piece, to transfer instead of copying. */
export function buffersOf({ entries, y, weight, trials, offset }: Piece): ArrayBuffer[] {
  const own: (ArrayBufferView | undefined)[] = [y, weight, trials, offset];
  if (entries.kind === "dense") own.push(entries.data);
  else if (entries.kind === "sparse") own.push(entries.starts, entries.indices, entries.values);
  else for (const block of entries.blocks) own.push(block.values, block.kind === "factor" ? block.codes : undefined);
  const buffers = own.flatMap((v) => (v === undefined ? [] : [v.buffer as ArrayBuffer]));
  return [...new Set(buffers)];
}
