import { readFile } from "node:fs/promises";
import type { Redis } from "ioredis";
import { pack } from "../base/packed.js";
import { refusal, refusalOf } from "../base/refusal.js";
import type { FoldInput, FoldResult, Job } from "../validation/run-fold.js";
import type { Answer, Order } from "../workers/orders.js";
import { spawnAt, type Thread } from "../workers/spawn.js";
import { Absences, giveResult, NOBODY, takeBatch } from "./batch-keys.js";
import { KEYS } from "./broker.js";
import { unpackInput, unpackPieces } from "./fold-wire.js";
import type { Judged } from "./judged.js";

// What a worker does with folds: it takes their input once, and fits pieces in threads, which share its numbers.

export class FoldHand {
  readonly #redis: Redis;
  readonly #absences: Absences;
  /** Inputs by who sent them. */
  readonly #shared = new Map<string, Promise<FoldInput | undefined>>();
  readonly #threads = new Set<FoldThread>();
  #module: Promise<WebAssembly.Module> | undefined;

  constructor(redis: Redis) {
    this.#redis = redis;
    this.#absences = new Absences(redis);
  }

  async work(driver: string, k: number): Promise<string> {
    const bytes = await takeBatch(this.#redis, driver, k);
    if (bytes === undefined) return NOBODY;
    const input = await this.#input(driver);
    if (input === undefined) return "its rows are not there"; // who waits for it sends them, and the job, again
    const judged = await this.#judge(driver, input, unpackPieces(bytes, input));
    return giveResult(this.#redis, driver, k, pack(judged));
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

  #input(driver: string): Promise<FoldInput | undefined> {
    const known = this.#shared.get(driver);
    if (known !== undefined) return known;
    const taken = this.#redis
      .getBuffer(KEYS.folds(driver))
      .then((bytes) => (bytes === null ? undefined : unpackInput(bytes)));
    this.#shared.set(driver, taken);
    taken.then(
      (input) => input ?? this.#shared.delete(driver),
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
    for (const driver of [...this.#shared.keys()]) {
      if (!(await this.#absences.isGone(driver))) continue;
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
