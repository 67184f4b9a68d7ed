// Folds of a source by workers that are other processes, over a real Redis: they read it by themselves, and the result has the bits of memory.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Queue, QueueEvents } from "bullmq";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pack } from "../../src/base/packed.js";
import { ownVersion } from "../../src/base/version.js";
import { KEYS } from "../../src/cluster/broker.js";
import { bullmq } from "../../src/cluster/index.js";
import { unpackTask } from "../../src/cluster/source-fold-hand.js";
import { crossValidate as inMemory } from "../../src/index.js";
import { crossValidate, file, type StreamValidationOptions } from "../../src/stream/index.js";
import type { FoldTask } from "../../src/stream/task.js";
import { hashOf } from "../helpers/judged.js";
import { failure } from "../helpers/outcomes.js";
import { rows } from "../helpers/sources.js";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-folds-"));
const CSV = join(FOLDER, "rows.csv");
const ROWS = rows(9000).map((row, i) => ({ ...row, patient: `p${(i * 11) % 40}` }));
const NAMES = Object.keys(ROWS[0]!) as (keyof (typeof ROWS)[0])[];
writeFileSync(CSV, [NAMES.join(","), ...ROWS.map((row) => NAMES.map((name) => row[name] ?? "").join(","))].join("\n"));

/** The table as it is read: text. */
const TABLE = ROWS.map((row) => Object.fromEntries(NAMES.map((name) => [name, row[name] === null ? undefined : `${row[name]}`]))); // biome-ignore format: one line

const FORMULA = "y ~ a + b * kind";
const OPTIONS: StreamValidationOptions = { family: "binomial", weights: "w", groups: "patient", folds: 6, count: 12 };
const TASK = {
  ...{ place: { kind: "file", path: CSV }, formula: FORMULA, options: {}, outers: [{}], folds: [0] },
  marks: { rows: 1, marks: Int32Array.of(1) },
};

describe("folds of a source for somebody else", () => {
  it.each([
    ["the job has option checkpoint", { options: { checkpoint: "/tmp/x" } }],
    ["the job has option folder", { options: { folder: "/tmp" } }],
    ["the job has option workerUrl", { outers: [{ workerUrl: "file:///x.mjs" }] }],
    ["the job is no part of a cross-validation", { folds: [-1] }],
    ["the job is no part of a cross-validation", { folds: [] }],
    ["the job is no part of a cross-validation", { marks: {} }],
    ["the job is no part of a cross-validation", { outers: [null] }],
    ["the job is no part of a cross-validation", { formula: 1 }],
  ])("are refused: %s", (message, change) => {
    expect(() => unpackTask(pack({ ...TASK, ...change }))).toThrow(message);
    expect(unpackTask(pack(TASK))).toEqual(TASK);
  });
});

describe.skipIf(!HAS_REDIS)("folds of a source over a cluster", () => {
  let redis: Server;
  const on = (queue: string) => bullmq({ url: redis.url, queue, patience: 5 });
  const start = (queue: string, ...more: string[]) =>
    startWorkerProcess(redis.url, "--name", queue, "--lock", "1", ...more);
  const run = (queue: string, more: object = {}) =>
    crossValidate(FORMULA, file(relative(process.cwd(), CSV)), { ...OPTIONS, ...more, on: on(queue) });
  beforeAll(async () => {
    redis = await startRedis();
  }, 30_000);
  afterAll(async () => {
    endWorkers();
    await redis.end();
    rmSync(FOLDER, { recursive: true });
  });

  it("have the bits of memory, also when a worker is killed in the middle of its work", async () => {
    const first = await start("kill", "--root", FOLDER);
    await start("kill", "--root", FOLDER, "--memory", "2MB");
    const events = new QueueEvents("kill", { connection: { url: redis.url } as never, lastEventId: "0-0" });
    const seen = { stalled: 0, active: 0 };
    events.on("stalled", () => seen.stalled++);
    events.on("active", () => {
      if (++seen.active === 2) setTimeout(() => first.kill("SIGKILL"), 50);
    });
    const there = await run("kill");
    const here = await inMemory(FORMULA, TABLE, OPTIONS as never);
    expect(hashOf(there)).toEqual(hashOf(here));
    expect(seen.stalled).toBeGreaterThan(0);
    const client = redis.client();
    expect((await client.keys("dropglm:*")).filter((key) => /:(in|out|alive)/.test(key))).toEqual([]);
    await events.close();
  });
  it("tell why a worker does not open the source", async () => {
    await start("closed");
    const error = await failure(() => run("closed"));
    expect([error.code, error.message]).toEqual(["NOT_SUPPORTED", expect.stringMatching(/it opens no file, .*--root/)]);
  });
  it.skipIf(!process.env.DROPGLM_NIGHTLY)(
    "are ended at a worker when nobody waits for them any more",
    async () => {
      await start("gone", "--root", FOLDER);
      const client = redis.client();
      const queue = new Queue("gone", { connection: { url: redis.url } as never });
      const told: FoldTask[] = [];
      const judge = async (own: FoldTask): Promise<never> => {
        told.push(own);
        throw new Error("told");
      };
      const site = { openSourceFolds: async () => ({ count: async () => 6, judge, end: async () => {} }) };
      await expect(crossValidate(FORMULA, file(CSV), { ...OPTIONS, on: site })).rejects.toThrow("told");
      const task = { ...told[0]!, outers: Array(5000).fill(told[0]!.outers[0]) }; // some minutes of work
      await client.set(KEYS.alive("late"), "1", "PX", 2000);
      await client.set(KEYS.in("late", 0), pack(task), "PX", 60_000);
      const events = new QueueEvents("gone", { connection: { url: redis.url } as never });
      await events.waitUntilReady();
      const ended = new Promise<unknown>((resolve) =>
        events.on("completed", ({ returnvalue }) => resolve(returnvalue)),
      );
      await queue.add(
        "foldsOfSource",
        { driver: "late", k: 0, version: ownVersion(), foldsOfSource: 1 },
        { jobId: "late-0" },
      );
      expect(await ended).toBe("nobody waits for it");
      await events.close();
      await queue.close();
    },
    30_000,
  );
});
