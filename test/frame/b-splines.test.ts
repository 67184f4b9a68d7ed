// Against truncated powers, from which divided differences make B-splines: B_{i,k}(x) = (t_{i+k} - t_i) [t_i, ..., t_{i+k}] (t - x)_+^{k-1}.
import { describe, expect, it } from "vitest";
import { bSplinesAt, knotInterval, knotSequence } from "../../src/frame/b-splines.js";

/** The divided difference of f over different points. */
function divided(points: readonly number[], f: (t: number) => number): number {
  if (points.length === 1) return f(points[0]!);
  const [first, last] = [points[0]!, points.at(-1)!];
  return (divided(points.slice(1), f) - divided(points.slice(0, -1), f)) / (last - first);
}

function byPowers(knots: readonly number[], order: number, i: number, x: number): number {
  const own = knots.slice(i, i + order + 1);
  const power = (t: number): number => (t > x ? (t - x) ** (order - 1) : 0);
  return (own.at(-1)! - own[0]!) * divided(own, power);
}

describe("bSplinesAt", () => {
  const knots = [0, 1, 2.5, 3, 4.25, 6, 7, 7.5, 9, 10];
  it.each([1, 2, 3, 4])("of order %d are divided differences of truncated powers", (order) => {
    for (let x = knots[order - 1]! + 0.01; x < knots[knots.length - order]!; x += 0.3) {
      const values = bSplinesAt(Float64Array.from(knots), order, x);
      expect(values.length).toBe(knots.length - order);
      for (const [i, value] of values.entries()) expect(value).toBeCloseTo(byPowers(knots, order, i, x), 12);
    }
  });
  const own = knotSequence([2, 5, 5, 6], [0, 10], 4);
  it("are a partition of 1, with repeated knots, at both ends and beyond", () => {
    for (const x of [0, 1, 2, 5, 5.5, 9.9, 10, -3, 14]) {
      expect(bSplinesAt(own, 4, x).reduce((sum, v) => sum + v)).toBeCloseTo(1, 10);
    }
    expect([...bSplinesAt(own, 4, 0)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect([...bSplinesAt(own, 4, 10)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });
  it("have the derivatives of differences", () => {
    const h = 1e-4;
    for (const x of [0.7, 3.1, 5.2, 8]) {
      const [below, at, above] = [x - h, x, x + h].map((v) => bSplinesAt(own, 4, v));
      for (const [i, slope] of bSplinesAt(own, 4, x, 1).entries()) {
        expect(slope).toBeCloseTo((above![i]! - below![i]!) / (2 * h), 6);
      }
      for (const [i, bend] of bSplinesAt(own, 4, x, 2).entries()) {
        expect(bend).toBeCloseTo((above![i]! - 2 * at![i]! + below![i]!) / h ** 2, 5);
      }
    }
  });
});

it("knotInterval finds intervals that are not empty", () => {
  const knots = knotSequence([0, 5, 5], [0, 10], 2); // 0 0 0 5 5 10 10
  expect([-1, 0, 4, 5, 9, 10, 11].map((x) => knotInterval(knots, 2, x))).toEqual([2, 2, 2, 4, 4, 4, 4]);
});
