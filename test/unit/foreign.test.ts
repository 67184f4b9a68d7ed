// X as other libraries have it: the fit is that of the same numbers as rows.
import { Float64, makeData, Table, tableFromArrays, Vector, vectorFromArray } from "apache-arrow";
import { table } from "arquero";
import { Matrix } from "ml-matrix";
import ndarray from "ndarray";
import { describe, expect, it } from "vitest";
import { type DesignInput, fitSync } from "../../src/index.js";

const A = [1, 2, 3, 4, 5, 6];
const B = [0.5, -1, 2, 0, 1, 3];
const ROWS = A.map((a, i) => [a, B[i]!]);
const Y = [1, 3, 2, 6, 4, 9];
const plain = fitSync(ROWS, Y, { family: "poisson" });
const single = (x: unknown): DesignInput => x as DesignInput;

const INPUTS: Record<string, readonly [x: DesignInput, names: readonly string[]]> = {
  "ml-matrix": [new Matrix(ROWS), ["x1", "x2"]],
  "a view of ml-matrix": [
    new Matrix(ROWS.map(([a, b]) => [b!, a!])).transpose().transpose().subMatrixColumn([1, 0]),
    ["x1", "x2"],
  ],
  ndarray: [ndarray(Float64Array.from(ROWS.flat()), [6, 2]), ["x1", "x2"]],
  "an ndarray, transposed": [ndarray(Float64Array.from([...A, ...B]), [2, 6]).transpose(1, 0), ["x1", "x2"]],
  Arrow: [tableFromArrays({ a: Float64Array.from(A), b: Float64Array.from(B) }), ["a", "b"]],
  "Arrow, whole numbers and floats": [tableFromArrays({ a: Int32Array.from(A), b: Float32Array.from(B) }), ["a", "b"]],
  "Arrow, in several pieces": [
    new Table({
      a: vectorFromArray(A.slice(0, 2), new Float64()),
      b: vectorFromArray(B.slice(0, 2), new Float64()),
    }).concat(
      new Table({ a: vectorFromArray(A.slice(2), new Float64()), b: vectorFromArray(B.slice(2), new Float64()) }),
    ),
    ["a", "b"],
  ],
  arquero: [table({ a: A, b: B }), ["a", "b"]],
};

describe("x of another library", () => {
  for (const [name, [x, names]] of Object.entries(INPUTS)) {
    it(`${name} gives the fit of the same rows`, () => {
      const model = fitSync(x, Y, { family: "poisson" });
      expect([...model.names]).toEqual(names);
      expect(model.intercept).toBeCloseTo(plain.intercept, 12);
      for (const [j, beta] of plain.coefficients.entries()) expect(model.coefficients[j]).toBeCloseTo(beta, 12);
      const means = model.predict(x);
      for (const [i, mean] of plain.predict(ROWS).entries()) expect(means[i]).toBeCloseTo(mean, 11);
    });
  }

  it("tables give predict the columns of the model, whatever else they hold", () => {
    const model = fitSync(tableFromArrays({ a: Float64Array.from(A), b: Float64Array.from(B) }), Y, {
      family: "poisson",
    });
    const wanted = model.predict(ROWS);
    const more = { other: ["u", "v", "w", "x", "y", "z"], b: B, a: A };
    expect(model.predict(tableFromArrays(more))).toEqual(wanted);
    expect(model.predict(table(more))).toEqual(wanted);
    expect(() => model.predict(table({ a: A, c: A }))).toThrow(/^x lacks the column b of the model; it has a, c$/);
  });

  const refusals: Record<string, readonly [x: DesignInput, message: RegExp]> = {
    "a null of Arrow": [
      new Table({ a: vectorFromArray([1, 2, null, 4, 5, 6], new Float64()) }),
      /^x\.a\[2\] = null; entries must be finite numbers/,
    ],
    "text in Arrow": [tableFromArrays({ a: ["u", "v", "w", "x", "y", "z"] }), /^x\.a\[0\] = "u"/],
    "64-bit whole numbers that no double holds": [
      tableFromArrays({ a: BigInt64Array.from(A.map((a) => 2n ** 60n + BigInt(a))) }),
      /^x\.a\[0\] = 1152921504606846977n; a bigint is taken as a number up to 9007199254740991/,
    ],
    "text in arquero": [table({ a: ["u", "v", "w", "x", "y", "z"] }), /^x\.a\[0\] = "u"/],
    "NaN in ml-matrix": [new Matrix([[1], [Number.NaN], [3], [4], [5], [6]]), /x\[1\]\[0\]/],
    "three dimensions": [single(ndarray(new Float64Array(12), [6, 2, 1])), /^x has 3 dimensions; expected 2/],
    "an empty matrix": [new Matrix(0, 2), /x has no rows/],
  };
  for (const [name, [x, message]] of Object.entries(refusals)) {
    it(`refuses ${name} in one line`, () => {
      expect(() => fitSync(x, Y.slice(0, 6), { family: "poisson" })).toThrow(message);
    });
  }
  it("takes a column of data that Arrow was told of by hand", () => {
    const data = makeData({ type: new Float64(), length: 6, nullCount: 0, data: Float64Array.from(A) });
    const model = fitSync(new Table({ a: new Vector([data]) }), Y, { family: "poisson" });
    expect(model.coefficients[0]).toBeCloseTo(fitSync({ a: A }, Y, { family: "poisson" }).coefficients[0]!, 12);
  });
});
