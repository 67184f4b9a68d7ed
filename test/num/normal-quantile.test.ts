// Quantiles of the standard normal distribution against mpmath, and as the inverse of the cumulative probability.
import { describe, expect, it } from "vitest";
import { special } from "../helpers/golden.js";
import { relative } from "../helpers/numeric.js";
import { kernel } from "../helpers/testing-kernel.js";

describe("normal quantile", () => {
  for (const [p, want] of special("quantile", ["x", "quantile"])) {
    it(`at ${p}`, () => expect(relative(kernel.normalQuantile(p), want)).toBeLessThan(1e-15));
  }

  it("undoes the cumulative probability, in the lower tail and around one half", () => {
    for (let x = -37; x < 1; x += 0.0373) {
      // An error of one unit in the last place of p moves x by p / phi(x) of it.
      const p = kernel.normalCdf(x);
      const tolerance = (2e-14 * p) / kernel.normalPdf(x) + 2e-15 * Math.abs(x);
      expect(Math.abs(kernel.normalQuantile(p) - x)).toBeLessThanOrEqual(tolerance);
    }
  });

  it("is odd to the bit", () => {
    for (let k = 1; k < 512; k++) expect(kernel.normalQuantile(1 - k / 1024)).toBe(-kernel.normalQuantile(k / 1024));
    expect(kernel.normalQuantile(1 - 2 ** -50)).toBe(-kernel.normalQuantile(2 ** -50));
  });

  it("rises across the seams of its formulas, up to a few units in the last place", () => {
    for (const seam of [0.075, Math.exp(-25)]) {
      let before = Number.NEGATIVE_INFINITY;
      for (let k = -200; k <= 200; k++) {
        const x = kernel.normalQuantile(seam * (1 + k * 1e-14));
        expect(x).toBeGreaterThanOrEqual(before - 2e-15 * Math.abs(x));
        before = x;
      }
    }
  });

  it("is infinite at 0 and 1 and not a number outside", () => {
    expect(kernel.normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(kernel.normalQuantile(-0)).toBe(Number.NEGATIVE_INFINITY);
    expect(kernel.normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    for (const p of [-1e-300, -1, 1 + 2 ** -52, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]) {
      expect(kernel.normalQuantile(p)).toBeNaN();
    }
  });
});
