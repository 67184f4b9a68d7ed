import type { Loaded } from "../stream/index.js";

type Heard = (run: number, loaded: Loaded) => void;

/** Waits until runs 0 .. count - 1 were loaded, each at least once. */
export class Loading {
  readonly #left: Set<number>;
  readonly #heard: Heard;
  readonly #signal: AbortSignal | undefined;
  readonly done: Promise<void>;
  #end: (error: unknown) => void = () => {};

  constructor(count: number, heard: Heard, signal: AbortSignal | undefined) {
    this.#left = new Set(Array.from({ length: count }, (_, run) => run));
    this.#heard = heard;
    this.#signal = signal;
    this.done = new Promise((resolve, reject) => {
      this.#end = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.done.catch(() => {}); // it may fail before anybody waits
    signal?.addEventListener("abort", this.#abort);
    if (signal?.aborted) this.#abort();
  }

  readonly #abort = (): void => this.stop(this.#signal!.reason);

  stop(error: unknown): void {
    this.#signal?.removeEventListener("abort", this.#abort);
    this.#end(error);
  }

  /** Whether a run was not heard of before. */
  take(run: number, loaded: Loaded): boolean {
    if (!this.#left.delete(run)) return false;
    this.#heard(run, loaded);
    if (this.#left.size === 0) this.stop(undefined);
    return true;
  }
}
