// Convergence is certified in standard errors: for any sizes of the means, no parameter is off by more than a small part of its
// standard error, or a warning says so; and `status.step` is the Newton decrement.
import { describe, expect, it } from "vitest";
import { type FitOptions, fitSync, negativeBinomial } from "../../src/index.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, type OneFamily } from "../helpers/forms.js";
import { STORAGES } from "../helpers/storages.js";

/** Groups by dummies: the fit is known, every mean is that of its group. */
const SIZES: readonly (readonly number[])[] = [
  [3.1e11, 2.2e11, 4.5e10, 7.7e9, 6.2e5, 480],
  [1e12, 3],
  [1.1e6, 1],
  [5, 2e10, 7, 3e5],
  [12, 7, 3],
];
const dummies = (n: number) => Array.from({ length: n }, (_, i) => Array.from({ length: n - 1 }, (__, j) => Number(i === j + 1))); // biome-ignore format: one line

/** A step of 1e-6 is asked for; the rounding of exp at the largest mean is felt beside it. */
const PART = 5e-6;

describe.each(SOLVER_NAMES)("means of very different size: %s", (solver) => {
  for (const means of SIZES) {
    const x = dummies(means.length);
    for (const storage of Object.keys(STORAGES)) {
      it(`${means.join(", ")}, ${storage}`, () => {
        const data = STORAGES[storage]!(x);
        const model = fitSync(data, [...means], { family: "poisson", solver });
        const { status } = model;
        expect(status.code).toBe("converged");
        const isWarned = status.warnings.some(
          ({ code, detail }) => code === "precision" && (detail.step as number) > 0,
        );
        if (!isWarned) expect(status.step).toBeLessThanOrEqual(1e-6);
        const got = model.predict(x) as Float64Array;
        got.forEach((mu, i) => {
          // the mean of group i has the standard error sqrt(mean)
          const off = Math.abs(mu - means[i]!) / Math.sqrt(means[i]!);
          const rounding = (4e-15 * Math.max(...means)) / Math.sqrt(means[i]!);
          const allowed = isWarned
            ? Math.max(1, ...status.warnings.map(({ detail }) => Number(detail.step ?? 0)))
            : PART;
          expect(off, `group ${i}`).toBeLessThanOrEqual(allowed + rounding);
        });
      });
    }
  }

  it("within bounds that do not bind", () => {
    if (solver !== "coordinate-descent") return;
    for (const means of SIZES) {
      const x = dummies(means.length);
      const model = fitSync(x, [...means], { family: "poisson", bounds: { lower: -100, upper: 100 } });
      expect(model.status).toMatchObject({ code: "converged", warnings: [] });
      const last = means.length - 1;
      expect(Math.abs((model.predict([x[last]!]) as Float64Array)[0]! - means[last]!)).toBeLessThan(
        PART * Math.sqrt(means[last]!),
      );
    }
  });
});

describe("the step that is reported", () => {
  const x = Array.from({ length: 60 }, (_, i) => [Math.sin(3 * i), Math.cos(5 * i) + 0.3 * Math.sin(i)]);
  const chance = (i: number): number => Math.abs(Math.sin(12.9898 * i) * 43758.5453) % 1;
  const y = x.map(([a, b], i) => Number(chance(i) < 1 / (1 + Math.exp(-(a! - 0.5 * b!)))));

  /** (g' H^-1 g)^(1/2) of a logistic fit of two columns, by the formulas. */
  function decrement(intercept: number, beta: ArrayLike<number>): number {
    const g = [0, 0, 0];
    const H = [0, 1, 2].map(() => [0, 0, 0]);
    x.forEach(([a, b], i) => {
      const z = [1, a!, b!];
      const p = 1 / (1 + Math.exp(-(intercept + beta[0]! * a! + beta[1]! * b!)));
      z.forEach((u, j) => {
        g[j]! += u * (p - y[i]!);
        z.forEach((v, k) => {
          H[j]![k]! += u * v * p * (1 - p);
        });
      });
    });
    const rows = H.map((row, j) => [...row, g[j]!]); // elimination
    for (let c = 0; c < 3; c++) {
      for (let r = 0; r < 3; r++) {
        if (r === c) continue;
        const t = rows[r]![c]! / rows[c]![c]!;
        rows[r] = rows[r]!.map((v, k) => v - t * rows[c]![k]!);
      }
    }
    return Math.sqrt(rows.reduce((sum, row, j) => sum + (g[j]! * row[3]!) / row[j]!, 0));
  }

  it.each(SOLVER_NAMES)("is the Newton decrement: %s", (solver) => {
    for (const tolerance of [1e-3, 1e-4, 1e-5]) {
      const { status, intercept, coefficients } = fitSync(x, y, { family: "binomial", solver, tolerance });
      const want = decrement(intercept, coefficients);
      if (want < 1e-9) continue; // rounding
      expect(status.step! / want, `tolerance ${tolerance}: ${status.step} for ${want}`).toBeGreaterThan(0.5);
      expect(status.step! / want, `tolerance ${tolerance}: ${status.step} for ${want}`).toBeLessThan(2);
    }
  });

  it.each(FORMS)(
    "$name: is there, and small, in every fit that has converged, with every solver",
    ({ options, family }) => {
      const low = family.domain.lowOpen ? 0.5 : 0;
      const counts = x.map((_, i) =>
        family.classes === "two" ? Number(chance(i) < 0.4) : low + 1 + Math.round(3 * chance(i)),
      );
      const ridged: FitOptions<OneFamily> = {
        ...options,
        penalty: { penalty: "ridge", lambda: 0.1, share: 0, factors: undefined, scale: "mean" },
      };
      for (const solver of SOLVER_NAMES) {
        for (const chosen of [options, ridged]) {
          const { status } = fitSync(x, counts, { ...chosen, solver });
          const isAtBorder = status.warnings.some(({ code }) => code === "boundary");
          if (status.code !== "converged" || isAtBorder) continue;
          expect(status.step, solver).toBeLessThanOrEqual(1e-6);
          expect(status.warnings, solver).toEqual([]);
        }
      }
    },
  );
});

describe("a step that is not known", () => {
  // separated by a part in 1e9: at the end of a search rounding leaves no curvature along the way out
  const x = [[0, 0], [-0.002, 0], [1e-6, 1], [-999999995904, 0], [-1e6, 1]]; // biome-ignore format: rows
  it.each(SOLVER_NAMES)("is said: %s", (solver) => {
    const { status } = fitSync(x, [1, 0, 1, 0, 0], { family: "binomial", link: "cloglog", solver, standardize: false });
    if (status.code === "converged" && status.step === undefined)
      expect(status.warnings.map(({ code }) => code)).toContain("precision");
    else expect(status.code).not.toBe("converged");
  });
});

describe.each(SOLVER_NAMES)("points without a slope that are no minimum: %s", (solver) => {
  it("a maximum along the column is left", () => {
    const x = [[0], [2], [4]];
    const theta = 0.1;
    const options = { family: negativeBinomial({ theta }), link: "identity", solver } as const;
    const y = [0.05, 3, 0.05];
    const F = (b: number, c: number): number =>
      x.reduce(
        (s, [v], i) => s + (y[i]! + theta) * Math.log1p((b + v! * c) / theta) - y[i]! * Math.log(b + v! * c),
        0,
      ) / 3;
    const { status, intercept, coefficients, objective } = fitSync(x, y, options);
    expect(status.code).toBe("converged");
    for (const step of [0.01, -0.01]) {
      expect(F(intercept + step, coefficients[0]!)).toBeGreaterThan(objective - 1e-12);
      expect(F(intercept, coefficients[0]! + step / 4)).toBeGreaterThan(objective - 1e-12);
      expect(F(intercept - step, coefficients[0]! + step / 2)).toBeGreaterThan(objective - 1e-12);
    }
  });

  it("where nothing is left to see, that is said", () => {
    const start = { intercept: -800, coefficients: [0] };
    const { status } = fitSync([[0], [1], [2], [3]], [1, 2, 3, 5], { family: "gaussian", link: "log", solver, start });
    expect(status.code).toBe("max-iterations");
    expect(status.warnings.map(({ code }) => code)).toEqual(["saddle"]);
  });

  it("a perfect fit beside an offset has converged", () => {
    for (let k = 0; k < 50; k++) {
      const offset = [Math.sin(k) * 3, Math.cos(2 * k)];
      const y = [1 + Math.sin(7 * k), 2 * Math.cos(3 * k)];
      for (const n of [1, 2]) {
        const x = [[0.3 + k], [1.7 * k - 2]].slice(0, n);
        const { status } = fitSync(x, y.slice(0, n), { offset: offset.slice(0, n), intercept: n === 2, solver });
        expect(status.code, `${k}, ${n}`).toBe("converged");
      }
    }
  });
});
