// Where a path that may stop early does stop.
import { describe, expect, it } from "vitest";
import type { PathStep } from "../../src/base/flow.js";
import { isEnough } from "../../src/paths/path-session.js";

/** Steps of a path that explain so much of the deviance, up to the one where it stops. */
function lengthOf(explained: readonly number[]): number {
  const steps = explained.map((part) => ({ solution: { deviance: 1 - part, nullDeviance: 1 } }) as PathStep);
  const last = steps.findIndex((_, k) => isEnough(steps, k));
  return last < 0 ? steps.length : last + 1;
}

describe("a path that stops early", () => {
  it("does so where a step explains less than 1e-5 of what is explained, which may be little", () => {
    const weak = [0, 0.001, 0.002, 0.003, 0.003 + 1e-6, 0.003 + 2e-6, 0.003 + 2e-6 + 1e-9, 0.01];
    expect(lengthOf(weak)).toBe(7); // 1e-6 is more than 1e-5 of 0.003, 1e-9 is less
  });
  it("where nearly all is explained, and not before five steps", () => {
    expect(lengthOf([0, 0.5, 0.9, 0.95, 0.99, 0.9989, 0.9991, 0.9999])).toBe(7);
    expect(lengthOf([0.9995, 0.9996, 0.9997, 0.9998, 0.9999, 0.99999])).toBe(5);
  });
});
