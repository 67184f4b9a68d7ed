import type { Redis } from "ioredis";
import { KEYS, queueOf, TIMES } from "./broker.js";

/** Signs of the workers that hold rows. A worker is lost if its sign, which ends by itself, was not there for longer than it takes to give the next. */
export class Signs {
  readonly #redis: Redis;
  readonly #queue: string;
  /** Milliseconds between the signs of each. */
  readonly #beats = new Map<string, number>();
  /** Since when each was not seen, by the clock of this machine. */
  readonly #since = new Map<string, number>();

  constructor(redis: Redis, queue: string) {
    this.#redis = redis;
    this.#queue = queue;
  }

  queueOf(worker: string): string {
    return queueOf(this.#queue, worker);
  }

  /** Those of some workers that are lost. */
  async lost(workers: ReadonlySet<string>): Promise<Set<string>> {
    const lost = new Set<string>();
    for (const worker of workers) {
      const beat = await this.#redis.get(KEYS.holder(this.#queue, worker));
      if (beat !== null) {
        this.#beats.set(worker, Number(beat));
        this.#since.delete(worker);
        continue;
      }
      const since = this.#since.get(worker) ?? performance.now();
      this.#since.set(worker, since);
      if (performance.now() - since > 1.5 * (this.#beats.get(worker) ?? TIMES.beat)) lost.add(worker);
    }
    return lost;
  }
}
