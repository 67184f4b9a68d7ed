// Every solver, from every start, finds the same minimizer, and F never rises.
import { describe, expect, it } from "vitest";
import { type FitOptions, fitSync, type Model, type Progress, ridge } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { insideOf, noiseCases } from "../helpers/cases.js";
import { calmFor, expectFit, type FitCase, fitCases, isConvex, isFused } from "../helpers/fits.js";
import { FORMS, type OneFamily } from "../helpers/forms.js";
import { inTurn, sliced } from "../helpers/slice.js";

const P = 4;

const VARIANTS: Record<string, FitOptions<OneFamily>> = {
  "an intercept": {},
  "no intercept": { intercept: false },
  "a ridge": { penalty: ridge(0.1) },
  "a ridge on some columns": { penalty: ridge(0.1, { factors: [1, 0, 2, 0] }), standardize: true },
};

const CASES = [...FORMS.map((form) => ({ name: `${form.name}, no noise`, form, noise: undefined })), ...noiseCases(P)];

describe("all solvers reach the same objective", () => {
  for (const [k, { name, form, noise }] of CASES.entries()) {
    for (const [variant, more] of inTurn(Object.entries(VARIANTS), k)) {
      it(`${name}, ${variant}`, () => {
        const { x, y } = calmFor({ form, noise }, 90);
        const weights = y.map((_, i) => 0.5 + (i % 4));
        const [first, ...others] = (Object.keys(SOLVERS) as SolverName[]).map((solver) =>
          fitSync(x, y, { ...form.options, noise, weights, solver, ...more }),
        );
        for (const other of others) {
          expectFit(other, { coefficients: first!.coefficients, intercept: first!.intercept });
          expect(Math.abs(other.objective - first!.objective)).toBeLessThan(
            1e-13 * Math.max(1, Math.abs(first!.objective)),
          );
        }
      });
    }
  }
});

for (const example of sliced(fitCases(P))) {
  const { name, form, options } = example;
  const { x, y } = calmFor(example);
  const cold = fitSync(x, y, options);

  describe(`minimization: ${name}`, () => {
    it("never climbs", () => {
      const seen: Progress[] = [];
      fitSync(x, y, { ...options, onProgress: (progress) => seen.push(progress) });
      seen.slice(1).forEach((progress, k) => {
        const before = seen[k]!.objective;
        expect(progress.objective).toBeLessThanOrEqual(before + 1e-14 * Math.abs(before));
      });
    });

    it("ends where a warm start ends", () => {
      const near = { intercept: cold.intercept + 0.1, coefficients: cold.coefficients.map((b) => 0.8 * b) };
      const warm = fitSync(x, y, { ...options, start: near });
      expectFit(warm, cold);
      if (isConvex(example)) expectFit(fitSync(x, y, { ...options, start: insideOf(form) }), cold);
    });

    it("holds its optimality to the tolerance it was given", () => {
      for (const tolerance of [1e-3, 1e-6, 1e-9, 1e-12]) {
        const { status, objective } = fitSync(x, y, { ...options, tolerance });
        expect(status.tolerance).toBe(tolerance);
        expect(status.optimality).toBeLessThanOrEqual(tolerance);
        expect(objective - cold.objective).toBeLessThanOrEqual(tolerance); // quadratic: far below, in fact
      }
    });

    if (options.solver === "newton") {
      it("takes few steps: the Hessian is that of the objective", () => {
        const isOneStep = form.family.isQuadratic && example.approximation !== "monte-carlo";
        expect(cold.status.iterations).toBeLessThanOrEqual(isOneStep ? 1 : isFused(form) ? 6 : 9);
      });
    }

    it("is not sent astray by a far start: what is called converged is the minimizer", { timeout: 240_000 }, () => {
      for (const size of [5, 20, 50, 200, 1000]) {
        for (const sign of [1, -1]) {
          const start = { intercept: 0, coefficients: [size * sign, 0, 0, size] };
          const model = fitSync(x, y, { ...options, start });
          expect(Number.isFinite(model.intercept) && model.coefficients.every(Number.isFinite)).toBe(true);
          if (model.status.code === "converged") expectSameMinimum(example, model, cold, `start ${size * sign}`);
        }
      }
    });
  });
}

/** Where the objective is not convex there may be other local minima far out. Everything else has one. */
function expectSameMinimum(example: FitCase, model: Model, cold: Model, from: string): void {
  const claimed = `${from}: optimality ${model.status.optimality}, objective ${model.objective} against ${cold.objective}`;
  expect(model.status.optimality, claimed).toBeLessThanOrEqual(1e-6);
  if (!isConvex(example)) return;
  expect(Math.abs(model.objective - cold.objective), claimed).toBeLessThan(1e-10);
}

describe("a start from a fit that was separated", () => {
  for (const solver of Object.keys(SOLVERS) as SolverName[]) {
    it(`does not spoil the fit of data that are not (${solver})`, () => {
      const lot = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
      const dose = [1, 2, 3, 4, 5, 6, 1, 2, 3, 4];
      const separated = fitSync({ dose, lot }, [1, 1, 1, 0, 1, 0, 0, 1, 0, 1], { family: "binomial", solver });
      expect(separated.status.code).toBe("separated");
      const y = [1, 0, 1, 0, 1, 0, 0, 1, 0, 1];
      const cold = fitSync({ dose, lot }, y, { family: "binomial", solver });
      const warm = fitSync({ dose, lot }, y, { family: "binomial", solver, start: separated });
      expectFit(warm, cold);
      expect(warm.status.warnings).toEqual([]);
    });
  }
});
