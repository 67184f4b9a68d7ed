import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { checkNumber } from "../base/check.js";
import { readOptions } from "../base/keys.js";
import { type Hand, threadHand } from "../groups/index.js";
import { cores, spawnAt } from "../workers/spawn.js";
import { connect, type JobData, KEYS, keepKeys, needed, TIMES } from "./broker.js";
import { checkQueue } from "./queue-name.js";
import { ownVersion } from "./version.js";
import { unpackBatch } from "./wire.js";

/** Options of `startWorker`. */
export interface WorkerOptions {
  /** Of Redis: redis://user:password@host:port/0, or rediss:// for TLS. */
  readonly url: string;
  /** Name of the queue. Default "dropglm". */
  readonly queue?: string | undefined;
  /** Batches at a time, each in a thread. Default: one per core. */
  readonly threads?: number | undefined;
  /** Seconds after which the work of a worker that does not answer is given to another one. Default 15. */
  readonly lock?: number | undefined;
}

/** A worker that runs. */
export interface RunningWorker {
  readonly id: string;
  /** Ends it when the batches that it has are done. */
  readonly close: () => Promise<void>;
}

/**
 * Takes batches from a queue until it is closed. **It opens no file, no address and no database**: the rows come with the batches. Needs `bullmq` and `ioredis`.
 *
 * @throws GlmError NOT_SUPPORTED for a Redis that cannot be used, or that evicts keys; BAD_OPTION for wrong options.
 *
 * @example
 * const worker = await startWorker({ url: "redis://127.0.0.1:6379" });
 * process.once("SIGTERM", () => worker.close());
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { url, queue: name, threads, lock } = readOptions(options, ["url", "queue", "threads", "lock"], "startWorker");
  const queue = checkQueue(url, name);
  const count = checkNumber(
    "threads",
    threads ?? cores(),
    (k) => Number.isInteger(k) && k >= 1 && k <= 256,
    "a whole number from 1 to 256",
  );
  const seconds = checkNumber("lock", lock ?? 15, (s) => s >= 1 && s <= 3600, "seconds from 1 to 3600");
  const bull = await needed("bullmq", () => import("bullmq"));
  const redis = await connect(url);
  const version = ownVersion();
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const spawn = spawnAt(new URL("./groups-worker.mjs", import.meta.url));
  const idle: Hand[] = [];

  const work = async (driver: string, k: number): Promise<string> => {
    const text = await redis.get(KEYS.in(driver, k));
    if (text === null || (await redis.exists(KEYS.alive(driver))) === 0) return "nobody waits for it";
    const batch = unpackBatch(text);
    const hand = idle.pop() ?? threadHand(spawn);
    try {
      const done = await hand.fit(batch);
      await redis.set(KEYS.out(driver, k), JSON.stringify(done), "PX", TIMES.data);
      idle.push(hand);
    } catch (error) {
      hand.end();
      throw error; // BullMQ gives the job to a worker again
    }
    return "done";
  };
  const worker = new bull.Worker<JobData, string>(
    queue,
    async ({ data }) => {
      if (data.version !== version) {
        throw new bull.UnrecoverableError(otherVersion(id, version, data.version));
      }
      return work(data.driver, data.k);
    },
    {
      connection: { url, maxRetriesPerRequest: null } as never,
      concurrency: count,
      lockDuration: 1000 * seconds,
      stalledInterval: Math.min(1000 * seconds, 5000),
      maxStalledCount: 2, // a batch that ends three workers is at fault
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  );
  worker.on("error", () => {}); // it connects again
  await worker.waitUntilReady();
  const beat = async (): Promise<void> => {
    await redis.set(KEYS.worker(queue, id), version, "PX", TIMES.alive);
    await keepKeys(redis, queue);
  };
  await beat();
  const heart = setInterval(() => void beat().catch(() => {}), TIMES.beat);
  return {
    id,
    close: async () => {
      clearInterval(heart);
      await redis.del(KEYS.worker(queue, id)).catch(() => {});
      await worker.close();
      for (const hand of idle) hand.end();
      redis.disconnect();
    },
  };
}

/** The message about a worker and a driver that do not belong together. */
export function otherVersion(worker: string, its: string, ours: string): string {
  return `worker ${worker} has dropglm ${its}, this program has ${ours}; expected the same version: install it there, or use another queue`;
}
