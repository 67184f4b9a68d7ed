import { describe, expect, it } from "vitest";
import { type ContrastName, contrastColumns, contrastOf } from "../../src/frame/contrasts.js";

const LEVELS = ["a", "b", "c", "d"];

/** A row for each level, as R prints contrasts. */
function rows(name: ContrastName, count: number, ref?: number): number[][] {
  const { columns } = contrastColumns(name, LEVELS.slice(0, count), ref);
  return Array.from({ length: count }, (_, i) => columns.map((column) => column[i]!));
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
  it("full has a column for each level", () => {
    expect(rows("full", 3)).toEqual([[1, 0, 0], [0, 1, 0], [0, 0, 1]]); // biome-ignore format: a matrix
    expect(contrastColumns("full", LEVELS).suffixes).toEqual(LEVELS);
  });
});

it("contrastOf knows R's names", () => {
  expect(["sum", "contr.helmert", "full", "contr", "x", 3].map(contrastOf)).toEqual(["sum", "helmert", "full", undefined, undefined, undefined]); // biome-ignore format: one line
});
