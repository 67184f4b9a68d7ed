import type { Redis } from "ioredis";
import { KEYS, TIMES } from "./broker.js";

// A batch at a worker: what was sent, its result, and whether somebody still waits for it.

/** What was sent; undefined if nobody waits for it. */
export async function takeBatch(redis: Redis, driver: string, k: number): Promise<Buffer | undefined> {
  const bytes = await redis.getBuffer(KEYS.in(driver, k));
  return bytes === null || !(await isAwaited(redis, driver)) ? undefined : bytes;
}

/** Keeps the result, if somebody waits for it. */
export async function giveResult(redis: Redis, driver: string, k: number, result: string | Buffer): Promise<string> {
  if (!(await isAwaited(redis, driver))) return NOBODY;
  await redis.set(KEYS.out(driver, k), result, "PX", TIMES.data);
  return "done";
}

/** What BullMQ is told of a batch that nobody waits for. */
export const NOBODY = "nobody waits for it";

const isAwaited = async (redis: Redis, driver: string): Promise<boolean> =>
  (await redis.exists(KEYS.alive(driver))) === 1;

/** Programs that were not seen to wait for longer than their sign lives: Redis may have been restarted in between. */
export class Absences {
  readonly #redis: Redis;
  /** Milliseconds, by the clock of this machine. */
  readonly #since = new Map<string, number>();

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async isGone(driver: string): Promise<boolean> {
    const since = this.#since.get(driver) ?? performance.now();
    this.#since.set(driver, since);
    const isLong = performance.now() - since >= TIMES.alive;
    const isThere = await isAwaited(this.#redis, driver);
    if (isThere || isLong) this.#since.delete(driver);
    return isLong && !isThere;
  }
}
