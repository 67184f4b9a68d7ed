// The quadratic noise form has no minimizer on separable data, although it may have a local one: the status must say this, with
// advice. If a form has a minimizer, all solvers must find the same.
import { describe, expect, it } from "vitest";
import { additive, dropout, type FitOptions, fitSync, type Noise, ridge } from "../../src/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import type { OneFamily } from "../helpers/forms.js";
import { generator } from "../helpers/numeric.js";
import { withSmallPartitions } from "../helpers/partitions.js";
import { STORAGES } from "../helpers/storages.js";

const DOSE = [1, 2, 3, 4, 5, 6];
const PERFECT = [0, 0, 0, 1, 1, 1];
const LOT = Array.from({ length: 24 }, (_, i) => (i % 6 === 0 ? 1 : 0));
const AGE = LOT.map((_, i) => Math.sin(3.1 * i));
const RARE = { age: AGE, lot: LOT };
const RARE_Y = LOT.map((l, i) => (l === 1 || (i * 7) % 3 === 0 ? 1 : 0));
const RARE_COUNTS = LOT.map((l, i) => (l === 1 ? 0 : (i * 5) % 4));

type X = Readonly<Record<string, readonly number[]>>;

function fitted(x: X, y: readonly number[], solver: SolverName, options: FitOptions<OneFamily>) {
  return fitSync(x, y, { family: "binomial", solver, ...options });
}

function expectNoMinimizer(model: ReturnType<typeof fitSync>, column: string, advice: RegExp): void {
  const { status } = model;
  expect(status.code).toBe("diverged");
  const found = status.warnings.find((warning) => warning.code === "no-minimizer");
  expect(found?.detail.columns).toContain(column);
  expect(found?.message).toMatch(advice);
  expect(model.coefficients.every(Number.isFinite)).toBe(true);
}

const QUADRATIC_ADVICE = /^the objective has no minimizer: .*; use approximation "gaussian" or add ridge\(lambda\)$/;
const quadratics: Record<string, Noise> = {
  "weak dropout": dropout(0.01, { approximation: "quadratic" }),
  dropout: dropout(0.5, { approximation: "quadratic" }),
  "strong dropout": dropout(0.9, { approximation: "quadratic" }),
  "weak additive noise": additive(0.1, { approximation: "quadratic" }),
  "additive noise": additive(1, { approximation: "quadratic" }),
};

for (const solver of Object.keys(SOLVERS) as SolverName[]) {
  describe(`the quadratic form on separable data (${solver})`, () => {
    for (const [what, noise] of Object.entries(quadratics)) {
      it(`has no minimizer: ${what}`, () => {
        expectNoMinimizer(fitted({ dose: DOSE }, PERFECT, solver, { noise }), "dose", QUADRATIC_ADVICE);
      });
    }

    it("has none either when started at its local minimum", () => {
      const noise = dropout(0.5, { approximation: "quadratic" });
      const local = fitted({ dose: DOSE }, PERFECT, "newton", { noise });
      expect(Math.abs(local.coefficients[0]!)).toBeLessThan(1); // the search did stop at a local minimum
      const again = fitted({ dose: DOSE }, PERFECT, solver, { noise, start: local });
      expectNoMinimizer(again, "dose", QUADRATIC_ADVICE);
    });

    it("has none where only a rare column separates", () => {
      const noise = dropout(0.5, { approximation: "quadratic" });
      expectNoMinimizer(fitted(RARE, RARE_Y, solver, { noise }), "lot", QUADRATIC_ADVICE);
      const counts = fitted(RARE, RARE_COUNTS, solver, { noise, family: "poisson" });
      expectNoMinimizer(counts, "lot", QUADRATIC_ADVICE);
    });

    it("has none where a rare column separates and another way out is closed by noise", () => {
      // dose separates all rows but two at 3 (quasi), where noise on dose costs; lot is 1 in rows of one class only
      const dose = [1, 2, 3, 3, 5, 6, 2, 5, 3.5, 2.5];
      const lot = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
      const y = [0, 0, 0, 1, 1, 1, 1, 1, 1, 1];
      for (const rate of [0.1, 0.5, 0.8]) {
        const noise = dropout(rate, { approximation: "quadratic" });
        expectNoMinimizer(fitted({ dose, lot }, y, solver, { noise }), "lot", QUADRATIC_ADVICE);
      }
    });

    it("has none where what separates comes late in many rows", () => {
      const n = 3000;
      const lot = Array.from({ length: n }, (_, i) => (i > n - 40 && i % 4 === 0 ? 1 : 0));
      const age = lot.map((_, i) => Math.sin(i * i));
      const y = lot.map((l, i) => (l === 1 || Math.sin(7 * i) > 0.3 * age[i]! ? 1 : 0));
      const noise = dropout(0.5, { approximation: "quadratic" });
      expectNoMinimizer(fitted({ age, lot }, y, solver, { noise }), "lot", QUADRATIC_ADVICE);
      const overlapping = y.map((v, i) => (i === n - 4 || i === n - 8 ? 0 : v)); // two rare rows of the other class
      expect(fitted({ age, lot }, overlapping, solver, { noise }).status.code).toBe("converged");
    });

    it("has one where a ridge acts on every column", () => {
      const noise = dropout(0.5, { approximation: "quadratic" });
      const { status } = fitted({ dose: DOSE }, PERFECT, solver, { noise, penalty: ridge(0.1) });
      expect(status).toMatchObject({ code: "converged", warnings: [] });
    });

    it("has one where the noise of a row that cannot recede closes the way out (quasi-separation)", () => {
      const noise = dropout(0.5, { approximation: "quadratic" });
      const { status } = fitted({ dose: [1, 2, 3, 3, 5, 6] }, PERFECT, solver, { noise });
      expect(status).toMatchObject({ code: "converged", warnings: [] });
    });
  });

  describe(`a form that has a minimizer unless a column is left alone (${solver})`, () => {
    it("gaussian: a separating column without noise has none", () => {
      const noise = dropout([0.5, 0], { approximation: "gaussian" });
      expectNoMinimizer(fitted(RARE, RARE_Y, solver, { noise }), "lot", /; add ridge\(lambda\)$/);
    });

    it("exact poisson: dropout does not hold a column that only rows with y = 0 have", () => {
      // E exp(b x~) falls to d as b falls, for ever: the loss of a row of zeros never rises again
      const noise = dropout(0.5, { approximation: "exact" });
      expectNoMinimizer(
        fitted(RARE, RARE_COUNTS, solver, { family: "poisson", noise }),
        "lot",
        / add ridge\(lambda\)$/,
      );
    });

    it("exact poisson: additive noise does pull it back", () => {
      const noise = additive(0.5, { approximation: "exact" });
      const { status } = fitted(RARE, RARE_COUNTS, solver, { family: "poisson", noise });
      expect(status).toMatchObject({ code: "converged", warnings: [] });
    });

    it("the intercept is never noised: all zeros have none", () => {
      const zeros = LOT.map(() => 0);
      for (const approximation of ["quadratic", "gaussian", "exact"] as const) {
        const model = fitted(RARE, zeros, solver, { family: "poisson", noise: dropout(0.5, { approximation }) });
        expectNoMinimizer(model, "(intercept)", /^the objective has no minimizer/);
      }
    });
  });
}

it("the search for one in sparse rows of several partitions leaves their memory as it was", () => {
  const random = generator(3);
  const rows = Array.from({ length: 200 }, () => [random() - 0.5, random() > 0.6 ? random() : 0]);
  const y = rows.map(([a, b]) => Number(a! + b! > random() - 0.4));
  const options = { family: "binomial", noise: dropout(0.3, { approximation: "quadratic" }) } as const;
  const sparseRows = STORAGES["sparse by row"]!(rows) as Parameters<typeof fitSync>[0];
  withSmallPartitions(() => {
    const [dense, model] = [fitSync(rows, y, options), fitSync(sparseRows, y, options)];
    expect(model.status.code).toBe("converged");
    for (const j of [0, 1]) expect(model.adaptivePenalty![j]).toBeCloseTo(dense.adaptivePenalty![j]!, 8);
  });
});
