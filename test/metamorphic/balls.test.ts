// A ball is equivalent to a penalty: the multiplier converts one into the other and back.
import { describe, expect, it } from "vitest";
import {
  dropout,
  type FitOptions,
  fitSync,
  l1Ball,
  l2Ball,
  lasso,
  type Model,
  type Penalty,
  ridge,
} from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { classData } from "../helpers/classes.js";
import { calmData, expectFit, SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, type OneFamily } from "../helpers/forms.js";
import { normals } from "../helpers/numeric.js";

interface Ball {
  readonly make: (radius: number) => FitOptions["constraint"];
  readonly penalty: (multiplier: number) => Penalty;
  readonly norm: (beta: Iterable<number>) => number;
  readonly solvers: readonly SolverName[];
}

const BALLS: Record<string, Ball> = {
  l2: {
    make: l2Ball,
    penalty: ridge,
    norm: (beta) => Math.hypot(...beta),
    solvers: SOLVER_NAMES,
  },
  l1: {
    make: l1Ball,
    penalty: lasso,
    norm: (beta) => [...beta].reduce((sum, b) => sum + Math.abs(b), 0),
    solvers: SOLVER_NAMES.filter((name) => SOLVERS[name].constrained),
  },
};

for (const [ball, { make, penalty, norm, solvers }] of Object.entries(BALLS)) {
  for (const form of FORMS) {
    const { x, y } = calmData(form);
    for (const solver of solvers) {
      const run = (options: FitOptions<OneFamily>): Model => fitSync(x, y, { ...form.options, solver, ...options });
      describe(`${ball} ball (${form.name}, ${solver})`, () => {
        const free = run({});
        const radius = 0.4 * norm(free.coefficients);

        it("is met, and is the penalty at its multiplier", () => {
          const held = run({ constraint: make(radius) });
          expect(held.status.code, JSON.stringify(held.status)).toBe("converged");
          expect(Math.abs(norm(held.coefficients) / radius - 1)).toBeLessThan(1e-8);
          expect(held.multiplier).toBeGreaterThan(0);
          const same = run({ penalty: penalty(held.multiplier!) });
          expectFit(
            held,
            { coefficients: same.coefficients, intercept: same.intercept, deviance: same.deviance },
            1e-6,
          );
          const bare = run({ start: held, maxIterations: 0, solver: "lbfgs" });
          expect(held.objective).toBeCloseTo(bare.objective, 12); // the penalty is no part of it
        });

        it("leads from a penalty to its norm and back to its strength", () => {
          const held = run({ constraint: make(radius) });
          const strength = 0.7 * held.multiplier!;
          const penalized = run({ penalty: penalty(strength) });
          const back = run({ constraint: make(norm(penalized.coefficients)) });
          expect(Math.abs(back.multiplier! / strength - 1)).toBeLessThan(1e-6);
          expectFit(back, { coefficients: penalized.coefficients }, 1e-6);
        });

        it("that does not bind has multiplier 0 and changes nothing", () => {
          const held = run({ constraint: make(2 * norm(free.coefficients)) });
          expect(held.multiplier).toBe(0);
          expectFit(held, { coefficients: free.coefficients, intercept: free.intercept, objective: free.objective });
        });
      });
    }
  }

  for (const solver of solvers) {
    describe(`${ball} ball (${solver})`, () => {
      const { x, y } = calmData("binomial");

      it("goes with noise and with standardize: the norm is that of unit-variance columns", () => {
        const mean = (j: number) => x.reduce((sum, row) => sum + row[j]!, 0) / x.length;
        const sd = [0, 1, 2, 3].map((j) =>
          Math.sqrt(x.reduce((sum, row) => sum + (row[j]! - mean(j)) ** 2, 0) / x.length),
        );
        const options: FitOptions<OneFamily> = { family: "binomial", noise: dropout(0.2), standardize: true, solver };
        const held = fitSync(x, y, { ...options, constraint: make(0.3) });
        expect(norm(held.coefficients.map((b, j) => b * sd[j]!))).toBeCloseTo(0.3, 8);
        const same = fitSync(x, y, { ...options, penalty: penalty(held.multiplier!) });
        expectFit(held, { coefficients: same.coefficients }, 1e-6);
      });

      it("goes with a penalty of its own", () => {
        const both = fitSync(x, y, { family: "binomial", penalty: ridge(0.05), constraint: make(0.3), solver });
        expect(norm(both.coefficients)).toBeCloseTo(0.3, 8);
        expect(both.status.code).toBe("converged");
      });

      it("gives separated data a fit", () => {
        const rows = [[1], [2], [3], [4], [5], [6]];
        const held = fitSync(rows, [0, 0, 0, 1, 1, 1], { family: "binomial", constraint: make(2), solver });
        expect(held.status).toMatchObject({ code: "converged", warnings: [] });
        expect(held.coefficients[0]).toBeCloseTo(2, 8);
        expect(held.multiplier).toBeGreaterThan(0);
      });

      it("gives more columns than rows one", () => {
        const normal = normals(3);
        const wide = Array.from({ length: 12 }, () => Array.from({ length: 40 }, () => normal()));
        const target = wide.map((row) => row[0]! + normal());
        const held = fitSync(wide, target, { constraint: make(0.2), solver }); // smaller than what fits all rows
        expect(held.status.code).toBe("converged");
        expect(norm(held.coefficients)).toBeCloseTo(0.2, 8);
        expect(held.multiplier).toBeGreaterThan(0);
        expect(held.degreesOfFreedom).toBeUndefined();
      });

      it("that holds a fit to all rows, of more columns than rows, takes such a fit", () => {
        const normal = normals(3);
        const wide = Array.from({ length: 12 }, () => Array.from({ length: 40 }, () => normal()));
        const target = wide.map((row) => row[0]! + normal());
        const least = fitSync(wide, target, { solver: "newton" }); // the one of least norm
        const radius = 1.05 * norm(least.coefficients);
        const held = fitSync(wide, target, { constraint: make(radius), solver });
        expect(held.status.code).toBe("converged");
        expect(norm(held.coefficients)).toBeLessThan(radius * (1 + 1e-9));
        expect(held.multiplier).toBeLessThan(1e-8);
        expect(held.objective).toBeLessThan(1e-8);
      });

      it("smaller and smaller: the multiplier rises to where all coefficients are nearly 0", () => {
        const radii = [0.5, 0.3, 0.1, 0.01, 1e-3, 1e-6];
        const models = radii.map((radius) => fitSync(x, y, { family: "binomial", constraint: make(radius), solver }));
        models.forEach((model, k) => {
          expect(model.status, `radius ${radii[k]}`).toMatchObject({ code: "converged", warnings: [] });
          expect(norm(model.coefficients)).toBeCloseTo(radii[k]!, 9); // as near as the fits inside are exact
          if (k > 0) expect(model.multiplier).toBeGreaterThan(models[k - 1]!.multiplier!);
        });
      });

      it("holds all classes of a multinomial together", () => {
        const data = classData(90, 4, 21);
        const held = fitSync(data.x, data.y, { family: "multinomial", constraint: make(0.5), solver });
        expect(norm(held.coefficients.flatMap((beta) => [...beta]))).toBeCloseTo(0.5, 7);
        const same = fitSync(data.x, data.y, { family: "multinomial", penalty: penalty(held.multiplier!), solver });
        same.coefficients.forEach((beta, k) => {
          beta.forEach((b, j) => {
            expect(held.coefficients[k]![j]).toBeCloseTo(b, 6);
          });
        });
      });
    });
  }
}
