import type { CodedColumns, Codes } from "../base/coded-entries.js";
import type { Piece } from "../shard/pieces.js";
import { joinLines, type Lines, sparseBytes } from "./sparse-layout.js";

// How a partition lies in a file: its vectors, then the vectors of its blocks, or of its sparse lines, each from a multiple of 8 bytes on. All
// partitions are alike but for their rows, so what they have in common is kept once.

type Numbers = Float64Array | Float32Array | Int32Array | Codes;

/** What a vector is made of. "f32" is of 64-bit numbers that are 32-bit ones. */
const KINDS = { f64: Float64Array, f32: Float32Array, u8: Uint8Array, u16: Uint16Array, i32: Int32Array } as const;
type Kind = keyof typeof KINDS;

/** The vectors of a response, in their order in the file. */
export const VECTORS = ["y", "weight", "trials", "offset"] as const;
export type VectorName = (typeof VECTORS)[number];

/** The partitions of one fit without their numbers. */
export interface Pattern {
  readonly columns: number;
  readonly vectors: readonly VectorName[];
  /** Places of `codes` and `values` among the vectors of the blocks. */
  readonly blocks: readonly BlockPattern[];
  /** Of a sparse x, which has no blocks: whether its lines are rows. */
  readonly isByRow?: boolean | undefined;
}

interface BlockPattern {
  readonly block: CodedColumns;
  readonly codes: number | undefined;
  readonly values: number | undefined;
}

/** Where a partition lies. */
export interface Place {
  readonly at: number;
  readonly bytes: number;
  /** Bytes of the vectors of the response, which come first. */
  readonly head: number;
  readonly rows: number;
  /** Number of its first row among those in use. */
  readonly first: number;
  readonly kinds: readonly Kind[];
  /** Numbers of each vector; undefined: one for each row. */
  readonly lengths?: readonly number[] | undefined;
  /** Bytes that it takes when it is held; undefined: 8 for each number. */
  readonly held?: number | undefined;
}

/** A partition as it is written. */
export interface Written {
  readonly rows: number;
  readonly blocks: readonly CodedColumns[];
  /** In the place of blocks: a sparse x. */
  readonly lines?: Lines | undefined;
  readonly vectors: Partial<Record<VectorName, Float64Array>>;
}

/** The pattern of a first partition. */
export function patternOf(columns: number, { blocks, lines, vectors }: Written): Pattern {
  const slots: Numbers[] = [];
  const slot = (numbers: Numbers): number => {
    const known = slots.indexOf(numbers); // blocks may share codes
    return known < 0 ? slots.push(numbers) - 1 : known;
  };
  return {
    columns,
    isByRow: lines?.isByRow,
    vectors: VECTORS.filter((name) => vectors[name] !== undefined),
    blocks: blocks.map((block) => ({
      block:
        block.kind === "numbers" ? { kind: "numbers", values: NONE } : { ...block, codes: NO_CODES, values: undefined },
      codes: block.kind === "factor" ? slot(block.codes) : undefined,
      values: block.values && slot(block.values),
    })),
  };
}

const NONE = new Float64Array(0);
const NO_CODES = new Uint8Array(0);

/** A partition as bytes, and what they are. */
export function packed(
  { columns, vectors, blocks }: Pattern,
  written: Written,
): { readonly bytes: Uint8Array } & Pick<Place, "head" | "kinds" | "lengths" | "held"> {
  const { rows, lines } = written;
  const heads = vectors.map((name) => written.vectors[name]!);
  const slots: Numbers[] = [];
  blocks.forEach(({ codes, values }, k) => {
    const block = written.blocks[k]!;
    if (codes !== undefined) slots[codes] = (block as { codes: Codes }).codes;
    if (values !== undefined) slots[values] = block.values!;
  });
  if (lines !== undefined) slots.push(lines.starts, lines.indices, lines.values);
  const all = [...heads, ...slots].map(narrowed);
  const bytes = new Uint8Array(all.reduce((sum, numbers) => sum + padded(numbers.byteLength), 0));
  let at = 0;
  let head = 0;
  all.forEach((numbers, k) => {
    bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at);
    at += padded(numbers.byteLength);
    if (k === heads.length - 1) head = at;
  });
  const kinds = all.map(kindOf);
  if (lines === undefined) return { bytes, head, kinds };
  const lengths = all.map(({ length }) => length);
  return { bytes, head, kinds, lengths, held: 8 * rows * heads.length + sparseBytes(rows, columns, lines) };
}

function padded(bytes: number): number {
  return 8 * Math.ceil(bytes / 8);
}

function kindOf(numbers: Numbers): Kind {
  return (Object.keys(KINDS) as Kind[]).find((kind) => numbers instanceof KINDS[kind])!;
}

/** 64-bit numbers as 32-bit ones where all of them are such: half of the bytes, and not a bit less. */
function narrowed(numbers: Numbers): Numbers {
  if (!(numbers instanceof Float64Array)) return numbers;
  for (let i = 0; i < numbers.length; i++) {
    if (!Object.is(Math.fround(numbers[i]!), numbers[i]!)) return numbers;
  }
  return new Float32Array(numbers);
}

/** The vectors of a response, of the first bytes of a partition. */
export function unpackedHead(
  { vectors }: Pattern,
  place: Place,
  bytes: ArrayBuffer,
): Partial<Record<VectorName, Float64Array>> {
  const read = reader(place, bytes);
  return Object.fromEntries(vectors.map((name, k) => [name, read(k)]));
}

/** A partition as it is held. In a room its blocks are those of the room, until that is used again; its vectors are its own. */
export function unpacked(pattern: Pattern, place: Place, bytes: ArrayBuffer, room?: Room): Piece {
  const { columns, vectors, blocks } = pattern;
  const { rows, first, kinds } = place;
  const read = reader(place, bytes, room);
  const slots = kinds.slice(vectors.length).map((_, k) => read(vectors.length + k));
  const own = unpackedHead(pattern, place, room === undefined ? bytes : bytes.slice(0, place.head));
  return {
    ...{ rows, columns, first },
    ...{ y: own.y, weight: own.weight, trials: own.trials, offset: own.offset },
    parts: Int32Array.of(0, rows),
    entries:
      pattern.isByRow !== undefined
        ? linesOf(pattern.isByRow, slots)
        : {
            kind: "coded",
            blocks: blocks.map(({ block, codes, values }): CodedColumns => {
              const numbers = values === undefined ? undefined : (slots[values] as Float64Array);
              if (block.kind === "numbers") return { ...block, values: numbers! };
              return { ...block, codes: slots[codes!] as unknown as Codes, values: numbers };
            }),
          },
  };
}

function linesOf(isByRow: boolean, [starts, indices, values]: readonly Numbers[]): Lines {
  return {
    kind: "sparse",
    isByRow,
    starts: starts as Int32Array,
    indices: indices as Int32Array,
    values: values as Float64Array,
  };
}

/** Reads vector k of a partition; 32-bit numbers are written out in the room, if there is one. */
function reader({ rows, kinds, lengths }: Place, bytes: ArrayBuffer, room?: Room): (k: number) => Float64Array {
  const lengthOf = (k: number): number => lengths?.[k] ?? rows;
  const starts = [0];
  for (const [k, kind] of kinds.entries())
    starts.push(starts[k]! + padded(lengthOf(k) * KINDS[kind].BYTES_PER_ELEMENT));
  return (k) => {
    const Kind = KINDS[kinds[k]!] as unknown as new (buffer: ArrayBuffer, at: number, length: number) => Float64Array;
    const numbers = new Kind(bytes, starts[k]!, lengthOf(k));
    if (kinds[k] !== "f32") return numbers;
    const wide = room?.numbers(k, numbers.length) ?? new Float64Array(numbers.length);
    wide.set(numbers);
    return wide;
  };
}

/** Memory that one partition after the other is read into: new memory for each would wait for the collector. */
export class Room {
  #bytes = new ArrayBuffer(0);
  readonly #numbers: Float64Array[] = [];

  bytes(count: number): ArrayBuffer {
    if (this.#bytes.byteLength < count) this.#bytes = new ArrayBuffer(count);
    return this.#bytes;
  }

  numbers(k: number, count: number): Float64Array {
    const known = this.#numbers[k];
    if (known !== undefined && known.length >= count) return known.subarray(0, count);
    this.#numbers[k] = new Float64Array(count);
    return this.#numbers[k]!;
  }
}

/** Bytes that a partition takes when it is held. */
export function heldBytes({ rows, kinds, held }: Place): number {
  return held ?? 8 * rows * kinds.length;
}

/** Pieces that follow each other as one. */
export function joinPieces(pieces: readonly Piece[]): Piece {
  const [first] = pieces;
  if (first === undefined || pieces.length === 1) return first!;
  const join = (all: readonly (Numbers | undefined)[]): Numbers | undefined => {
    if (all[0] === undefined) return undefined;
    const Kind = all[0].constructor as unknown as new (length: number) => Float64Array;
    const to = new Kind(all.reduce((sum, one) => sum + one!.length, 0));
    let at = 0;
    for (const one of all) {
      to.set(one!, at);
      at += one!.length;
    }
    return to;
  };
  const vector = (name: VectorName) => join(pieces.map((piece) => piece[name])) as Float64Array | undefined;
  const joined = new Map<Numbers, Numbers>(); // blocks may share codes
  const part = (of: (piece: Piece) => Numbers | undefined): Numbers | undefined => {
    const key = of(first);
    if (key === undefined) return undefined;
    const known = joined.get(key) ?? join(pieces.map(of))!;
    joined.set(key, known);
    return known;
  };
  const starts = [0];
  for (const { rows } of pieces) starts.push(starts.at(-1)! + rows);
  const { entries, columns } = first;
  const blocks = blocksIn(first).map((block, b): CodedColumns => {
    const values = part((piece) => blocksIn(piece)[b]!.values) as Float64Array | undefined;
    if (block.kind === "numbers") return { ...block, values: values! };
    return { ...block, codes: part((piece) => (blocksIn(piece)[b] as { codes: Codes }).codes) as Codes, values };
  });
  return {
    ...first,
    rows: starts.at(-1)!,
    ...{ y: vector("y"), weight: vector("weight"), trials: vector("trials"), offset: vector("offset") },
    parts: Int32Array.from(starts),
    entries:
      entries.kind === "sparse"
        ? joinLines(pieces as Parameters<typeof joinLines>[0], columns)
        : { kind: "coded", blocks },
  };
}

function blocksIn({ entries }: Piece): readonly CodedColumns[] {
  return entries.kind === "coded" ? entries.blocks : [];
}
