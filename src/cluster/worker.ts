import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Worker } from "bullmq";
import type { Redis } from "ioredis";
import { checkBoolean, checkNumber } from "../base/check.js";
import { readOptions } from "../base/keys.js";
import { readMemory } from "../base/memory.js";
import { show } from "../base/show.js";
import { ownVersion } from "../base/version.js";
import { type Hand, threadHand } from "../groups/index.js";
import { GlmError } from "../index.js";
import { cores, spawnAt } from "../workers/spawn.js";
import { giveResult, NOBODY, takeBatch } from "./batch-keys.js";
import { connect, type JobData, KEYS, keepKeys, needed, queueOf, type RowJob, signOf, TIMES } from "./broker.js";
import { FoldHand } from "./fold-hand.js";
import { otherVersion } from "./presence.js";
import { checkQueue } from "./queue-name.js";
import { readRoots } from "./roots.js";
import { RowHand } from "./row-hand.js";
import { SourceFoldHand } from "./source-fold-hand.js";
import { unlessCut, watch, watchWithCopies } from "./watch.js";
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
  /** Folders of which it may open files for fits to a source. Default: none, it opens no file. */
  readonly roots?: readonly string[] | undefined;
  /** Whether it may run queries for them, by DuckDB, which reads files of `roots` only. Default false. */
  readonly sql?: boolean | undefined;
  /** What the rows of such fits may take of its memory, as bytes or text: those beyond are read from a file of its own at every pass. Default "1GB". */
  readonly memory?: number | string | undefined;
  /** A folder for these rows, without names. Default: the system's folder for temporary files. */
  readonly folder?: string | undefined;
}

const KEYS_OF_OPTIONS = ["url", "queue", "threads", "lock", "roots", "sql", "memory", "folder"];

/** A worker that runs. */
export interface RunningWorker {
  readonly id: string;
  /** Ends it when the batches that it has are done. */
  readonly close: () => Promise<void>;
}

/**
 * Takes batches of groups and of folds, and runs of rows, from a queue until it is closed. **It opens no file, no address and no database but what `roots` and `sql` say**: without them the
 * rows come with the batches. Needs `bullmq` and `ioredis`.
 *
 * @throws GlmError NOT_SUPPORTED for a Redis that cannot be used, or that evicts keys; BAD_OPTION for wrong options.
 *
 * @example
 * const worker = await startWorker({ url: "redis://127.0.0.1:6379" });
 * process.once("SIGTERM", () => worker.close());
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { url, queue, count, seconds, roots, sql, bytes, folder } = checked(options);
  const bull = await needed("bullmq", () => import("bullmq"));
  const redis = await connect(url);
  const line = await connect(url); // of the jobs: their locks do not wait for answers to be sent
  watch(redis);
  const hangUp = watchWithCopies(line);
  const version = ownVersion();
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const batches = new Batches(redis);
  const folds = new FoldHand(redis);
  const permission = { worker: id, roots, sql };
  const spawnRows = spawnAt(new URL("./rows-worker.mjs", import.meta.url));
  const rows = new RowHand({ redis, permission, threads: count, memory: bytes, folder, spawn: spawnRows });
  const foldsOfSource = new SourceFoldHand(redis, permission, rows);

  const checkVersion = (its: string): void => {
    if (its !== version) throw new bull.UnrecoverableError(otherVersion(id, version, its));
  };
  const shared = {
    name: id, // a job says who has it
    connection: line as never,
    lockDuration: 1000 * seconds,
    stalledInterval: Math.min(1000 * seconds, 5000),
    maxStalledCount: 2, // a job that ends three workers is at fault
    removeOnComplete: { count: 0 },
  };
  const worker = new bull.Worker<JobData | RowJob, string>(
    queue,
    async ({ data }) => {
      checkVersion(data.version);
      if ("k" in data) {
        const hand = data.folds !== undefined ? folds : data.foldsOfSource !== undefined ? foldsOfSource : batches;
        return hand.work(data.driver, data.k);
      }
      await rows.load(data.driver, data.task, data.run!);
      return "done";
    },
    { ...shared, concurrency: count, removeOnFail: { count: 0 } },
  );
  const questions = new bull.Worker<RowJob, string>(
    queueOf(queue, id),
    async ({ data: { version: its, driver, task, run, round, runs } }) => {
      checkVersion(its);
      if (round === undefined) await rows.load(driver, task, run!);
      else await rows.ask(driver, task, round, runs!);
      return "done";
    },
    { ...shared, concurrency: QUESTIONS },
  );
  for (const own of [questions, worker] as Worker[]) own.on("error", () => {}); // it connects again
  await questions.waitUntilReady();
  await worker.waitUntilReady();
  const end = await showSigns({ redis, queue, id, count, version, seconds }, [rows, folds, foldsOfSource]);
  return {
    id,
    close: async () => {
      end();
      const leave = async (): Promise<void> => {
        await redis.del(KEYS.worker(queue, id)).catch(() => {});
        await Promise.all([worker.close(), questions.close()]);
        await redis.del(KEYS.holder(queue, id)).catch(() => {}); // its runs go to others
      };
      await unlessCut(redis, leave());
      batches.end();
      folds.end();
      rows.end();
      redis.disconnect();
      hangUp();
    },
  };
}

/** Gives signs of life until the function that it returns is called; between them, `hands` look whether somebody waits for what they have. */
async function showSigns(
  { redis, queue, id, count, version, seconds }: Signing,
  hands: readonly { readonly beat: () => Promise<void> }[],
): Promise<() => void> {
  const life = Math.min(TIMES.alive, 1000 * seconds);
  const sign = async (): Promise<void> => {
    await redis.set(KEYS.holder(queue, id), `${life / SIGNS}`, "PX", life);
  };
  const beat = async (): Promise<void> => {
    await redis.set(KEYS.worker(queue, id), signOf({ version, threads: count }), "PX", TIMES.alive);
    for (const hand of hands) await hand.beat();
    await keepKeys(redis, queue);
  };
  await sign();
  await beat();
  const timers = [
    setInterval(() => void beat().catch(() => {}), TIMES.beat),
    setInterval(() => void sign().catch(() => {}), life / SIGNS),
  ];
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

interface Signing {
  readonly redis: Redis;
  readonly queue: string;
  readonly id: string;
  readonly count: number;
  readonly version: string;
  readonly seconds: number;
}

/** What a worker does with batches of groups. */
class Batches {
  readonly #redis: Redis;
  readonly #spawn = spawnAt(new URL("./groups-worker.mjs", import.meta.url));
  readonly #idle: Hand[] = [];

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async work(driver: string, k: number): Promise<string> {
    const text = await takeBatch(this.#redis, driver, k);
    if (text === undefined) return NOBODY;
    const batch = unpackBatch(text.toString());
    const hand = this.#idle.pop() ?? threadHand(this.#spawn);
    try {
      const done = await hand.fit(batch);
      this.#idle.push(hand);
      return await giveResult(this.#redis, driver, k, JSON.stringify(done));
    } catch (error) {
      hand.end();
      throw error; // BullMQ gives the job to a worker again
    }
  }

  end(): void {
    for (const hand of this.#idle) hand.end();
  }
}

/** Questions to a worker at a time: those of one fit follow each other. */
const QUESTIONS = 8;

/** Signs of life in the time that one is believed. */
const SIGNS = 4;

function checked(options: WorkerOptions) {
  const given = readOptions(options, KEYS_OF_OPTIONS, "startWorker");
  const { url, queue, threads, lock, roots = [], sql = false, memory = "1GB", folder } = given;
  if (folder !== undefined && typeof folder !== "string") {
    throw new GlmError("BAD_OPTION", `folder is ${show(folder)}; expected the path of a folder`, {});
  }
  return {
    url,
    queue: checkQueue(url, queue),
    count: checkNumber(
      "threads",
      threads ?? cores(),
      (k) => Number.isInteger(k) && k >= 1 && k <= 256,
      "a whole number from 1 to 256",
    ),
    seconds: checkNumber("lock", lock ?? 15, (s) => s >= 1 && s <= 3600, "seconds from 1 to 3600"),
    roots: readRoots(roots),
    sql: checkBoolean("sql", sql),
    bytes: readMemory(memory),
    folder,
  };
}
