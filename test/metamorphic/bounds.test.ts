// Bounds: the conditions of a minimum in a box, with slopes of an objective written by hand; boxes that leave 0 out; bounds
// that do not bind.
import { describe, expect, it } from "vitest";
import { dropout, type FitOptions, fitSync, lasso, type Model, ridge } from "../../src/index.js";
import { SOLVERS } from "../../src/solvers/index.js";
import { type ByHand, objectiveByHand, slopesByHand } from "../helpers/by-hand.js";
import { classData, K } from "../helpers/classes.js";
import { expectConditions } from "../helpers/conditions.js";
import { calmFor, expectFit, SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, type OneFamily } from "../helpers/forms.js";
import { relative } from "../helpers/numeric.js";

const P = 4;
const RATE = 0.1;
const ABLE = SOLVER_NAMES.filter((name) => SOLVERS[name].constrained);
const none = () => Array<number>(P).fill(0);

const CASES = FORMS.flatMap((form) => [
  { name: `${form.name}, no noise`, form, approximation: undefined },
  ...(["quadratic", "gaussian"] as const)
    .filter((approximation) => form.family.approximations.includes(approximation))
    .map((approximation) => ({ name: `${form.name}, dropout, ${approximation}`, form, approximation })),
]);

interface Box {
  readonly lower: number[];
  readonly upper: number[];
}

/** Boxes around and beside the coefficients of the fit without bounds. */
const BOXES: Record<string, (beta: readonly number[]) => Box> = {
  "that leave 0 out and push outwards": (beta) => ({
    lower: beta.map((b) => (b >= 0 ? b + 0.01 : -Infinity)),
    upper: beta.map((b) => (b >= 0 ? Infinity : b - 0.01)),
  }),
  "of every kind": ([a, b, c, d]) => ({
    lower: [a! + 0.01, -Infinity, c! / 2, d! - 1],
    upper: [a! + 1, b! - 0.01, c! / 2, d! + 1],
  }),
  "that hold all between 0 and half of what they were": (beta) => ({
    lower: beta.map((b) => Math.min(0, b / 2)),
    upper: beta.map((b) => Math.max(0, b / 2)),
  }),
};

/** A point inside: the nearest to the fit without bounds. */
function nearest(
  { intercept, coefficients }: Model,
  { lower, upper }: Box,
): { intercept: number; coefficients: number[] } {
  return { intercept, coefficients: Array.from(coefficients, (b, j) => Math.min(Math.max(b, lower[j]!), upper[j]!)) };
}

for (const solver of ABLE) {
  for (const { name, form, approximation } of CASES) {
    describe(`bounds (${name}, ${solver})`, () => {
      const noise = approximation === undefined ? undefined : dropout(RATE, { approximation });
      const { x, y } = calmFor({ form, noise });
      const weights = y.map((_, i) => 0.5 + (i % 3));
      const plain: FitOptions<OneFamily> = { ...form.options, noise, weights };
      const strength = none().fill(RATE);
      const byHand: ByHand = {
        form,
        x,
        y,
        weights,
        noise: approximation && { noise: "dropout", strength, approximation },
      };
      const free = fitSync(x, y, { ...plain, solver });

      it.each(Object.entries(BOXES))("%s: the conditions of a minimum", (_, boxOf) => {
        const box = boxOf([...free.coefficients]);
        const model = fitSync(x, y, { ...plain, bounds: box, solver, start: nearest(free, box) });
        const held = { absolute: none(), square: none(), ...box };
        expectConditions({ model, x, y, plain, held }, slopesByHand(byHand, model), 1e-7);
        expect(relative(model.objective, objectiveByHand(byHand, model))).toBeLessThan(1e-10);
        const atBound = model.coefficients.filter((b, j) => b === box.lower[j] || b === box.upper[j]);
        expect(atBound.length).toBeGreaterThan(0);
        if (form.isConvex && approximation !== "quadratic") expect(model.objective).toBeGreaterThan(free.objective);
      });

      it("that are not active leave the fit as it is", () => {
        const box = { lower: free.coefficients.map((b) => b - 0.5), upper: free.coefficients.map((b) => b + 0.5) };
        const model = fitSync(x, y, { ...plain, bounds: box, solver, start: free });
        expectFit(model, { intercept: free.intercept, coefficients: free.coefficients, objective: free.objective });
        const infinite = { lower: -Infinity, upper: [Infinity, Infinity, Infinity, Infinity] };
        expectFit(fitSync(x, y, { ...plain, bounds: infinite, solver }), { coefficients: free.coefficients });
      });
    });
  }

  describe(`bounds (${solver})`, () => {
    const form = FORMS.find(({ family }) => family.name === "binomial")!;
    const { x, y } = calmFor({ form, noise: undefined });
    const plain: FitOptions<OneFamily> = { family: "binomial" };

    it("go with ridge, lasso and standardize; the box stays that of the original scale", () => {
      const box = { lower: [0.2, -Infinity, -0.1, -Infinity], upper: [1, -0.2, 0.1, Infinity] };
      const byHand = { form, x, y };
      for (const lambda of [0.01, 0.05]) {
        for (const [penalty, absolute, square] of [
          [lasso(lambda), lambda, 0],
          [ridge(lambda), 0, lambda],
        ] as const) {
          // biome-ignore format: one line
          const model = fitSync(x, y, { ...plain, penalty, bounds: box, solver });
          const held = { absolute: none().fill(absolute), square: none().fill(square), ...box };
          expectConditions({ model, x, y, plain, held }, slopesByHand(byHand, model), 1e-8);
        }
      }
      const model = fitSync(x, y, { ...plain, standardize: true, bounds: box, solver });
      expectFit(model, { coefficients: fitSync(x, y, { ...plain, bounds: box, solver }).coefficients });
    });

    it("hold every class of a multinomial: conditions by hand", () => {
      const data = classData(90, P, 21);
      const box = { lower: [0.05, -0.1, -Infinity, 0], upper: [0.5, 0.1, Infinity, 0] };
      const model = fitSync(data.x, data.y, { family: "multinomial", bounds: box, solver });
      expect(model.status.code).toBe("converged");
      const p = model.predict(data.x);
      const slope = (k: number, value: (i: number) => number) =>
        data.y.reduce((sum, c, i) => sum + (p[i]![k]! - Number(c === k)) * value(i), 0) / data.y.length;
      for (let k = 0; k < K; k++) {
        expect(Math.abs(slope(k, () => 1))).toBeLessThan(1e-8);
        model.coefficients[k]!.forEach((b, j) => {
          expect(b >= box.lower[j]! && b <= box.upper[j]!).toBe(true);
          const m = slope(k, (i) => data.x[i]![j]!);
          if (b > box.lower[j]!) expect(m).toBeLessThan(1e-8);
          if (b < box.upper[j]!) expect(m).toBeGreaterThan(-1e-8);
        });
      }
    });

    it("hold a constant column at the bound nearest to 0", () => {
      const constant = x.map(([a, b]) => [a!, b!, 3, 0]);
      const bounds = { lower: [-Infinity, -Infinity, 0.5, -2], upper: [Infinity, Infinity, 2, -1] };
      const model = fitSync(constant, y, { ...plain, bounds, solver });
      expect([...model.coefficients.slice(2)]).toEqual([0.5, -1]);
      const without = fitSync(x.map(([a, b]) => [a!, b!]), y, plain); // biome-ignore format: one line
      expectFit(model, { intercept: without.intercept - 1.5, objective: without.objective });
    });

    it("leave separated data without a fit where they do not stand in the way", () => {
      const x = [[1, 0], [2, 1], [3, 1], [4, 0]]; // biome-ignore format: one matrix
      for (const bounds of [{ lower: 0 }, { lower: [-Infinity, -1], upper: [Infinity, 1] }]) {
        for (const noise of [undefined, dropout([0, 0.5], { approximation: "gaussian" })]) {
          const { status } = fitSync(x, [0, 0, 1, 1], { ...plain, bounds, noise, solver });
          expect(status.code).toBe(noise === undefined ? "separated" : "diverged");
        }
      }
    });

    it("give separated data a fit", () => {
      const model = fitSync([[1], [2], [3], [4]], [0, 0, 1, 1], { ...plain, bounds: { upper: 2 }, solver });
      expect(model.status).toMatchObject({ code: "converged", warnings: [] });
      expect(model.coefficients[0]).toBe(2);
    });
  });
}

// A step to a bound, added to where it starts, may round to beyond it: .010000000000000009 for .01.
describe("bounds hold to the bit", () => {
  for (const form of FORMS.filter(({ family }) => !family.isBounded)) {
    it(form.name, () => {
      const { x, y } = calmFor({ form, noise: undefined });
      const free = fitSync(x, y, form.options);
      for (let k = 1; k <= 12; k++) {
        const upper = Array.from(free.coefficients, (b) => b - k / 97);
        const start = { intercept: free.intercept, coefficients: upper.map((b, j) => b - (k + j) / 31) };
        const { coefficients } = fitSync(x, y, { ...form.options, bounds: { upper }, start });
        for (const [j, b] of coefficients.entries()) expect(b).toBeLessThanOrEqual(upper[j]!);
      }
    });
  }
});
