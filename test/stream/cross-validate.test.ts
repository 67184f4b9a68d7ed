// A cross-validation over a source has the bits of that in memory: curve, choices, folds, paths, and the fits of both choices.
import { expect, it } from "vitest";
import { dropout, elasticNet, crossValidate as inMemory, lasso, ridge } from "../../src/index.js";
import { crossValidate, type StreamValidationOptions } from "../../src/stream/index.js";
import { STAYING } from "../../src/stream/shelf.js";
import type { FoldResult } from "../../src/validation/run-fold.js";
import { fittersHere, placed } from "../helpers/fold-fitters.js";
import { hashOf } from "../helpers/judged.js";
import { failure } from "../helpers/outcomes.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { inParts, rows } from "../helpers/sources.js";

const all = rows(700).map((row, i) => ({
  ...row,
  patient: `p${(i * 11) % 40}`,
  fold: ["x", "y", "z"][(i * i) % 3]!,
  day: (i * 7) % 90,
  base: Math.sin(i) / 5,
}));

const CASES: Record<string, [string, StreamValidationOptions]> = {
  "classes, in equal parts": [
    "y ~ a + b * kind",
    { family: "binomial", penalty: lasso(), folds: 5, weights: "w", count: 15, seed: 7 },
  ],
  "labels, area under the curve": [
    "kind2 ~ a + b",
    { family: "binomial", folds: 3, measure: "auc", success: "blue", count: 8 },
  ],
  "groups, an offset and counts": [
    "count ~ a + kind",
    { family: "poisson", folds: 4, groups: "patient", offset: "base", penalty: ridge(), count: 10 },
  ],
  "folds by name, two axes": [
    "amount ~ a + b + kind",
    {
      family: "gaussian",
      folds: "fold",
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
  "many classes, right or wrong": [
    "level ~ a + kind",
    { family: "multinomial" as "binomial", folds: 3, count: 5, measure: "classError" },
  ],
};

it.each(Object.entries(CASES))("%s", async (_, [formula, options]) => {
  const named = all.map((row) => ({ ...row, kind2: row.kind === "blue" ? "blue" : "other" }));
  await inSmallPartitions(async () => {
    const here = hashOf(await inMemory(formula, named, options as never));
    expect(hashOf(await crossValidate(formula, inParts(named, 97), options))).toEqual(here);
    const least = { ...options, memory: 4 * 8 * 64 * 12 };
    expect(hashOf(await crossValidate(formula, inParts(named, 97), least))).toEqual(here);
    const { on, seen } = fittersHere(inParts(named, 211), 2); // who finds other parts of the same rows
    expect(hashOf(await crossValidate(formula, placed(inParts(named, 97)), { ...options, on }))).toEqual(here);
    expect([seen.folds.length, seen.ended]).toEqual([2, 1]);
  });
});

it("holds no more rows than the memory takes, whatever is fitted, and none at the end", async () => {
  await inSmallPartitions(async () => {
    const memory = 8 * 8 * 64 * 5;
    const seen: number[] = [];
    const onProgress = ({ phase }: { phase: string }) => {
      if (phase === "fitting") seen.push(STAYING.bytes);
    };
    const over = {
      over: ["share", "lambda"] as const,
      shares: [0.5, 1],
      count: 3,
      penalty: elasticNet(undefined, 0.5),
    };
    await crossValidate("amount ~ a + b + kind", inParts(all, 97), { ...over, memory, onProgress });
    expect(Math.max(...seen)).toBeGreaterThan(memory / 4);
    expect(Math.max(...seen)).toBeLessThanOrEqual(memory);
    expect(STAYING.bytes).toBe(0);
  });
});

it.each([
  ["y ~ poly(a, 2)", {}, /columns that are learned of the rows/],
  ["y ~ a", { folds: all.map((_, i) => i % 3) }, /folds is not the name of a column/],
  ["y ~ a", { folds: 900 }, /folds is 900; expected a whole number from 2 to 700/],
  ["y ~ a", { times: "patient", folds: 3 }, /times: the column patient holds text/],
  [
    "y ~ a",
    { measure: "auc", memory: 4 * 8 * 64 * 2, folds: 2 },
    /sorts the 350 rows of a fold, which takes 19600 bytes; memory is 4096: set memory/,
  ],
])("%s with %o is refused", async (formula, options, message) => {
  const work = () =>
    inSmallPartitions(() => crossValidate(formula, inParts(all, 97), { family: "binomial", ...options } as never));
  await expect(work()).rejects.toThrow(message);
});

it("says what it cannot give when the rows are gone", async () => {
  const judged = await crossValidate("amount ~ a", inParts(all, 97), { folds: 2, count: 4 });
  const other = [0, 1, 2, 3].find((k) => k !== judged.best!.index && k !== judged.oneStandardError!.index)!;
  expect(() => judged.heldOut()).toThrow(/heldOut: the rows of a source are not kept/);
  expect(() => judged.refit(other)).toThrow(/refit: the rows of a source are not kept/);
});

it("stops when it is told to", async () => {
  const controller = new AbortController();
  const onProgress = ({ path }: { path?: number | undefined }) => {
    if (path === 2) controller.abort();
  };
  const judged = await crossValidate("amount ~ a", inParts(all, 97), {
    folds: 4,
    count: 4,
    signal: controller.signal,
    onProgress,
  });
  expect(judged.end).toBe("aborted");
  expect(judged.best).toBeUndefined();
});

it("says what folds elsewhere cannot have", async () => {
  const work = (on: unknown, more = {}, source = placed(inParts(all, 97))) =>
    crossValidate("amount ~ a", source, { folds: 3, count: 3, on, ...more } as never);
  const { on, seen } = fittersHere(inParts(all, 97), 2);
  await expect(work({ openRows: () => {} })).rejects.toThrow(/^on is .*; expected who fits the folds/);
  await expect(work(on, { checkpoint: "x" })).rejects.toThrow(/^checkpoint with on/);
  await expect(work(on, {}, inParts(all, 97))).rejects.toThrow(/does not travel to workers/);
  expect(seen.ended).toBe(0);
  const other = all.map((row, i) => (i === 650 ? { ...row, a: 9 } : row));
  for (const found of [other, all.slice(1), all.slice(0, 400)]) {
    const error = await failure(() => work(fittersHere(inParts(found, 97), 2).on));
    expect([error.code, error.message]).toEqual([
      "SOURCE_CHANGED",
      expect.stringContaining("expected one file on all machines"),
    ]);
  }
});

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

it("gives what folds elsewhere have found when it is stopped, and tells of each path", async () => {
  const halt = new AbortController();
  const told: (number | undefined)[] = [];
  const onProgress = ({ path }: { path?: number | undefined }): void => {
    if (path !== told.at(-1)) told.push(path);
    if (path === 3) halt.abort();
  };
  const options = { folds: 4, count: 4, on: fittersHere(inParts(all, 97), 4).on };
  const work = (more: object) => crossValidate("amount ~ a", placed(inParts(all, 97)), { ...options, ...more });
  const paths: unknown[] = [];
  await work({ onProgress: ({ path }: { path?: number }) => void paths.push(path) });
  expect([...new Set(paths)]).toEqual([undefined, 0, 2, 3, 4, 5]); // reading, all rows, folds
  const judged = await work({ onProgress, signal: halt.signal });
  expect([judged.end, judged.best, told.at(-1)]).toEqual(["aborted", undefined, 3]);
  const late = deferred<FoldResult[][]>();
  const on = {
    openSourceFolds: async () => ({ count: async () => 1, judge: () => late.promise, end: async () => {} }),
  };
  const limited = await work({ on, timeLimit: 300, onProgress });
  const before = told.length;
  late.resolve([0, 1, 2, 3].map(() => [{ solution: limited.paths[0] as never, scores: new Float64Array(), weight: 1, warnings: [] }])); // biome-ignore format: one line
  await new Promise((resolve) => setTimeout(resolve));
  expect(told.length).toBe(before); // nothing is told after the end
  expect([limited.end, limited.paths[0]!.length]).toEqual(["time-limit", 4]);
});
