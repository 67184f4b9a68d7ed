// Relations about the lasso, the elastic net and bounds that hold for any data: conditions of a minimum, from
// the public functions alone; and relations among penalties.
import { describe, expect, it } from "vitest";
import { dropout, elasticNet, type FitOptions, fitSync, lasso, type Model, ridge } from "../../src/index.js";
import { SOLVERS } from "../../src/solvers/index.js";
import { approximationsOf, type NoiseCase, noiseCases } from "../helpers/cases.js";
import { active, expectConditions, type Held, slopesByDifferences, slopesByResiduals } from "../helpers/conditions.js";
import { calmData, calmFor, expectFit, expectSameBits, SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, type Form, type OneFamily } from "../helpers/forms.js";
import { normals } from "../helpers/numeric.js";
import { sliced } from "../helpers/slice.js";

const P = 4;
const ABLE = SOLVER_NAMES.filter((name) => SOLVERS[name].constrained);
const zeros = (p: number) => Array<number>(p).fill(0);

/** A strength at which some columns of calm data stay and some go. */
function strengthFor(form: Form, noise?: NoiseCase["noise"]): number {
  const { x, y } = calmFor({ form, noise });
  const none = fitSync(x, y, { ...form.options, noise, penalty: lasso(1e6) }); // the model of the intercept
  const fit = { model: none, x, y, plain: { ...form.options, noise }, held: { absolute: [], square: [] } };
  const slopes = slopesByDifferences(fit)
    .slopes.map(Math.abs)
    .sort((a, b) => a - b);
  return 0.5 * slopes[P - 1]!;
}

const CASES = [...FORMS.map((form) => ({ name: `${form.name}, no noise`, form, noise: undefined })), ...noiseCases(P)];

for (const solver of ABLE) {
  for (const { name, form, noise } of sliced(CASES)) {
    const { x, y } = calmFor({ form, noise });
    const lambda = strengthFor(form, noise);
    const factors = [1, 0.5, 2, 0];
    const variants: Record<string, { options: FitOptions<OneFamily>; held: Held }> = {
      lasso: { options: { penalty: lasso(lambda) }, held: { absolute: zeros(P).fill(lambda), square: zeros(P) } },
      "elastic net with factors": {
        options: { penalty: elasticNet(lambda, 0.7, { factors }) },
        held: { absolute: factors.map((f) => 0.7 * lambda * f), square: factors.map((f) => 0.3 * lambda * f) },
      },
    };
    describe(`${name}, ${solver}`, () => {
      for (const [what, { options, held }] of Object.entries(variants)) {
        it(`${what} meets the conditions of a minimum`, () => {
          const plain: FitOptions<OneFamily> = { ...form.options, noise };
          const model = fitSync(x, y, { ...plain, ...options, solver });
          const fit = { model, x, y, plain, held };
          expectConditions(fit, slopesByDifferences(fit), 1e-8);
          const penalty = model.coefficients.reduce((t, b, j) => t + held.absolute[j]! * Math.abs(b) + (held.square[j]! * b * b) / 2, 0); // biome-ignore format: one line
          const bare = fitSync(x, y, { ...plain, solver: "lbfgs", start: model, maxIterations: 0 });
          expect(bare.objective + penalty).toBeCloseTo(model.objective, 12);
        });
      }

      it("bounds: conditions of a minimum within them", () => {
        const free = fitSync(x, y, { ...form.options, noise });
        const [a, b, c, d] = free.coefficients;
        const lower = [a! + 0.01, -Infinity, c! - 1, Math.min(0, d!) - 0.01];
        const upper = [a! + 1, b! - 0.01, c! + 1, Math.max(0, d!) + 0.01];
        const plain: FitOptions<OneFamily> = { ...form.options, noise };
        const model = fitSync(x, y, {
          ...plain,
          bounds: { lower, upper },
          solver,
          start: feasible(free, lower, upper),
        });
        const fit = { model, x, y, plain, held: { absolute: zeros(P), square: zeros(P), lower, upper } };
        expectConditions(fit, slopesByDifferences(fit), 1e-8);
        if (form.isConvex && noise?.approximation !== "quadratic") {
          expect([model.coefficients[0], model.coefficients[1]].includes(lower[0]!)).toBe(true);
        }
      });
    });
  }

  describe(`kinks and bounds together (${solver})`, () => {
    const lower = [0.1, -Infinity, 0, -0.3];
    const upper = [0.4, -0.05, Infinity, -0.3];
    for (const form of FORMS.filter(({ family }) => !family.isBounded)) {
      for (const noise of [undefined, dropout(0.3, { approximation: approximationsOf(form.family)[0]! })]) {
        const how = noise === undefined ? "" : `, dropout, ${noise.approximation}`;
        const { x, y } = calmFor({ form, noise });
        const plain: FitOptions<OneFamily> = { ...form.options, noise };

        it(`bounds on one side of 0, with a factor of 0 and one of Infinity: ${form.name}${how}`, () => {
          const factors = [1, 0, 2, 1];
          const model = fitSync(x, y, {
            ...plain,
            penalty: lasso(0.05, { factors }),
            bounds: { lower, upper },
            solver,
          });
          const held = { absolute: factors.map((f) => 0.05 * f), square: zeros(P), lower, upper };
          const fit = { model, x, y, plain, held };
          expectConditions(fit, slopesByDifferences(fit), 1e-8);
          expect(model.coefficients[3]).toBe(-0.3);
          const out = fitSync(x, y, { ...plain, penalty: lasso(0.02, { factors: [1, 0, Infinity, 1] }), solver });
          const rest = { absolute: [0.02, 0, Infinity, 0.02], square: zeros(P) };
          const shown = { model: out, x, y, plain, held: rest };
          expectConditions(shown, slopesByDifferences(shown), 1e-8);
          expect(out.coefficients[2]).toBe(0);
        });

        it(`nothing below 0: ${form.name}${how}`, () => {
          const model = fitSync(x, y, { ...plain, bounds: { lower: 0 }, penalty: lasso(0.01), solver });
          const held = { absolute: zeros(P).fill(0.01), square: zeros(P), lower: zeros(P) };
          const fit = { model, x, y, plain, held };
          expectConditions(fit, slopesByDifferences(fit), 1e-8);
          // all of them mirrored, so that the bound holds the others
          const turned = x.map((row) => row.map((v) => -v));
          const noised = fitSync(turned, y, { ...plain, bounds: { upper: 0 }, penalty: lasso(0.01), solver });
          if (form.isConvex && noise?.approximation !== "quadratic") {
            expectFit(noised, { coefficients: model.coefficients.map((b) => 0 - b), objective: model.objective });
          }
        });
      }
    }
  });

  describe(`residuals of canonical forms (${solver})`, () => {
    for (const form of FORMS.filter(({ family }) => family.id <= 2)) {
      it(`of many columns meet the conditions: ${form.name}`, () => {
        const normal = normals(4);
        const x = Array.from({ length: 60 }, () => Array.from({ length: 25 }, () => normal()));
        const { y } = calmData(form, 60);
        const weights = y.map((_, i) => 0.5 + (i % 3));
        const offset = y.map((_, i) => 0.1 * (i % 4));
        const plain: FitOptions<OneFamily> = { ...form.options, weights, offset };
        for (const lambda of [0.3, 0.1, 0.03]) {
          const model = fitSync(x, y, { ...plain, penalty: lasso(lambda), solver });
          const fit = { model, x, y, plain, held: { absolute: zeros(25).fill(lambda), square: zeros(25) } };
          expectConditions(fit, slopesByResiduals(fit), 1e-9);
        }
      });
    }
  });

  for (const form of FORMS) {
    const { x, y } = calmData(form);
    const lambda = strengthFor(form);
    const run = (options: FitOptions<OneFamily>): Model => fitSync(x, y, { ...form.options, solver, ...options });

    describe(`penalties (${form.name}, ${solver})`, () => {
      it("share 0 is ridge, share 1 is lasso, strength 0 is none", () => {
        expectFit(run({ penalty: elasticNet(0.1, 0) }), run({ penalty: ridge(0.1) }));
        expectSameBits(run({ penalty: elasticNet(lambda, 1) }), run({ penalty: lasso(lambda) }));
        expectFit(run({ penalty: lasso(0) }), run({}));
      });

      it('scale "sum" is scale "mean" divided by W', () => {
        expectFit(run({ penalty: lasso(lambda * y.length, { scale: "sum" }) }), run({ penalty: lasso(lambda) }));
      });

      it("the stronger the lasso, the fewer columns and the less norm; without end none is left", () => {
        const models = [0.05, 0.3, 1, 4].map((f) => run({ penalty: lasso(f * lambda) }));
        const norm = (model: Model) => model.coefficients.reduce((sum, b) => sum + Math.abs(b), 0);
        if (form.isConvex) {
          models.slice(1).forEach((model, k) => {
            expect(norm(model)).toBeLessThan(norm(models[k]!) + 1e-9);
          });
        }
        expect(active(models[3]!)).toBe(0);
        expect(models[3]!.deviance).toBeCloseTo(models[3]!.nullDeviance, 8);
      });

      it("a factor of Infinity leaves the column out, bit for bit with a fit without it", () => {
        const without = x.map(([a, , c, d]) => [a!, c!, d!]);
        const model = run({ penalty: lasso(0.2 * lambda, { factors: [1, Infinity, 1, 1] }) });
        expect(model.coefficients[1]).toBe(0);
        const small = fitSync(without, y, { ...form.options, solver, penalty: lasso(0.2 * lambda) });
        expectFit(model, { intercept: small.intercept, objective: small.objective, deviance: small.deviance });
      });

      it("bounds that hold nothing back change nothing", () => {
        expectFit(run({ bounds: { lower: -1e6, upper: 1e6 } }), run({}));
        expectSameBits(run({ bounds: {} }), run({}));
      });

      it("lower = upper fixes a column, as an offset does", () => {
        const fixed = 0.01;
        const bounds = {
          lower: [-Infinity, -Infinity, fixed, -Infinity],
          upper: [Infinity, Infinity, fixed, Infinity],
        };
        const model = run({ bounds });
        const others = x.map(([a, b, , d]) => [a!, b!, d!]);
        const offset = x.map((row) => fixed * row[2]!);
        const want = fitSync(others, y, { ...form.options, offset });
        expect(model.coefficients[2]).toBe(fixed);
        expectFit(model, { intercept: want.intercept, objective: want.objective });
      });

      it("lasso of unit-variance columns: standardize gives them one strength", () => {
        const mean = (j: number) => x.reduce((sum, row) => sum + row[j]!, 0) / x.length;
        const sd = [0, 1, 2, 3].map((j) =>
          Math.sqrt(x.reduce((sum, row) => sum + (row[j]! - mean(j)) ** 2, 0) / x.length),
        );
        const byFactors = run({ penalty: lasso(lambda, { factors: sd }) });
        expectFit(run({ penalty: lasso(lambda), standardize: true }), byFactors);
      });
    });
  }

  it(`the adaptive lasso with strengths from a pilot keeps what matters (${solver})`, () => {
    const normal = normals(8);
    const x = Array.from({ length: 200 }, () => Array.from({ length: 10 }, () => normal()));
    const y = x.map((row) => 2 * row[0]! - row[3]! + 0.3 * normal());
    const pilot = fitSync(x, y, {});
    const factors = Array.from(pilot.coefficients, (b) => 1 / Math.abs(b));
    const model = fitSync(x, y, { penalty: lasso(0.02, { factors }), solver });
    expect([...model.coefficients].map((b) => b !== 0)).toEqual([
      true,
      false,
      false,
      true,
      ...zeros(6).map(() => false),
    ]);
    expect(model.degreesOfFreedom).toBeUndefined();
  });
}

/** The free fit, moved into the bounds. */
function feasible(free: Model, lower: readonly number[], upper: readonly number[]) {
  const coefficients = Array.from(free.coefficients, (b, j) => Math.min(Math.max(b, lower[j]!), upper[j]!));
  return { intercept: free.intercept, coefficients };
}

describe('solver "auto"', () => {
  const { x, y } = calmData("gaussian");
  it("takes coordinate descent for an L1 part and for bounds, and newton for others", () => {
    const taken = (options: FitOptions<OneFamily>) => fitSync(x, y, options).status.solver;
    expect(taken({ penalty: lasso(0.1) })).toBe("coordinate-descent");
    expect(taken({ penalty: elasticNet(0.1, 0.1) })).toBe("coordinate-descent");
    expect(taken({ bounds: { lower: 0 } })).toBe("coordinate-descent");
    expect(taken({ penalty: elasticNet(0.1, 0) })).toBe("newton");
    expect(taken({ penalty: lasso(0) })).toBe("newton");
    expect(taken({ noise: dropout(0.1) })).toBe("newton");
  });
});
