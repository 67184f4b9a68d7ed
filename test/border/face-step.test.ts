// The last step onto the border, along the face on which rows lie there.
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../src/base/random.js";
import { type FitOptions, fitSync, lasso, ridge } from "../../src/index.js";

describe("rows on the border, and more columns than these rows decide", () => {
  const random = mulberry32(4);
  const x = Array.from({ length: 24 }, () => Array.from({ length: 4 }, () => 2 * random() - 0.7));
  const y = x.map((row) => Math.floor(3 * Math.max(0, row[0]! + random() - 0.3)));
  const penalties: Record<string, FitOptions["penalty"]> = { none: undefined, lasso: lasso(0.02), ridge: ridge(0.01) };
  for (const [name, penalty] of Object.entries(penalties)) {
    it(`the conditions of a minimum hold to rounding (penalty: ${name})`, () => {
      const { status } = fitSync(x, y, { family: "poisson", link: "identity", penalty });
      expect(status.code).toBe("converged");
      expect(status.warnings.map(({ code }) => code)).toContain("boundary");
      expect(status.optimality).toBeLessThan(1e-12); // the barrier alone comes to 1e-9
    });
  }
});
