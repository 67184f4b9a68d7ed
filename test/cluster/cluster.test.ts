// Groups by workers that are other processes, over a real Redis, with each fault that a cluster has.
import { execFileSync } from "node:child_process";
import { Queue, QueueEvents } from "bullmq";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownVersion } from "../../src/base/version.js";
import { KEYS } from "../../src/cluster/broker.js";
import { bullmq } from "../../src/cluster/index.js";
import { packBatch, unpackBatch } from "../../src/cluster/wire.js";
import { fitBatchAway } from "../../src/groups/batch.js";
import { fitGroups, type GroupFit } from "../../src/groups/index.js";
import { fitSync, type GlmError } from "../../src/index.js";
import { CLI } from "../cli/command.js";
import { failure } from "../helpers/outcomes.js";
import { startOwnWorker } from "./own-worker.js";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

const GROUPS = 150;
const SIZE = 120;
const FORMULA = "y ~ a + kind";
const OPTIONS = { family: "poisson" } as const;
const ROWS = Array.from({ length: GROUPS * SIZE }, (_, i) => ({
  store: i % GROUPS,
  a: ((i * 37) % 101) / 10,
  kind: ["u", "v", "w"][Math.floor(i / GROUPS) % 3]!,
  y: ((i * 13) % 7) + (Math.floor(i / GROUPS) % 2),
}));
const EXPECTED = Array.from(
  { length: GROUPS },
  (_, store) =>
  JSON.stringify(fitSync(FORMULA, ROWS.filter((row) => row.store === store), OPTIONS)), // biome-ignore format: one line
);

/** Every group once, in order, with the bits of `fit`. */
function expectWhole(fits: Iterable<GroupFit>): void {
  const all = [...fits];
  expect(all.map(({ key }) => key)).toEqual(Array.from({ length: GROUPS }, (_, store) => store));
  expect(all.map(({ model }) => JSON.stringify(model))).toEqual(EXPECTED);
}

describe("a batch", () => {
  const groups = [{ a: Float64Array.of(1, -0, Number.NaN, 5e-324), b: ["x", undefined, new Date(5), true] }];
  it("travels with its bits", () => {
    const back = unpackBatch(packBatch({ formula: "y ~ a", options: { family: "poisson" }, groups }));
    expect(back).toEqual({ formula: "y ~ a", options: { family: "poisson" }, groups });
    expect(Object.is(back.groups[0]!.a![1], -0)).toBe(true);
  });
  it("does not choose what runs on a worker", () => {
    for (const key of ["workers", "workerUrl"]) {
      const text = packBatch({ formula: "y ~ a", options: { [key]: "file:///tmp/evil.mjs" }, groups });
      expect(() => unpackBatch(text)).toThrow(`the job has option ${key}`);
    }
    expect(() => unpackBatch("{}")).toThrow("the job is no batch");
  });
});

describe.skipIf(!HAS_REDIS)("a cluster", () => {
  let redis: Server;
  const on = (queue: string, more = {}) => bullmq({ url: redis.url, queue, patience: 5, ahead: 4, ...more });
  const run = (queue: string, more = {}) => fitGroups(FORMULA, ROWS, { by: "store", ...OPTIONS, on: on(queue, more) });
  beforeAll(async () => {
    redis = await startRedis();
  }, 30_000);
  afterAll(async () => {
    endWorkers();
    await redis.end();
  });

  it("fits with the bits of one thread, leaves no data, and every key has a time to live", async () => {
    await startWorkerProcess(redis.url, "--name", "plain");
    await startWorkerProcess(redis.url, "--name", "plain");
    expectWhole(await run("plain"));
    const client = redis.client();
    const keys = await client.keys("*");
    expect(keys.filter((key) => /:(in|out|alive)/.test(key))).toEqual([]);
    const lives = await Promise.all(keys.map(async (key) => [key, await client.pttl(key)] as const));
    expect(lives.filter(([, ms]) => ms === -1)).toEqual([]);
    expect(keys.length).toBeGreaterThan(2);
  });
  it("keeps two drivers on one queue apart", async () => {
    const [a, b] = await Promise.all([run("plain"), fitGroups("y ~ a", ROWS, { by: "store", on: on("plain") })]);
    expectWhole(a);
    expect([...b].map(({ model }) => model!.names)).toEqual(Array(GROUPS).fill(["a"]));
  });
  it("tells errors of groups as results", async () => {
    const rows = ROWS.map((row) => (row.store === 7 ? { ...row, y: -1 } : row));
    const fits = await fitGroups(FORMULA, rows, { by: "store", ...OPTIONS, on: on("plain") });
    expect(fits.failed.map(({ key, error }) => [key, (error as GlmError).code])).toEqual([[7, "OUT_OF_DOMAIN"]]);
  });
  it("gives a group that ends three workers an error, and fits the others", async () => {
    const rows = ROWS.map((row) => (row.store === 7 ? { ...row, y: 1000 } : row));
    const tries: number[] = []; // groups of the batches that failed
    const worker = await startOwnWorker(redis, "fatal", async ({ driver, k }, client) => {
      const batch = unpackBatch((await client.get(KEYS.in(driver, k)))!);
      if (batch.groups.some(({ y }) => y![0] === 1000)) {
        tries.push(batch.groups.length);
        throw new Error("it was killed");
      }
      await client.set(KEYS.out(driver, k), JSON.stringify({ ...fitBatchAway(batch), ms: 1 }), "PX", 60_000);
    });
    const fits = await fitGroups(FORMULA, rows, { by: "store", ...OPTIONS, on: on("fatal", { ahead: 1 }) });
    const [failed] = fits.failed;
    expect(fits.failed.map(({ key, error }) => [key, (error as GlmError).code])).toEqual([[7, "WORKER_FAILED"]]);
    expect(failed!.error!.message).toContain("while it fitted this group: it was killed");
    expect([...fits].map(({ model }) => model && JSON.stringify(model))).toEqual(EXPECTED.map((json, store) => (store === 7 ? undefined : json))); // biome-ignore format: one line
    expect(tries).toEqual([tries[0], tries[0], tries[0], 1, 1, 1]); // the batch, then the group alone
    expect(tries[0]).toBeGreaterThan(1);
    await worker.end();
  });
  it("drops the jobs of a driver that is gone", async () => {
    const client = redis.client();
    const queue = new Queue("plain", { connection: { url: redis.url } as never });
    await client.set(
      "dropglm:gone:in:0",
      packBatch({ formula: "y ~ 1", options: {}, groups: [{ y: [1, 2] }] }),
      "PX",
      60_000,
    );
    const version = ownVersion();
    await queue.add(
      "groups",
      { driver: "gone", k: 0, version, groups: 1 },
      { jobId: "gone-0", removeOnComplete: true },
    );
    while ((await queue.getJob("gone-0")) !== undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await client.exists("dropglm:gone:out:0")).toBe(0);
    await queue.close();
  });
  it("loses nothing with a killed worker, and counts nothing twice", async () => {
    const names = ["--name", "kill", "--lock", "1"];
    const first = await startWorkerProcess(redis.url, ...names);
    await startWorkerProcess(redis.url, ...names);
    const seen: GroupFit[] = [];
    for await (const fit of run("kill")) {
      seen.push(fit);
      if (seen.length === 3) first.kill("SIGKILL");
    }
    expectWhole(seen);
  });
  it("takes the answers of a worker that was stopped and goes on once", async () => {
    const names = ["--name", "stop", "--lock", "1"];
    const first = await startWorkerProcess(redis.url, ...names);
    await startWorkerProcess(redis.url, ...names);
    const seen: GroupFit[] = [];
    for await (const fit of run("stop")) {
      seen.push(fit);
      if (seen.length === 3) first.kill("SIGSTOP");
      if (seen.length === GROUPS - 5) first.kill("SIGCONT");
    }
    expectWhole(seen);
  });
  it("goes on when Redis was killed and started again", async () => {
    await startWorkerProcess(redis.url, "--name", "restart", "--lock", "1");
    const seen: GroupFit[] = [];
    let back: Promise<void> | undefined;
    for await (const fit of run("restart", { patience: 30 })) {
      seen.push(fit);
      if (seen.length === 3) back = redis.kill().then(() => redis.start());
    }
    await back;
    expectWhole(seen);
  });
  it("refuses a worker of another version with both versions, at the driver and at the worker", async () => {
    const client = redis.client();
    await client.set("dropglm:other:worker:host-1", "0.0.1", "PX", 10_000);
    const error = await failure(() => run("other"));
    expect(error.message).toMatch(/worker host-1 has dropglm 0\.0\.1, this program has \d+\.\d+\.\d+/);
    await startWorkerProcess(redis.url, "--name", "older");
    const connection = { url: redis.url } as never;
    const [queue, events] = [
      new Queue("older", { connection }),
      new QueueEvents("older", { connection, lastEventId: "0-0" }),
    ];
    await events.waitUntilReady();
    const failed = new Promise<string>((resolve) => events.on("failed", ({ failedReason }) => resolve(failedReason)));
    await queue.add("groups", { driver: "d", k: 0, version: "9.9.9", groups: 1 }, { jobId: "d-0", attempts: 3 });
    expect(await failed).toMatch(/^worker \S+ has dropglm \d+\.\d+\.\d+, this program has 9\.9\.9; expected the same/);
    await events.close();
    expect(await client.exists("dropglm:d:out:0")).toBe(0);
    await queue.close();
  });
  it("says that there are no workers, and how to start one", async () => {
    const error = await failure(() => run("nobody", { patience: 0.3 }));
    expect(error.code).toBe("NO_WORKERS");
    expect(error.message).toContain("npx dropglm worker --queue <url> --name nobody");
  });
  it("says so, too, when all have gone", async () => {
    const only = await startWorkerProcess(redis.url, "--name", "leave");
    const error = await failure(async () => {
      for await (const _ of run("leave", { patience: 1 })) only.kill("SIGKILL");
    });
    expect(error.code).toBe("NO_WORKERS");
  });
  it("refuses a Redis that evicts, says when it is full, and is told no password", async () => {
    const own = await startRedis("--maxmemory-policy", "allkeys-lru", "--requirepass", "secret");
    try {
      const url = (password: string): string => `redis://:${password}@127.0.0.1:${own.port}`;
      const site = (password: string) => bullmq({ url: url(password), patience: 3 });
      const wrong = await failure(() => fitGroups(FORMULA, ROWS, { by: "store", on: site("wrong-one") }));
      expect(wrong.message).toContain("WRONGPASS");
      expect(wrong.message).not.toContain("wrong-one");
      const evicting = await failure(() => fitGroups(FORMULA, ROWS, { by: "store", on: site("secret") }));
      expect(evicting.message).toContain("maxmemory-policy allkeys-lru");
      expect(() =>
        execFileSync(process.execPath, [CLI, "worker", "--queue", url("secret")], { stdio: "pipe" }),
      ).toThrow(/expected noeviction/);
      const client = own.client("secret");
      await client.config("SET", "maxmemory-policy", "noeviction");
      await startWorkerProcess(url("secret"));
      await client.config("SET", "maxmemory", "1500000");
      const big = Array.from({ length: 60_000 }, (_, i) => ({ store: i % 2, a: i, y: i % 5 }));
      const full = await failure(() => fitGroups("y ~ a", big, { by: "store", on: site("secret") }));
      expect(full.code).toBe("OUT_OF_MEMORY");
    } finally {
      await own.end();
    }
  });
  it.each([
    [{ url: "http://x" }, "url is no address of a Redis"],
    [{ url: "redis://x", queue: "a b" }, "queue is a b"],
    [{ url: "redis://x", ahead: 0 }, "ahead is 0"],
    [{ url: "redis://x", pateince: 1 }, "did you mean patience?"],
  ])("refuses %o", (options, message) => {
    expect(() => bullmq(options as never)).toThrow(message);
  });
});
