import { expect, it } from "vitest";
import { guarded } from "../../src/fitting/download.js";

const at = (intercept: number, ...coefficients: number[]) => ({
  intercepts: Float64Array.of(intercept),
  coefficients: [Float64Array.from(coefficients)],
});

it("coefficients that are not finite are never those of a fit that has converged", () => {
  for (const code of ["converged", "max-iterations"] as const) {
    expect(guarded(code, at(0, 1))).toBe(code);
    expect(guarded(code, at(Number.NaN, 1))).toBe("diverged");
    expect(guarded(code, at(0, 1, Infinity))).toBe("diverged");
    const classes = {
      intercepts: Float64Array.of(0, 0),
      coefficients: [Float64Array.of(1), Float64Array.of(Number.NaN)],
    };
    expect(guarded(code, classes)).toBe("diverged");
  }
  expect(guarded("aborted", at(Number.NaN))).toBe("aborted");
});
