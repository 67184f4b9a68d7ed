// A way on which the rows recede leads nowhere where the noise calls some copies of them back.
import { describe, expect, it } from "vitest";
import { additive, dropout, fitSync } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";

for (const solver of Object.keys(SOLVERS) as SolverName[]) {
  describe(`under noise there is a minimizer (${solver})`, () => {
    const options = { intercept: false, solver } as const;

    it("where counts are 0 and their means may fall, but not those of every copy (exponentials)", () => {
      const model = fitSync([[2, -1], [-1, 2], [0, 0]], [0, 0, 1], { ...options, family: "poisson", noise: dropout(0.3) }); // biome-ignore format: a matrix
      expect(model.status.code).toBe("converged");
      expect(model.coefficients[0]).toBeCloseTo(-0.42991528, 6);
    });

    it("where rows that the way leaves where they are have noise on it, however little", () => {
      const noise = additive(1e-7, { approximation: "quadratic" });
      const model = fitSync([[1, 0], [0, 1], [1, 1], [1, 1]], [1, 0, 1, 0], { ...options, family: "binomial", noise }); // biome-ignore format: a matrix
      expect(model.status.code).toBe("converged"); // where 2 e^-b = 1e-14 b: at 29.5
      expect(model.coefficients[0]).toBeGreaterThan(25);
    });
  });
}
