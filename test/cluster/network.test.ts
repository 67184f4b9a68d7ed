// The network between a program, workers and Redis: cut without a word, for a while and for ever, and reset.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bullmq } from "../../src/cluster/index.js";
import { fitGroups } from "../../src/groups/index.js";
import { failure } from "../helpers/outcomes.js";
import { type FaultyFits, faultyFits } from "./faulty.js";
import { type Network, startProxy } from "./proxy.js";
import { endWorkers, HAS_REDIS, type Server, startRedis, startWorkerProcess } from "./servers.js";

const atNight = it.skipIf(process.env.DROPGLM_NIGHTLY === undefined);

describe.skipIf(!HAS_REDIS)("a network that fails", { timeout: 120_000 }, () => {
  let redis: Server;
  let proxy: Network;
  let fits: FaultyFits;
  const start = (url: string, queue: string, lock = 1) =>
    startWorkerProcess(url, "--name", queue, "--lock", `${lock}`, "--root", fits.folder);
  beforeAll(async () => {
    fits = faultyFits();
    redis = await startRedis();
    proxy = await startProxy(redis.port);
    await fits.expected();
  });
  afterEach(() => {
    proxy.mend();
    endWorkers();
  });
  afterAll(async () => {
    endWorkers();
    proxy.end();
    await redis.end();
    fits.end();
  });

  it("of a program whose connections are reset", async () => {
    await start(redis.url, "reset");
    for (const phase of ["encoding", "fitting"])
      expect(await fits.run(proxy.url, "reset", { [phase]: proxy.reset })).toBe(await fits.expected());
  });

  it("of a program whose connections become silent", async () => {
    await start(redis.url, "silent");
    const before = proxy.seen();
    expect(await fits.run(proxy.url, "silent", { fitting: proxy.forget }, 30)).toBe(await fits.expected());
    expect(proxy.seen()).toBeGreaterThan(before + 2); // it has connected again
  });

  atNight("of a program, while rows are loaded", async () => {
    await start(redis.url, "silent-load");
    expect(await fits.run(proxy.url, "silent-load", { encoding: proxy.forget }, 30)).toBe(await fits.expected());
  });

  atNight.each([2000, 8000])("of a program, cut for %i ms", async (ms) => {
    await start(redis.url, "while");
    const cut = (): void => {
      proxy.cut();
      setTimeout(proxy.mend, ms);
    };
    for (const phase of ["encoding", "fitting"])
      expect(await fits.run(proxy.url, "while", { [phase]: cut }, 30)).toBe(await fits.expected());
  });

  atNight("of a program, for ever", async () => {
    await start(redis.url, "never");
    for (const phase of ["encoding", "fitting"]) {
      const error = await failure(() => fits.run(proxy.url, "never", { [phase]: proxy.cut }, 2));
      expect([error.code, error.message]).toEqual([
        "NO_WORKERS",
        expect.stringMatching(/^Redis at redis:\/\/127.0.0.1:\d+ has not answered for 10 s; /),
      ]);
      proxy.mend();
    }
    expect(await fits.run(proxy.url, "never")).toBe(await fits.expected()); // the worker has let go of the others
  });

  atNight("of a program, before it begins", async () => {
    proxy.cut();
    const error = await failure(() => fits.run(proxy.url, "begins", {}, 1));
    expect(error.message).toMatch(/^cannot use Redis at redis:\/\/127.0.0.1:\d+: /);
  });

  atNight("of a worker, whose runs go to another one", async () => {
    await start(proxy.url, "one-of-two");
    await start(redis.url, "one-of-two");
    for (const phase of ["encoding", "fitting"]) {
      expect(await fits.run(redis.url, "one-of-two", { [phase]: proxy.cut }, 30)).toBe(await fits.expected());
      proxy.mend();
      expect(await fits.run(redis.url, "one-of-two", {}, 30)).toBe(await fits.expected());
    }
  });

  atNight("of the only worker, whose connections become silent or are reset", async () => {
    await start(proxy.url, "only");
    for (const phase of ["encoding", "fitting"]) {
      expect(await fits.run(redis.url, "only", { [phase]: proxy.reset }, 30)).toBe(await fits.expected());
      expect(await fits.run(redis.url, "only", { [phase]: proxy.forget }, 30)).toBe(await fits.expected());
    }
  });

  atNight("of the only worker, cut for ever", async () => {
    await start(proxy.url, "only-cut");
    const error = await failure(() => fits.run(redis.url, "only-cut", { fitting: proxy.cut }, 2));
    expect(error.message).toMatch(/^no worker on queue "only-cut"/);
  });

  atNight(
    "of a program with groups: silent connections are made again, and there is an error where it is cut for ever",
    async () => {
      await start(redis.url, "groups");
      const rows = Array.from({ length: 4000 }, (_, i) => ({ store: i % 40, a: Math.sin(i), y: i % 5 }));
      const groups = (happens: () => void, more: object) => {
        let seen = 0;
        const work = async (): Promise<string[]> => {
          const found: string[] = [];
          for await (const { model } of fitGroups("y ~ a", rows, { by: "store", family: "poisson", ...more })) {
            found.push(JSON.stringify(model));
            if (++seen === 2) happens();
          }
          return found;
        };
        return work();
      };
      const on = bullmq({ url: proxy.url, queue: "groups", ahead: 1, patience: 2 });
      expect(await groups(proxy.forget, { on })).toEqual(await groups(() => {}, {}));
      const error = await failure(() => groups(proxy.cut, { on }));
      expect([error.code, error.message]).toEqual(["NO_WORKERS", expect.stringMatching(/has not answered for 10 s; /)]);
    },
  );

  atNight("of a worker that is told to end", async () => {
    const worker = await start(proxy.url, "ending");
    proxy.cut();
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    worker.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
});
