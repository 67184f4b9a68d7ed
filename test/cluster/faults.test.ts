// Fits whose rows workers hold: a Redis that is full or evicts, workers of another version, a program that is killed, clocks that differ.
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Queue, QueueEvents, UnrecoverableError, Worker } from "bullmq";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ownVersion } from "../../src/base/version.js";
import { KEYS, queueOf } from "../../src/cluster/broker.js";
import { otherVersion } from "../../src/cluster/presence.js";
import { failure } from "../helpers/outcomes.js";
import { type FaultyFits, faultyFits } from "./faulty.js";
import { openFiles } from "./liar.js";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

/** Fits, and kills itself when the rows are on the worker. */
const PROGRAM = `
import { bullmq } from "dropglm/cluster";
import { file, fit } from "dropglm/stream";
const [, , url, path] = process.argv;
const onProgress = ({ phase }) => phase === "fitting" && process.kill(process.pid, "SIGKILL");
await fit("y ~ a + b + kind", file(path), { family: "binomial", on: bullmq({ url, queue: "killed" }), onProgress });
`;
const PLACE = new URL("../../build/killed.mjs", import.meta.url); // in the package, so that its own name leads to it

/** A clock that is some hours off. */
const clockOf = (hours: number): string => `
const Own = Date;
globalThis.Date = class extends Own {
  constructor(...given) {
    super(...(given.length > 0 ? given : [Own.now() + ${hours} * 3_600_000]));
  }
  static now() {
    return Own.now() + ${hours} * 3_600_000;
  }
};`;

describe.skipIf(!HAS_REDIS)("a fit whose rows workers hold", { timeout: 60_000 }, () => {
  let redis: Server;
  let fits: FaultyFits;
  const start = (queue: string) => startWorkerProcess(redis.url, "--name", queue, "--lock", "1", "--root", fits.folder);
  beforeAll(async () => {
    fits = faultyFits();
    redis = await startRedis();
    writeFileSync(PLACE, PROGRAM);
    await fits.expected();
  }, 30_000);
  afterEach(() => {
    vi.unstubAllEnvs();
    endWorkers();
  });
  afterAll(async () => {
    await redis.end();
    fits.end();
    rmSync(PLACE);
  });

  it("says that Redis is full, at the start and later, and the workers go on when it is not any more", async () => {
    await start("full");
    const client = redis.client();
    const fill = (): Promise<unknown> => client.config("SET", "maxmemory", "500000");
    for (const phase of [undefined, "encoding", "fitting"]) {
      if (phase === undefined) await fill();
      const error = await failure(() => fits.run(redis.url, "full", phase === undefined ? {} : { [phase]: fill }));
      expect([phase, error.code]).toEqual([phase, "OUT_OF_MEMORY"]);
      expect(error.message).toMatch(/^Redis is full \(.*\); give it more memory/);
      await client.config("SET", "maxmemory", "0");
    }
    expect(await fits.run(redis.url, "full")).toBe(await fits.expected());
  });

  it("refuses a Redis that may evict keys, at the start", async () => {
    const client = redis.client();
    await client.config("SET", "maxmemory-policy", "volatile-ttl");
    const error = await failure(() => fits.run(redis.url, "evicting"));
    await client.config("SET", "maxmemory-policy", "noeviction");
    expect([error.code, error.message]).toEqual(["NOT_SUPPORTED", expect.stringContaining("maxmemory-policy volatile-ttl")]); // biome-ignore format: one line
  });

  it("refuses workers of another version with both versions: those that are there, and those that come later", async () => {
    await start("versions");
    const client = redis.client();
    await client.set(KEYS.worker("versions", "old-1"), "0.0.1", "PX", 10_000);
    const error = await failure(() => fits.run(redis.url, "versions"));
    expect([error.code, error.message]).toEqual(["NOT_SUPPORTED", expect.stringMatching(/^worker old-1 has dropglm 0\.0\.1, this program has \d+\.\d+\.\d+; /)]); // biome-ignore format: one line

    const connection = { url: redis.url, maxRetriesPerRequest: null } as never;
    const refuse = (): never => {
      throw new UnrecoverableError(otherVersion("old-2", "0.0.1", ownVersion()));
    };
    await client.set(KEYS.worker("later", "new-1"), ownVersion(), "PX", 10_000);
    const old = new Worker("later", refuse, { connection, removeOnFail: { count: 0 } });
    const later = await failure(() => fits.run(redis.url, "later"));
    await old.close();
    expect([later.code, later.message]).toEqual(["NOT_SUPPORTED", expect.stringMatching(/^worker old-2 has dropglm 0\.0\.1, this program has /)]); // biome-ignore format: one line
  });

  it("has its jobs refused by a worker of another version, those to load and those to answer", async () => {
    const worker = await start("older");
    const client = redis.client();
    const [key] = await client.keys(KEYS.worker("older", `*-${worker.pid}-*`));
    const own = queueOf("older", key!.slice(KEYS.worker("older", "").length));
    const connection = { url: redis.url } as never;
    for (const name of ["older", own]) {
      const [queue, events] = [
        new Queue(name, { connection }),
        new QueueEvents(name, { connection, lastEventId: "0-0" }),
      ];
      await events.waitUntilReady();
      const failed = new Promise<string>((resolve) => events.on("failed", ({ failedReason }) => resolve(failedReason)));
      await queue.add("rows", { driver: "d", task: 1, version: "9.9.9", run: 0 }, { jobId: "d-0", attempts: 3 });
      expect(await failed).toMatch(/^worker \S+ has dropglm \d+\.\d+\.\d+, this program has 9\.9\.9; /);
      await events.close();
      await queue.close();
    }
  });

  it("is killed, and the next one on the same worker has its bits; the worker lets go of the rows", async () => {
    const worker = await start("killed");
    const rows = (): number => openFiles(worker.pid!).filter((name) => name.endsWith(".rows (deleted)")).length;
    const program = spawn(process.execPath, [PLACE.pathname, redis.url, fits.csv], { stdio: "ignore" });
    const [, signal] = await new Promise<unknown[]>((resolve) => program.once("exit", (...ended) => resolve(ended)));
    expect(signal).toBe("SIGKILL");
    if (process.platform === "linux") expect(rows()).toBe(1);
    expect(await fits.run(redis.url, "killed")).toBe(await fits.expected());
    if (process.env.DROPGLM_NIGHTLY === undefined || process.platform !== "linux") return;
    for (let k = 0; k < 300 && rows() > 0; k++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(rows()).toBe(0);
    const client = redis.client();
    const lives = await Promise.all(
      (await client.keys("bull:killed*")).map(async (key) => [key, await client.pttl(key)] as const),
    );
    expect(lives.filter(([, ms]) => ms === -1)).toEqual([]);
  });

  it("does not mind clocks that are hours off: nobody is taken for lost, and each run is loaded once", async () => {
    for (const hours of [5, -5]) {
      const clock = join(fits.folder, `clock${hours}.mjs`);
      writeFileSync(clock, clockOf(hours));
      vi.stubEnv("NODE_OPTIONS", `--import=${pathToFileURL(clock)}`);
      await start("clocks");
    }
    expect(await fits.run(redis.url, "clocks")).toBe(await fits.expected());
    expect(await redis.client().get("bull:clocks:id")).toBe("3"); // jobs that were ever in the queue
  });
});
