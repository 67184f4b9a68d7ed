// A fit of many rows begins on a part of them: the same minimizer, in passes that need no Hessian, for any rows.
import { describe, expect, it } from "vitest";
import { dropout, type FitOptions, fitSync, matrix, ridge } from "../../src/index.js";
import type { OneFamily } from "../helpers/forms.js";
import { generator, normals } from "../helpers/numeric.js";

const N = 12_000;
const P = 30;
const normal = normals(5);
const uniform = generator(6);
const x = Array.from({ length: N }, () => {
  const common = normal();
  return Array.from({ length: P }, (_, j) => 0.5 * common + normal() + (j === 2 ? 30 : 0));
});
const eta = x.map((row) => 0.8 * row[0]! - 0.5 * row[1]! + 0.3 * (row[2]! - 30) - 0.2);
const hit = eta.map((e) => Number(uniform() < 1 / (1 + Math.exp(-e))));
const counts = eta.map((e) => Math.floor(Math.exp(0.4 * e) + 2 * uniform()));
const sizes = eta.map((e) => Math.exp(0.3 * e) * (0.5 + uniform()));
const weights = hit.map((_, i) => (i % 7 === 0 ? 0 : 1 + (i % 3)));
const offset = x.map((row) => row[5]! / 4);
const ZEROS = { intercept: 0, coefficients: new Float64Array(P) };

const CASES: Record<string, [readonly number[], FitOptions<OneFamily>]> = {
  binomial: [hit, { family: "binomial" }],
  "binomial, ridge": [hit, { family: "binomial", penalty: ridge(0.01), standardize: true }],
  "binomial, weights and offset": [hit, { family: "binomial", weights, offset }],
  "binomial probit": [hit, { family: "binomial", link: "probit" }],
  "binomial, no intercept": [hit, { family: "binomial", intercept: false }],
  "binomial, dropout": [hit, { family: "binomial", noise: dropout(0.2) }],
  "binomial, dropout gaussian": [hit, { family: "binomial", noise: dropout(0.2, { approximation: "gaussian" }) }],
  poisson: [counts, { family: "poisson" }],
  "poisson, dropout": [counts, { family: "poisson", noise: dropout(0.1) }],
  gamma: [sizes, { family: "gamma", link: "log" }],
};

describe("a start on a sample", () => {
  for (const [name, [y, options]] of Object.entries(CASES)) {
    it(`comes to the fit that begins at zeros, with fewer Hessians: ${name}`, () => {
      const model = fitSync(x, y, options);
      const plain = fitSync(x, y, { ...options, start: ZEROS });
      expect(model.status.code).toBe("converged");
      expect(model.objective).toBeCloseTo(plain.objective, 12);
      model.coefficients.forEach((b, j) => {
        expect(Math.abs(b - plain.coefficients[j]!)).toBeLessThan(1e-8);
      });
      expect(model.status.hessians).toBeLessThan(plain.status.hessians);
      expect(model.status.passes).toBeLessThanOrEqual(12);
    });
  }

  it("needs no Hessian of all rows where one costs many passes", () => {
    const wide = x.map((row) => [...row, ...Array.from({ length: 70 }, () => normal())]);
    const { status } = fitSync(wide, hit, { family: "binomial", standardErrors: false });
    expect(status.hessians).toBe(0);
    expect(status.passes).toBeLessThanOrEqual(14);
  });

  const order = [...hit.keys()].sort((a, b) => hit[a]! - hit[b]!);

  it("does not mind rows that are sorted by the response", () => {
    const sorted = fitSync(
      order.map((i) => x[i]!),
      order.map((i) => hit[i]!),
      { family: "binomial" },
    );
    expect(sorted.objective).toBeCloseTo(fitSync(x, hit, { family: "binomial" }).objective, 12);
  });

  it("is given up where a class, or a column, is missing from it", () => {
    const rare = hit.map((_, i) => Number(i % 1000 === 999 || i === 20));
    const only = x.map((row, i) => [...row, i === 4999 || i === 77 ? 1 : 0]);
    for (const [design, y] of [
      [x, rare],
      [only, hit],
    ] as const) {
      const model = fitSync(design, y, { family: "binomial" });
      const start = { intercept: 0, coefficients: new Float64Array(design[0]!.length) };
      const plain = fitSync(design, y, { family: "binomial", start });
      expect(model.status.code).toBe(plain.status.code);
      expect(model.objective).toBeCloseTo(plain.objective, 9);
    }
  });

  it("changes no verdict: separated rows stay separated, dependent columns are found", () => {
    const apart = eta.map((e) => Number(e > 0));
    expect(fitSync(x, apart, { family: "binomial" }).status.code).toBe("separated");
    const twice = x.map((row) => [...row, row[0]! + row[1]!]);
    const { status } = fitSync(twice, hit, { family: "binomial" });
    expect(status.code).toBe("converged");
    expect(status.warnings.map(({ code }) => code)).toContain("rank-deficient");
  });

  it("comes through rows far from all others", () => {
    const far = x.map((row, i) => (i === 10_001 ? row.map((v) => 1e4 * v) : row));
    const model = fitSync(far, hit, { family: "binomial", penalty: ridge(1e-3) });
    const plain = fitSync(far, hit, { family: "binomial", penalty: ridge(1e-3), start: ZEROS });
    expect(model.status.code).toBe("converged");
    expect(model.objective).toBeCloseTo(plain.objective, 10);
  });

  // the sample is standardized and kept in floats: a large mean must not cost its digits
  const shifted = x.map((row) => row.map((v, j) => (j === 4 ? 1e7 + v : v)));
  const byRow = Float64Array.from(shifted.flat());
  const byColumn = Float64Array.from({ length: N * P }, (_, k) => shifted[k % N]![Math.floor(k / N)]!);

  it.each([
    ["by row", matrix(byRow, N, P, "row")],
    ["by column", matrix(byColumn, N, P, "column")],
    ["by row in 32 bits", matrix(Float32Array.from(byRow), N, P, "row")],
    ["by column in 32 bits", matrix(Float32Array.from(byColumn), N, P, "column")],
  ])("serves X as it lies: %s", (_, design) => {
    const model = fitSync(design, hit, { family: "binomial", weights, standardErrors: false });
    const plain = fitSync(design, hit, { family: "binomial", weights, standardErrors: false, start: ZEROS });
    expect(model.status.code).toBe("converged");
    expect(model.objective).toBeCloseTo(plain.objective, 11);
    expect(model.status.passes).toBeLessThanOrEqual(12);
  });

  it("ends by a small step, not by a proof, where the tolerance is loose", () => {
    for (const tolerance of [1e-2, 1e-4]) {
      const { status } = fitSync(x, hit, { family: "binomial", tolerance, standardErrors: false });
      expect(status.code).toBe("converged");
      expect(status.hessians).toBe(0);
      expect(status.passes).toBeLessThanOrEqual(9);
    }
  });
});
