import { describe, expect, it } from "vitest";
import { addRight } from "../../src/stats/accuracy.js";

const of = (mu: number[], y: number[], weight?: number[]) => {
  const total = weight?.reduce((sum, w) => sum + w) ?? y.length;
  return addRight(0, Float64Array.from(mu), Float64Array.from(y), weight && Float64Array.from(weight)) / total;
};

describe("accuracy of predictions", () => {
  it("is the share of rows on the right side of 1/2", () => expect(of([0.9, 0.2, 0.4, 0.6], [1, 0, 1, 0])).toBe(0.5));
  it("counts exactly 1/2 as the second class", () => {
    expect(of([0.5], [1])).toBe(1);
    expect(of([0.5], [0])).toBe(0);
  });
  it("counts a proportion as partly right", () => expect(of([0.9, 0.1], [0.75, 0.75])).toBe(0.5));
  it("weighs rows", () => expect(of([0.9, 0.9], [1, 0], [3, 1])).toBe(0.75));
  it("goes on from the rows before", () => {
    expect(addRight(2, Float64Array.of(0.9), Float64Array.of(1), undefined)).toBe(3);
  });
});
