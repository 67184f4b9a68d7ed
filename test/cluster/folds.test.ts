// Folds by workers that are other processes, over a real Redis: the bits of a cross-validation in memory.
import type { ChildProcess } from "node:child_process";
import { Queue, QueueEvents } from "bullmq";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pack } from "../../src/base/packed.js";
import { ownVersion } from "../../src/base/version.js";
import { KEYS } from "../../src/cluster/broker.js";
import { packInput, packPieces, unpackInput, unpackPieces } from "../../src/cluster/fold-wire.js";
import { bullmq } from "../../src/cluster/index.js";
import {
  additive,
  type CrossValidationOptions,
  crossValidate,
  dropout,
  elasticNet,
  lasso,
  ridge,
  sparse,
  type ValidationProgress,
} from "../../src/index.js";
import type { FoldInput, FoldResult, Job } from "../../src/validation/run-fold.js";
import { runPiece } from "../../src/workers/here.js";
import { hashOf } from "../helpers/judged.js";
import { normals } from "../helpers/numeric.js";
import { failure } from "../helpers/outcomes.js";
import { rows } from "../helpers/sources.js";
import { INPUT } from "./fold-input.js";
import { startOwnWorker } from "./own-worker.js";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

const TABLE = rows(300).map((row, i) => ({
  ...row,
  base: Math.sin(i) / 5,
  patient: `p${(i * 11) % 40}`,
  day: (i * 7) % 90,
}));
const X = TABLE.map(({ a }, i) => [a, Math.cos(i), ((i * 13) % 17) / 4]);
const SPARSE = sparse({
  ...{ format: "csr", rows: X.length, columns: 3, indptr: X.map((_, i) => i).concat(X.length) },
  ...{ indices: X.map((_, i) => (i * 7) % 3), values: X.map(([a]) => a!) },
});

type Options = CrossValidationOptions;
const Y = TABLE.map(({ y }) => y);
const normal = normals(3);
const LARGE = Array.from({ length: 900 }, () => Array.from({ length: 30 }, normal));
const LARGE_Y = LARGE.map(([a, b]) => Number(a! + b! + 0.5 * normal() > 0));
const LARGE_OPTIONS: Options = {
  family: "binomial",
  over: ["share", "lambda"],
  shares: [0.2, 0.5, 0.8, 1],
  ...{ count: 25, folds: 8, penalty: elasticNet(undefined, 0.5) },
};

type OfTable = Parameters<typeof crossValidate<"binomial">>[2];
const FORMULAS: Record<string, [string, object]> = {
  "classes with weights": [
    "y ~ a + b * kind",
    { family: "binomial", penalty: lasso(), folds: 5, weights: "w", count: 12 },
  ],
  "columns that each fold learns": ["y ~ poly(a, 2) + b", { family: "binomial", folds: 4, count: 6, penalty: ridge() }],
  "labels, area under the curve": [
    "kind ~ a + b",
    { family: "multinomial", folds: 3, count: 5, measure: "classError" },
  ],
  "counts, groups, an offset": [
    "count ~ a + kind",
    { family: "poisson", folds: 4, groups: "patient", offset: "base", count: 8 },
  ],
  "two axes": [
    "amount ~ a + b + kind",
    {
      over: ["share", "lambda"],
      shares: [0.2, 1],
      count: 6,
      measure: "meanSquaredError",
      penalty: elasticNet(undefined, 0.5),
    },
  ],
  "times, over rates of dropout": [
    "y ~ a + kind",
    {
      family: "binomial",
      times: "day",
      folds: 3,
      over: "rate",
      rates: [0.1, 0.3],
      noise: dropout(0.1),
      measure: "logLoss",
      clip: 1e-5,
    },
  ],
  "overdispersed counts": ["count ~ a + b", { family: "negative-binomial", folds: 3, count: 5 }],
};
const NUMBERS: Record<string, [readonly number[][] | ReturnType<typeof sparse>, Options]> = {
  "additive noise over rates and lambdas": [
    X,
    { noise: additive(0.1), over: ["lambda", "rate"], rates: [0.1, 0.4], count: 4, folds: 3 },
  ],
  "rows without labels": [
    X,
    {
      family: "binomial",
      noise: dropout(0.3),
      unlabeled: { x: X.map((row) => row.map((v) => v / 2)) },
      count: 4,
      folds: 3,
    },
  ],
  "sparse x": [SPARSE, { family: "binomial", count: 5, folds: 3 }],
};

const fitted = async (input: FoldInput, jobs: readonly Job[]): Promise<FoldResult[]> => {
  const results: FoldResult[] = [];
  const watch = { signal: undefined, timeLimit: undefined, onProgress: undefined };
  await runPiece(input, jobs, watch, (result, k) => {
    results[k] = result;
  });
  return results;
};

describe.skipIf(!HAS_REDIS)("folds over a cluster", () => {
  let redis: Server;
  const on = (queue: string, more = {}) => bullmq({ url: redis.url, queue, patience: 5, ...more });
  beforeAll(async () => {
    redis = await startRedis();
    await Promise.all([1, 2].map(() => startWorkerProcess(redis.url, "--name", "plain", "--threads", "2")));
  }, 30_000);
  afterAll(async () => {
    endWorkers();
    await redis.end();
  });

  it.each(Object.entries(FORMULAS))("have the bits of memory: %s", async (_, [formula, options]) => {
    const here = await crossValidate(formula, TABLE, options as OfTable);
    const there = await crossValidate(formula, TABLE, { ...options, on: on("plain") } as OfTable);
    expect(hashOf(there, true)).toEqual(hashOf(here, true));
  });
  it.each(Object.entries(NUMBERS))("have the bits of memory: %s", async (_, [x, options]) => {
    const here = await crossValidate(x as never, Y, options);
    const there = await crossValidate(x as never, Y, { ...options, on: on("plain") });
    expect(hashOf(there, true)).toEqual(hashOf(here, true));
  });

  it("are told as in threads, and leave no data; every key has a time to live", async () => {
    const told: (readonly [number, number, number])[] = [];
    const onProgress = ({ path, paths, step }: ValidationProgress) => void told.push([path, paths, step]);
    await crossValidate(X, Y, { family: "binomial", count: 4, folds: 4, onProgress, on: on("plain") });
    expect(told.filter(([path]) => path > 1).map(([path, paths]) => [path, paths])).toEqual([2, 3, 4, 5].map((path) => [path, 5])); // biome-ignore format: one line
    const client = redis.client();
    const keys = await client.keys("*");
    expect(keys.filter((key) => /:(in|out|alive|folds)/.test(key))).toEqual([]);
    const lives = await Promise.all(keys.map(async (key) => [key, await client.pttl(key)] as const));
    expect(lives.filter(([, ms]) => ms === -1)).toEqual([]);
  });
  it("tell an error of a fold as itself", async () => {
    const tiny = X.map(([, b], i) => [i === 0 ? 1 : i * 1e-160, b!]);
    const options = { folds: X.map((_, i) => (i === 0 ? "a" : `b${i % 3}`)), count: 3 };
    const here = await failure(() => crossValidate(tiny, Y, options));
    const there = await failure(() => crossValidate(tiny, Y, { ...options, on: on("plain") }));
    expect([there.code, there.message, there.detail]).toEqual([here.code, here.message, here.detail]);
    expect(here.code).toBe("BAD_VALUE");
  });
  it("go on elsewhere when a worker is killed in the middle of its work, each once", async () => {
    const names = ["--name", "kill", "--lock", "1"];
    const first = await startWorkerProcess(redis.url, ...names);
    await startWorkerProcess(redis.url, ...names);
    const events = new QueueEvents("kill", { connection: { url: redis.url } as never, lastEventId: "0-0" });
    let stalled = 0;
    events.on("stalled", () => stalled++);
    const paths: number[] = [];
    const onProgress = ({ path }: ValidationProgress): void => {
      paths.push(path);
      if (path === 7) first.kill("SIGKILL");
    };
    const there = await crossValidate(LARGE, LARGE_Y, { ...LARGE_OPTIONS, on: on("kill"), onProgress });
    expect(stalled).toBeGreaterThan(0);
    expect([...new Set(paths.filter((path) => path > 4))]).toEqual(paths.filter((path) => path > 4));
    expect(hashOf(there, true)).toEqual(hashOf(await crossValidate(LARGE, LARGE_Y, LARGE_OPTIONS), true));
    await events.close();
  });
  it("end at a signal and at a time limit, and take their jobs out of the queue", async () => {
    const halt = new AbortController();
    const onProgress = ({ path }: ValidationProgress): void => {
      if (path === 8) halt.abort();
    };
    const options = { ...LARGE_OPTIONS, on: on("plain", { ahead: 3 }) };
    const aborted = await crossValidate(LARGE, LARGE_Y, { ...options, signal: halt.signal, onProgress });
    expect(aborted.end).toBe("aborted");
    expect(aborted.paths.map(({ end }) => end)).toEqual(Array(4).fill("complete"));
    const limited = await crossValidate(X, Y, { count: 3, folds: 3, timeLimit: 700, on: on("nobody") });
    expect([limited.end, limited.paths[0]!.length]).toEqual(["time-limit", 3]);
    const client = redis.client();
    expect((await client.keys("dropglm:*")).filter((key) => /:(in|alive|folds)/.test(key))).toEqual([]);
    for (const name of ["plain", "nobody"]) {
      const queue = new Queue(name, { connection: { url: redis.url } as never });
      expect(await queue.getJobCounts("wait", "delayed", "failed")).toEqual({ wait: 0, delayed: 0, failed: 0 });
      await queue.close();
    }
  });
  it("need a worker, of this version", async () => {
    const none = await failure(() => crossValidate(X, Y, { count: 3, folds: 3, on: on("nobody", { patience: 0.3 }) }));
    expect([none.code, none.message]).toEqual(["NO_WORKERS", expect.stringContaining("--name nobody")]);
    await redis.client().set("dropglm:other:worker:host-1", "0.0.1", "PX", 10_000);
    const other = await failure(() => crossValidate(X, Y, { count: 3, folds: 3, on: on("other") }));
    expect(other.message).toMatch(/worker host-1 has dropglm 0\.0\.1, this program has \d+\.\d+\.\d+/);
  });
  it("that end three workers are an error; a result that is damaged is asked for again", async () => {
    const here = hashOf(await crossValidate(X, Y, { count: 3, folds: 4 }), true);
    const seen = { damaged: 0, asked: 0 };
    const liar = await startOwnWorker(redis, "liar", async ({ driver, k }, client) => {
      const input = unpackInput((await client.getBuffer(KEYS.folds(driver)))!);
      const pieces = unpackPieces((await client.getBuffer(KEYS.in(driver, k)))!, input);
      const results = await Promise.all(pieces.map((jobs) => fitted(input, jobs)));
      const bytes = seen.damaged === 0 ? pack({ results, ms: 1 }) : pack({ results: results.slice(1), ms: 1 });
      if (seen.damaged === 0) bytes[bytes.length - 2]! ^= 4;
      await client.set(KEYS.out(driver, k), seen.damaged++ < 2 ? bytes : pack({ results, ms: 1 }), "PX", 60_000);
    });
    expect(hashOf(await crossValidate(X, Y, { count: 3, folds: 4, on: on("liar") }), true)).toEqual(here);
    expect(seen.damaged).toBeGreaterThan(2);
    await liar.end();
    const killer = await startOwnWorker(redis, "killer", async () => {
      seen.asked++;
      throw new Error("it was killed");
    });
    const error = await failure(() => crossValidate(X, Y, { count: 3, folds: 2, on: on("killer", { ahead: 1 }) }));
    expect(error.code).toBe("WORKER_FAILED");
    expect(error.message).toMatch(/fold 1.* failed 3 times: it was killed/);
    expect(seen.asked).toBe(3);
    await killer.end();
  });
  it.skipIf(!process.env.DROPGLM_NIGHTLY)(
    "end with an error when they have killed three workers",
    async () => {
      const events = new QueueEvents("deadly", { connection: { url: redis.url } as never });
      await events.waitUntilReady();
      const start = (): Promise<ChildProcess> => startWorkerProcess(redis.url, "--name", "deadly", "--lock", "1");
      const active = (): Promise<unknown> => new Promise((resolve) => events.once("active", resolve));
      const asked = failure(() => crossValidate(LARGE, LARGE_Y, { ...LARGE_OPTIONS, on: on("deadly", { ahead: 1, patience: 30 }) })); // biome-ignore format: one line
      for (let k = 0; k < 3; k++) {
        const taken = active();
        const worker = await start();
        await taken;
        worker.kill("SIGKILL");
      }
      await start();
      const error = await asked;
      expect([error.code, error.message]).toEqual([
        "WORKER_FAILED",
        expect.stringMatching(/fold .* failed 3 times: .*stalled/),
      ]);
      await events.close();
    },
    60_000,
  );
  it("of little work go together", async () => {
    const jobs: number[] = [];
    const worker = await startOwnWorker(redis, "small", async ({ driver, k, folds }, client) => {
      jobs.push(folds!);
      const input = unpackInput((await client.getBuffer(KEYS.folds(driver)))!);
      const pieces = unpackPieces((await client.getBuffer(KEYS.in(driver, k)))!, input);
      const results = await Promise.all(pieces.map((own) => fitted(input, own)));
      await client.set(KEYS.out(driver, k), pack({ results, ms: folds! }), "PX", 60_000); // each a millisecond
    });
    await crossValidate(X, Y, { count: 2, folds: 80, on: on("small", { ahead: 1 }) });
    expect(jobs.reduce((a, b) => a + b)).toBe(80);
    expect(Math.max(...jobs.slice(1))).toBe(25);
    await worker.end();
  });
  it("that nobody of this version has sent are refused by a worker", async () => {
    const client = redis.client();
    const queue = new Queue("plain", { connection: { url: redis.url } as never });
    const events = new QueueEvents("plain", { connection: { url: redis.url } as never });
    await events.waitUntilReady();
    const reasons: string[] = [];
    const bad = { ...INPUT, outers: [{ workerUrl: "file:///tmp/evil.mjs" }] } as never;
    for (const [k, input] of [packInput(bad), pack({ design: 1 }), Buffer.from("damaged bytes")].entries()) {
      const driver = `foreign-${k}`;
      await client.set(KEYS.alive(driver), "1", "PX", 10_000);
      await client.set(KEYS.folds(driver), input, "PX", 10_000);
      await client.set(KEYS.in(driver, 0), packPieces([[{ fold: 0, outer: 0 }]]), "PX", 10_000);
      const failed = new Promise<string>((resolve) =>
        events.once("failed", ({ failedReason }) => resolve(failedReason)),
      );
      await queue.add(
        "folds",
        { driver, k: 0, version: ownVersion(), folds: 1 },
        { jobId: driver, removeOnFail: true },
      );
      reasons.push(await failed);
    }
    expect(reasons).toEqual([
      "the job has option workerUrl; expected none: a worker decides it",
      "the job is no part of a cross-validation; expected input of folds",
      expect.stringContaining("damaged"),
    ]);
    await events.close();
    await queue.close();
  });
});
