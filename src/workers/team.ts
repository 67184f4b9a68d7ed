import { GlmError } from "../base/errors.js";
import { REQUEST } from "../base/ids.js";
import { IN_TURN, MATRIX } from "../shard/matrices.js";
import type { Kernel } from "../wasm/kernel.js";
import { instanceOver } from "../wasm/load.js";
import { type Helpers, openScopeOf, Scope, Struct } from "../wasm/scope.js";
import { newMemory } from "../wasm/shared.js";
import { Control, MOST_PARTS } from "./control.js";
import { answerParts } from "./join.js";
import type { Order } from "./orders.js";
import { partsOf, Rooms } from "./rooms.js";
import type { Spawn, Thread } from "./spawn.js";
import { whyNotStarted, workerDied } from "./trouble.js";

// Threads over one memory. The thread that fits leads: X, y and all shards are where the others see them too, so a question to the rows
// costs a few words, and nothing is copied. Sums are those of partitions, added in their order: their bits do not depend on how many help.

/** Milliseconds without an answer after which a thread is given up: no partition takes as long. */
export const PATIENCE = 3000;

/** The first message of a thread: it is there, or why it is not. */
type Begun = { readonly joined: number } | { readonly error: { readonly message: string } };

export class Team implements Helpers {
  readonly kernel: Kernel;
  readonly #control: Control;
  readonly #threads: Thread[] = [];
  #rooms: Rooms | undefined;
  #trouble: string | undefined;
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
    const died = (reason: string, hasRun: boolean): void => {
      // one that ends later, between two passes, is no loss
      if (this.#control.get("joined") === 0) this.#trouble ??= hasRun ? reason : whyNotStarted(reason);
      begun(reason);
    };
    for (let thread = 1; thread < count; thread++) {
      const place = this.kernel.exports.alloc(bytes) >>> 0;
      const answer = (message: unknown): void =>
        "error" in (message as Begun) ? died((message as { error: Error }).error.message, true) : begun(undefined);
      const helper = spawn({ answer, died });
      this.#threads.push(helper);
      helper.post({ join: { memory, module, control: this.#control.buffer, thread, place } } satisfies Order);
      helper.unref?.();
    }
  }

  /** Why this thread works alone, or did at the end; undefined if it does not. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Threads that have started, this one among them. */
  get present(): number {
    return 1 + this.#control.get("joined");
  }

  /** How many partitions each thread has answered, this one first. */
  get answered(): number[] {
    return Array.from({ length: this.count }, (_, t) => this.#control.own(t, "answered"));
  }

  /** A scope for one piece of work; `back` is called when it ends. */
  open(back: () => void): { scope: Scope; end: () => void } {
    return openScopeOf(
      this.kernel,
      () => {
        this.#rooms = undefined;
        back();
      },
      this,
    );
  }

  end(): void {
    this.#control.dismiss();
    for (const thread of this.#threads.splice(0)) thread.end();
  }

  attach(first: Struct<"Shard">, dimension: number): void {
    const parts = partsOf(first);
    if (parts < 2 || parts > MOST_PARTS || this.#trouble !== undefined) return;
    const position = this.kernel.exports.mark();
    try {
      this.#rooms = new Rooms(this.kernel, first, dimension, this.count - 1);
    } catch (cause) {
      if (!(cause instanceof GlmError)) throw cause;
      this.kernel.exports.release(position); // X fills the memory: this thread goes on alone
      this.#trouble = "there is no memory left for them";
    }
  }

  holds(shard: Struct<"Shard">): boolean {
    return this.#trouble === undefined && this.#rooms !== undefined && this.#rooms.holds(shard);
  }

  evaluate(shard: Struct<"Shard">, exchange: Struct<"Exchange">, asked: number): boolean {
    const rooms = this.#rooms;
    if (rooms === undefined || !this.holds(shard)) return false;
    const { exports } = this.kernel;
    const request = exchange.read("hessian") === 0 ? asked & ~MATRIX : asked;
    const isMatrix = (request & IN_TURN) !== 0;
    const isOfClass = (request & REQUEST.classGram) !== 0;
    if (!rooms.takes(shard, exchange, request)) return false;
    const parts = partsOf(shard);
    exports.readyParts(shard.at, exchange.at, request);
    exports.beginPass(exchange.at, request);
    rooms.setSlots(exchange, request, parts);
    const part = new Struct<"Exchange">(this.kernel, exchange.layout, exchange.read("part"));
    this.#control.setOwn(0, "shard", shard.at);
    const own = isOfClass ? part.read("square") : part.read("hessian");
    this.#control.setOwn(0, "matrix", isMatrix ? own : 0);
    for (let t = 1; t < this.count; t++) {
      this.#control.setOwn(t, "shard", rooms.copyShards(shard, t - 1));
      const its = isOfClass ? rooms.squares[t - 1]! : rooms.matrices[t - 1]!;
      this.#control.setOwn(t, "matrix", isMatrix ? its : 0);
    }
    const { slots, slotBytes } = rooms;
    this.#control.begin({ parts, request, slots, slotBytes, exchange: exchange.at });
    if (!this.#hasAll(parts)) {
      this.#giveUp(rooms.hasPlanes);
      const [passes, hessians] = [exchange.read("passes"), exchange.read("hessians")];
      exchange.set({ passes: passes - 1, hessians: hessians - Number(isMatrix) });
      return false; // this thread does the pass again, alone
    }
    if (!isMatrix) {
      for (let k = 0; k < parts; k++) exports.foldPart(exchange.at, slots + k * slotBytes, k, parts, request);
    }
    return true;
  }

  moments(shard: Struct<"Shard">, mean: number, sd: number): boolean {
    const { exports } = this.kernel;
    const bytes = exports.partMomentWork(shard.at);
    const parts = shard.read("partCount");
    if (bytes === 0 || this.#trouble !== undefined || parts > MOST_PARTS) return false;
    const position = exports.mark();
    const scope = new Scope(this.kernel);
    const p = shard.read("columns");
    const slotBytes = 8 * exports.momentNumbers(p);
    const slots = scope.reserve(slotBytes * parts);
    for (let t = 0; t < this.count; t++) {
      this.#control.setOwn(t, "shard", shard.at);
      this.#control.setOwn(t, "matrix", scope.reserve(bytes));
    }
    this.#control.begin({ parts, request: REQUEST.moments, slots, slotBytes, exchange: 0 });
    if (!this.#hasAll(parts)) {
      this.#giveUp(false);
      return false; // its memory stays reserved: a late thread may write there
    }
    exports.mergeMoments(slots, parts, p, mean, sd);
    exports.release(position);
    return true;
  }

  /** Answers for partitions too, and waits for those of the others. */
  #hasAll(parts: number): boolean {
    const { exports } = this.kernel;
    return answerParts(this.#control, exports, 0, this.patience) && this.#control.awaitAll(parts, this.patience);
  }

  /** A thread does not answer: all others are ended, and the memory is not used again by another fit. */
  #giveUp(hasPlanes: boolean): void {
    this.#trouble = "one of them ended, or did not answer";
    this.end();
    const until = performance.now() + this.patience;
    const isFolding = (): boolean =>
      this.#threadsBehind().some((thread) => this.#control.own(thread, "isFolding") !== 0);
    while (isFolding() && performance.now() < until) {} // some microseconds, if it still runs
    if (isFolding() || hasPlanes) throw workerDied(this.#trouble);
  }

  #threadsBehind(): number[] {
    return Array.from({ length: this.count - 1 }, (_, t) => t + 1);
  }
}
