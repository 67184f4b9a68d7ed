// Rows without labels take part in the noise penalty as equation 19 of Wager, Wang & Liang (2013) says, here by hand:
// (1/W) [ loss + k ( sum_i w_i r_i + a sum_u r_u ) ], k = W / (W + a m), with quadrature of the test's own.
import { describe, expect, it } from "vitest";
import { dropout, type FitOptions, fitSync, l2Ball, ridge, type SolverName } from "../../src/index.js";
import { NOISES } from "../../src/noise/index.js";
import { type ByHand, objectiveByHand, slopesByHand } from "../helpers/by-hand.js";
import { noiseFor } from "../helpers/cases.js";
import { classData, K } from "../helpers/classes.js";
import { calmFor, expectFit, SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, type OneFamily } from "../helpers/forms.js";
import { derivative, relative } from "../helpers/numeric.js";
import { STORAGES } from "../helpers/storages.js";

const P = 4;
const APPROXIMATIONS = ["quadratic", "gaussian"] as const;

const CASES = FORMS.filter(({ family }) => family.isCanonical).flatMap((form) =>
  APPROXIMATIONS.filter((approximation) => form.family.approximations.includes(approximation)).flatMap(
    (approximation) =>
      Object.keys(NOISES).map((noise) => ({
        name: `${form.name}, ${noise}, ${approximation}`,
        form,
        noise,
        approximation,
      })),
  ),
);

for (const { name, form, noise: kind, approximation } of CASES) {
  describe(`rows without labels (${name})`, () => {
    const noise = noiseFor(kind, P, approximation);
    const strength = noise.strength as number[];
    const { x, y } = calmFor({ form, noise }, 40);
    const more = calmFor({ form, noise }, 65).x.slice(40);
    const weights = y.map((_, i) => [1, 0.5, 2, 0][i % 4]!);
    const given = (weight: number): ByHand => ({
      ...{ form, x, y, weights, noise: { noise: kind, strength, approximation } },
      unlabeled: { x: more, weight },
    });
    const options = (weight: number): FitOptions<OneFamily> => ({
      ...form.options,
      noise,
      weights,
      unlabeled: { x: more, weight },
    });

    it.each([1, 0.3])("weight %d: the objective is that of the paper, and its slopes vanish at the fit", (weight) => {
      const model = fitSync(x, y, options(weight));
      expect(model.status.code, JSON.stringify(model.status)).toBe("converged");
      expect(relative(model.objective, objectiveByHand(given(weight), model))).toBeLessThan(1e-11);
      const { intercept, slopes } = slopesByHand(given(weight), model);
      for (const slope of [intercept, ...slopes]) expect(Math.abs(slope)).toBeLessThan(1e-8);
    });

    it("the objective is that of the paper away from the fit", () => {
      const model = fitSync(x, y, options(0.6));
      const start = {
        intercept: 1.02 * model.intercept,
        coefficients: model.coefficients.map((b, j) => b * (j % 2 ? 0.95 : 1.03)),
      };
      const there = fitSync(x, y, { ...options(0.6), start, maxIterations: 0, solver: "lbfgs" });
      expect(relative(there.objective, objectiveByHand(given(0.6), start))).toBeLessThan(1e-11);
    });

    it("that are the labelled ones change nothing, whatever their weight", () => {
      const without = fitSync(x, y, { ...form.options, noise });
      for (const weight of [1, 0.5, 1e-3]) {
        const model = fitSync(x, y, { ...form.options, noise, unlabeled: { x, weight } });
        expectFit(
          model,
          { intercept: without.intercept, coefficients: without.coefficients, objective: without.objective },
          1e-7,
        );
        model.adaptivePenalty!.forEach((q, j) => {
          expect(relative(q, without.adaptivePenalty![j]!)).toBeLessThan(1e-6);
        });
      }
    });

    it("count for nothing as their weight falls to 0", () => {
      const without = fitSync(x, y, { ...form.options, noise, weights });
      const { intercept, coefficients, objective } = fitSync(x, y, options(1e-14));
      expectFit(without, { intercept, coefficients }, 1e-7);
      expect(relative(objective, without.objective)).toBeLessThan(1e-12);
    });

    it("of weight 1/2, each given twice, are the same rows of weight 1 given once", () => {
      const twice = fitSync(x, y, { ...options(0.5), unlabeled: { x: [...more, ...more], weight: 0.5 } });
      const { intercept, coefficients, objective } = fitSync(x, y, options(1));
      expectFit(twice, { intercept, coefficients }, 1e-7);
      expect(relative(twice.objective, objective)).toBeLessThan(1e-12);
    });
  });
}

describe("rows without labels", () => {
  const form = FORMS.find(({ family }) => family.name === "binomial")!;
  const noise = dropout(0.3);
  const { x, y } = calmFor({ form, noise }, 40);
  const more = calmFor({ form, noise }, 65).x.slice(40);
  const options: FitOptions<OneFamily> = { family: "binomial", noise, unlabeled: { x: more, weight: 0.7 } };
  const want = fitSync(x, y, options);

  it.each(SOLVER_NAMES)("are the same to every solver: %s", (solver: SolverName) => {
    expectFit(fitSync(x, y, { ...options, solver }), { coefficients: want.coefficients, objective: want.objective });
  });

  it.each(Object.entries(STORAGES).filter(([name]) => !name.startsWith("32")))("may lie %s", (_, store) => {
    const model = fitSync(x, y, { ...options, unlabeled: { x: store(more), weight: 0.7 } });
    expectFit(model, { coefficients: want.coefficients, objective: want.objective });
  });

  it("change the fit, and are no rows of it: deviance and its like know the labelled ones only", () => {
    const without = fitSync(x, y, { family: "binomial", noise });
    expect(Math.max(...without.coefficients.map((b, j) => Math.abs(b - want.coefficients[j]!)))).toBeGreaterThan(1e-3);
    expect(want.deviance).toBeCloseTo(2 * want.score(x, y).logLoss! * y.length, 9);
    expect(want.nullDeviance).toBe(without.nullDeviance);
  });

  it("go with standardize, a penalty and a ball: the columns' deviations are those of the labelled rows", () => {
    const mean = (j: number) => x.reduce((sum, row) => sum + row[j]!, 0) / x.length;
    const factors = [0, 1, 2, 3].map((j) => x.reduce((sum, row) => sum + (row[j]! - mean(j)) ** 2, 0) / x.length);
    const model = fitSync(x, y, { ...options, standardize: true, penalty: ridge(0.1) });
    const { coefficients, objective } = fitSync(x, y, { ...options, penalty: ridge(0.1, { factors }) });
    expectFit(model, { coefficients, objective });
    const held = fitSync(x, y, { ...options, constraint: l2Ball(0.2) });
    expectFit(
      held,
      { coefficients: fitSync(x, y, { ...options, penalty: ridge(held.multiplier!) }).coefficients },
      1e-6,
    );
  });

  it("of many classes: the quadratic form with a shared mask, by hand", () => {
    const rate = 0.2;
    const data = classData(60, 3, 5);
    const rows = classData(30, 3, 6).x;
    const [a, W, m] = [0.4, data.y.length, rows.length];
    const F = (b: readonly number[], beta: readonly ArrayLike<number>[]) => {
      const eta = (row: readonly number[]) => beta.map((one, k) => row.reduce((sum, v, j) => sum + v * one[j]!, b[k]!));
      const total = (e: readonly number[]) => Math.log(e.reduce((sum, v) => sum + Math.exp(v), 0));
      const r = (row: readonly number[]) => {
        const e = eta(row);
        const p = e.map((v) => Math.exp(v - total(e)));
        const mean = (j: number, power: number) => p.reduce((sum, v, k) => sum + v * beta[k]![j]! ** power, 0);
        return row.reduce((sum, v, j) => sum + (0.5 * rate * v * v * (mean(j, 2) - mean(j, 1) ** 2)) / (1 - rate), 0);
      };
      const loss = data.x.reduce((sum, row, i) => sum + total(eta(row)) - eta(row)[data.y[i]!]!, 0);
      const sum = (list: readonly number[][]) => list.reduce((t, row) => t + r(row), 0);
      return (loss + (W / (W + a * m)) * (sum(data.x) + a * sum(rows))) / W;
    };
    const model = fitSync(data.x, data.y, {
      family: "multinomial",
      noise: dropout(rate),
      unlabeled: { x: rows, weight: a },
    });
    const [b, beta] = [[...model.intercept], model.coefficients.map((one) => [...one])];
    expect(relative(model.objective, F(b, beta))).toBeLessThan(1e-12);
    for (let k = 0; k < K; k++) {
      for (let j = 0; j < 3; j++) {
        const moved = (v: number) => beta.map((one, c) => one.map((old, l) => (c === k && l === j ? v : old)));
        expect(Math.abs(derivative((v) => F(b, moved(v)), beta[k]![j]!))).toBeLessThan(1e-9);
      }
    }
  });
});
