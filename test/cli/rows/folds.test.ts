import { describe, expect, it } from "vitest";
import { mulberry32, shuffled } from "../../../src/base/random.js";
import { kFolds, sample } from "../../../src/cli/rows/folds.js";

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
/** 20 rows of one class, 7 of the other. */
const STRATA = [range(0, 20), range(20, 27)];
const isSecond = (row: number): boolean => row >= 20;

describe("mulberry32", () => {
  it("gives the numbers it is known for", () => {
    const random = mulberry32(1);
    expect([random(), random(), random()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
  });

  it("has different streams for different seeds and stream numbers", () => {
    const first = [mulberry32(1), mulberry32(2), mulberry32(1, 1), mulberry32(1, 2)].map((random) => random());
    expect(new Set(first).size).toBe(4);
  });

  it("is uniform", () => {
    const random = mulberry32(7);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[Math.floor(10 * random())]!++;
    // 10,000 each with a standard deviation of 95.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

describe("shuffled", () => {
  it("keeps the items and leaves the original alone", () => {
    const items = range(0, 50);
    const out = shuffled(items, mulberry32(3));
    expect(out).not.toEqual(items);
    expect([...out].sort((a, b) => a - b)).toEqual(items);
    expect(items).toEqual(range(0, 50));
  });

  it("puts every item in every place equally often", () => {
    const random = mulberry32(5);
    const counts = new Array<number>(9).fill(0);
    for (let r = 0; r < 30_000; r++) {
      shuffled([0, 1, 2], random).forEach((item, place) => {
        counts[3 * item + place]!++;
      });
    }
    // 10,000 each with a standard deviation of 82.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(450);
  });
});

describe("kFolds", () => {
  const splits = kFolds(STRATA, 5, mulberry32(1));

  it("holds out every row once, and trains on the others", () => {
    expect(splits.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(range(0, 27));
    for (const { train, test } of splits) expect([...train, ...test].sort((a, b) => a - b)).toEqual(range(0, 27));
  });

  it("deals rows and classes out evenly", () => {
    expect(splits.map(({ test }) => test.length).sort()).toEqual([5, 5, 5, 6, 6]);
    expect(splits.map(({ test }) => test.filter(isSecond).length).sort()).toEqual([1, 1, 1, 2, 2]);
  });

  it("depends on the seed only", () => {
    expect(kFolds(STRATA, 5, mulberry32(1))).toEqual(splits);
    expect(kFolds(STRATA, 5, mulberry32(2))).not.toEqual(splits);
  });

  it("has each class in every training set, as long as it has two rows", () => {
    for (const { train } of kFolds([range(0, 20), [20, 21]], 5, mulberry32(4))) expect(train.some(isSecond)).toBe(true);
  });
});

describe("sample", () => {
  it.each([
    [9, 7, 2],
    [10, 7, 3],
    [2, 1, 1],
    [3, 2, 1],
    [26, 19, 7],
  ])("divides %d rows like the classes: %d and %d", (count, first, second) => {
    const { train, test } = sample(STRATA, count, mulberry32(1));
    expect([train.filter((row) => !isSecond(row)).length, train.filter(isSecond).length]).toEqual([first, second]);
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(range(0, 27));
  });

  it("never loses a rare class", () => {
    const { train } = sample([range(0, 20), [20, 21]], 4, mulberry32(1));
    expect(train.filter(isSecond).length).toBe(1);
    expect(train.length).toBe(4);
  });

  it("takes as many of each class as asked for at least", () => {
    const strata = [range(0, 20), range(20, 23), range(23, 26)];
    const { train, test } = sample(strata, 6, mulberry32(1), 2);
    for (const rows of strata) expect(train.filter((row) => rows.includes(row)).length).toBe(2);
    expect(train.length + test.length).toBe(26);
  });

  it("depends on the seed only", () => {
    expect(sample(STRATA, 9, mulberry32(1))).toEqual(sample(STRATA, 9, mulberry32(1)));
    expect(sample(STRATA, 9, mulberry32(1))).not.toEqual(sample(STRATA, 9, mulberry32(1, 1)));
  });
});
