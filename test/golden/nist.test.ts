// Certified values of NIST's Statistical Reference Datasets: scripts/nist.py solves each in 80 digits and writes nist.json.
import { describe, expect, it } from "vitest";
import { fitSync, type Model } from "../../src/index.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { STORAGES } from "../helpers/storages.js";
import sets from "./nist.json" with { type: "json" };

/** Digits, less those that the entries of x and y lose when they are rounded to doubles: Filip's powers differ by 1e-16 and theta by 2e-8. */
const DIGITS: Record<string, number> = { Filip: 7, Wampler4: 8, Wampler5: 6 };

const near = (got: number, want: number, digits: number): void => {
  expect(Math.abs(got - want) / Math.max(Math.abs(want), 1e-9), `${got} for ${want}`).toBeLessThan(10 ** -digits);
};

function expectCertified(name: keyof typeof sets, model: Model, of: string): void {
  const { estimates, deviations, rss } = sets[name];
  // Longley's columns are well apart, so there these two end where the gradient is within its tolerance
  const isRough = name === "Longley" && (of === "lbfgs" || of === "coordinate-descent");
  const digits = isRough ? 8 : (DIGITS[name] ?? 9);
  expect(model.status.code, of).toBe("converged");
  [model.intercept, ...model.coefficients].forEach((b, j) => {
    near(b, estimates[j]!, digits);
  });
  if (rss > 0) near(model.deviance, rss, digits);
  else expect(model.deviance).toBeLessThan(1e-12 * model.nullDeviance);
  if (rss > 0) {
    model.summary().rows.forEach((row, j) => {
      near(row.standardError!, deviations[j]!, digits);
    });
  }
}

for (const name of Object.keys(sets) as (keyof typeof sets)[]) {
  const { x, power, y } = sets[name];
  const columns = power > 0 ? Array.from({ length: power }, (_, k) => x[0]!.map((v) => v ** (k + 1))) : x;
  const rows = y.map((_, i) => columns.map((column) => column[i]!));

  describe(`NIST ${name}`, () => {
    it.each(SOLVER_NAMES)("%s", (solver) => {
      const model = fitSync(rows, y, { solver, standardErrors: true });
      expectCertified(name, model, solver);
      if (solver !== "coordinate-descent" || name === "Filip") expect(model.degreesOfFreedom).toBe(columns.length + 1);
    });

    it("in every storage of 64 bits", () => {
      for (const [storage, place] of Object.entries(STORAGES)) {
        if (!storage.startsWith("32"))
          expectCertified(name, fitSync(place(rows), y, { standardErrors: true }), storage);
      }
    });
  });
}
