// Arrays that make no sparse matrix are refused with the place and what to do.
import { describe, it } from "vitest";
import { type ErrorCode, type SparseParts, sparse, takeRows } from "../../src/index.js";
import { withGaps } from "../helpers/sparse.js";
import { expectRefusal } from "../helpers/thrown.js";

// Rows (0, 5, 0) and (2, 0, 3).
const BY_ROW: SparseParts = { format: "csr", rows: 2, columns: 3, indptr: [0, 1, 3], indices: [1, 0, 2], values: [5, 2, 3] }; // biome-ignore format: one matrix
const BY_COLUMN: SparseParts = { format: "csc", rows: 2, columns: 3, indptr: [0, 1, 2, 3], indices: [1, 0, 1], values: [2, 5, 3] }; // biome-ignore format: one matrix

const REFUSED: readonly (readonly [what: string, change: object, code: ErrorCode, message: RegExp])[] = [
  ["an unknown format", { format: "coo" }, "BAD_OPTION", /^sparse: format is "coo"; expected "csr" or "csc"$/],
  ["no format", { format: undefined }, "BAD_OPTION", /^sparse: format is undefined; expected "csr" or "csc"$/],
  ["an unknown part", { data: [1] }, "BAD_OPTION", /^sparse: unknown option data; known options: format, rows, /],
  ["half a row", { rows: 1.5 }, "BAD_SHAPE", /^sparse: rows = 1\.5; expected a whole number in \[0, 2147483647\]$/],
  ["rows as text", { rows: "2" }, "BAD_SHAPE", /^sparse: rows = "2"; expected a whole number/],
  ["negative columns", { columns: -1 }, "BAD_SHAPE", /^sparse: columns = -1; expected a whole number/],
  ["too many columns", { columns: 2 ** 31 }, "BAD_SHAPE", /^sparse: columns = 2147483648; expected a whole number in/],
  ["too few names", { names: ["a"] }, "BAD_SHAPE", /^sparse: names has length 1; expected 3, one per column$/],
  ["names that are none", { names: "abc" }, "BAD_SHAPE", /^sparse: names is abc; expected 3, one per column$/],
  ["a name twice", { names: ["a", "b", "a"] }, "BAD_VALUE", /^sparse: names has "a" twice; every column needs a name of its own$/],
  ["indptr of bigints", { indptr: BigInt64Array.of(0n, 1n, 3n) }, "BAD_SHAPE", /^sparse: indptr is of type BigInt64Array; expected an Int32Array, a Uint32Array, a Float64Array or a plain array of numbers: Float64Array\.from\(indptr, Number\) converts it$/],
  ["indices of bigints", { indices: BigUint64Array.of(1n, 0n, 2n) }, "BAD_SHAPE", /^sparse: indices is of type BigUint64Array; expected an Int32Array/],
  ["indices of single precision", { indices: Float32Array.of(1, 0, 2) }, "BAD_SHAPE", /^sparse: indices is of type Float32Array; expected an Int32Array/],
  ["no indices", { indices: undefined }, "BAD_SHAPE", /^sparse: indices is undefined; expected an Int32Array, a Uint32Array, a Float64Array or a plain array of numbers$/],
  ["a DataView", { indptr: new DataView(new ArrayBuffer(8)) }, "BAD_SHAPE", /^sparse: indptr is of type DataView; expected an Int32Array.* of numbers$/],
  ["values of integers", { values: Int32Array.of(5, 2, 3) }, "BAD_SHAPE", /^sparse: values is of type Int32Array; expected a Float64Array, a Float32Array or a plain array of numbers: Float64Array\.from\(values, Number\) converts it$/],
  ["values of text", { values: [5, "2", 3] }, "BAD_VALUE", /^sparse: values\[1\] = "2"; expected a number$/],
  ["a gap in values", { values: withGaps(3, { 0: 5, 2: 3 }) }, "BAD_VALUE", /^sparse: values\[1\] = undefined; expected a number$/],
  ["null in indices", { indices: [1, null, 2] }, "BAD_VALUE", /^sparse: indices\[1\] = null; expected a whole number >= 0$/],
  ["a bigint in indptr", { indptr: [0, 1n, 3] }, "BAD_VALUE", /^sparse: indptr\[1\] = 1n; expected a whole number >= 0$/],
  ["a short indptr", { indptr: [0, 3] }, "BAD_SHAPE", /^sparse: indptr has length 2; expected rows \+ 1 = 3 for format "csr"$/],
  ["a long indptr", { indptr: [0, 1, 3, 3] }, "BAD_SHAPE", /^sparse: indptr has length 4; expected rows \+ 1 = 3/],
  ["too few indices", { indices: [1, 0] }, "BAD_SHAPE", /^sparse: indices has length 2; expected 3, the length of values$/],
  ["an indptr from 1", { indptr: [1, 2, 3] }, "BAD_VALUE", /^sparse: indptr\[0\] = 1; expected 0: row 0 begins at the first value$/],
  ["an indptr that falls", { indptr: [0, 3, 1] }, "BAD_VALUE", /^sparse: indptr\[2\] = 1; expected at least indptr\[1\] = 3: row 1 cannot end before it begins$/],
  ["an indptr below 0", { indptr: [0, -1, 3] }, "BAD_VALUE", /^sparse: indptr\[1\] = -1; expected at least indptr\[0\] = 0/],
  ["half an entry", { indptr: [0, 1.5, 3] }, "BAD_VALUE", /^sparse: indptr\[1\] = 1\.5; expected a whole number$/],
  ["NaN in indptr", { indptr: [0, Number.NaN, 3] }, "BAD_VALUE", /^sparse: indptr\[1\] = NaN; expected a whole number$/],
  ["an indptr that ends early", { indptr: [0, 1, 2] }, "BAD_VALUE", /^sparse: indptr\[2\] = 2; expected 3, the number of values$/],
  ["an indptr that ends late", { indptr: [0, 1, 4] }, "BAD_VALUE", /^sparse: indptr\[2\] = 4; expected 3, the number of values$/],
  ["an index below 0", { indices: [1, -1, 2] }, "BAD_VALUE", /^sparse: indices\[1\] = -1 \(row 1\); expected a whole number in \[0, 3\), a column$/],
  ["an index from 1", { indices: [1, 1, 3] }, "BAD_VALUE", /^sparse: indices\[2\] = 3 \(row 1\); expected a whole number in \[0, 3\), a column: columns are counted from 0$/],
  ["an index far out", { indices: [9, 0, 2] }, "BAD_VALUE", /^sparse: indices\[0\] = 9 \(row 0\); expected a whole number in \[0, 3\), a column$/],
  ["half an index", { indices: [1, 0.5, 2] }, "BAD_VALUE", /^sparse: indices\[1\] = 0\.5 \(row 1\); /],
  ["NaN as an index", { indices: [1, 0, Number.NaN] }, "BAD_VALUE", /^sparse: indices\[2\] = NaN \(row 1\); /],
  ["an index twice", { indices: [1, 2, 2] }, "BAD_VALUE", /^sparse: x\[1\]\[2\] occurs twice: row 1 has the index 2 more than once; expected every column once at most: add the values up, or keep one$/],
  ["an index twice, apart", { indptr: [0, 0, 3], indices: [2, 0, 2] }, "BAD_VALUE", /^sparse: x\[1\]\[2\] occurs twice: row 1 /],
  ["NaN", { values: [5, Number.NaN, 3] }, "BAD_VALUE", /^x\[1\]\[0\] = NaN; entries must be finite numbers: drop the row or fill in a value$/],
  ["minus infinity", { values: Float64Array.of(5, 2, Number.NEGATIVE_INFINITY) }, "BAD_VALUE", /^x\[1\]\[2\] = -Infinity; /],
]; // biome-ignore format: a table

const BY_COLUMN_REFUSED: typeof REFUSED = [
  ["a short indptr", { indptr: [0, 1, 3] }, "BAD_SHAPE", /^sparse: indptr has length 3; expected columns \+ 1 = 4 for format "csc"$/],
  ["an indptr that falls", { indptr: [0, 2, 1, 3] }, "BAD_VALUE", /^sparse: indptr\[2\] = 1; expected at least indptr\[1\] = 2: column 1 cannot end/],
  ["an index from 1", { indices: [2, 1, 2] }, "BAD_VALUE", /^sparse: indices\[0\] = 2 \(column 0\); expected a whole number in \[0, 2\), a row: rows are counted from 0$/],
  ["an index twice", { indptr: [0, 1, 3, 3], indices: [1, 0, 0] }, "BAD_VALUE", /^sparse: x\[0\]\[1\] occurs twice: column 1 has the index 0 more than once; expected every row once at most/],
  ["NaN", { values: [2, 5, Number.NaN] }, "BAD_VALUE", /^x\[1\]\[2\] = NaN; /],
]; // biome-ignore format: a table

describe("sparse is refused", () => {
  for (const [what, change, code, message] of REFUSED) {
    it(`by row: ${what}`, () => expectRefusal(() => sparse({ ...BY_ROW, ...change }), code, message));
  }
  for (const [what, change, code, message] of BY_COLUMN_REFUSED) {
    it(`by column: ${what}`, () => expectRefusal(() => sparse({ ...BY_COLUMN, ...change }), code, message));
  }
  it("what is no object", () => expectRefusal(() => sparse(null as never), "BAD_OPTION", /expected an object/));
});

describe("takeRows refuses", () => {
  for (const [what, rows, code, message] of [
    [
      "a row that is not there",
      [0, 2],
      "BAD_VALUE",
      /^rows\[1\] = 2; expected a whole number in \[0, 2\), a row of x$/,
    ],
    ["a negative row", [-1], "BAD_VALUE", /^rows\[0\] = -1; /],
    ["half a row", [0.5], "BAD_VALUE", /^rows\[0\] = 0\.5; /],
    ["a number", 1, "BAD_SHAPE", /^rows is 1; expected an array of row numbers$/],
  ] as const) {
    it(what, () => expectRefusal(() => takeRows(sparse(BY_ROW), rows as unknown as number[]), code, message));
  }
});
