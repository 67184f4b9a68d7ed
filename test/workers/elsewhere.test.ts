// Folds by threads that are elsewhere: what `on` of crossValidate asks of them, with threads of this process in their place.
import { expect, it } from "vitest";
import { type CrossValidationOptions, crossValidate, elasticNet, type ValidationProgress } from "../../src/index.js";
import type { FarThreads } from "../../src/workers/elsewhere.js";
import { here } from "../../src/workers/here.js";
import { hashOf } from "../helpers/judged.js";
import { normals } from "../helpers/numeric.js";
import { failure } from "../helpers/outcomes.js";

const normal = normals(5);
const X = Array.from({ length: 120 }, () => [normal(), normal(), normal()]);
const Y = X.map(([a, b]) => Number(a! - b! + 0.5 * normal() > 0));
const OPTIONS: CrossValidationOptions = {
  ...{ family: "binomial", over: ["share", "lambda"], shares: [0.3, 1], penalty: elasticNet(undefined, 0.5) },
  ...{ folds: 5, count: 6 },
};

function siteOf(far: Partial<FarThreads> = {}) {
  const seen = { ms: 0, ended: 0, opened: 0 };
  const begin = async (ms: number): Promise<number> => {
    seen.ms = ms;
    return 3;
  };
  const end = async (): Promise<void> => void seen.ended++;
  const openFolds = async (): Promise<FarThreads> => {
    seen.opened++;
    return { begin, spawn: here, end, ...far };
  };
  return { seen, on: { openFolds } };
}

it("gives the bits of this machine, whatever workers do the paths on all rows", async () => {
  const expected = hashOf(await crossValidate(X, Y, OPTIONS), true);
  for (const workers of [undefined, 1]) {
    const { seen, on } = siteOf();
    expect(hashOf(await crossValidate(X, Y, { ...OPTIONS, workers, on }), true)).toEqual(expected);
    expect(seen).toEqual({ ms: expect.any(Number), ended: 1, opened: 1 });
    expect(seen.ms).toBeGreaterThan(0);
  }
});

it("tells of paths on all rows, then of every fold", async () => {
  const told: number[] = [];
  const onProgress = ({ path, paths }: ValidationProgress): void => {
    expect(paths).toBe(12);
    if (path !== told.at(-1)) told.push(path);
  };
  await crossValidate(X, Y, { ...OPTIONS, onProgress, on: siteOf().on });
  expect(told).toEqual([0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

it("ends what is elsewhere, however it ends itself", async () => {
  const failing = siteOf({ begin: () => Promise.reject(new RangeError("no begin")) });
  await expect(crossValidate(X, Y, { ...OPTIONS, on: failing.on })).rejects.toThrow("no begin");
  const listening = siteOf();
  const onProgress = (): void => {
    throw new RangeError("not heard");
  };
  await expect(crossValidate(X, Y, { ...OPTIONS, onProgress, on: listening.on })).rejects.toThrow("not heard");
  const stopped = siteOf({ begin: () => Promise.reject(new RangeError("no folds")) });
  const { end } = await crossValidate(X, Y, { ...OPTIONS, signal: AbortSignal.abort(), on: stopped.on });
  expect(end).toBe("aborted"); // in the paths on all rows
  expect([failing, listening, stopped].map(({ seen }) => seen.ended)).toEqual([1, 1, 1]);
});

it("is refused if it is no place for folds", async () => {
  for (const on of [{}, null, 3, { open: () => {} }]) {
    const error = await failure(() => crossValidate(X, Y, { ...OPTIONS, on: on as never }));
    expect(error.message).toMatch(/^on is .*; expected bullmq\(\{ url \}\) of dropglm\/cluster$/);
  }
});
