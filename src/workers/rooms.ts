import { REQUEST, STORAGE } from "../base/ids.js";
import { VECTORS } from "../shard/answers.js";
import { IN_TURN, MATRIX } from "../shard/matrices.js";
import type { Kernel } from "../wasm/kernel.js";
import { outOfMemory, Scope, Struct } from "../wasm/scope.js";

// Memory of one fit for its threads: what each of them works in, and where the answers of partitions go.

/** Vectors that have room in every partition; no request of a solver fills more. */
const MOST_VECTORS = 3;

/** Each thread has a matrix if together they take less than this part of the bytes of X. */
const MATRIX_PART = 1 / 8;

/** The same of matrices of one class: beside them a solver has one for each. */
const SQUARE_PART = 1;

type Shard = Struct<"Shard">;

/** The vectors that a request fills. */
export function vectorsOf(request: number): string[] {
  return VECTORS.filter(([, asked]) => (request & asked) !== 0).map(([name]) => name);
}

export class Rooms {
  readonly slots: number;
  readonly slotBytes: number;
  /** Whether partitions have planes that their threads write. */
  readonly hasPlanes: boolean;
  readonly #most: number;
  /** Chunks of the threads behind the first, by the scratch of a shard. */
  readonly #chunks = new Map<number, readonly number[]>();
  /** For each of them a copy of the shards and of the family's parameters; a matrix, or 0. */
  readonly #copies: readonly number[];
  readonly matrices: readonly number[];
  /** The same of one class. */
  readonly squares: readonly number[];
  readonly #block: number;
  readonly #vectors: number;
  /** What the slots are set for. */
  #asked = "";

  /** For questions to `first` and shards that share its scratch, of up to `dimension` numbers, by `others` threads beside the one that leads. */
  constructor(
    readonly kernel: Kernel,
    first: Shard,
    readonly dimension: number,
    others: number,
  ) {
    const scope = new Scope(kernel);
    const each = Array.from({ length: others }, (_, k) => k);
    const chain = chainOf(first);
    this.#most = partsOf(first);
    for (const shard of chain) {
      const rooms = each.map(() => {
        const room = kernel.exports.prepareRoom(shard.at, 1) >>> 0;
        if (room === 0) throw outOfMemory(8 * dimension);
        return room;
      });
      this.#chunks.set(shard.read("scratch"), rooms);
    }
    this.slotBytes = kernel.layouts.Exchange.size;
    const bytes = 8 * dimension * dimension;
    const given = chain.reduce((sum, shard) => sum + bytesOf(shard), 0);
    const large = given * MATRIX_PART;
    this.#copies = each.map(() => scope.reserve(kernel.layouts.Shard.size * chain.length + parameterBytes(kernel)));
    this.matrices = each.map(() => (bytes * (others + 1) <= large ? scope.reserve(bytes) : 0));
    const classes = first.read("classes");
    this.#block = classes < 2 ? 0 : dimension / classes;
    const square = 8 * this.#block ** 2;
    this.squares = each.map(() =>
      square > 0 && square * (others + 1) <= given * SQUARE_PART ? scope.reserve(square) : 0,
    );
    this.slots = scope.reserve(this.slotBytes * this.#most);
    this.#vectors = scope.f64(MOST_VECTORS * dimension * this.#most);
    this.hasPlanes = chain.some((shard) => shard.read("noiseCount") > 0 && storageOf(shard) === STORAGE.sparse);
  }

  /** Whether there is room for questions to a shard. */
  holds(shard: Shard): boolean {
    return partsOf(shard) >= 2 && chainOf(shard).every((own) => this.#chunks.has(own.read("scratch")));
  }

  /** Whether there is room for the answer to a request. */
  takes(shard: Shard, exchange: Struct<"Exchange">, request: number): boolean {
    if (exchange.read("dimension") > this.dimension || partsOf(shard) > this.#most) return false;
    if (vectorsOf(request).length > MOST_VECTORS) return false;
    if ((request & IN_TURN) !== 0 && exchange.read("part") === 0) return false;
    if ((request & REQUEST.classGram) !== 0) return !this.squares.includes(0) && exchange.read("block") <= this.#block;
    return (request & MATRIX) === 0 || !this.matrices.includes(0);
  }

  /** The shards as thread t behind the first sees them: with its own chunks, and parameters, in which loops over rows work. Returns their address. */
  copyShards(first: Shard, t: number): number {
    const { size } = this.kernel.layouts.Shard;
    const memory = new Uint8Array(this.kernel.exports.memory.buffer);
    const chain = chainOf(first);
    const to = this.#copies[t]!;
    const given = first.read("familyParams");
    const parameters = to + chain.length * size;
    if (given !== 0) memory.copyWithin(parameters, given, given + parameterBytes(this.kernel));
    chain.forEach((shard, k) => {
      memory.copyWithin(to + k * size, shard.at, shard.at + size);
      new Struct<"Shard">(this.kernel, shard.layout, to + k * size).set({
        scratch: this.#chunks.get(shard.read("scratch"))![t]!,
        familyParams: given === 0 ? 0 : parameters,
        next: k + 1 < chain.length ? to + (k + 1) * size : 0,
      });
    });
    return to;
  }

  /** The exchanges of the partitions, with memory for the vectors asked. They stay as they are from pass to pass of one kind. */
  setSlots(exchange: Struct<"Exchange">, request: number, parts: number): void {
    const dimension = exchange.read("dimension");
    const vectors = vectorsOf(request);
    const [point, direction] = [exchange.read("point"), exchange.read("direction")];
    const tolerance = exchange.read("tolerance");
    const [block, ofClass, picks] = [exchange.read("block"), exchange.read("ofClass"), exchange.read("picks")];
    const asked = [vectors, parts, dimension, point, direction, tolerance, block, ofClass, picks].join();
    if (asked === this.#asked) return;
    this.#asked = asked;
    for (let k = 0; k < parts; k++) {
      const own = this.#vectors + 8 * MOST_VECTORS * dimension * k;
      const places = Object.fromEntries(vectors.map((name, v) => [name, own + 8 * dimension * v]));
      const slot = new Struct<"Exchange">(this.kernel, exchange.layout, this.slots + k * this.slotBytes);
      slot.set({ dimension, point, direction, tolerance, block, ofClass, picks, ...places });
    }
  }
}

/** Bytes of the parameters of any family. */
function parameterBytes({ layouts }: Kernel): number {
  return Math.max(layouts.Power.size, layouts.Proportion.size, layouts.NegativeBinomial.size);
}

/** The shards that answer together. */
function chainOf(first: Shard): Shard[] {
  const chain = [first];
  for (let next = first.read("next"); next !== 0; next = chain.at(-1)!.read("next")) {
    chain.push(new Struct<"Shard">(first.kernel, first.layout, next));
  }
  return chain;
}

/** Their partitions. */
export function partsOf(first: Shard): number {
  return chainOf(first).reduce((sum, shard) => sum + Math.max(1, shard.read("partCount")), 0);
}

function storageOf(shard: Shard): number {
  return new Struct<"Design">(shard.kernel, shard.kernel.layouts.Design, shard.read("design")).read("storage");
}

/** About the bytes of X. */
function bytesOf(shard: Shard): number {
  return (storageOf(shard) === STORAGE.dense32 ? 4 : 8) * shard.read("rows") * shard.read("columns");
}
