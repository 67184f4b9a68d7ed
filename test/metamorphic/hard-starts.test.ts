// Starts where a plain step would raise F or fail: tests of line search and damping.
import { describe, expect, it } from "vitest";
import { additive, dropout, type FitOptions, fitSync, negativeBinomial, type Progress } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { calmData, expectFit } from "../helpers/fits.js";
import type { OneFamily } from "../helpers/forms.js";

function watched(x: number[][], y: number[], options: FitOptions<OneFamily>) {
  const seen: Progress[] = [];
  const model = fitSync(x, y, { ...options, onProgress: (progress) => seen.push(progress) });
  return { model, seen };
}

function expectDescent(seen: readonly Progress[]): void {
  seen.slice(1).forEach((progress, k) => {
    const before = seen[k]!.objective;
    expect(progress.objective).toBeLessThanOrEqual(before + 1e-14 * Math.abs(before));
  });
}

for (const solver of Object.keys(SOLVERS) as SolverName[]) {
  describe(`hard starts (${solver})`, () => {
    it("counts that grow a thousandfold: the first step overshoots, the objective does not climb", () => {
      const x = Array.from({ length: 40 }, (_, i) => [i / 4, Math.sin(i)]);
      const y = x.map(([t, s], i) => Math.round(Math.exp(0.7 * t! + s! - 1)) + (i % 2));
      const { model, seen } = watched(x, y, { family: "poisson", solver });
      expect(model.status).toMatchObject({ code: "converged" });
      expectDescent(seen);
      const fromAfar = watched(x, y, { family: "poisson", solver, start: { intercept: 3, coefficients: [-1, 4] } });
      expectDescent(fromAfar.seen);
      expectFit(fromAfar.model, model, 1e-6);
    });

    it("a saddle of the quadratic form: its Hessian is indefinite there", () => {
      // A'' + A'''' s / 2 = 1/4 - s / 16 at eta = 0: negative for a spread above 4, while rows hardly differ in eta
      const { x, y } = calmData("binomial");
      const flat = x.map((row) => row.map((v) => v / 100));
      const noise = additive(1, { approximation: "quadratic" });
      const options: FitOptions<OneFamily> = { family: "binomial", solver, noise };
      const cold = fitSync(flat, y, options);
      const start = { intercept: 0.01, coefficients: [3, -3, 3, -3] };
      const { model, seen } = watched(flat, y, { ...options, start });
      expectDescent(seen);
      expect(model.status.code).toBe("converged");
      expect(model.objective).toBeCloseTo(cold.objective, 10);
    });

    it("a maximum along a column, from which the search falls to the border of the link's domain", () => {
      const x = [[0], [2], [4]];
      const loss = (theta: number, y: number, mu: number): number =>
        (y + theta) * Math.log1p(mu / theta) - (y > 0 ? y * Math.log(mu) : 0);
      for (const [theta, y] of [
        [0.1, [0, 3, 0]],
        [0.3, [0, 5, 0]],
        [0.05, [0, 2, 0]],
      ] as const) {
        const F = (b: number, c: number): number =>
          x.reduce((sum, [v], i) => sum + loss(theta, y[i]!, b + c * v!) / 3, 0);
        const model = fitSync(x, y, { family: negativeBinomial({ theta }), link: "identity", solver });
        expect(model.status.code).toBe("converged");
        const [b, c] = [model.intercept, model.coefficients[0]!];
        expect(model.objective).toBeLessThan(F(y[1] / 3, 0) - 1e-3); // where it begins
        for (const turn of [0, 1, 2, 3, 4, 5, 6, 7]) {
          const [u, v] = [Math.cos((turn * Math.PI) / 4), Math.sin((turn * Math.PI) / 4)].map((w) => 1e-3 * w);
          const means = x.map(([t]) => b + u! + (c + v!) * t!);
          if (means.every((mu) => mu >= 0)) expect(F(b + u!, c + v!)).toBeGreaterThan(F(b, c) - 1e-12);
        }
      }
    });

    it("a plateau: all means are next to 0 or 1", () => {
      const { x, y } = calmData("binomial");
      const start = { intercept: -20, coefficients: [8, 8, -8, 8] };
      for (const noise of [undefined, dropout(0.2, { approximation: "gaussian" })]) {
        const options: FitOptions<OneFamily> = { family: "binomial", solver, noise };
        const { model, seen } = watched(x, y, { ...options, start });
        expectDescent(seen);
        expectFit(model, fitSync(x, y, options), 1e-6);
      }
    });
  });
}
