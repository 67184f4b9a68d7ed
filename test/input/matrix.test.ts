import { describe, expect, it } from "vitest";
import { matrix } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";

const SIX = Float64Array.of(1, 2, 3, 4, 5, 6);

describe("matrix", () => {
  it("takes the array as it lies, without a copy", () => {
    const m = matrix(SIX, 3, 2, "column");
    expect(m.data).toBe(SIX);
    expect([m.kind, m.rows, m.columns, m.layout, m.names]).toEqual(["matrix", 3, 2, "column", undefined]);
  });

  for (const [layout, entry] of [
    ["column", 4], // rows (1, 4), (2, 5), (3, 6)
    ["row", 2], // rows (1, 2), (3, 4), (5, 6)
  ] as const) {
    it(`has entry (0, 1) where the layout by ${layout} says`, () => {
      const design = readDesign(matrix(SIX, 3, 2, layout));
      const block = new Float64Array(6);
      const { entries } = design;
      if (entries.kind !== "dense") throw new Error("a matrix is dense");
      entries.write(block);
      expect(entries.layout).toBe(layout);
      expect(block[layout === "column" ? 3 : 1]).toBe(entry);
    });
  }

  it("numbers columns that have no names", () => {
    expect(readDesign(matrix(SIX, 3, 2, "row")).names).toEqual(["x1", "x2"]);
    expect(readDesign(matrix(SIX, 3, 2, "row", ["age", "dose"])).names).toEqual(["age", "dose"]);
  });

  it("may have no columns, and takes Float32Array", () => {
    expect(readDesign(matrix(new Float64Array(0), 4, 0, "row")).rows).toBe(4);
    expect(readDesign(matrix(new Float32Array(6), 2, 3, "column")).columns).toBe(3);
  });

  for (const [what, run, code, message] of [
    [
      "an array of numbers",
      () => matrix([1, 2] as never, 1, 2, "row"),
      "BAD_SHAPE",
      /data must be a Float64Array or a Float32Array; use number\[\]\[\]/,
    ],
    ["integers", () => matrix(new Int32Array(2) as never, 1, 2, "row"), "BAD_SHAPE", /data must be a Float64Array/],
    ["a wrong length", () => matrix(SIX, 2, 2, "row"), "BAD_SHAPE", /data has 6 entries; expected 2 x 2 = 4/],
    ["half a row", () => matrix(SIX, 1.5, 4, "row"), "BAD_SHAPE", /rows = 1.5; expected a whole number >= 0/],
    ["negative columns", () => matrix(SIX, 3, -2, "row"), "BAD_SHAPE", /columns = -2; expected a whole number >= 0/],
    ["NaN rows", () => matrix(SIX, Number.NaN, 2, "row"), "BAD_SHAPE", /rows = NaN/],
    [
      "an unknown layout",
      () => matrix(SIX, 3, 2, "rows" as "row"),
      "BAD_OPTION",
      /layout is "rows"; expected "column" or "row"/,
    ],
    [
      "too few names",
      () => matrix(SIX, 3, 2, "row", ["age"]),
      "BAD_SHAPE",
      /names has length 1; expected 2, one per column/,
    ],
    ["no rows", () => readDesign(matrix(new Float64Array(0), 0, 2, "row")), "EMPTY", /x has no rows/],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(run).toThrow(message);
      expect(run).toThrow(expect.objectContaining({ name: "GlmError", code }));
    });
  }
});
