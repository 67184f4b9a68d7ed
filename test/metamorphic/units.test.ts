// Another unit of y, or of exposure, is another intercept: the certificate must not depend on it.
import { describe, expect, it } from "vitest";
import { type FitOptions, fitSync, type Model, tweedie } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import type { OneFamily } from "../helpers/forms.js";
import { normals } from "../helpers/numeric.js";

const SOLVER_NAMES = Object.keys(SOLVERS) as SolverName[];

/** Families whose y may be measured in any unit; with the log link that is a factor of mu. */
const SCALABLE: Record<string, FitOptions<OneFamily>> = {
  gaussian: { family: "gaussian" },
  gamma: { family: "gamma" },
  "inverse gaussian": { family: "inverse-gaussian" },
  "tweedie 1.5": { family: tweedie({ power: 1.5 }) },
  "tweedie 2.5": { family: tweedie({ power: 2.5 }) },
  "tweedie 3.5": { family: tweedie({ power: 3.5 }) },
};

const normal = normals(7);
const X = Array.from({ length: 40 }, () => [normal(), normal()]);
const Y = X.map(([a, b]) => Math.exp(1 + 0.5 * a! - 0.3 * b! + 0.2 * normal()));

function expectSame(model: Model, coefficients: ArrayLike<number>): void {
  expect(model.status.code).toBe("converged");
  model.coefficients.forEach((b, j) => {
    expect(Math.abs(b / coefficients[j]! - 1)).toBeLessThan(1e-7);
  });
}

describe("y in another unit changes the intercept only (log link)", () => {
  for (const [name, options] of Object.entries(SCALABLE)) {
    for (const solver of SOLVER_NAMES) {
      it(`${name}, ${solver}`, () => {
        const model = fitSync(X, Y, { ...options, link: "log" });
        for (const unit of [1e-9, 1e-3, 1e6, 1e9, 1e12]) {
          const y = Y.map((v) => v * unit);
          const scaled = fitSync(X, y, { ...options, link: "log", solver });
          expectSame(scaled, model.coefficients);
          expect(Math.abs(scaled.intercept - model.intercept - Math.log(unit))).toBeLessThan(1e-7);
        }
      });
    }
  }
});

describe("without an intercept", () => {
  for (const solver of SOLVER_NAMES) {
    it(`the unit of exposure changes every coefficient alike, ${solver}`, () => {
      const groups = [[1, 0], [1, 0], [0, 1], [0, 1]]; // biome-ignore format: rows
      for (const unit of [1, 1e6, 1e10]) {
        const exposure = [unit, unit, unit, 2 * unit];
        const model = fitSync(groups, [2, 3, 4, 9], { family: "poisson", intercept: false, exposure, solver });
        expectSame(model, [Math.log(5 / 2 / unit), Math.log(13 / 3 / unit)]);
      }
    });

    it(`a start beside the border of the domain does not end there, ${solver}`, () => {
      const x = [[0.09, 0.14], [0.95, 0.97], [0.59, 0.29], [0.28, 0.61]]; // biome-ignore format: rows
      const offset = [0.087, 0.007, 0.029, 0.092];
      const options = { family: "poisson", link: "identity", intercept: false, offset, solver } as const;
      const { status, objective } = fitSync(x, [1, 1, 1, 0], options);
      expect(status).toMatchObject({ code: "converged", warnings: [] });
      expect(Math.abs(objective - 1.043429076520404)).toBeLessThan(1e-12);

      const five = [[1, 0.5], [1, 2], [1, 3], [1, 1], [1, 0.2]]; // biome-ignore format: rows
      for (const o of [1e-8, 1e-4]) {
        const y = [1, 2, 4, 1.5, 0.7];
        const near = fitSync(five, y, {
          family: "gamma",
          link: "sqrt",
          intercept: false,
          offset: Array(5).fill(o),
          solver,
        });
        expect(near.status.code).toBe("converged");
        expect(Math.abs(near.objective - 1.4308096800094596)).toBeLessThan(1e-12);
      }
    });
  }
});
