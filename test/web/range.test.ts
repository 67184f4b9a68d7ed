// The axis of the forest plot.
import { describe, expect, it } from "vitest";
import { robustRange } from "../../web/src/finding/range.js";

describe("the range of coefficients", () => {
  it("holds estimates, intervals and the line of no effect", () => {
    const [low, high] = robustRange(
      [
        { at: 1, low: 0.5, high: 1.5 },
        { at: 2, low: 1, high: 3 },
      ],
      0,
    );
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(3);
    expect(high - low).toBeLessThan(3.5);
  });
  it("is not pressed flat by one wide interval, nor by one far estimate", () => {
    const rows = Array.from({ length: 20 }, (_, k) => ({ at: (k - 10) / 10, low: (k - 12) / 10, high: (k - 8) / 10 }));
    const usual = robustRange(rows, 0);
    const wide = robustRange([...rows, { at: 0.2, low: -400, high: 900 }], 0);
    expect(wide[1] - wide[0]).toBeLessThan(5 * (usual[1] - usual[0]));
    const far = robustRange([...rows, { at: 5000 }], 0);
    expect(far[1] - far[0]).toBeLessThan(2 * (usual[1] - usual[0]));
  });
  it("is there without estimates, and for one that is 0", () => {
    expect(robustRange([], 0)).toEqual([-1, 1]);
    const [low, high] = robustRange([{ at: 0 }], 0);
    expect(high).toBeGreaterThan(low);
  });
});
