import { describe, expect, it } from "vitest";
import { type SplineState, splineBasis } from "../../src/frame/splines.js";

const KNOTS = { knots: [2, 3.5, 6], boundary: [1, 9] as const, intercept: false };
const SPLINES: readonly SplineState[] = [
  { transform: "ns", degree: 3, ...KNOTS },
  { transform: "bs", degree: 3, ...KNOTS },
  { transform: "bs", degree: 2, ...KNOTS, intercept: true },
];

describe("splineBasis", () => {
  it.each(SPLINES)("derivatives are limits of differences: $transform, $degree", (state) => {
    const { width, at } = splineBasis(state);
    const h = 1e-5;
    for (const x of [-1, 0.5, 1.5, 2.7, 5, 8, 9.5, 12]) {
      for (const derivative of [0, 1]) {
        const [below, above, found] = [at(x - h, derivative), at(x + h, derivative), at(x, derivative + 1)];
        expect(found.length).toBe(width);
        found.forEach((v, j) => {
          expect(v).toBeCloseTo((above[j]! - below[j]!) / (2 * h), 6);
        });
      }
    }
  });
});
