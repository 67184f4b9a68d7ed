import { type Refusal, refusal } from "../base/refusal.js";
import type { FoldTask, FromRows, Loaded, Opening, Order, Task, ToRows } from "../stream/index.js";
import type { FoldResult } from "../validation/run-fold.js";
import type { Spawn, Thread } from "../workers/spawn.js";

// The threads of a worker that hold rows. The thread of the worker itself stays free to renew its locks.

/** A thread that has ended, and its rows with it. */
export class Gone extends Error {}

interface Open {
  readonly hear: (message: FromRows) => void;
  readonly fail: (error: Error) => void;
}

/** One thread, and what it was asked. */
export class RowThread {
  readonly #thread: Thread;
  readonly #open = new Map<number, Open>();
  #next = 0;
  /** Runs that it is loading, and batches of folds that it fits. */
  loading = 0;
  isGone = false;

  constructor(spawn: Spawn, memory: number, folder: string | undefined) {
    this.#thread = spawn({
      answer: (message) => this.#hear(message as FromRows),
      died: (reason) => this.#die(reason),
    });
    this.#post({ begin: { memory, folder } });
  }

  #post(message: ToRows): void {
    this.#thread.post(message);
  }

  #hear(message: FromRows): void {
    const open = this.#open.get(message.id);
    if (open === undefined) return;
    if ("error" in message) {
      this.#open.delete(message.id);
      open.fail(refusal(message.error as Refusal));
      return;
    }
    if (!("answer" in message)) this.#open.delete(message.id);
    open.hear(message);
  }

  #die(reason: string): void {
    this.isGone = true;
    for (const { fail } of this.#open.values()) fail(new Gone(reason));
    this.#open.clear();
  }

  async load(fit: string, task: Task, opening: Opening, run: number): Promise<Loaded> {
    this.loading++;
    try {
      return await new Promise<Loaded>((resolve, fail) => {
        const hear = (message: FromRows): void => resolve((message as { loaded: Loaded }).loaded);
        this.#ask({ hear, fail }, (id) => ({ id, fit, load: run, task, opening }));
      });
    } finally {
      this.loading--;
    }
  }

  /** Folds of a source. */
  async judge(fit: string, task: FoldTask, opening: Opening): Promise<readonly (readonly FoldResult[])[]> {
    this.loading++;
    try {
      return await new Promise((resolve, fail) => {
        const hear = (message: FromRows): void =>
          resolve((message as { judged: readonly (readonly FoldResult[])[] }).judged);
        this.#ask({ hear, fail }, (id) => ({ id, fit, judge: task, opening }));
      });
    } finally {
      this.loading--;
    }
  }

  /** Tells of each answer; gives the runs that are not here. */
  ask(
    fit: string,
    order: Order,
    runs: readonly number[],
    told: (run: number, answer: unknown) => void,
  ): Promise<readonly number[]> {
    return new Promise((resolve, fail) => {
      const hear = (message: FromRows): void => {
        if ("answer" in message) told(message.run, message.answer);
        else resolve((message as { lost: readonly number[] }).lost);
      };
      this.#ask({ hear, fail }, (id) => ({ id, fit, ask: order, runs }));
    });
  }

  #ask(open: Open, messageOf: (id: number) => ToRows): void {
    if (this.isGone) {
      open.fail(new Gone("it has ended"));
      return;
    }
    const id = this.#next++;
    this.#open.set(id, open);
    this.#post(messageOf(id));
  }

  drop(fit: string): void {
    if (!this.isGone) this.#post({ drop: fit });
  }

  end(): void {
    this.isGone = true;
    this.#thread.end();
  }
}
