import { describe, expect, it } from "vitest";
import type { ContrastName } from "../../src/formula/contrast-names.js";
import { contrastColumns } from "../../src/frame/contrasts.js";

const LEVELS = ["a", "b", "c", "d"];

/** A row for each level, as R prints contrasts. */
function rows(name: ContrastName, count: number, ref?: number): number[][] {
  const { suffixes, entry } = contrastColumns(name, LEVELS.slice(0, count), ref);
  return Array.from({ length: count }, (_, i) => suffixes.map((_suffix, j) => entry(i, j)));
}

describe("contrastColumns", () => {
  it("treatment, as contr.treatment(4) and contr.treatment(3, base = 2)", () => {
    expect(rows("treatment", 4)).toEqual([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]); // biome-ignore format: a matrix
    expect(rows("treatment", 3, 1)).toEqual([[1, 0], [0, 0], [0, 1]]); // biome-ignore format: a matrix
    expect(contrastColumns("treatment", LEVELS, 1).suffixes).toEqual(["a", "c", "d"]);
  });
  it("sum, as contr.sum(3)", () => {
    expect(rows("sum", 3)).toEqual([[1, 0], [0, 1], [-1, -1]]); // biome-ignore format: a matrix
    expect(contrastColumns("sum", LEVELS).suffixes).toEqual(["1", "2", "3"]);
  });
  it("helmert, as contr.helmert(4)", () => {
    expect(rows("helmert", 4)).toEqual([[-1, -1, -1], [1, -1, -1], [0, 2, -1], [0, 0, 3]]); // biome-ignore format: a matrix
  });
  it("poly, as contr.poly(4)", () => {
    const [u, v] = [Math.sqrt(20), 2];
    const expected = [[-3 / u, 1 / v, -1 / u], [-1 / u, -1 / v, 3 / u], [1 / u, -1 / v, -3 / u], [3 / u, 1 / v, 1 / u]]; // biome-ignore format: a matrix
    for (const [i, row] of rows("poly", 4).entries()) {
      for (const [j, entry] of row.entries()) expect(entry).toBeCloseTo(expected[i]![j]!, 15);
    }
    expect(contrastColumns("poly", [...LEVELS, "e"]).suffixes).toEqual([".L", ".Q", ".C", "^4"]);
  });
  it("poly is orthonormal over as many levels as it takes, and refuses more", () => {
    const columns = (k: number) => contrastColumns("poly", Array.from({ length: k }, String));
    const { suffixes, entry } = columns(95);
    for (const j of suffixes.keys()) {
      for (let k = 0; k <= j; k++) {
        let dot = 0;
        for (let i = 0; i < 95; i++) dot += entry(i, j) * entry(i, k);
        expect(dot).toBeCloseTo(j === k ? 1 : 0, 13);
      }
    }
    expect(() => columns(96)).toThrow("poly contrasts of 96 levels; expected 95 or fewer: make it a number");
  });
  it("poly of the highest degree is alternating binomial coefficients", () => {
    const { entry } = contrastColumns("poly", Array.from({ length: 30 }, String));
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    for (let i = 0; i < 30; i++) {
      const expected = ((-1) ** (29 - i) * choose(29, i)) / Math.sqrt(choose(58, 29));
      expect(entry(i, 28)).toBeCloseTo(expected, 13);
    }
  });
  it("full has a column for each level", () => {
    expect(rows("full", 3)).toEqual([[1, 0, 0], [0, 1, 0], [0, 0, 1]]); // biome-ignore format: a matrix
    expect(contrastColumns("full", LEVELS).suffixes).toEqual(LEVELS);
  });
});
