import { randomUUID } from "node:crypto";
import type { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { ownVersion } from "../base/version.js";
import { connect, type JobData, KEYS, keepKeys, needed, TIMES, told, workersOf } from "./broker.js";
import { jobFailed } from "./failures.js";
import { type Asked, awaitWorkers, countThreads, noAnswer, noWorkers } from "./presence.js";
import { watch } from "./watch.js";

/** A batch: what BullMQ and errors call it, what its job says of it, and what is sent. */
export interface Work {
  readonly kind: "groups" | "folds" | "foldsOfSource";
  readonly name: string;
  readonly count: number;
  readonly bytes: string | Buffer;
}

/** Work that is on its way. */
interface Open extends Work {
  readonly resolve: (result: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

/** Connects. `isPatient`: waits for a worker here, not with the first batch. */
export async function openDriver(asked: Asked, isPatient: boolean): Promise<Driver> {
  const bull = await needed("bullmq", () => import("bullmq"));
  const redis = await connect(asked.url);
  const connection = { url: asked.url, maxRetriesPerRequest: null } as never;
  const queue: Queue<JobData> = new bull.Queue<JobData>(asked.queue, { connection: redis as never });
  const events = new bull.QueueEvents(asked.queue, { connection });
  queue.on("error", () => {}); // they connect again
  events.on("error", () => {});
  const driver = new Driver(redis, queue, events, asked);
  watch(redis, { patience: asked.patience, lost: driver.lose });
  try {
    await events.waitUntilReady();
    await driver.start(isPatient);
  } catch (error) {
    await driver.end();
    throw driver.told(error);
  }
  return driver;
}

/** Puts batches into the queue and takes their results, each once. */
export class Driver {
  readonly id = randomUUID();
  readonly #version = ownVersion();
  readonly #open = new Map<number, Open>();
  /** Keys that all batches need, and what they hold. */
  readonly #kept = new Map<string, () => Buffer>();
  /** Says that Redis does not answer any more. */
  #lost: Error | undefined;
  #next = 0;
  #alone = 0;
  #isLooking = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(
    readonly redis: Redis,
    readonly queue: Queue<JobData>,
    readonly events: QueueEvents,
    readonly asked: Asked,
  ) {}

  async start(isPatient: boolean): Promise<void> {
    await this.#beat();
    if (isPatient) await awaitWorkers(this.redis, this.asked, this.#version);
    else await this.threads();
    const of = (jobId: string): number => (jobId.startsWith(this.id) ? Number(jobId.slice(this.id.length + 1)) : -1);
    this.events.on("completed", ({ jobId }) => void this.#take(of(jobId)).catch(() => {})); // the look takes it
    this.events.on("failed", ({ jobId, failedReason }) => this.#refuse(of(jobId), failedReason));
    this.#timers = [
      setInterval(() => void this.#beat().catch(() => {}), TIMES.beat),
      setInterval(() => void this.#look().catch(() => {}), TIMES.beat), // an event may be lost while Redis restarts
    ];
  }

  /** Threads of the workers that are there; refuses workers of another version. */
  threads(): Promise<number> {
    return countThreads(this.redis, this.asked, this.#version);
  }

  async #beat(): Promise<void> {
    const { redis } = this;
    await redis.set(KEYS.alive(this.id), "1", "PX", TIMES.alive);
    const waiting = [...this.#open.keys()].map((k) => KEYS.in(this.id, k)); // longer than their time to live, where work takes long
    await Promise.all([...waiting, ...this.#kept.keys()].map((key) => redis.pexpire(key, TIMES.data)));
    await keepKeys(redis, this.asked.queue);
  }

  /** Has a key hold what all batches need, until the end. */
  async keep(key: string, content: () => Buffer): Promise<void> {
    this.#kept.set(key, content);
    await this.#hold(key, content);
  }

  async #hold(key: string, content: () => Buffer): Promise<void> {
    await this.redis.set(key, content(), "PX", TIMES.data);
  }

  /** The result of a batch. @throws GlmError WORKER_FAILED if it failed three times, as other things than its own error may. */
  send(work: Work): Promise<Buffer> {
    const k = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(k, { ...work, resolve, reject });
      this.#put(k, work).catch((error) => this.#fail(k, this.told(error)));
    });
  }

  async #put(k: number, { kind, count, bytes }: Work): Promise<void> {
    await this.redis.set(KEYS.in(this.id, k), bytes, "PX", TIMES.data);
    const data = { driver: this.id, k, version: this.#version, [kind]: count };
    const options = { jobId: `${this.id}-${k}`, attempts: 3, removeOnComplete: true, removeOnFail: true };
    await this.queue.add(kind, data, options);
  }

  /** The result of batch k, if it is there and was not taken yet. */
  async #take(k: number): Promise<void> {
    const open = this.#open.get(k);
    if (open === undefined) return;
    const result = await this.redis.getBuffer(KEYS.out(this.id, k));
    if (result === null || !this.#open.delete(k)) return;
    open.resolve(result);
    await this.redis.del(KEYS.in(this.id, k), KEYS.out(this.id, k));
  }

  #refuse(k: number, reason: string): void {
    const open = this.#open.get(k);
    if (open === undefined) return;
    this.#fail(k, jobFailed(open.name, reason));
    this.redis.del(KEYS.in(this.id, k)).catch(() => {}); // it has a time to live
  }

  /** Redis does not answer any more. What waits for it ends with the connections. */
  lose = (ms: number): void => {
    this.#lost = noAnswer(this.asked, ms);
    for (const k of [...this.#open.keys()]) this.#fail(k, this.#lost);
    void this.events.disconnect();
    this.redis.disconnect();
  };

  /** Why a batch ends, by the error of its last step. */
  told(cause: unknown): unknown {
    return this.#lost ?? told(cause);
  }

  #fail(k: number, error: unknown): void {
    const open = this.#open.get(k);
    this.#open.delete(k);
    open?.reject(error);
  }

  /** Results whose event was lost, jobs and keys that Redis has forgotten, and whether anybody is there. */
  async #look(): Promise<void> {
    if (this.#isLooking) return; // while Redis is away
    this.#isLooking = true;
    try {
      await this.#lookAtAll();
    } finally {
      this.#isLooking = false;
    }
  }

  async #lookAtAll(): Promise<void> {
    for (const [key, content] of this.#kept) if ((await this.redis.exists(key)) === 0) await this.#hold(key, content);
    for (const [k, work] of [...this.#open]) {
      await this.#take(k);
      if (!this.#open.has(k) || (await this.queue.getJob(`${this.id}-${k}`)) !== undefined) continue;
      await this.#take(k); // it may have ended in between
      if (this.#open.has(k)) await this.#put(k, work);
    }
    const isWaiting = this.#open.size > 0 || this.#next === 0;
    const isAlone = isWaiting && (await workersOf(this.redis, this.asked.queue)).size === 0;
    this.#alone = isAlone ? this.#alone + TIMES.beat : 0;
    if (this.#alone > this.asked.patience) for (const k of [...this.#open.keys()]) this.#fail(k, noWorkers(this.asked));
  }

  async end(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const left = [...this.#open.keys()];
    this.#open.clear();
    const quiet = async (work: Promise<unknown>): Promise<void> => void (await work.catch(() => {}));
    await quiet(this.redis.del(KEYS.alive(this.id), ...this.#kept.keys()));
    for (const k of left) {
      await quiet(this.queue.remove(`${this.id}-${k}`));
      await quiet(this.redis.del(KEYS.in(this.id, k), KEYS.out(this.id, k)));
    }
    await quiet(keepKeys(this.redis, this.asked.queue));
    await quiet(this.events.close());
    await quiet(this.queue.close());
    this.redis.disconnect();
  }
}
