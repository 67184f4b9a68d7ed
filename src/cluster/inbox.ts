import type { Redis } from "ioredis";
import { unpack } from "../base/packed.js";
import type { Said } from "./broker.js";
import { watch } from "./watch.js";

/** What is taken from the list at once. */
const MOST = 64;
/** Seconds of one wait, and milliseconds after an error. */
const WAIT = 2;
const PAUSE = 200;

/** The list of reports and answers, on a connection of its own: it waits for them. */
export class Inbox {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #hear: (said: Said | undefined) => void;
  #isOver = false;

  /** `hear` gets undefined for what came damaged. */
  constructor(redis: Redis, key: string, hear: (said: Said | undefined) => void) {
    this.#redis = redis.duplicate({ lazyConnect: false });
    this.#redis.on("error", () => {}); // it connects again
    watch(this.#redis);
    this.#key = key;
    this.#hear = hear;
  }

  async listen(): Promise<void> {
    while (!this.#isOver) {
      try {
        const first = await this.#redis.blpopBuffer(this.#key, WAIT);
        if (first === null) continue;
        this.#take(first[1]);
        for (const bytes of (await this.#redis.lpopBuffer(this.#key, MOST)) ?? []) this.#take(bytes);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }

  #take(bytes: Buffer): void {
    if (this.#isOver) return;
    let said: Said | undefined;
    try {
      said = unpack(bytes) as Said;
    } catch {} // damaged
    this.#hear(said);
  }

  end(): void {
    this.#isOver = true;
    this.#redis.disconnect();
  }
}
