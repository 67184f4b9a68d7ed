// Derivatives of log Gamma against mpmath, and the relations between them.
import { describe, expect, it } from "vitest";
import { special } from "../helpers/golden.js";
import { derivative, isClose, relative } from "../helpers/numeric.js";
import { kernel } from "../helpers/testing-kernel.js";

const TOLERANCE = 4e-15; // relative where the value is larger than 1: digamma has a zero at 1.46

describe("digamma and trigamma", () => {
  for (const [x, digamma, trigamma] of special("polygamma", ["x", "digamma", "trigamma"])) {
    it(`digamma at ${x}`, () => expect(isClose(kernel.digamma(x), digamma, TOLERANCE)).toBe(true));
    it(`trigamma at ${x}`, () => expect(relative(kernel.trigamma(x), trigamma)).toBeLessThanOrEqual(TOLERANCE));
  }

  it("are derivatives of log Gamma", () => {
    for (const x of [0.7, 1.5, 3.3, 9.9, 10.1, 40]) {
      const h = 1e-3 * x; // rounding of the difference: 1e-15 / h; its error: h^4
      expect(isClose(kernel.digamma(x), derivative(kernel.logGamma, x, h), 1e-10)).toBe(true);
      expect(isClose(kernel.trigamma(x), derivative(kernel.digamma, x, h), 1e-10)).toBe(true);
    }
  });

  it("follow their recurrences across the seam at 10", () => {
    for (let x = 8.05; x < 11; x += 0.1) {
      expect(isClose(kernel.digamma(x + 1) - kernel.digamma(x), 1 / x, TOLERANCE)).toBe(true);
      expect(isClose(kernel.trigamma(x) - kernel.trigamma(x + 1), 1 / (x * x), TOLERANCE)).toBe(true);
    }
  });

  it("hand NaN on and end at infinity", () => {
    expect(kernel.digamma(Number.NaN)).toBeNaN();
    expect(kernel.trigamma(Number.NaN)).toBeNaN();
    expect(kernel.digamma(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(kernel.trigamma(Number.POSITIVE_INFINITY)).toBe(0);
    expect(kernel.digamma(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(kernel.trigamma(0)).toBe(Number.POSITIVE_INFINITY);
  });
});
