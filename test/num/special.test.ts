// Small functions whose textbook form loses digits, against mpmath.
import { describe, expect, it } from "vitest";
import { special } from "../helpers/golden.js";
import { kernel } from "../helpers/testing-kernel.js";
import { ulps } from "../helpers/ulps.js";

describe("softplus", () => {
  for (const [x, want] of special("softplus", ["x", "softplus"])) {
    it(`at ${x}`, () => {
      if (want < 2.3e-308) expect(Math.abs(kernel.softplus(x) - want)).toBeLessThan(2.3e-308);
      else expect(ulps(kernel.softplus(x), want)).toBeLessThanOrEqual(1);
    });
  }
});

describe("logGamma", () => {
  // Absolute around its zeros 1 and 2, where y + 1 is rounded as well; relative elsewhere.
  const TOLERANCE = 4e-15;
  for (const [y, want] of special("lgamma1p", ["x", "lgamma1p"])) {
    it(`at ${y} + 1`, () => {
      expect(Math.abs(kernel.logGamma(y + 1) - want)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(want)));
    });
  }

  it("is the logarithm of factorials", () => {
    let factorial = 1;
    for (let k = 1; k <= 20; k++) {
      factorial *= k;
      expect(Math.abs(kernel.logGamma(k + 1) - Math.log(factorial))).toBeLessThanOrEqual(
        TOLERANCE * Math.max(1, Math.log(factorial)),
      );
    }
  });

  it("is log sqrt pi at one half", () => {
    expect(Math.abs(kernel.logGamma(0.5) - 0.5723649429247001)).toBeLessThan(TOLERANCE);
  });
});

describe("xlogy", () => {
  it("is 0 where x is 0, whatever y", () => {
    for (const y of [0, 1, Number.POSITIVE_INFINITY, Number.NaN]) expect(kernel.xlogy(0, y)).toBe(0);
  });

  it("is x log y elsewhere", () => {
    expect(kernel.xlogy(2, Math.E)).toBe(2);
    expect(kernel.xlogy(1, 0)).toBe(Number.NEGATIVE_INFINITY);
  });
});
