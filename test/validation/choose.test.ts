import { describe, expect, it } from "vitest";
import { choose, curveOf } from "../../src/validation/choose.js";
import type { FoldResult } from "../../src/validation/run-fold.js";

const fold = (scores: number[], weight = 1): FoldResult => ({
  solution: { steps: [], relaxed: undefined, end: "complete" },
  scores: Float64Array.from(scores),
  weight,
  warnings: [],
});

describe("the curve", () => {
  it("is the mean of the folds by weight, with glmnet's standard error", () => {
    const { mean, standardError } = curveOf([fold([1, 5], 1), fold([4, 5], 2)], 2);
    expect([...mean]).toEqual([3, 5]);
    expect([...standardError]).toEqual([Math.sqrt(2), 0]); // (1 * 4 + 2 * 1) / 3 / (2 - 1)
  });

  it("leaves out folds without a score, and points that were not reached", () => {
    const { mean, standardError } = curveOf([fold([1, 2]), fold([3, Number.NaN]), fold([5])], 2);
    expect([...mean]).toEqual([3, Number.NaN]);
    expect(standardError[0]).toBeCloseTo(Math.sqrt(8 / 3 / 2), 15);
  });
});

describe("the choice", () => {
  const rising = { outer: Int32Array.of(0, 0, 0, 0), isStronger: (a: number, b: number) => a < b };
  const curve = (mean: number[], errors: number[]) => ({
    mean: Float64Array.from(mean),
    standardError: Float64Array.from(errors),
  });

  it("of equal points is the strongest, in whichever order they come", () => {
    const equal = curve([4, 2, 2, 3], [0, 0, 0, 0]);
    expect(choose(equal, rising, false).best).toBe(1);
    expect(choose(equal, { ...rising, isStronger: (a, b) => a > b }, false).best).toBe(2);
  });

  it("within one standard error stays on the path of the best", () => {
    const near = curve([2.1, 9, 2.2, 2], [0, 0, 0, 0.2]);
    expect(choose(near, rising, false)).toEqual({ best: 3, oneStandardError: 0 });
    expect(choose(near, { ...rising, outer: Int32Array.of(0, 0, 1, 1) }, false).oneStandardError).toBe(2);
  });

  it("of a gain is the largest; of nothing there is none", () => {
    expect(choose(curve([1, 3, 2, 0], [0, 0.5, 0, 0]), rising, true)).toEqual({ best: 1, oneStandardError: 1 });
    expect(choose(curve([Number.NaN], [Number.NaN]), rising, false).best).toBe(-1);
  });
});
