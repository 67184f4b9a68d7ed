// The step that is left is in standard errors, and those carry the dispersion.
import { expect, it } from "vitest";
import { fitSync } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";

const X = [0.2, 0.5, 0.9, 1.3, 1.6, 2.1, 2.4, 3];
const Y = [1.5, 1.1, 2.9, 2.4, 3.9, 8.1, 9.5, 21];

/** |g| / sqrt(H phi) of a gaussian fit with log link, by the formulas. */
function decrement(b: number): number {
  let [g, H, deviance] = [0, 0, 0];
  X.forEach((x, i) => {
    const mu = Math.exp(b * x);
    g += x * (mu - Y[i]!) * mu;
    H += x * x * (2 * mu - Y[i]!) * mu;
    deviance += (Y[i]! - mu) ** 2;
  });
  return Math.abs(g) / Math.sqrt((H * deviance) / (X.length - 1));
}

it.each(Object.keys(SOLVERS) as SolverName[])(
  "is the Newton decrement over the root of the dispersion: %s",
  (solver) => {
    for (const tolerance of [1e-2, 1e-3]) {
      const start = { intercept: 0, coefficients: [0.9] };
      const options = { family: "gaussian", link: "log", intercept: false, solver, tolerance, start } as const;
      const { status, coefficients } = fitSync({ x: X }, Y, options);
      const want = decrement(coefficients[0]!);
      expect(status.step! / want).toBeGreaterThan(0.9);
      expect(status.step! / want).toBeLessThan(1.1);
    }
  },
);
