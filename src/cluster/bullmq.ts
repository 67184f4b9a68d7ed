import { randomUUID } from "node:crypto";
import type { Job, Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { checkNumber } from "../base/check.js";
import { readOptions } from "../base/keys.js";
import { ownVersion } from "../base/version.js";
import type { Batch, Done, Hand, Site } from "../groups/index.js";
import { GlmError } from "../index.js";
import type { Holders, RowSite } from "../stream/index.js";
import { connect, type JobData, KEYS, keepKeys, needed, type RowJob, TIMES, told, workersOf } from "./broker.js";
import { Lessor } from "./lessor.js";
import { type Asked, awaitWorkers, noAnswer, noWorkers } from "./presence.js";
import { checkQueue } from "./queue-name.js";
import { watch } from "./watch.js";
import { packBatch } from "./wire.js";

/** Options of `bullmq`. */
export interface BullOptions {
  /** Of Redis: redis://user:password@host:port/0, or rediss:// for TLS. */
  readonly url: string;
  /** Name of the queue, as that of the workers. Default "dropglm". */
  readonly queue?: string | undefined;
  /** Batches in the queue at a time. Default 64: enough for as many threads, and little memory of Redis. */
  readonly ahead?: number | undefined;
  /** Seconds to wait where no worker is there, or, at least 10, where Redis does not answer. Default 30: enough to start either again. */
  readonly patience?: number | undefined;
}

/**
 * Workers on other machines, started by `dropglm worker --queue <url>`: an option `on` of `fitGroups`, and of `fit` and `path` of `dropglm/stream`. Batches of groups, runs of
 * rows and questions are jobs of BullMQ; what a lost worker had goes to others. Results are taken once, whoever computed them. Needs `bullmq` and `ioredis`.
 *
 * @throws GlmError BAD_OPTION. Later, where it is used: NO_WORKERS if none is there or Redis does not answer, NOT_SUPPORTED for a worker of another version and for a Redis that evicts keys,
 *         OUT_OF_MEMORY if Redis is full.
 *
 * @example
 * const fits = await fitGroups("sold ~ price", table, { by: "store", on: bullmq({ url: "redis://127.0.0.1:6379" }) });
 */
export function bullmq(options: BullOptions): Site & RowSite {
  const { url, queue: name, ahead, patience } = readOptions(options, ["url", "queue", "ahead", "patience"], "bullmq");
  const queue = checkQueue(url, name);
  const width = checkNumber(
    "ahead",
    ahead ?? 64,
    (k) => Number.isInteger(k) && k >= 1 && k <= 10_000,
    "a whole number from 1 to 10000",
  );
  const wait = checkNumber("patience", patience ?? 30, (s) => s >= 0 && s <= 86_400, "seconds from 0 to 86400");
  const asked = { url, queue, width, patience: 1000 * wait };
  return { open: () => openDriver(asked), openRows: (signal) => openLessor(asked, signal) };
}

async function openLessor(asked: Asked, signal: AbortSignal | undefined): Promise<Holders> {
  const { Queue: BullQueue } = await needed("bullmq", () => import("bullmq"));
  const redis = await connect(asked.url);
  const queueAt = (name: string): Queue<RowJob> => {
    const queue = new BullQueue<RowJob>(name, { connection: redis as never });
    return queue.on("error", () => {}); // it connects again
  };
  const lessor = new Lessor(redis, asked, signal, queueAt);
  watch(redis, { patience: asked.patience, lost: lessor.lose });
  await lessor.start();
  return lessor;
}

/** A batch that is on its way. */
interface Open {
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

async function openDriver(asked: Asked): Promise<Hand> {
  const bull = await needed("bullmq", () => import("bullmq"));
  const redis = await connect(asked.url);
  const connection = redis as never;
  const queue: Queue<JobData> = new bull.Queue<JobData>(asked.queue, { connection });
  const events = new bull.QueueEvents(asked.queue, { connection });
  queue.on("error", () => {}); // they connect again
  events.on("error", () => {});
  const driver = new Driver(redis, queue, events, asked);
  watch(redis, { patience: asked.patience, lost: driver.lose });
  try {
    await events.waitUntilReady();
    await driver.start();
  } catch (error) {
    await driver.end();
    throw driver.told(error);
  }
  return driver;
}

/** Puts batches into the queue and takes their results, each once. */
class Driver implements Hand {
  readonly width: number;
  readonly #id = randomUUID();
  readonly #version = ownVersion();
  /** Whether Redis does not answer any more. */
  #lost: GlmError | undefined;
  readonly #open = new Map<number, Open>();
  #next = 0;
  #alone = 0;
  #heart: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;

  constructor(
    readonly redis: Redis,
    readonly queue: Queue<JobData>,
    readonly events: QueueEvents,
    readonly asked: Asked,
  ) {
    this.width = asked.width;
  }

  async start(): Promise<void> {
    await this.#beat();
    await awaitWorkers(this.redis, this.asked, this.#version);
    const of = (jobId: string): number => (jobId.startsWith(this.#id) ? Number(jobId.slice(this.#id.length + 1)) : -1);
    this.events.on("completed", ({ jobId }) => void this.#take(of(jobId)));
    this.events.on("failed", ({ jobId, failedReason }) => this.#refuse(of(jobId), failedReason));
    this.#heart = setInterval(() => void this.#beat().catch(() => {}), TIMES.beat);
    this.#poll = setInterval(() => void this.#look().catch(() => {}), TIMES.beat); // an event may be lost while Redis restarts
  }

  async #beat(): Promise<void> {
    await this.redis.set(KEYS.alive(this.#id), "1", "PX", TIMES.alive);
    await keepKeys(this.redis, this.asked.queue);
  }

  fit(batch: Batch): Promise<Done> {
    const k = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(k, { resolve, reject });
      this.#send(k, batch).catch((error) => this.#fail(k, this.told(error)));
    });
  }

  async #send(k: number, batch: Batch): Promise<void> {
    await this.redis.set(KEYS.in(this.#id, k), packBatch(batch), "PX", TIMES.data);
    await this.#add(k, batch.groups.length);
  }

  #add(k: number, groups: number): Promise<Job<JobData>> {
    const data = { driver: this.#id, k, version: this.#version, groups };
    const options = { jobId: `${this.#id}-${k}`, attempts: 3, removeOnComplete: true, removeOnFail: true };
    return this.queue.add("groups", data, options);
  }

  /** The result of batch k, if it is there and was not taken yet. */
  async #take(k: number): Promise<void> {
    const open = this.#open.get(k);
    if (open === undefined) return;
    const text = await this.redis.get(KEYS.out(this.#id, k));
    if (text === null || !this.#open.delete(k)) return;
    open.resolve(JSON.parse(text) as Done);
    await this.redis.del(KEYS.in(this.#id, k), KEYS.out(this.#id, k));
  }

  #refuse(k: number, reason: string): void {
    const isVersion = reason.includes("has dropglm ");
    const message = isVersion
      ? reason
      : `a batch of groups failed three times: ${reason}; fit these groups alone to see why`;
    this.#fail(k, new GlmError(isVersion ? "NOT_SUPPORTED" : "WORKER_FAILED", message, { reason }));
  }

  /** Redis does not answer any more. What waits for it ends with the connections. */
  lose = (ms: number): void => {
    this.#lost = noAnswer(this.asked, ms);
    for (const k of this.#open.keys()) this.#fail(k, this.#lost);
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

  /** Results whose event was lost, jobs that Redis has forgotten, and whether anybody is there. */
  async #look(): Promise<void> {
    for (const k of [...this.#open.keys()]) {
      await this.#take(k);
      if (!this.#open.has(k) || (await this.queue.getJob(`${this.#id}-${k}`)) !== undefined) continue;
      await this.#take(k); // it may have ended in between
      if (this.#open.has(k) && (await this.redis.exists(KEYS.in(this.#id, k))) === 1) await this.#add(k, 1);
    }
    const isAlone = this.#open.size > 0 && (await workersOf(this.redis, this.asked.queue)).size === 0;
    this.#alone = isAlone ? this.#alone + TIMES.beat : 0;
    if (this.#alone > this.asked.patience) for (const k of this.#open.keys()) this.#fail(k, noWorkers(this.asked));
  }

  async end(): Promise<void> {
    clearInterval(this.#heart);
    clearInterval(this.#poll);
    const left = [...this.#open.keys()];
    this.#open.clear();
    const quiet = async (work: Promise<unknown>): Promise<void> => void (await work.catch(() => {}));
    for (const k of left) {
      await quiet(this.queue.remove(`${this.#id}-${k}`));
      await quiet(this.redis.del(KEYS.in(this.#id, k), KEYS.out(this.#id, k)));
    }
    await quiet(this.redis.del(KEYS.alive(this.#id)));
    await quiet(keepKeys(this.redis, this.asked.queue));
    await quiet(this.events.close());
    await quiet(this.queue.close());
    this.redis.disconnect();
  }
}
