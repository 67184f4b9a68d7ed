import { GlmError } from "../base/errors.js";
import { REQUEST, STORAGE } from "../base/ids.js";
import type { Kernel } from "../wasm/kernel.js";
import { instanceOver } from "../wasm/load.js";
import { type Helpers, openScopeOf, Scope, Struct } from "../wasm/scope.js";
import { newMemory } from "../wasm/shared.js";
import { Control, MOST_PARTS } from "./control.js";
import { answerParts, MATRIX } from "./join.js";
import { type Order, workerDied } from "./orders.js";
import type { Spawn, Thread } from "./spawn.js";

// Threads over one memory. The thread that fits leads: X, y and all shards are where the others see them too, so a question to the rows
// costs a few words, and nothing is copied. Sums are those of partitions, added in their order: their bits do not depend on how many help.

/** Vectors of answers that have room in every partition; no request of a solver fills more. */
const VECTORS = ["gradient", "product", "diagonal", "adaptive", "common"] as const;
const ROOM = 3;
const FILLS: Readonly<Record<(typeof VECTORS)[number], number>> = {
  gradient: REQUEST.gradient,
  product: REQUEST.hessianVector,
  diagonal: REQUEST.diagonal,
  adaptive: REQUEST.adaptive | REQUEST.unmovedGram,
  common: REQUEST.common,
};

/** Each thread has a matrix if together they take less than this part of the bytes of X. */
const MATRIX_PART = 1 / 8;

/** Milliseconds without an answer after which a thread is given up: no partition takes as long. */
export const PATIENCE = 3000;

interface Failed {
  readonly error: { readonly message: string };
}

/** Memory of one fit for the threads of a team. */
interface Attached {
  readonly dimension: number;
  /** Chunks of the threads behind the first, by the scratch of a shard. */
  readonly rooms: Map<number, readonly number[]>;
  /** For each of them a copy of the shards, and a matrix or 0. */
  readonly copies: readonly number[];
  readonly matrices: readonly number[];
  /** Exchanges of partitions, one after the other, and ROOM vectors for each. */
  readonly slots: number;
  readonly vectors: number;
  readonly most: number;
  /** Whether partitions have planes that their threads write. */
  readonly hasPlanes: boolean;
  /** What the slots are set for. */
  asked: string;
}

export class Team implements Helpers {
  readonly kernel: Kernel;
  readonly #control: Control;
  readonly #threads: Thread[] = [];
  #attached: Attached | undefined;
  #isLost = false;
  /** Settles when the first thread has started, or failed to: with the reason then. */
  readonly started: Promise<string | undefined>;

  /** `count` threads, this one among them. They begin to help when they have started; nobody waits for that. */
  constructor(
    readonly module: WebAssembly.Module,
    readonly count: number,
    spawn: Spawn,
    readonly patience = PATIENCE,
  ) {
    const memory = newMemory(true);
    this.kernel = instanceOver(module, memory);
    this.#control = Control.of(count);
    let begun: (reason: string | undefined) => void = () => {};
    this.started = new Promise((resolve) => {
      begun = resolve;
    });
    const bytes = Number(this.kernel.exports.ownBytes.value);
    for (let thread = 1; thread < count; thread++) {
      const place = this.kernel.exports.alloc(bytes) >>> 0;
      const helper = spawn({
        answer: (message) =>
          begun("error" in (message as object) ? String((message as Failed).error.message) : undefined),
        died: begun, // one that ends later, between two passes, is no loss
      });
      this.#threads.push(helper);
      helper.post({ join: { memory, module, control: this.#control.buffer, thread, place } } satisfies Order);
      helper.unref?.();
    }
  }

  /** Whether it can be used again: no thread was given up. */
  get isWhole(): boolean {
    return !this.#isLost;
  }

  /** Threads that have started, this one among them. */
  get present(): number {
    return this.#isLost ? 1 : 1 + this.#control.get("joined");
  }

  /** How many partitions each thread has answered, this one first. */
  get answered(): number[] {
    return Array.from({ length: this.count }, (_, t) => this.#control.own(t, "answered"));
  }

  /** A scope for one piece of work; `back` gets the bytes that it needed. */
  open(back: (used: number) => void): { scope: Scope; end: () => void } {
    return openScopeOf(
      this.kernel,
      (_, used) => {
        this.#attached = undefined;
        back(used);
      },
      this,
    );
  }

  end(): void {
    this.#control.dismiss();
    for (const thread of this.#threads.splice(0)) thread.end();
  }

  attach(first: Struct<"Shard">, dimension: number): void {
    const { kernel, count } = this;
    const most = kernel.exports.countParts(first.at);
    if (most < 2 || most > MOST_PARTS || this.#isLost) return;
    const scope = new Scope(kernel);
    const chain = this.#chain(first);
    const others = Array.from({ length: count - 1 }, (_, k) => k);
    const rooms = new Map<number, readonly number[]>();
    for (const shard of chain)
      rooms.set(
        shard.read("scratch"),
        others.map(() => this.#room(shard)),
      );
    const size = kernel.layouts.Shard.size;
    const slotBytes = kernel.layouts.Exchange.size;
    const bytes = 8 * dimension * dimension;
    const large = chain.reduce((sum, shard) => sum + bytesOf(shard), 0) * MATRIX_PART;
    this.#attached = {
      ...{ dimension, rooms, most, asked: "" },
      copies: others.map(() => scope.reserve(size * chain.length + this.#parameterBytes)),
      matrices: others.map(() => (bytes * count <= large ? scope.reserve(bytes) : 0)),
      slots: scope.reserve(slotBytes * most),
      vectors: scope.f64(ROOM * dimension * most),
      hasPlanes: chain.some((shard) => shard.read("noiseCount") > 0 && storageOf(shard) === STORAGE.sparse),
    };
  }

  holds(shard: Struct<"Shard">): boolean {
    const attached = this.#attached;
    if (attached === undefined || this.#isLost) return false;
    if (!attached.rooms.has(shard.read("scratch"))) return false;
    const next = shard.read("next");
    return (next === 0 || attached.rooms.has(this.#at(next).read("scratch"))) && this.#parts(shard) >= 2;
  }

  evaluate(shard: Struct<"Shard">, exchange: Struct<"Exchange">, asked: number): boolean {
    if (!this.holds(shard)) return false;
    const attached = this.#attached!;
    const { exports } = this.kernel;
    const matrix = exchange.read("hessian");
    const request = matrix === 0 ? asked & ~MATRIX : asked;
    const vectors = VECTORS.filter((name) => (request & FILLS[name]) !== 0);
    const parts = this.#parts(shard);
    const isMatrix = (request & MATRIX) !== 0;
    if (exchange.read("dimension") > attached.dimension || vectors.length > ROOM || parts > attached.most) return false;
    if (isMatrix && (attached.matrices.includes(0) || exchange.read("part") === 0)) return false;
    exports.readyParts(shard.at, exchange.at, request);
    exports.beginPass(exchange.at, request);
    this.#copyShards(shard, attached);
    this.#setSlots(exchange, vectors, parts, attached);
    const own = this.#exchangeAt(exchange.read("part"));
    this.#control.setOwn(0, "shard", shard.at);
    this.#control.setOwn(0, "matrix", isMatrix ? own.read("hessian") : 0);
    const slotBytes = this.kernel.layouts.Exchange.size;
    this.#control.begin({ parts, request, slots: attached.slots, slotBytes, exchange: exchange.at });
    const isDone =
      answerParts(this.#control, exports, 0, this.patience) && this.#control.awaitAll(parts, this.patience);
    if (!isDone) {
      this.#giveUp(attached.hasPlanes);
      const isCounted = Number(isMatrix);
      exchange.set({ passes: exchange.read("passes") - 1, hessians: exchange.read("hessians") - isCounted });
      return false; // this thread does the pass again, alone
    }
    if (!isMatrix) {
      for (let k = 0; k < parts; k++) exports.foldPart(exchange.at, attached.slots + k * slotBytes, k, parts, request);
    }
    return true;
  }

  moments(shard: Struct<"Shard">, mean: number, sd: number): boolean {
    const { kernel, count } = this;
    const { exports } = kernel;
    const bytes = exports.partMomentWork(shard.at);
    const parts = shard.read("partCount");
    if (bytes === 0 || this.#isLost || parts > MOST_PARTS) return false;
    const position = exports.mark();
    const scope = new Scope(kernel);
    const p = shard.read("columns");
    const slotBytes = 8 * exports.momentNumbers(p);
    const slots = scope.reserve(slotBytes * parts);
    for (let t = 0; t < count; t++) {
      this.#control.setOwn(t, "shard", shard.at);
      this.#control.setOwn(t, "matrix", scope.reserve(bytes));
    }
    this.#control.begin({ parts, request: REQUEST.moments, slots, slotBytes, exchange: 0 });
    answerParts(this.#control, exports, 0);
    const isDone = this.#control.awaitAll(parts, this.patience);
    if (!isDone) {
      this.#giveUp();
      return false; // its memory stays reserved: a late thread may write there
    }
    exports.mergeMoments(slots, parts, p, mean, sd);
    exports.release(position);
    return true;
  }

  /** A thread does not answer: all others are ended, and the memory is not used again by another fit. */
  #giveUp(hasPlanes = false): void {
    this.#isLost = true;
    this.end();
    const until = performance.now() + this.patience;
    const isFolding = (): boolean =>
      Array.from({ length: this.count }, (_, t) => t).some((t) => t > 0 && this.#control.own(t, "isFolding") !== 0);
    while (isFolding() && performance.now() < until) {} // some microseconds, if it still runs
    if (isFolding() || hasPlanes) throw workerDied("it did not answer");
  }

  /** The shards as the other threads see them: with their own chunks. */
  #copyShards(first: Struct<"Shard">, { rooms, copies }: Attached): void {
    const { size } = this.kernel.layouts.Shard;
    const memory = new Uint8Array(this.kernel.exports.memory.buffer);
    const chain = this.#chain(first);
    const given = first.read("familyParams");
    copies.forEach((to, t) => {
      const parameters = to + chain.length * size; // loops over rows work in them, so each thread has its own
      if (given !== 0) memory.copyWithin(parameters, given, given + this.#parameterBytes);
      chain.forEach((shard, k) => {
        memory.copyWithin(to + k * size, shard.at, shard.at + size);
        const scratch = rooms.get(shard.read("scratch"))![t]!;
        const familyParams = shard.read("familyParams") === 0 ? 0 : parameters;
        this.#at(to + k * size).set({ scratch, familyParams, next: k + 1 < chain.length ? to + (k + 1) * size : 0 });
      });
      this.#control.setOwn(t + 1, "shard", to);
      this.#control.setOwn(t + 1, "matrix", this.#attached!.matrices[t]!);
    });
  }

  /** The exchanges of the partitions, with memory for the vectors asked. They stay as they are from pass to pass of one kind. */
  #setSlots(exchange: Struct<"Exchange">, vectors: readonly string[], parts: number, attached: Attached): void {
    const at = attached.slots;
    const { size } = this.kernel.layouts.Exchange;
    const dimension = exchange.read("dimension");
    const [point, direction, tolerance] = [
      exchange.read("point"),
      exchange.read("direction"),
      exchange.read("tolerance"),
    ];
    const asked = [vectors, parts, dimension, point, direction, tolerance].join();
    if (asked === attached.asked) return;
    attached.asked = asked;
    for (let k = 0; k < parts; k++) {
      const own = attached.vectors + 8 * ROOM * dimension * k;
      const places = Object.fromEntries(vectors.map((name, v) => [name, own + 8 * dimension * v]));
      this.#exchangeAt(at + k * size).set({ dimension, point, direction, tolerance, ...places });
    }
  }

  /** Bytes of the parameters of any family. */
  get #parameterBytes(): number {
    const { Power, Proportion, NegativeBinomial } = this.kernel.layouts;
    return Math.max(Power.size, Proportion.size, NegativeBinomial.size);
  }

  #room(shard: Struct<"Shard">): number {
    const room = this.kernel.exports.prepareRoom(shard.at, 1) >>> 0;
    if (room === 0) throw new GlmError("OUT_OF_MEMORY", "no room for one more thread; use fewer workers", {});
    return room;
  }

  #chain(first: Struct<"Shard">): Struct<"Shard">[] {
    const chain = [first];
    for (let next = first.read("next"); next !== 0; next = chain.at(-1)!.read("next")) chain.push(this.#at(next));
    return chain;
  }

  #parts(shard: Struct<"Shard">): number {
    const next = shard.read("next");
    return Math.max(1, shard.read("partCount")) + (next === 0 ? 0 : this.#parts(this.#at(next)));
  }

  #at(address: number): Struct<"Shard"> {
    return new Struct<"Shard">(this.kernel, this.kernel.layouts.Shard, address);
  }

  #exchangeAt(address: number): Struct<"Exchange"> {
    return new Struct<"Exchange">(this.kernel, this.kernel.layouts.Exchange, address);
  }
}

function storageOf(shard: Struct<"Shard">): number {
  return new Struct<"Design">(shard.kernel, shard.kernel.layouts.Design, shard.read("design")).read("storage");
}

/** About the bytes of X. */
function bytesOf(shard: Struct<"Shard">): number {
  const each = storageOf(shard) === STORAGE.dense32 ? 4 : 8;
  return each * shard.read("rows") * shard.read("columns");
}
