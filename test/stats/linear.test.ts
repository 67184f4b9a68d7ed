import { describe, expect, it } from "vitest";
import { combined, fullOf } from "../../src/stats/linear.js";

const PACKED = [2, 3, 5, 7, 11, 13];
const FULL = [2, 3, 7, 3, 5, 11, 7, 11, 13];

it("fullOf has both triangles", () => {
  expect([...fullOf(PACKED, 3)]).toEqual(FULL);
  expect([...fullOf([], 0)]).toEqual([]);
});

describe("combined", () => {
  const rows = (...L: number[][]) => [...combined(Float64Array.from(FULL), 3, L.map((row) => Float64Array.from(row)))]; // biome-ignore format: one line

  it("of the rows of the identity is the matrix, packed", () => {
    expect(rows([1, 0, 0], [0, 1, 0], [0, 0, 1])).toEqual(PACKED);
  });
  it("is L C L', of rows with one entry and with several, in any order", () => {
    // C (1, -2, 0)' = (-4, -7, -15)'
    expect(rows([0, 0, 4], [1, -2, 0])).toEqual([16 * 13, 4 * -15, -4 + 14]);
    expect(rows([1, -2, 0], [0, 0, 4])).toEqual([-4 + 14, 4 * -15, 16 * 13]);
  });
  it("of a row of zeros is 0", () => expect(rows([0, 0, 0], [1, 0, 0])).toEqual([0, 0, 2]));
});
