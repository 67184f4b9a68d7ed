// A convex fit with one column more is never worse than without it on the same rows, for any dependence of the columns.
import { describe, expect, it } from "vitest";
import { fitSync } from "../../src/index.js";
import { dataFor } from "../helpers/cases.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS } from "../helpers/forms.js";
import { normals } from "../helpers/numeric.js";
import { STORAGES } from "../helpers/storages.js";

const N = 50;

/** One column more, of two that are there. */
const MORE: Record<string, (a: number, b: number, noise: number, i: number) => number> = {
  "the same again": (a) => a,
  "the sum": (a, b) => a + b,
  "a sum that rounds": (a, b) => 0.1 * a - 0.7 * b,
  "the same to 1e-5": (a, _, noise) => a + 1e-5 * noise,
  "the same to 1e-8": (a, _, noise) => a + 1e-8 * noise,
  "the same to 1e-11": (a, _, noise) => a + 1e-11 * noise,
  "the same to 1e-13": (a, _, noise) => a + 1e-13 * noise,
  "the sum to 1e-9, a million times as large": (a, b, noise) => 1e6 * (a + b + 1e-9 * noise),
  "the sum to 1e-7 of 1e-8": (a, b, noise) => 1e-8 * (a - b + 1e-7 * noise),
  "a fourth power of a year": (_a, _b, _noise, i) => (1950 + i) ** 4,
  "large and far from 0": (a, _, noise) => 1e12 + 1e3 * (a + 1e-3 * noise),
  "one in a row": (_a, _b, _noise, i) => Number(i === 7),
};

const CONVEX = FORMS.filter(({ isConvex }) => isConvex);
const PLACES = Object.entries(STORAGES).filter(([name]) => !name.startsWith("32"));

for (const [k, form] of CONVEX.entries()) {
  const { x, y } = dataFor(form, N, 2, 500 + k);
  const year = x.map((_, i) => 1950 + i);
  const base = x.map((row, i) => [...row, year[i]!, year[i]! ** 2, year[i]! ** 3]);
  const normal = normals(900 + k);
  const noise = x.map(() => normal());

  describe(`one column more: ${form.name}`, () => {
    Object.entries(MORE).forEach(([name, more], m) => {
      const solver = SOLVER_NAMES[(k + m) % SOLVER_NAMES.length]!;
      const [storage, place] = PLACES[(k + m) % PLACES.length]!;
      it(`${name}, ${solver}, ${storage}`, () => {
        const options = { ...form.options, solver, maxIterations: 3000 };
        const part = name.includes("year") ? base : x;
        const small = fitSync(place(part), y, options);
        const large = fitSync(
          place(part.map((row, i) => [...row, more(x[i]![0]!, x[i]![1]!, noise[i]!, i)])),
          y,
          options,
        );
        if (small.status.code !== "converged") return; // an optimum on the border of the domain, or none
        expect(["converged", "separated"]).toContain(large.status.code);
        const slack = 1e-9 * Math.abs(small.deviance) + 1e-12 * small.nullDeviance;
        expect(large.deviance).toBeLessThanOrEqual(small.deviance + slack);
      });
    });
  });
}
