// Invalid designs are refused with the place and advice; valid ones are accepted in every form.
import { describe, expect, it } from "vitest";
import { type DesignInput, fit, fitSync, matrix } from "../../src/index.js";
import { withGaps } from "../helpers/sparse.js";
import { expectRefusal } from "../helpers/thrown.js";

const Y = [1, 2, 4];
const fitted = (x: unknown) => fitSync(x as DesignInput, Y);
const NaNs = Float64Array.of(1, 2, 3, 4, Number.NaN, 6);

const REFUSED: readonly (readonly [what: string, x: unknown, code: "BAD_SHAPE" | "BAD_VALUE" | "EMPTY", message: RegExp])[] = [
  ["null", null, "BAD_SHAPE", /^x is null; expected rows \(number\[\]\[\]\), matrix\(data, rows, columns, layout\), sparse\(\.\.\.\), or columns by name$/],
  ["undefined", undefined, "BAD_SHAPE", /^x is undefined; expected rows/],
  ["a string", "1,2,3", "BAD_SHAPE", /^x is string; expected rows/],
  ["a number", 3, "BAD_SHAPE", /^x is number; expected rows/],
  ["a function", () => X, "BAD_SHAPE", /^x is function; expected rows/],
  ["a flat array", [1, 2, 3], "BAD_SHAPE", /^x\[0\] is not a row; expected rows: .* a single column is \[\[1\], \[2\], \.\.\.\]/],
  ["a flat typed array", Float64Array.of(1, 2, 3), "BAD_SHAPE", /^x is one flat array; use matrix\(data, rows, columns, "row" \| "column"\)$/],
  ["a DataView", new DataView(new ArrayBuffer(24)), "BAD_SHAPE", /^x is one flat array/],
  ["an array of objects", [{ a: 1 }, { a: 2 }, { a: 3 }], "BAD_SHAPE", /^x\[0\] is not a row; give columns by name instead: \{ age: \[\.\.\.\], dose: \[\.\.\.\] \}, or a formula before the table: fit\("y ~ age \+ dose", rows\)$/],
  ["rows of text", ["ab", "cd", "ef"], "BAD_SHAPE", /^x\[0\] is not a row/],
  ["a row that is null", [[1], null, [3]], "BAD_SHAPE", /^x\[1\] is not a row of numbers$/],
  ["a row that is a number", [[1], 2, [3]], "BAD_SHAPE", /^x\[1\] is not a row of numbers$/],
  ["a missing row", withGaps(3, { 0: [1], 2: [3] }), "BAD_SHAPE", /^x\[1\] is not a row of numbers$/],
  ["a missing first row", withGaps(3, { 1: [1], 2: [3] }), "BAD_SHAPE", /^x\[0\] is not a row/],
  ["ragged rows", [[1, 2], [1], [1, 2]], "BAD_SHAPE", /^x\[1\] has 1 entries; expected 2, as in x\[0\]$/],
  ["a longer last row", [[1], [1], [1, 2]], "BAD_SHAPE", /^x\[2\] has 2 entries; expected 1, as in x\[0\]$/],
  ["null in a row", [[1], [null], [3]], "BAD_VALUE", /^x\[1\]\[0\] = null; entries must be finite numbers: drop the row or fill in a value$/],
  ["undefined in a row", [[1], [2], [undefined]], "BAD_VALUE", /^x\[2\]\[0\] = undefined; /],
  ["a gap in a row", [[1, 2], withGaps(2, { 1: 2 }), [3, 4]], "BAD_VALUE", /^x\[1\]\[0\] = undefined; /],
  ["a number as text", [["1"], ["2"], ["3"]], "BAD_VALUE", /^x\[0\]\[0\] = "1"; entries must be finite numbers/],
  ["a boolean in a row", [[1], [true], [3]], "BAD_VALUE", /^x\[1\]\[0\] = true; /],
  ["a bigint in a row", [[1], [2n ** 60n], [3]], "BAD_VALUE", /^x\[1\]\[0\] = 1152921504606846976n; a bigint is taken as a number up to 9007199254740991 in size: subtract/],
  ["an array in a row", [[1], [[2]], [3]], "BAD_VALUE", /^x\[1\]\[0\] = an array; /],
  ["NaN", [[1], [Number.NaN], [3]], "BAD_VALUE", /^x\[1\]\[0\] = NaN; /],
  ["minus infinity", [[1], [2], [Number.NEGATIVE_INFINITY]], "BAD_VALUE", /^x\[2\]\[0\] = -Infinity; /],
  ["NaN in a typed row", [Float64Array.of(1), Float64Array.of(Number.NaN), Float64Array.of(3)], "BAD_VALUE", /^x\[1\]\[0\] = NaN; /],
  ["rows of bigints", [BigInt64Array.of(1n), BigInt64Array.of(-(2n ** 60n)), BigInt64Array.of(3n)], "BAD_VALUE", /^x\[1\]\[0\] = -1152921504606846976n; a bigint/],
  ["NaN in a matrix by column", matrix(NaNs, 3, 2, "column"), "BAD_VALUE", /^x\[1\]\[1\] = NaN; /],
  ["NaN in a matrix by row", matrix(NaNs, 3, 2, "row"), "BAD_VALUE", /^x\[2\]\[0\] = NaN; /],
  ["NaN in a matrix with names", matrix(NaNs, 3, 2, "row", ["age", "dose"]), "BAD_VALUE", /^x\[2\]\[0\] \(column age\) = NaN; /],
  ["an entry too large to be squared", [[1], [1e160], [3]], "BAD_VALUE", /^x\[1\]\[0\] = 1e\+160; entries must be below 1e\+150 in size: rescale the column$/],
  ["no rows", [], "EMPTY", /^x has no rows; at least one is needed$/],
  ["a matrix without rows", matrix(new Float64Array(0), 0, 2, "row"), "EMPTY", /^x has no rows/],
  ["columns without rows", { a: [], b: [] }, "EMPTY", /^x has no rows; at least one is needed$/],
  ["an empty object", {}, "EMPTY", /^x = \{\} has no columns, so its number of rows is unknown; an intercept-only fit takes empty rows, \[\[\], \[\], \.\.\.\]$/],
  ["a Map", new Map([["a", Y]]), "EMPTY", /^x = \{\} has no columns/],
  ["a column that is a number", { a: Y, b: 3 }, "BAD_SHAPE", /^x\.b is not a column; expected rows/],
  ["a column that is text", { a: "123" }, "BAD_SHAPE", /^x\.a is not a column/],
  ["a column that is null", { a: null }, "BAD_SHAPE", /^x\.a is not a column/],
  ["columns of unequal length", { a: Y, b: [1, 2] }, "BAD_SHAPE", /^x\.b has length 2; expected 3, the length of x\.a$/],
  ["null in a column", { a: Y, b: [1, null, 3] }, "BAD_VALUE", /^x\.b\[1\] = null; /],
  ["text in a column", { dose: ["1", "2", "3"] }, "BAD_VALUE", /^x\.dose\[0\] = "1"; /],
  ["NaN in a typed column", { a: Y, dose: Float64Array.of(1, Number.NaN, 3) }, "BAD_VALUE", /^x\[1\]\[1\] \(column dose\) = NaN; /],
  ["a column of bigints", { a: BigInt64Array.of(1n, 2n ** 53n, 3n) }, "BAD_VALUE", /^x\.a\[1\] = 9007199254740992n; a bigint/],
]; // biome-ignore format: a table

const X = [[0], [1], [3]];

describe("x is refused", () => {
  for (const [what, x, code, message] of REFUSED) {
    it(what, () => expectRefusal(() => fitted(x), code, message));
  }

  it("also by the fit that waits", async () => {
    await expect(fit([[1], [Number.NaN]], [1, 2])).rejects.toMatchObject({ name: "GlmError", code: "BAD_VALUE" });
  });
});

describe("x is taken", () => {
  const want = fitted(X);
  const columns = { x1: [0, 1, 3] };
  const FORMS: Record<string, unknown> = {
    "as typed rows": X.map((row) => Float64Array.from(row)),
    "as rows of small integers": X.map((row) => Uint8Array.from(row)),
    "as rows of single precision": X.map((row) => Float32Array.from(row)),
    "as a mixture of rows": [[0], Int16Array.of(1), Float64Array.of(3)],
    "as a matrix by row": matrix(Float64Array.of(0, 1, 3), 3, 1, "row"),
    "as a matrix by column": matrix(Float32Array.of(0, 1, 3), 3, 1, "column"),
    "as columns by name": columns,
    "as typed columns by name": { x1: Uint32Array.of(0, 1, 3) },
    "as an object without prototype": Object.assign(Object.create(null), columns),
    frozen: Object.freeze(X.map((row) => Object.freeze(row))),
  };
  for (const [form, x] of Object.entries(FORMS)) {
    it(form, () => {
      const got = fitted(x);
      expect(got.coefficients).toEqual(want.coefficients);
      expect(got.intercept).toBe(want.intercept);
      expect(got.names).toEqual(["x1"]);
    });
  }

  it("and left as it was", () => {
    const data = Float64Array.of(0, 1, 3);
    const rows = [[0], [1], [3]];
    fitSync(matrix(data, 3, 1, "row"), Y, { standardize: true });
    fitSync(rows, Y, { standardize: true });
    expect([...data]).toEqual([0, 1, 3]);
    expect(rows).toEqual(X);
  });
});
