// A worker in this process that says everything twice, and some of it damaged.
import { readdirSync, readlinkSync } from "node:fs";
import { Worker } from "bullmq";
import { pack, unpack } from "../../src/base/packed.js";
import { ownVersion } from "../../src/base/version.js";
import { KEYS, queueOf, type RowJob } from "../../src/cluster/broker.js";
import { file } from "../../src/source/file.js";
import { Holder } from "../../src/stream/holder.js";
import type { Order, Task } from "../../src/stream/task.js";
import type { Server } from "./servers.js";

const ID = "liar-1";

export async function startLiar(redis: Server, queue: string) {
  const client = redis.client();
  const seen = { damaged: 0, isBad: false };
  const holders = new Map<string, Holder>();
  const holderOf = async ({ driver, task }: RowJob): Promise<Holder> => {
    const own = unpack((await client.getBuffer(KEYS.task(driver, task)))!) as Task;
    const known =
      holders.get(driver) ??
      new Holder(own, file((own.place as { path: string }).path), { memory: 2 ** 26, kept: 0 }, undefined);
    holders.set(driver, known);
    return known;
  };
  const say = async (driver: string, said: object): Promise<void> => {
    const bytes = pack({ ...said, worker: ID });
    await client.rpush(KEYS.inbox(driver), bytes, bytes);
  };
  const load = async ({ data }: { data: RowJob }): Promise<void> => {
    const { driver, task, run } = data;
    await say(driver, { about: "loaded", task, run, loaded: await (await holderOf(data)).load(run!) });
  };
  const ask = async ({ data }: { data: RowJob }): Promise<void> => {
    const { driver, task, round, runs } = data;
    const bytes = await client.getBuffer(KEYS.ask(driver, round!));
    if (bytes === null || !holders.has(driver)) return; // it has been answered, or refused
    const order = unpack(bytes) as Order;
    const found: [number, unknown][] = [];
    await (await holderOf(data)).ask(order, runs!, (run, answer) => found.push([run, answer]));
    for (const [run, answer] of found) {
      const isSums = answer instanceof Float64Array;
      if (isSums && (seen.isBad || seen.damaged % 2 === 0)) {
        // too few numbers, or a bit that fell over on its way: then nothing of it can be read
        const short = { about: "answer", task, round, run, answer: answer.slice(1) };
        const bytes = pack({ about: "answer", task, round, run, answer, worker: ID });
        bytes[bytes.length - 2]! ^= 4;
        if (seen.damaged === 0 && !seen.isBad) await client.rpush(KEYS.inbox(driver), bytes);
        else await say(driver, short);
        if (!seen.isBad) seen.damaged++;
        continue;
      }
      if (isSums && seen.damaged < 6) seen.damaged++;
      await say(driver, { about: "answer", task, round, run, answer });
    }
  };
  const connection = { url: redis.url, maxRetriesPerRequest: null } as never;
  const workers = [new Worker(queue, load, { connection }), new Worker(queueOf(queue, ID), ask, { connection })];
  const sign = async (): Promise<void> => {
    await client.set(KEYS.worker(queue, ID), ownVersion(), "PX", 10_000);
    await client.set(KEYS.holder(queue, ID), "1000", "PX", 10_000);
  };
  await sign();
  const timer = setInterval(() => void sign(), 1000);
  return {
    seen,
    end: async () => {
      clearInterval(timer);
      for (const worker of workers) await worker.close();
      for (const holder of holders.values()) await holder.end();
    },
  };
}

/** The files that a process has open. */
export function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`));
  } catch {
    return []; // it has ended, or the system has no such folder
  }
}
