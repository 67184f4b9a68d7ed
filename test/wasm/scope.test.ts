// What one fit leaves behind must not reach the next one: instances of the kernel are used again.
import { describe, expect, it } from "vitest";
import { dropout, fitSync, matrix } from "../../src/index.js";
import { normals } from "../helpers/numeric.js";

const normal = normals(4);
const small = Array.from({ length: 40 }, () => [normal(), normal(), normal()]);
const y = small.map((row, i) => (row[0]! + Math.sin(i) > 0 ? 1 : 0));
const smallFit = () => fitSync(small, y, { family: "binomial", noise: dropout(0.2) }).toJSON();

describe("a fit", () => {
  it("is the same before and after one too wide for a matrix", () => {
    const before = smallFit();
    const rows = Array.from({ length: 60 }, () => Float64Array.from({ length: 1600 }, () => normal()));
    rows[1] = rows[0]!.slice();
    const labels = rows.map((_, i) => i % 2);
    const noise = dropout(0.3, { approximation: "quadratic" });
    const wide = fitSync(rows, labels, { family: "binomial", noise, maxIterations: 50 });
    expect(wide.objective).toBeGreaterThan(0);
    expect(wide.coefficients.every(Number.isFinite)).toBe(true);
    expect(smallFit()).toEqual(before);
  });

  it("of very many columns and few rows needs little more than X, and no d x d matrix", () => {
    const p = 30_000;
    const data = Float64Array.from({ length: 6 * p }, () => normal());
    const model = fitSync(matrix(data, 6, p, "row"), [0, 1, 1, 0, 1, 0], { family: "binomial", noise: dropout(0.5) });
    expect(model.status.code).toBe("converged");
    expect(model.predict(matrix(data, 6, p, "row"))).toHaveLength(6);
  });
});

describe("a column too small to be squared", () => {
  it("is refused by name, not taken for a constant one or for NaN", () => {
    for (const x of [
      [1e-170, 2e-170, 3e-170],
      [0, 0, -2e-323],
    ]) {
      for (const intercept of [true, false]) {
        expect(() => fitSync({ dose: x }, [0, 1, 2], { intercept })).toThrow(
          /^the entries of column dose are about .*rescale/,
        );
      }
    }
  });
});

describe("rows of weight 0", () => {
  const n = 30;
  const big = Array.from({ length: n }, () => [1e9 + normal(), normal()]);
  const counts = Array.from({ length: n }, (_, i) => (i * 7) % 5);
  const weights = counts.map((_, i) => i % 2);

  it("do not blur columns far from zero", () => {
    const model = fitSync(big, counts, { family: "poisson", weights });
    const without = fitSync(
      big.filter((_, i) => weights[i] !== 0),
      counts.filter((_, i) => weights[i] !== 0),
      { family: "poisson" },
    );
    expect(model.status.warnings).toEqual(without.status.warnings);
    model.coefficients.forEach((b, j) => {
      expect(Math.abs(b - without.coefficients[j]!)).toBeLessThan(1e-6);
    });
  });

  it("do not change the scale of the residuals", () => {
    const fitted = (first: number) =>
      fitSync(small, [first, ...y.slice(1)], { family: "poisson", weights: y.map((_, i) => Number(i > 0)) });
    expect([...fitted(1e20).coefficients]).toEqual([...fitted(0).coefficients]);
  });
});
