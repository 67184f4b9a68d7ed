import type { Redis } from "ioredis";
import type { Refusal } from "../base/refusal.js";
import { GlmError } from "../index.js";
import type { Loaded } from "../stream/index.js";

// Redis, and the keys that are in it beside those of BullMQ. Every key has a time to live.
//
//   dropglm:<queue>:worker:<id>      a worker is there: its version, and how many threads it has
//   dropglm:<driver>:alive           who asked still waits
//   dropglm:<driver>:in:<k>          batch k
//   dropglm:<driver>:out:<k>         its result
//   dropglm:<driver>:folds           what all folds of a cross-validation share
//   dropglm:<queue>:holder:<id>      a worker that may hold rows is there: milliseconds between its signs
//   dropglm:<driver>:task:<n>        whose rows, and how they are encoded
//   dropglm:<driver>:over:<n>        the rows of a task are not needed any more
//   dropglm:<driver>:ask:<round>     a question to runs of rows
//   dropglm:<driver>:inbox           reports and answers, in a list

export const KEYS = {
  worker: (queue: string, id: string): string => `dropglm:${queue}:worker:${id}`,
  alive: (driver: string): string => `dropglm:${driver}:alive`,
  in: (driver: string, k: number): string => `dropglm:${driver}:in:${k}`,
  out: (driver: string, k: number): string => `dropglm:${driver}:out:${k}`,
  folds: (driver: string): string => `dropglm:${driver}:folds`,
  holder: (queue: string, id: string): string => `dropglm:${queue}:holder:${id}`,
  task: (driver: string, n: number): string => `dropglm:${driver}:task:${n}`,
  over: (driver: string, n: number): string => `dropglm:${driver}:over:${n}`,
  ask: (driver: string, round: number): string => `dropglm:${driver}:ask:${round}`,
  inbox: (driver: string): string => `dropglm:${driver}:inbox`,
};

/** Milliseconds. */
export const TIMES = {
  /** Between two signs of life, and how long one is believed. */
  beat: 2000,
  /** Between two looks at workers and jobs. */
  look: 500,
  alive: 10_000,
  /** Batches and results, if nobody takes them. */
  data: 3_600_000,
  /** Keys of BullMQ, after the last sign of life. */
  queue: 24 * 3_600_000,
};

/** A batch as a job of BullMQ: only names, so that a dashboard stays small, and how many groups or folds it has. */
export interface JobData {
  readonly driver: string;
  readonly k: number;
  readonly version: string;
  readonly groups?: number;
  readonly folds?: number;
  readonly foldsOfSource?: number;
}

/** A job about rows: a run to load, or runs that are asked. */
export interface RowJob {
  readonly driver: string;
  readonly task: number;
  readonly version: string;
  readonly run?: number;
  readonly round?: number;
  readonly runs?: readonly number[];
}

/** What a worker says of rows. */
export type Said = { readonly worker: string; readonly task: number } & (
  | { readonly about: "loaded"; readonly run: number; readonly loaded: Loaded }
  | { readonly about: "answer"; readonly round: number; readonly run: number; readonly answer: unknown }
  | { readonly about: "lost"; readonly runs: readonly number[] }
  | { readonly about: "error"; readonly round?: number; readonly error: Refusal }
);

/** The queue of questions to one worker. */
export function queueOf(queue: string, worker: string): string {
  return `${queue}@${worker}`;
}

/** A package that is an optional peer, or how to get it. */
export async function needed<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const message = `dropglm/cluster needs ${name}, which could not be imported (${(cause as Error).message}); install it: npm install bullmq ioredis`;
    throw new GlmError("NOT_SUPPORTED", message, { package: name });
  }
}

/** Connects, and refuses a Redis that may throw keys away. */
export async function connect(url: string): Promise<Redis> {
  const { Redis } = await needed("ioredis", () => import("ioredis"));
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: 10_000,
    retryStrategy: (times) => Math.min(100 * times, 2000),
    lazyConnect: true,
  });
  let last: Error | undefined;
  redis.on("error", (error: Error) => {
    last = error; // it connects again
  });
  try {
    await Promise.race([redis.connect().then(() => refuseEvicting(redis)), timeout(10_000)]);
  } catch (cause) {
    redis.disconnect();
    if (cause instanceof GlmError) throw cause;
    const why = (last ?? (cause as Error)).message;
    throw new GlmError(
      "NOT_SUPPORTED",
      `cannot use Redis at ${shownUrl(url)}: ${why}; expected redis://user:password@host:port, or rediss:// for TLS`,
      {},
    );
  }
  return redis;
}

function timeout(ms: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no answer in ${ms / 1000} s`)), ms).unref();
  });
}

async function refuseEvicting(redis: Redis): Promise<void> {
  const info = await redis.info("memory");
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy === undefined || policy === "noeviction") return;
  const message = `Redis has maxmemory-policy ${policy}, so it may drop jobs; expected noeviction: CONFIG SET maxmemory-policy noeviction`;
  throw new GlmError("NOT_SUPPORTED", message, { policy });
}

/** Without its password. */
export function shownUrl(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//***@");
}

/** What Redis says when it is full, as an error of ours. */
export function told(cause: unknown): unknown {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (!/^OOM\b/.test(message)) return cause;
  return new GlmError("OUT_OF_MEMORY", `Redis is full (${message}); give it more memory, or smaller groups`, {});
}

/** Whether a connection ended while something was on its way: Redis has got it, or not. */
export function isBroken(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || /Connection is closed/.test(error.message));
}

/** Gives the keys of a queue a time to live from now, except those that end soon by themselves: locks would outlive who has them. */
export async function keepKeys(redis: Redis, queue: string): Promise<void> {
  for (const pattern of [`bull:${queue}:*`, `bull:${queueOf(queue, "*")}`]) {
    let cursor = "0";
    do {
      const [next, keys] = await redis.scan(cursor, "MATCH", pattern, "COUNT", 500);
      cursor = next;
      await Promise.all(
        keys.map(async (key) => {
          const left = await redis.pttl(key);
          if (left === -1 || left > TIMES.data) await redis.pexpire(key, TIMES.queue);
        }),
      );
    } while (cursor !== "0");
  }
}

/** What a worker says of itself. */
export interface Sign {
  readonly version: string;
  readonly threads: number;
}

export const signOf = ({ version, threads }: Sign): string => `${version} ${threads}`;

/** The workers that are there, by their names. */
export async function workersOf(redis: Redis, queue: string): Promise<Map<string, Sign>> {
  const found = new Map<string, Sign>();
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor, "MATCH", KEYS.worker(queue, "*"), "COUNT", 500);
    cursor = next;
    for (const key of keys) {
      const [version, threads] = (await redis.get(key))?.split(" ") ?? [];
      if (version === undefined) continue; // it has ended in between
      found.set(key.slice(KEYS.worker(queue, "").length), { version, threads: Number(threads ?? 1) });
    }
  } while (cursor !== "0");
  return found;
}
