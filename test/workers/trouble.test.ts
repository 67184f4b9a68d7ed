// A thread that ends, does not answer, cannot start or has no memory: the fit goes on with the bits of one thread, or there is one clear error.
import { describe, expect, it } from "vitest";
import { dropout, type FitOptions, fit, fitSync, ridge } from "../../src/index.js";
import { type Spawn, spawnAt, type Thread } from "../../src/workers/spawn.js";
import { withSmallPartitions } from "../helpers/partitions.js";
import { STORAGES } from "../helpers/storages.js";
import { fitBy, spawnBuilt, teamOf } from "../helpers/teams.js";

const x = Array.from({ length: 12_000 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i % 5, ((i * 7) % 11) * (i % 2)]);
const y = x.map(([a, b], i) => Number(a! + b! + Math.sin(7 * i) > 0));
const family = "binomial";
const CASES: FitOptions[] = [
  { family, penalty: ridge(0.01) },
  { family, solver: "lbfgs", penalty: ridge(0.01) },
  { family, noise: dropout(0.2) },
];

const broken = (how: string): Spawn => spawnAt(new URL(`../helpers/ends-in-the-middle.mjs${how}`, import.meta.url));
const alone = (lay: keyof typeof STORAGES, options: FitOptions) =>
  withSmallPartitions(() => fitBy(undefined, STORAGES[lay]!(x), y, options));

describe("a thread that takes rows and", () => {
  for (const [what, how] of [
    ["ends", ""],
    ["sleeps", "#sleeps"],
  ] as const) {
    it.each(CASES)(`${what}, %j: this thread goes on alone, to the same bits`, async (options) => {
      const team = await teamOf(2, broken(how), 100);
      // a sparse x has no pass for its moments, so that the first that a thread can break is one of the fit
      const storage = options.noise === undefined ? "sparse by row" : "dense by column";
      const fitNow = () => withSmallPartitions(() => fitBy(team, STORAGES[storage]!(x), y, options));
      let found = fitNow();
      for (let k = 0; k < 200 && team.trouble === undefined; k++) found = fitNow(); // until the thread is fast enough to get some rows
      const want = alone(storage, options);
      expect(found.coefficients).toEqual(want.coefficients);
      expect(found.status).toEqual(want.status); // also the passes
      expect(team.trouble).toBe("one of them ended, or did not answer");
    });
  }
  it("may still write into memory that matters is one clear error", async () => {
    const team = await teamOf(2, broken("#sleeps"), 100);
    const options: FitOptions = { family, noise: dropout(0.2, { approximation: "gaussian" }) };
    const run = () => {
      for (let k = 0; k < 200; k++)
        withSmallPartitions(() => fitBy(team, STORAGES["sparse by column"]!(x), y, options));
    };
    expect(run).toThrow(
      "a worker ended before its work was done: one of them ended, or did not answer; run without workers, or with fewer where memory is short",
    );
  });
});

describe("a thread that", () => {
  it("ends between two fits is no loss: the others go on", async () => {
    const threads: Thread[] = [];
    const team = await teamOf(3, (listener) => {
      const thread = spawnBuilt(listener);
      threads.push(thread);
      return thread;
    });
    const want = alone("dense by row", CASES[0]!);
    const fitNow = () => withSmallPartitions(() => fitBy(team, STORAGES["dense by row"]!(x), y, CASES[0]!));
    expect(fitNow().coefficients).toEqual(want.coefficients);
    threads[0]!.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = team.answered;
    for (let k = 0; k < 20; k++) expect(fitNow().coefficients).toEqual(want.coefficients);
    expect(team.trouble).toBeUndefined();
    expect(team.answered[1]).toBe(before[1]);
    expect(team.answered[2]).toBeGreaterThan(before[2]!);
    team.end();
  });
  it("cannot start is an error where the caller gave the number, and none with auto", async () => {
    const rows = 2 ** 19;
    const long = { a: Float64Array.from({ length: rows }, (_, i) => Math.sin(i)), b: Float64Array.from({ length: rows }, (_, i) => Math.cos(3 * i)), c: Float64Array.from({ length: rows }, (_, i) => i % 7), d: Float64Array.from({ length: rows }, (_, i) => i % 11) }; // biome-ignore format: one line
    const z = long.a.map((v) => v + 1);
    const workerUrl = new URL("./nowhere.mjs", import.meta.url);
    await expect(fit(long, z, { workers: 2, workerUrl })).rejects.toThrow(
      /^workers could not be started: .*; give the address of worker\.mjs of this package in workerUrl, or leave workers out$/,
    );
    expect((await fit(long, z, { workers: "auto", workerUrl })).status.code).toBe("converged");
  });
  it("has no room to work in leaves the fit to one thread", async () => {
    const team = await teamOf(2);
    const { kernel } = team;
    const room = kernel.exports.prepareRoom;
    (kernel.exports as { prepareRoom: typeof room }).prepareRoom = () => 0;
    const found = withSmallPartitions(() => fitBy(team, STORAGES["dense by row"]!(x), y, CASES[0]!));
    expect(found.coefficients).toEqual(alone("dense by row", CASES[0]!).coefficients);
    expect(team.trouble).toBe("there is no memory left for them");
    team.end();
  });
});

it("an error of onProgress is the caller's, once, and the threads help the next fit", async () => {
  const workerUrl = new URL("../../dist/worker.mjs", import.meta.url);
  const onProgress = () => {
    throw new Error("mine");
  };
  await expect(fit(x, y, { family, workers: 2, workerUrl, onProgress })).rejects.toThrow("mine");
  expect((await fit(x, y, { family, workers: 2, workerUrl })).coefficients).toEqual(
    fitSync(x, y, { family }).coefficients,
  );
});
