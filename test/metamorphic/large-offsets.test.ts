// A column of large numbers that differ in their last digits is not constant: its slope is that of the differences.
import { describe, expect, it } from "vitest";
import { fitSync, matrix, ridge } from "../../src/index.js";
import { dataFor } from "../helpers/cases.js";
import { SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS } from "../helpers/forms.js";
import { STORAGES } from "../helpers/storages.js";

const N = 40;
const GRID = 1 / 16; // entries are multiples of it, so that the offset is added without rounding
const OFFSET: Record<string, number> = { "32-bit by column": 2 ** 18, "32-bit by row": 2 ** 18 };
const onGrid = (v: number): number => Math.round(v / GRID) * GRID;

for (const [k, form] of FORMS.entries()) {
  const { x: raw, y } = dataFor(form, N, 3, 77);
  const x = raw.map((row) => row.map(onGrid));
  const weights = k % 2 ? y.map((_, i) => (i % 7 === 3 ? 0 : 1 + (i % 3))) : undefined;
  const solver = SOLVER_NAMES[k % SOLVER_NAMES.length]!;
  const penalty = k % 3 === 0 ? ridge(0.1) : undefined;
  const options = { ...form.options, solver, weights, penalty, standardize: true };

  describe(`large offsets: ${form.name}, ${solver}`, () => {
    for (const [storage, place] of Object.entries(STORAGES)) {
      it(storage, () => {
        const offset = OFFSET[storage] ?? 2 ** 48;
        const plain = fitSync(place(x), y, options);
        const moved = fitSync(place(x.map(([a, b, c]) => [a! + offset, b!, c! - offset])), y, options);
        expect(moved.status.code).toBe(plain.status.code);
        expect(moved.objective).toBeCloseTo(plain.objective, 9);
        moved.coefficients.forEach((b, j) => {
          expect(Math.abs(b - plain.coefficients[j]!)).toBeLessThan(1e-6 * (1 + Math.abs(b)));
        });
      });
    }
  });
}

describe("nearly constant columns", () => {
  const y = [1, 2, 3, 4, 5, 6.5];
  const spread = [0, 1, 2, 3, 4, 5];

  it.each([1e9, 1e12, 1e15, 2 ** 52])("a column of %d + i has the slope of i", (base) => {
    const model = fitSync(matrix(Float64Array.from(spread, (v) => base + v), 6, 1, "column"), y); // biome-ignore format: one line
    expect(model.coefficients[0]).toBeCloseTo(1.0714285714285714, 12);
    const codes = model.status.warnings.map(({ code }) => code);
    expect(codes).toEqual(base > 1e11 ? ["precision"] : []);
  });

  it("the warning names the column and what to do", () => {
    const model = fitSync({ stamp: spread.map((v) => 1.7e18 + 256 * v) }, y);
    expect(model.coefficients[0]! * 256).toBeCloseTo(1.0714285714285714, 12);
    expect(model.status.warnings[0]!.message).toContain("entries of stamp differ");
    expect(model.status.warnings[0]!.message).toContain("subtract a constant near 1.700e+18");
  });

  it("rows of weight 0 do not count: a column that is constant in the others is constant", () => {
    const x = [5, 7, 7, 7, 7, 9].map((v) => [v * 1e9]);
    const model = fitSync(x, y, { weights: [0, 1, 1, 1, 1, 0] });
    expect(model.status.warnings.map(({ code }) => code)).toEqual(["constant-column"]);
  });

  it("deviations are right where the first rows lie far from the others and weigh next to nothing", () => {
    const n = 3000;
    const x = Array.from({ length: n }, (_, i) => [i < 1500 ? 0 : 1e6 + (i % 7)]);
    const weights = x.map((_, i) => (i < 1500 ? 1e-30 : 1));
    const response = x.map((_, i) => (i < 1500 ? 0 : (i % 7) + Math.sin(i)));
    const options = { weights, standardize: true, penalty: ridge(0.5) };
    const late = fitSync(x.slice(1500), response.slice(1500), { ...options, weights: weights.slice(1500) });
    for (const place of Object.values(STORAGES)) {
      expect(fitSync(place(x), response, options).coefficients[0]).toBeCloseTo(late.coefficients[0]!, 9);
    }
  });
});
