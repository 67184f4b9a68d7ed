// A worker in this process that does with batches what a test wants.
import { Worker } from "bullmq";
import type { Redis } from "ioredis";
import { ownVersion } from "../../src/base/version.js";
import { type JobData, KEYS, signOf } from "../../src/cluster/broker.js";
import type { Server } from "./servers.js";

export async function startOwnWorker(
  redis: Server,
  queue: string,
  work: (data: JobData, client: Redis) => Promise<unknown>,
) {
  const client = redis.client();
  await client.set(KEYS.worker(queue, "own-1"), signOf({ version: ownVersion(), threads: 1 }), "PX", 60_000);
  const connection = { url: redis.url, maxRetriesPerRequest: null } as never;
  const worker = new Worker<JobData>(queue, ({ data }) => work(data, client), {
    connection,
    removeOnFail: { count: 0 },
  });
  await worker.waitUntilReady();
  return { end: () => worker.close() };
}
