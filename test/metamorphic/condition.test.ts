// Columns that nearly depend on each other: condition numbers up to 1e13 keep three digits and more, by every solver, from every storage.
import { describe, expect, it } from "vitest";
import { diagnose, fitSync, infer, type Model } from "../../src/index.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { normals } from "../helpers/numeric.js";
import { STORAGES } from "../helpers/storages.js";

const N = 40;
const PLACES = Object.entries(STORAGES).filter(([name]) => !name.startsWith("32"));

/** Whole numbers, so that sums are exact: y is 1 + 3 a - 2 c without rounding, c = a + b / condition. */
const whole = normals(4);
const a = Array.from({ length: N }, () => Math.round(64 * whole()));
const b = Array.from({ length: N }, () => Math.round(8 * whole()));

/** The columns a and a + 2^-k b. */
const columns = (k: number): number[][] => a.map((v, i) => [v, v + b[i]! * 2 ** -k]);

const slopes = (model: Model): number[] => [model.intercept, ...model.coefficients];

describe("condition numbers", () => {
  for (const k of [10, 20, 30, 36, 40]) {
    const x = columns(k);
    SOLVER_NAMES.forEach((solver, s) => {
      const [storage, place] = PLACES[(k + s) % PLACES.length]!;
      it(`2^${k}: least squares to the last digits, ${solver}, ${storage}`, () => {
        const y = x.map(([u, v]) => 1 + 3 * u! - 2 * v!);
        const model = fitSync(place(x), y, { solver });
        expect(model.status.code).toBe("converged");
        expect(model.degreesOfFreedom ?? 3).toBe(3);
        [1, 3, -2].forEach((want, j) => {
          expect(Math.abs(slopes(model)[j]! / want - 1)).toBeLessThan(1e-9);
        });
      });

      it(`2^${k}: three digits of poisson and logit, ${solver}, ${storage}`, () => {
        const scale = 2 ** -7;
        const near = x.map((row) => row.map((v) => v * scale));
        const size = 2 ** k; // the coefficient of the difference is 1 in its own units
        const eta = near.map(([u, v]) => 0.5 + 0.3 * u! + size * (v! - u!));
        const want = [0.5, 0.3 - size, size];
        const means = { poisson: Math.exp, binomial: (e: number) => 1 / (1 + Math.exp(-e)) } as const;
        for (const family of ["poisson", "binomial"] as const) {
          const model = fitSync(place(near), eta.map(means[family]), { family, solver });
          expect(model.status.code).toBe("converged");
          want.forEach((value, j) => {
            expect(Math.abs(slopes(model)[j]! / value - 1), `${family} ${j}`).toBeLessThan(j === 0 ? 1e-6 : 1e-7);
          });
        }
      });
    });
  }

  it("the warning names the column and what is lost from a condition number of 1e9 on", () => {
    const y = columns(20).map((row, i) => row[0]! + Math.sin(i));
    expect(fitSync(columns(20), y).status.warnings).toEqual([]);
    const [warning] = fitSync(columns(36), y).status.warnings;
    expect(warning!.code).toBe("precision");
    expect(warning!.message).toContain("x2 is nearly a combination of other columns");
  });

  it("fit, infer and diagnose say the same as for the difference, which is well-conditioned", () => {
    const k = 24;
    const y = a.map((v, i) => 0.02 * v + 0.1 * b[i]! + Math.sin(7 * i));
    const apart = fitSync(a.map((v, i) => [v, b[i]!]), y); // biome-ignore format: one line
    const near = fitSync(columns(k), y);
    const errors = (model: Model) => model.summary().rows.map((row) => row.standardError!);
    expect(near.deviance).toBeCloseTo(apart.deviance, 10);
    expect(errors(near)[0]! / errors(apart)[0]!).toBeCloseTo(1, 8);
    expect(errors(near)[2]! / errors(apart)[2]!).toBeCloseTo(2 ** k, 0);
    for (const covariance of ["model", "HC0", "HC3"] as const) {
      const [given, other] = [infer(near, columns(k), y, { covariance }), infer(apart, a.map((v, i) => [v, b[i]!]), y, { covariance })]; // biome-ignore format: one line
      expect(given.rows[2]!.standardError / other.rows[2]!.standardError / 2 ** k).toBeCloseTo(1, 6);
    }
    const leverage = diagnose(near, columns(k), y).leverage!;
    expect(leverage.reduce((sum, h) => sum + h, 0)).toBeCloseTo(3, 8);
  });

  it("a start in the columns given serves, and the end does not depend on it", () => {
    const y = columns(30).map(([u], i) => 1 + u! + Math.sin(i));
    const model = fitSync(columns(30), y);
    const again = fitSync(columns(30), y, { start: { intercept: 3, coefficients: [5, -4] } });
    slopes(again).forEach((v, j) => {
      expect(v / slopes(model)[j]!).toBeCloseTo(1, 9);
    });
  });
});

describe("dependent columns", () => {
  const level = (name: number) => a.map((_, i) => Number(i % 4 === name));
  const y = a.map((v, i) => 0.1 * v + (i % 4) + Math.sin(3 * i));

  it("all levels of a factor: drop one", () => {
    const model = fitSync({ a, north: level(0), east: level(1), south: level(2), west: level(3) }, y);
    const [warning] = model.status.warnings;
    expect(warning!.code).toBe("rank-deficient");
    expect(warning!.message).toContain("north, east, south, west are 0 or 1 and add up to 1 in every row");
    expect(warning!.message).toContain("drop one level");
    // what is unique has its standard error, what is not has none
    const errors = model.summary().rows.map((row) => row.standardError!);
    const dropped = fitSync({ a, north: level(0), east: level(1), south: level(2) }, y);
    expect(errors[1]).toBeCloseTo(dropped.summary().rows[1]!.standardError!, 10);
    expect([0, 2, 3, 4, 5].map((j) => errors[j])).toEqual([NaN, NaN, NaN, NaN, NaN]);
    expect(model.deviance).toBeCloseTo(dropped.deviance, 10);
  });

  it("other combinations: leave it out", () => {
    const model = fitSync({ a, b, sum: a.map((v, i) => v - b[i]!) }, y);
    expect(model.status.warnings[0]!.message).toContain("sum is a combination of other columns");
    expect(model.status.warnings[0]!.message).toContain("leave it out to have");
  });

  it("of all best fits that of the least sum of squares, by every solver and for classes too", () => {
    const x = a.map((v, i) => [v / 64, b[i]! / 8, v / 64 + b[i]! / 8, 1 - v / 64]);
    for (const solver of SOLVER_NAMES) {
      const model = fitSync(x, y, { solver });
      const [p, q, r, s] = model.coefficients;
      expect(p! + q! - r!).toBeCloseTo(0, 9); // orthogonal to what changes nothing
      expect(p! + s!).toBeCloseTo(0, 9);
      const counts = y.map((v) => (v > 3 ? "c" : v > 1.5 ? "b" : "a"));
      const classes = fitSync(x, counts, { family: "multinomial", solver });
      for (const beta of classes.coefficients) expect(beta[0]! + beta[1]! - beta[2]!).toBeCloseTo(0, 7);
    }
  });
});
