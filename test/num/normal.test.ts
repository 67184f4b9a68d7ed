// Density, cumulative probability and scaled complementary error function against mpmath, in ulps.
import { describe, expect, it } from "vitest";
import { special } from "../helpers/golden.js";
import { kernel } from "../helpers/testing-kernel.js";
import { ulps } from "../helpers/ulps.js";

const SMALLEST_NORMAL = 2.3e-308; // below it a double has fewer digits

describe("erfcx", () => {
  for (const [x, want] of special("erfcx", ["x", "erfcx"])) {
    if (x < 0) continue; // its domain is x >= 0
    it(`at ${x}`, () => expect(ulps(kernel.erfcx(x), want)).toBeLessThanOrEqual(3));
  }
});

describe("normal distribution", () => {
  for (const [x, pdf, cdf] of special("normal", ["x", "pdf", "cdf"])) {
    it(`density at ${x}`, () => {
      if (pdf < SMALLEST_NORMAL) expect(Math.abs(kernel.normalPdf(x) - pdf)).toBeLessThan(SMALLEST_NORMAL);
      else expect(ulps(kernel.normalPdf(x), pdf)).toBeLessThanOrEqual(2);
    });
    it(`cumulative probability at ${x}`, () => {
      if (cdf < SMALLEST_NORMAL) expect(Math.abs(kernel.normalCdf(x) - cdf)).toBeLessThan(SMALLEST_NORMAL);
      else expect(ulps(kernel.normalCdf(x), cdf)).toBeLessThanOrEqual(4);
    });
  }

  it("is symmetric: the density to the bit, both tails adding to one up to an ulp", () => {
    for (let x = 0; x < 38; x += 0.37) {
      expect(kernel.normalPdf(-x)).toBe(kernel.normalPdf(x));
      expect(ulps(kernel.normalCdf(x) + kernel.normalCdf(-x), 1)).toBeLessThanOrEqual(1);
    }
  });

  it("reaches 0 and 1 far out and hands NaN on", () => {
    expect(kernel.normalPdf(50)).toBe(0);
    expect(kernel.normalCdf(-1e300)).toBe(0);
    expect(kernel.normalCdf(1e300)).toBe(1);
    expect(kernel.normalPdf(Number.NaN)).toBeNaN();
    expect(kernel.normalCdf(Number.NaN)).toBeNaN();
  });
});
