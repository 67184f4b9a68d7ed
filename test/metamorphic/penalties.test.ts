// Relations about the ridge that hold for any data.
import { describe, expect, it } from "vitest";
import { dropout, type FitOptions, fitSync, type Model, type Penalty, ridge } from "../../src/index.js";
import { calmData, expectFit, expectSameBits, looksForDependence, SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, OWN } from "../helpers/forms.js";

const LAMBDAS = [1e-4, 1e-2, 1, 100];
const square = (model: Model): number => model.coefficients.reduce((sum, b) => sum + b * b, 0);

for (const form of FORMS) {
  const isTwo = form.family.classes === "two";
  for (const solver of SOLVER_NAMES) {
    const { x, y } = calmData(form);
    const weights = y.map((_, i) => i % 3);
    const total = weights.reduce((a, b) => a + b);
    const run = (penalty: Penalty | undefined, more: FitOptions = {}): Model =>
      fitSync(x, y, { ...form.options, solver, penalty, weights, ...more });

    describe(`ridge (${form.name}, ${solver})`, () => {
      it('scale "sum" is scale "mean" divided by W', () => {
        expectFit(run(ridge(3, { scale: "sum" })), run(ridge(3 / total)));
      });

      it("with trials W counts them", () => {
        if (!isTwo || form.family.isBounded) return; // there y are proportions, well inside
        const trials = y.map((_, i) => 1 + (i % 4));
        const W = trials.reduce((sum, m, i) => sum + m * weights[i]!, 0);
        expectFit(run(ridge(3, { scale: "sum" }), { trials }), run(ridge(3 / W), { trials }));
      });

      it("of strength 0 is none", () => {
        expectFit(run(ridge(0)), run(undefined));
        expectFit(run(ridge(5, { factors: [0, 0, 0, 0] })), run(undefined));
      });

      it("of one factor for each column is one for all, bit for bit", () => {
        expectSameBits(run(ridge(0.5, { factors: [1, 1, 1, 1] })), run(ridge(0.5)));
        expectSameBits(run(ridge(0.5, { factors: [2, 2, 2, 2] })), run(ridge(1)));
      });

      it("is in the objective as lambda f_j beta_j^2 / 2, the intercept left out", () => {
        const factors = [1, 0, 2, 0.5];
        const model = run(ridge(0.7, { factors }));
        const here = run(undefined, { start: model, maxIterations: 0 }); // the loss at the same point
        const penalty = factors.reduce((sum, f, j) => sum + 0.35 * f * model.coefficients[j]! ** 2, 0);
        expect(here.objective + penalty).toBeCloseTo(model.objective, 13);
      });

      it("shrinks: more of it is less norm and more deviance", () => {
        const models = LAMBDAS.map((lambda) => run(ridge(lambda)));
        models.slice(1).forEach((model, k) => {
          expect(square(model)).toBeLessThan(square(models[k]!));
          expect(model.deviance).toBeGreaterThan(models[k]!.deviance);
          expect(model.objective).toBeGreaterThan(models[k]!.objective);
        });
      });

      it("without end leaves the model without columns", () => {
        const model = run(ridge(1e12));
        for (const b of model.coefficients) expect(Math.abs(b)).toBeLessThan(1e-10);
        expect(model.deviance).toBeCloseTo(model.nullDeviance, 6);
      });

      it("adds to noise: the two penalties are one sum", () => {
        const noise = dropout(0.2);
        const both = run(ridge(0.3), { noise });
        const alone = run(undefined, { noise, start: both, maxIterations: 0 });
        expect(alone.objective + 0.15 * square(both)).toBeCloseTo(both.objective, 13);
      });

      it("on more columns than rows has one minimizer, which all solvers find", () => {
        const few = x.slice(0, 5).map((row) => [...row, ...row.map(Math.sin), ...row.map(Math.cos)]);
        const labels = y.slice(0, 5).map((v, i) => (isTwo && !form.family.isBounded ? i % 2 : v));
        const fits = SOLVER_NAMES.map((other) =>
          fitSync(few, labels, { ...form.options, solver: other, penalty: ridge(0.01) }),
        );
        for (const other of fits.slice(1)) expectFit(fits[0]!, other);
        expect(fits[0]!.status.warnings).toEqual([]);
      });
    });
  }
}

describe("the minimum-norm fit", () => {
  for (const solver of SOLVER_NAMES.filter(looksForDependence)) {
    for (const form of OWN) {
      it(`of dependent columns is the limit of ridge as lambda vanishes (${form.name}, ${solver})`, () => {
        const { x, y } = calmData(form);
        const wide = x.map(([a, b, c, d]) => [a!, b!, c!, d!, a! - 2 * b!, c! + d! + 1]);
        const model = fitSync(wide, y, { ...form.options, solver });
        const limit = fitSync(wide, y, { ...form.options, solver: "newton", penalty: ridge(1e-8), tolerance: 1e-13 });
        expectFit(model, { intercept: limit.intercept, coefficients: limit.coefficients }, 1e-6);
        const [warning, ...others] = model.status.warnings;
        expect(others).toEqual([]);
        expect(warning).toMatchObject({ code: "rank-deficient", detail: { columns: ["x5", "x6"] } });
        expect(model.degreesOfFreedom).toBe(5);
      });
    }

    it(`of fewer rows than columns meets every row of a gaussian response (${solver})`, () => {
      const { x, y } = calmData("gaussian", 4, 9);
      const model = fitSync(x, y, { solver });
      model.predict(x).forEach((mu, i) => {
        expect(mu).toBeCloseTo(y[i]!, 9);
      });
      const limit = fitSync(x, y, { solver: "newton", penalty: ridge(1e-9), tolerance: 1e-14 });
      expect(model.coefficients.every((b, j) => Math.abs(b - limit.coefficients[j]!) < 1e-5)).toBe(true);
      expect(model.status.warnings.map((warning) => warning.code)).toEqual(["rank-deficient"]);
    });

    it(`of constant columns without an intercept says that they depend on each other (${solver})`, () => {
      const model = fitSync([[1, 2], [1, 2], [1, 2]], [1, 2, 6], { solver, intercept: false }); // biome-ignore format: rows
      expectFit(model, { coefficients: [0.6, 1.2] });
      expect(model.status.warnings.map((warning) => warning.code)).toEqual(["rank-deficient"]);
    });

    it(`of one row meets it (${solver})`, () => {
      const model = fitSync([[1, 2]], [5], { solver, intercept: false });
      expectFit(model, { coefficients: [1, 2] });
      const withIntercept = fitSync([[1, 2]], [5], { solver });
      expectFit(withIntercept, { intercept: 5, coefficients: [0, 0] });
    });
  }
});

describe("a fit by a solver that has no matrix of its own to find dependent columns by", () => {
  for (const solver of SOLVER_NAMES.filter((name) => !looksForDependence(name))) {
    for (const form of OWN) {
      it(`is one of the best all the same (${form.name}, ${solver})`, () => {
        const { x, y } = calmData(form);
        const wide = x.map(([a, b, c, d]) => [a!, b!, c!, d!, a! - 2 * b!, c! + d! + 1]);
        const model = fitSync(wide, y, { ...form.options, solver });
        const { objective, deviance } = fitSync(x, y, { ...form.options, solver });
        expectFit(model, { objective, deviance });
        expect(model.degreesOfFreedom).toBe(5); // in orthogonal coordinates the rank is known
      });
    }
  }
});
