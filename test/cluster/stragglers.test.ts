// A worker that is alive but late does not hold a fit up: a second one gets what it has.
import type { ChildProcess } from "node:child_process";
import { Worker } from "bullmq";
import { afterAll, afterEach, beforeAll, describe, expect, it, type MockInstance, vi } from "vitest";
import { pack } from "../../src/base/packed.js";
import { ownVersion } from "../../src/base/version.js";
import { KEYS, type RowJob } from "../../src/cluster/broker.js";
import { JobBook } from "../../src/cluster/job-book.js";
import { Leases } from "../../src/cluster/leases.js";
import { Kinds, Paces } from "../../src/cluster/stragglers.js";
import { failure } from "../helpers/outcomes.js";
import { type FaultyFits, faultyFits } from "./faulty.js";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

const atNight = it.skipIf(process.env.DROPGLM_NIGHTLY === undefined);

describe("who is late", () => {
  const late = (paces: Paces): unknown => paces.late().map(({ worker, runs }) => [worker, ...runs]);
  it("is nobody before some seconds, or while nobody has done its part", () => {
    const paces = new Paces();
    paces.asked("a", [0, 1]);
    paces.asked("b", [2]);
    paces.tick(60_000);
    expect(late(paces)).toEqual([]);
    paces.answered("b", 2);
    expect(late(paces)).toEqual([]); // a has two runs: it may take twice as long, some times
    const quick = new Paces();
    quick.asked("a", [0]);
    quick.asked("b", [1]);
    quick.answered("b", 1);
    quick.tick(3000);
    expect(late(quick)).toEqual([]);
    quick.tick(1);
    expect(late(quick)).toEqual([["a", 0]]);
  });
  it("takes several times as long as the others for each run, and is not late with what another one has answered", () => {
    const paces = new Paces();
    paces.asked("a", [0, 1, 2]);
    paces.asked("b", [3, 4]);
    paces.tick(2000);
    for (const run of [3, 4]) paces.answered("b", run); // one second a run
    paces.answered("a", 0);
    paces.tick(10_000);
    expect(late(paces)).toEqual([]);
    paces.tick(1);
    expect(late(paces)).toEqual([["a", 1, 2]]);
    paces.asked("b", [1]);
    expect([paces.isAsked("b", 1), paces.isAsked("b", 2)]).toEqual([true, false]);
    paces.answered("b", 1);
    expect(late(paces)).toEqual([["a", 2]]);
  });
  it("is known by earlier questions of the kind where one worker is asked at a time", () => {
    const kinds = new Kinds();
    const first = kinds.begin("totals");
    first.asked("b", [0]);
    first.tick(1000);
    first.answered("b", 0);
    const [same, other] = [kinds.begin("totals"), kinds.begin("facts")];
    for (const paces of [same, other]) {
      paces.asked("a", [1]);
      paces.tick(4001);
    }
    expect([late(same), late(other)]).toEqual([[["a", 1]], []]);
    const own = kinds.begin("totals");
    own.asked("b", [2]);
    own.tick(60_000);
    expect(late(own)).toEqual([]); // it is only compared with others
  });
});

describe("leases", () => {
  it("ask whoever came to help first, and have a spare that needs no loading", () => {
    const leases = new Leases();
    leases.begin([0, 1]);
    expect([leases.loaded(0, "a"), leases.loaded(0, "a"), leases.loaded(1, "b")]).toEqual([true, false, true]);
    expect([leases.loading.size, leases.idlest(new Set(["a"])), leases.idlest(new Set(["a", "b"]))]).toEqual([0, "b", undefined]); // biome-ignore format: one line
    leases.beginSecond(0, "b");
    expect([leases.hasSecond(0), leases.holderOf(0), leases.idlest(new Set())]).toEqual([true, "a", "a"]);
    leases.loaded(0, "b");
    expect([leases.holderOf(0), leases.spareOf(0, "b")]).toEqual(["b", "a"]);
    expect(leases.lose("b")).toEqual([1]); // a holds run 0
    expect([leases.holderOf(0), leases.hasSecond(0)]).toEqual(["a", false]);
    expect(leases.lose("a", [0])).toEqual([0]);
    leases.begin([0]);
    leases.loaded(0, "c");
    leases.loaded(0, "a"); // late, and not asked to help
    expect(leases.holderOf(0)).toBe("c");
    leases.prefer(0, "a");
    expect(leases.holderOf(0)).toBe("a");
  });
});

describe.skipIf(!HAS_REDIS)("a worker that is alive but late", { timeout: 60_000 }, () => {
  let redis: Server;
  let fits: FaultyFits;
  let extra: MockInstance<JobBook["addExtra"]>;
  const start = (queue: string): Promise<ChildProcess> =>
    startWorkerProcess(redis.url, "--name", queue, "--lock", "60", "--root", fits.folder);
  beforeAll(async () => {
    fits = faultyFits();
    redis = await startRedis();
    extra = vi.spyOn(JobBook.prototype, "addExtra");
    await fits.expected();
  }, 30_000);
  afterEach(() => {
    extra.mockClear();
    endWorkers();
  });
  afterAll(async () => {
    extra.mockRestore();
    await redis.end();
    fits.end();
  });

  it("is not asked for in a fit without one: each run is loaded once", async () => {
    await Promise.all([start("prompt"), start("prompt")]);
    expect(await fits.run(redis.url, "prompt")).toBe(await fits.expected());
    expect(extra).not.toHaveBeenCalled();
    expect(await redis.client().get("bull:prompt:id")).toBe("3"); // jobs that were ever in the queue
  });

  it("does not hold a round up: the fit ends while it is still stopped, and its sign is there", async () => {
    const [slow] = await Promise.all([start("stopped"), start("stopped")]);
    const client = redis.client();
    const stop = async (): Promise<void> => {
      slow!.kill("SIGSTOP");
      const all = await client.keys(KEYS.holder("stopped", "*"));
      for (const key of all) await client.set(key, "2500", "PX", 600_000); // so it is not lost, as long as this test lasts
    };
    expect(await fits.run(redis.url, "stopped", { fitting: stop })).toBe(await fits.expected());
    expect(extra.mock.calls.length).toBeGreaterThanOrEqual(1);
    expect(extra.mock.calls.length).toBeLessThanOrEqual(2); // of three runs the other one has at least one
    const own = await client.keys(KEYS.holder("stopped", `*-${slow!.pid}-*`));
    expect(own.length).toBe(1);
    slow!.kill("SIGCONT");
    extra.mockClear();
    expect(await fits.run(redis.url, "stopped")).toBe(await fits.expected());
    expect(extra).not.toHaveBeenCalled();
  });

  /** A worker in this process that takes one run and does not load it. */
  async function startLazy(queue: string) {
    const client = redis.client();
    const ID = "lazy-1";
    let finish: () => void = () => {};
    const over = new Promise<string>((resolve) => {
      finish = () => resolve("done");
    });
    const taken: RowJob[] = [];
    const work = ({ data }: { data: RowJob }): Promise<string> => {
      taken.push(data);
      return over;
    };
    const connection = { url: redis.url, maxRetriesPerRequest: null } as never;
    const worker = new Worker(queue, work, { connection, name: ID, lockDuration: 60_000 });
    await client.set(KEYS.worker(queue, ID), ownVersion(), "PX", 60_000);
    await worker.waitUntilReady();
    const report = { rows: [], seen: { y: [], rows: [] }, hasTrials: false, weights: {}, vectors: [], hashes: [1, 2] };
    return {
      taken,
      /** Reports a run with other rows after all. */
      lie: (): void => {
        const { driver, task, run } = taken[0]!;
        void client.rpush(KEYS.inbox(driver), pack({ about: "loaded", worker: ID, task, run, loaded: { report } }));
      },
      end: (): Promise<void> => {
        finish();
        return worker.close();
      },
    };
  }

  it("does not hold loading up", async () => {
    const lazy = await startLazy("lazy");
    await start("lazy");
    expect(await fits.run(redis.url, "lazy")).toBe(await fits.expected());
    expect([lazy.taken.length, extra.mock.calls.length]).toEqual([1, 1]);
    await lazy.end();
  });

  atNight("has to have loaded the same as the second one", async () => {
    const lazy = await startLazy("lying");
    await start("lying");
    const error = await failure(() => fits.run(redis.url, "lying", { fitting: lazy.lie }));
    expect([error.code, error.message]).toEqual([
      "SOURCE_CHANGED",
      expect.stringMatching(/are not the same on two workers/),
    ]);
    await lazy.end();
  });
});
