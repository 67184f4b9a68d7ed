import { describe, expect, it } from "vitest";
import { areaUnderCurve } from "../../src/stats/auc.js";
import { generator } from "../helpers/numeric.js";

const area = (scores: number[], y: number[], weight?: number[]) =>
  areaUnderCurve(Float64Array.from(scores), Float64Array.from(y), weight && Float64Array.from(weight));

/** Share of pairs of a success and a failure in the right order, ties counting half. */
function byPairs(scores: readonly number[], y: readonly number[], weight: readonly number[]): number {
  let right = 0;
  let all = 0;
  scores.forEach((a, i) => {
    scores.forEach((b, k) => {
      const w = weight[i]! * weight[k]! * y[i]! * (1 - y[k]!);
      all += w;
      right += w * (a > b ? 1 : a === b ? 0.5 : 0);
    });
  });
  return right / all;
}

describe("area under the ROC curve", () => {
  it("is 3/4 for four rows by hand", () => {
    // pairs (success, failure): 0.9 > 0.5, 0.9 > 0.1, 0.3 < 0.5, 0.3 > 0.1
    expect(area([0.1, 0.9, 0.5, 0.3], [0, 1, 0, 1])).toBe(0.75);
  });

  it("is 1 and 0 for perfect and reversed order, 1/2 for scores that are all equal", () => {
    expect(area([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
    expect(area([1, 2, 3, 4], [1, 1, 0, 0])).toBe(0);
    expect(area([7, 7, 7], [0, 1, 1])).toBe(0.5);
  });

  it("counts a tie half", () => {
    // (2, 1) right, (2, 2) tied
    expect(area([1, 2, 2], [0, 0, 1])).toBe(0.75);
  });

  it("agrees with counting pairs, with ties, weights and proportions", () => {
    const uniform = generator(5);
    for (let trial = 0; trial < 50; trial++) {
      const n = 2 + Math.floor(uniform() * 20);
      const scores = Array.from({ length: n }, () => Math.floor(uniform() * 6) - 3);
      const y = Array.from({ length: n }, (_, i) => (i < 2 ? i : uniform() < 0.3 ? uniform() : Math.round(uniform())));
      const weight = Array.from({ length: n }, (_, i) => (i < 2 ? 1 : Math.floor(uniform() * 3)));
      expect(area(scores, y, weight)).toBeCloseTo(byPairs(scores, y, weight), 12);
    }
  });

  it("takes a weight of 2 as a row twice and of 0 as none", () => {
    expect(area([1, 2, 3, 9], [0, 1, 0, 1], [1, 2, 1, 0])).toBe(area([1, 2, 2, 3], [0, 1, 1, 0]));
  });

  it("does not change when scores pass through an increasing function, infinite ones included", () => {
    expect(area([-3, 0, 1, 5], [0, 1, 0, 1])).toBe(
      area([Number.NEGATIVE_INFINITY, 1, Math.E, Math.exp(5)], [0, 1, 0, 1]),
    );
  });

  it("is NaN when a score is", () => expect(area([1, Number.NaN, 3], [0, 1, 1])).toBeNaN());

  it("is NaN when one class is missing", () => {
    expect(area([1, 2], [1, 1])).toBeNaN();
    expect(area([1, 2], [0, 0])).toBeNaN();
    expect(area([], [])).toBeNaN();
  });
});
