import { STORAGE } from "../base/ids.js";
import { type Block, placeBlocks, placeIndices } from "../wasm/coded-design.js";
import { placeDesign } from "../wasm/design.js";
import { outOfMemory, type Scope, Struct } from "../wasm/scope.js";
import { cutBlocks } from "./coded-part.js";
import { putTermsOf, putTies, type Term } from "./noise-terms.js";

/** Some rows with labels of a shard, as plain data that can be sent to another thread. */
export interface RowsPart {
  /** Fields of the shard that are no pointers. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly storage: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly data: Float64Array | Float32Array;
  /** Compressed columns, or rows: where they start, and the rows or columns of the entries. */
  readonly starts: Int32Array | undefined;
  readonly indices: Int32Array | undefined;
  readonly isByRow: boolean;
  /** Of a coded X, which has no data. */
  readonly blocks: readonly Block[] | undefined;
  readonly y: Float64Array;
  readonly weight: Float64Array | undefined;
  readonly offset: Float64Array | undefined;
  readonly parameters: Uint8Array | undefined;
  readonly noises: readonly Term[];
  readonly ties: Int32Array | undefined;
  readonly center: Float64Array;
  readonly scale: Float64Array;
  /** Number of the first row of each partition, and the number of rows; undefined: one partition. */
  readonly parts: Int32Array | undefined;
}

const NUMBERS = [
  "columns", "intercept", "classes", "family", "approximation", "mask", "copies", "seed", "noiseCount", "labels", "share",
] as const; // biome-ignore format: a list

/** Rows begin .. begin + count - 1. */
export interface Range {
  readonly begin: number;
  readonly count: number;
}

/** Divides rows into parts of about equal size. */
export function partsOf(rows: number, parts: number): Range[] {
  const from = (part: number): number => Math.floor((rows * part) / parts);
  return Array.from({ length: parts }, (_, k) => ({ begin: from(k), count: from(k + 1) - from(k) }));
}

/** Some rows of one shard, copied out of wasm memory. */
export function cutRows(
  scope: Scope,
  shard: Struct<"Shard">,
  parameterBytes: number,
  ranges: readonly Range[],
): RowsPart {
  const { kernel } = scope;
  const rows = shard.read("rows");
  const count = ranges.reduce((sum, range) => sum + range.count, 0);
  const design = new Struct<"Design">(kernel, kernel.layouts.Design, shard.read("design"));
  const columns = shard.read("columns");
  const take = (at: number): Float64Array | undefined =>
    at === 0 ? undefined : gathered(scope.view(at, rows), new Float64Array(count), ranges, 0);
  const parameters = shard.read("familyParams");
  const storage = design.read("storage");
  const cut = storage === STORAGE.sparse ? cutSparse : storage === STORAGE.coded ? cutCoded : cutDense;
  return {
    numbers: {
      ...Object.fromEntries(NUMBERS.map((name) => [name, shard.read(name)])),
      rows: count,
      first: shard.read("first") + (ranges[0]?.begin ?? 0),
    },
    storage,
    ...cut(scope, design, columns, rows, ranges, count),
    y: take(shard.read("y"))!,
    weight: take(shard.read("weight")),
    offset: take(shard.read("offset")),
    parameters: parameters === 0 ? undefined : bytes(scope, parameters, parameterBytes).slice(),
    noises: readTerms(scope, shard.read("noise"), shard.read("noiseCount"), columns),
    ties: shard.read("ties") === 0 ? undefined : scope.indices(shard.read("ties"), columns).slice(),
    center: shard.copy("center", columns),
    scale: shard.copy("scale", columns),
    parts: undefined,
  };
}

type Numbers = Float64Array | Float32Array;
type Entries = Pick<RowsPart, "data" | "starts" | "indices" | "isByRow" | "blocks" | "rowStride" | "columnStride">;

/** The ranges of `from`, one after the other, into `to` from `at` on; `width` numbers a row. */
export function gathered<T extends Numbers | Int32Array>(
  from: T,
  to: T,
  ranges: readonly Range[],
  at: number,
  width = 1,
): T {
  for (const { begin, count } of ranges) {
    to.set(from.subarray(begin * width, (begin + count) * width), at);
    at += count * width;
  }
  return to;
}

function cutDense(
  scope: Scope,
  design: Struct<"Design">,
  columns: number,
  rows: number,
  ranges: readonly Range[],
  count: number,
): Entries {
  const single = design.read("storage") === STORAGE.dense32;
  const at = design.read("data");
  const all: Numbers = single ? scope.view32(at, rows * columns) : scope.view(at, rows * columns);
  const data: Numbers = single ? new Float32Array(count * columns) : new Float64Array(count * columns);
  const none = { starts: undefined, indices: undefined, isByRow: false, blocks: undefined };
  if (design.read("rowStride") !== 1 || columns === 1) {
    gathered(all, data, ranges, 0, columns);
    return { data, rowStride: columns, columnStride: 1, ...none };
  }
  for (let j = 0; j < columns; j++) gathered(all.subarray(j * rows, (j + 1) * rows), data, ranges, j * count);
  return { data, rowStride: 1, columnStride: count, ...none };
}

function cutSparse(
  scope: Scope,
  design: Struct<"Design">,
  columns: number,
  allRows: number,
  ranges: readonly Range[],
): Entries {
  if (design.read("rowStarts") !== 0) return cutByRows(scope, design, allRows, ranges);
  const from = scope.indices(design.read("starts"), columns + 1);
  const entries = from[columns]!;
  const values = design.view("data", entries);
  const rows = scope.indices(design.read("indices"), entries);
  const number = new Int32Array(allRows).fill(-1);
  let next = 0;
  for (const { begin, count } of ranges) for (let i = begin; i < begin + count; i++) number[i] = next++;
  const starts = new Int32Array(columns + 1);
  for (let j = 0; j < columns; j++) {
    let own = 0;
    for (let k = from[j]!; k < from[j + 1]!; k++) own += Number(number[rows[k]!]! >= 0);
    starts[j + 1] = starts[j]! + own;
  }
  const data = new Float64Array(starts[columns]!);
  const indices = new Int32Array(starts[columns]!);
  let to = 0;
  for (let k = 0; k < entries; k++) {
    if (number[rows[k]!]! < 0) continue;
    data[to] = values[k]!;
    indices[to++] = number[rows[k]!]!;
  }
  return { data, starts, indices, isByRow: false, blocks: undefined, rowStride: 1, columnStride: 1 };
}

/** Rows stay rows: sums by rows are added in another order than those by columns. */
function cutByRows(scope: Scope, design: Struct<"Design">, allRows: number, ranges: readonly Range[]): Entries {
  const from = scope.indices(design.read("rowStarts"), allRows + 1);
  const entries = ranges.map(({ begin, count }) => ({
    begin: from[begin]!,
    count: from[begin + count]! - from[begin]!,
  }));
  const rows = ranges.reduce((sum, { count }) => sum + count, 0);
  const starts = new Int32Array(rows + 1);
  let i = 0;
  for (const { begin, count } of ranges) {
    for (let k = begin; k < begin + count; k++, i++) starts[i + 1] = starts[i]! + from[k + 1]! - from[k]!;
  }
  const all = from[allRows]!;
  return {
    data: gathered(design.view("rowData", all), new Float64Array(starts[rows]!), entries, 0),
    starts,
    indices: gathered(scope.indices(design.read("rowIndices"), all), new Int32Array(starts[rows]!), entries, 0),
    isByRow: true,
    blocks: undefined,
    ...{ rowStride: 1, columnStride: 1 },
  };
}

function cutCoded(
  scope: Scope,
  design: Struct<"Design">,
  _columns: number,
  _rows: number,
  ranges: readonly Range[],
  count: number,
): Entries {
  const blocks = cutBlocks(scope, design, ranges, count);
  const none = { data: new Float64Array(0), starts: undefined, indices: undefined, isByRow: false };
  return { ...none, blocks, rowStride: 1, columnStride: 1 };
}

function bytes(scope: Scope, at: number, count: number): Uint8Array {
  return new Uint8Array(scope.kernel.exports.memory.buffer, at, count);
}

function readTerms(scope: Scope, at: number, count: number, columns: number): Term[] {
  const { layouts } = scope.kernel;
  return Array.from({ length: count }, (_, k) => {
    const term = new Struct<"NoiseTerm">(scope.kernel, layouts.NoiseTerm, at + k * layouts.NoiseTerm.size);
    return { kind: term.read("kind"), strengths: term.copy("strengths", columns), isTied: term.read("isTied") };
  });
}

/** Copies a part into its own memory. */
export function placeRows(scope: Scope, part: RowsPart): Struct<"Shard"> {
  const design = placePart(scope, part);
  const parameters = part.parameters === undefined ? 0 : scope.reserve(part.parameters.length);
  const shard = scope.struct("Shard", {
    ...part.numbers,
    parts: part.parts === undefined ? 0 : placeIndices(scope, part.parts),
    partCount: partCountOf(part),
    design: design.at,
    y: scope.put(part.y),
    weight: part.weight === undefined ? 0 : scope.put(part.weight),
    offset: part.offset === undefined ? 0 : scope.put(part.offset),
    familyParams: parameters,
    noise: putTermsOf(scope, part.noises),
    ties: putTies(scope, part.ties),
    center: scope.put(part.center),
    scale: scope.put(part.scale),
  });
  if (!scope.kernel.exports.prepareShard(shard.at, 1)) throw outOfMemory(8 * part.center.length);
  setParameters(scope, shard, part.parameters);
  return shard;
}

function partCountOf({ parts }: RowsPart): number {
  return parts === undefined ? 1 : parts.length - 1;
}

function placePart(scope: Scope, part: RowsPart): Struct<"Design"> {
  const { data, starts, indices, isByRow, blocks } = part;
  const [rows, columns] = [part.numbers.rows!, part.numbers.columns!];
  if (blocks !== undefined) return placeBlocks(scope, rows, blocks);
  if (starts !== undefined && indices !== undefined) {
    const write = (toStarts: Int32Array, toIndices: Int32Array, toValues: Float64Array): void => {
      toStarts.set(starts);
      toIndices.set(indices);
      toValues.set(data);
    };
    const entries = { kind: "sparse", count: data.length, write, writeRows: isByRow ? write : undefined } as const;
    return placeDesign(scope, { rows, columns, names: [], entries }, partCountOf(part)).struct;
  }
  let at: number;
  if (data instanceof Float32Array) {
    at = scope.reserve(4 * data.length);
    scope.view32(at, data.length).set(data);
  } else at = scope.put(data);
  return scope.struct("Design", {
    storage: part.storage,
    data: at,
    rowStride: part.rowStride,
    columnStride: part.columnStride,
  });
}

/** The family's parameters, which may change between passes. */
export function setParameters(scope: Scope, shard: Struct<"Shard">, values: Uint8Array | undefined): void {
  if (values === undefined) return;
  bytes(scope, shard.read("familyParams"), values.length).set(values);
  const next = shard.read("next");
  if (next !== 0) setParameters(scope, new Struct<"Shard">(scope.kernel, shard.layout, next), values);
}
