import type { Redis } from "ioredis";
import { GlmError } from "../index.js";
import { shownUrl, workersOf } from "./broker.js";

// Whether workers are there, and of which version.

/** Where a program asks. */
export interface Asked {
  readonly url: string;
  readonly queue: string;
  /** Batches of groups or folds in the queue at a time. */
  readonly width: number;
  /** Milliseconds to wait where no worker is there, or Redis does not answer. */
  readonly patience: number;
}

/** Waits until a worker is there; refuses those of another version. */
export async function awaitWorkers(redis: Redis, asked: Asked, version: string, signal?: AbortSignal): Promise<void> {
  const begun = performance.now();
  while ((await countThreads(redis, asked, version)) === 0) {
    signal?.throwIfAborted();
    if (performance.now() - begun >= asked.patience) throw noWorkers(asked);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Threads of the workers that are there; refuses those of another version. */
export async function countThreads(redis: Redis, { queue }: Asked, own: string): Promise<number> {
  let count = 0;
  for (const [id, { version, threads }] of await workersOf(redis, queue)) {
    if (version !== own) throw new GlmError("NOT_SUPPORTED", otherVersion(id, version, own), { worker: version, own });
    count += threads;
  }
  return count;
}

/** The message about a worker and a driver that do not belong together. */
export function otherVersion(worker: string, its: string, ours: string): string {
  return `worker ${worker} has dropglm ${its}, this program has ${ours}; expected the same version: install it there, or use another queue`;
}

/** Of a Redis that was not heard for so many milliseconds. */
export function noAnswer({ url }: Asked, ms: number): GlmError {
  const message = `Redis at ${shownUrl(url)} has not answered for ${ms / 1000} s; look at it and at the network, and run the fit again`;
  return new GlmError("NO_WORKERS", message, {});
}

export function noWorkers({ url, queue, patience }: Asked): GlmError {
  const name = queue === "dropglm" ? "" : ` --name ${queue}`;
  const message = `no worker on queue "${queue}" of ${shownUrl(url)} for ${patience / 1000} s; start one: npx dropglm worker --queue <url>${name}`;
  return new GlmError("NO_WORKERS", message, { queue });
}
