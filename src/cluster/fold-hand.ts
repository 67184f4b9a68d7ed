import { readFile } from "node:fs/promises";
import type { Redis } from "ioredis";
import { pack } from "../base/packed.js";
import { refusal, refusalOf } from "../base/refusal.js";
import type { FoldInput, FoldResult, Job } from "../validation/run-fold.js";
import type { Answer, Order } from "../workers/orders.js";
import { spawnAt, type Thread } from "../workers/spawn.js";
import { KEYS, TIMES } from "./broker.js";
import { unpackInput, unpackPieces } from "./fold-wire.js";
import type { Judged } from "./folds-away.js";

// What a worker does with folds: it takes their input once, and fits pieces in threads, which share its numbers.

/** The input of one program. */
interface Shared {
  readonly input: FoldInput;
  /** Milliseconds, by the clock of this machine, since when nobody was seen to wait for it. */
  goneSince: number | undefined;
}

export class FoldHand {
  readonly #redis: Redis;
  readonly #shared = new Map<string, Promise<Shared | undefined>>();
  readonly #threads = new Set<FoldThread>();
  #module: Promise<WebAssembly.Module> | undefined;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async work(driver: string, k: number): Promise<string> {
    const redis = this.#redis;
    const bytes = await redis.getBuffer(KEYS.in(driver, k));
    if (bytes === null || (await redis.exists(KEYS.alive(driver))) === 0) return "nobody waits for it";
    const shared = await this.#input(driver);
    if (shared === undefined) return "its rows are not there"; // who waits for it sends them, and the job, again
    const pieces = unpackPieces(bytes, shared.input);
    const judged = await this.#judge(driver, shared.input, pieces);
    if ((await redis.exists(KEYS.alive(driver))) === 0) return "nobody waits for it";
    await redis.set(KEYS.out(driver, k), pack(judged), "PX", TIMES.data);
    return "done";
  }

  async #judge(driver: string, input: FoldInput, pieces: readonly (readonly Job[])[]): Promise<Judged> {
    const thread = await this.#thread(driver, input);
    const begun = performance.now();
    const results: FoldResult[][] = [];
    try {
      for (const jobs of pieces) results.push(await thread.fit(jobs));
    } catch (error) {
      if (thread.isGone) throw error; // BullMQ gives the job to a worker again
      return { error: refusalOf(error) };
    } finally {
      thread.isBusy = false;
    }
    return { results, ms: performance.now() - begun };
  }

  #input(driver: string): Promise<Shared | undefined> {
    const known = this.#shared.get(driver);
    if (known !== undefined) return known;
    const taken = this.#redis.getBuffer(KEYS.folds(driver)).then((bytes) => {
      return bytes === null ? undefined : { input: unpackInput(bytes), goneSince: undefined };
    });
    this.#shared.set(driver, taken);
    taken.then(
      (shared) => shared ?? this.#shared.delete(driver),
      () => this.#shared.delete(driver),
    );
    return taken;
  }

  /** A thread that has the input, or any that is idle. */
  async #thread(driver: string, input: FoldInput): Promise<FoldThread> {
    this.#module ??= readFile(new URL("./core.wasm", import.meta.url)).then((bytes) => WebAssembly.compile(bytes));
    const module = await this.#module;
    for (const thread of this.#threads) if (thread.isGone) this.#threads.delete(thread);
    const idle = [...this.#threads].filter(({ isBusy }) => !isBusy);
    const thread = idle.find((own) => own.driver === driver) ?? idle[0] ?? new FoldThread();
    this.#threads.add(thread);
    thread.isBusy = true;
    thread.take(driver, input, module);
    return thread;
  }

  /** Lets go of inputs that nobody asks about any more, and ends what is done for them. */
  async beat(): Promise<void> {
    for (const [driver, taken] of this.#shared) {
      const shared = await taken.catch(() => undefined);
      if (shared === undefined) continue;
      if ((await this.#redis.exists(KEYS.alive(driver))) === 1) {
        shared.goneSince = undefined;
        continue;
      }
      shared.goneSince ??= performance.now(); // Redis may have been restarted
      if (performance.now() - shared.goneSince < TIMES.alive) continue;
      this.#shared.delete(driver);
      for (const thread of this.#threads) if (thread.driver === driver) thread.end();
    }
  }

  end(): void {
    for (const thread of this.#threads) thread.end();
  }
}

/** One thread, the code of those of a cross-validation. */
class FoldThread {
  readonly #thread: Thread;
  #hear: ((answer: Answer) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;
  /** Whose input it has. */
  driver: string | undefined;
  isBusy = false;
  isGone = false;

  constructor() {
    this.#thread = spawnAt(new URL("./worker.mjs", import.meta.url))({
      answer: (message) => this.#hear?.(message as Answer),
      died: (reason) => {
        this.isGone = true;
        this.#fail?.(new Error(`a thread ended while it fitted: ${reason}`));
      },
    });
  }

  take(driver: string, input: FoldInput, module: WebAssembly.Module): void {
    if (this.driver === driver) return;
    this.driver = driver;
    this.#thread.post({ input, module } satisfies Order);
  }

  fit(jobs: readonly Job[]): Promise<FoldResult[]> {
    return new Promise((resolve, reject) => {
      const results: FoldResult[] = [];
      let left = jobs.length;
      this.#fail = reject;
      this.#hear = (answer) => {
        if ("error" in answer) reject(refusal(answer.error));
        if (!("result" in answer)) return;
        results[answer.place] = answer.result;
        if (--left === 0) resolve(results);
      };
      if (this.isGone) reject(new Error("a thread ended before its work"));
      else this.#thread.post({ jobs } satisfies Order);
    });
  }

  end(): void {
    this.isGone = true;
    this.#fail?.(new Error("nobody waits for it"));
    this.#thread.end();
  }
}
