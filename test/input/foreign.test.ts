// X of other libraries: the fit is that of the same numbers as rows.
import {
  Bool,
  DateMillisecond,
  Decimal,
  Float16,
  Float64,
  Int64,
  makeData,
  Table,
  tableFromArrays,
  Vector,
  vectorFromArray,
} from "apache-arrow";
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

describe("columns of Arrow by type", () => {
  const fitOf = (x: unknown) => fitSync(single(x), Y, { family: "poisson" });
  const want = fitSync({ a: A, b: B }, Y, { family: "poisson" });
  const arrow = (a: Vector, b: Vector = vectorFromArray(B, new Float64())) => new Table({ a, b });
  it("16-bit floats and 64-bit whole numbers are the numbers they are", () => {
    for (const x of [
      arrow(vectorFromArray(A, new Float16()), vectorFromArray(B, new Float16())),
      arrow(vectorFromArray(A.map(BigInt), new Int64())),
      tableFromArrays({ a: BigUint64Array.from(A.map(BigInt)), b: Float32Array.from(B) }),
    ]) {
      const model = fitOf(x);
      expect([...model.coefficients]).toEqual([...want.coefficients]);
      expect([...model.predict(x)]).toEqual([...want.predict({ a: A, b: B })]);
    }
  });
  it("a DECIMAL is its number by its scale, negative ones and nulls too", () => {
    const words = (v: number) => [v, ...Array<number>(3).fill(v < 0 ? -1 : 0)];
    const decimals = (values: readonly number[], scale: number) =>
      new Vector([
        makeData({
          type: new Decimal(scale, 10, 128),
          length: 6,
          nullCount: 0,
          data: Uint32Array.from(values.flatMap((v) => words(Math.round(v * 10 ** scale)))),
        }),
      ]);
    const model = fitOf(arrow(decimals(A, 0), decimals(B, 2)));
    expect([...model.coefficients]).toEqual([...want.coefficients]);
    const huge = Uint32Array.of(0, 0, 0, 1); // 2^96 / 100
    const one = new Vector([makeData({ type: new Decimal(2, 38, 128), length: 1, nullCount: 0, data: huge })]);
    expect(fitSync({ a: [0, 1] }, [0, 1]).predict({ a: one as never })[0]! / (2 ** 96 / 100)).toBeCloseTo(1, 12);
    const missing = new Table({
      a: vectorFromArray([null, ...A.slice(1).map((a) => Uint32Array.from(words(a)))], new Decimal(0, 10)),
    });
    expect(() => fitOf(missing)).toThrow(/^x\.a\[0\] = null/);
  });
  const REFUSED: Record<string, readonly [a: Vector, message: RegExp]> = {
    "a date": [vectorFromArray(A.map((v) => new Date(1e12 * v)), new DateMillisecond()), /^x\.a is a column of type Date/],
    "booleans": [vectorFromArray(A.map((v) => v > 2), new Bool()), /^x\.a\[0\] = false; entries must be finite numbers/],
    "text": [vectorFromArray(["1", "2", "3", "4", "5", "6"]), /^x\.a\[0\] = "1"; entries must be finite numbers/],
    "a null among whole numbers": [vectorFromArray([1n, null, 3n, 4n, 5n, 6n], new Int64()), /^x\.a\[1\] = null/],
    "a null among 16-bit floats": [vectorFromArray([1, 2, 3, 4, null, 6], new Float16()), /^x\.a\[4\] = null/],
  }; // biome-ignore format: a table
  for (const [name, [a, message]] of Object.entries(REFUSED)) {
    it(`${name} is refused as what it is, by fit and predict`, () => {
      expect(() => fitOf(arrow(a))).toThrow(message);
      expect(() => want.predict(single(arrow(a)))).toThrow(message);
    });
  }
});

describe("other tables and matrices are checked as plain arrays are", () => {
  const fitOf = (x: unknown) => () => fitSync(single(x), Y, { family: "poisson" });
  const generic = (values: unknown[]) => ndarray(values as number[], [6, 2]);
  const flat = ROWS.flat() as unknown[];
  const withEntry = (k: number, v: unknown) => flat.map((old, i) => (i === k ? v : old));
  it("null, text, NaN and missing entries of an ndarray", () => {
    expect(fitOf(generic(withEntry(3, null)))).toThrow(/^x\[1\]\[1\] = null; entries must be finite numbers/);
    expect(fitOf(generic(withEntry(0, "1")))).toThrow(/^x\[0\]\[0\] = "1"/);
    expect(fitOf(generic(withEntry(4, Number.NaN)))).toThrow(/^x\[2\]\[0\] = NaN/);
    expect(fitOf(generic(flat.slice(0, 5)))).toThrow(/= undefined; entries must be finite numbers/);
  });
  it("null and text of arquero and of ml-matrix", () => {
    expect(fitOf(table({ a: [1, 2, null, 4, 5, 6] }))).toThrow(/^x\.a\[2\] = null/);
    expect(fitOf({ rows: 6, columns: 2, to1DArray: () => withEntry(1, null) })).toThrow(/^x\[0\]\[1\] = null/);
    expect(fitOf({ rows: 1e9, columns: 1e9, to1DArray: () => flat })).toThrow(/^x has 1000000000 rows and/);
  });
  it("an object without a prototype holds columns, as others do", () => {
    const x = Object.assign(Object.create(null), { a: A, b: B });
    expect(fitSync(x, Y, { family: "poisson" }).coefficients).toEqual(fitSync({ a: A, b: B }, Y, { family: "poisson" }).coefficients); // biome-ignore format: one call
    expect(fitOf(Object.create(null))).toThrow(/^x = \{\} has no columns/);
    expect(fitOf([Object.create(null)])).toThrow(/^x\[0\] is not a row/);
    expect(fitOf([[1], [Object.create(null)], [1], [1], [1], [1]])).toThrow(/^x\[1\]\[0\] = an object/);
  });
});

describe("vectors of Arrow and ndarrays of one dimension serve as", () => {
  const vectors: Record<string, (values: readonly number[]) => unknown> = {
    "floats of Arrow": (v) => vectorFromArray([...v], new Float64()),
    "16-bit floats of Arrow": (v) => vectorFromArray([...v], new Float16()),
    "64-bit whole numbers of Arrow": (v) => vectorFromArray(v.map(BigInt), new Int64()),
    "an ndarray": (v) => ndarray(Float64Array.from(v)),
    "bigints": (v) => v.map(BigInt),
    "a BigInt64Array": (v) => BigInt64Array.from(v.map(BigInt)),
  }; // biome-ignore format: a table
  const w = [1, 2, 1, 3, 1, 2];
  const trials = [9, 9, 9, 9, 9, 9];
  for (const [name, make] of Object.entries(vectors)) {
    it(`y, weights, offset, exposure and trials: ${name}`, () => {
      const given = (v: readonly number[]) => make(v) as number[];
      for (const key of ["weights", "offset", "exposure"] as const) {
        const got = fitSync(ROWS, given(Y), { family: "poisson", [key]: given(w) });
        expect(got.coefficients, key).toEqual(fitSync(ROWS, Y, { family: "poisson", [key]: w }).coefficients);
        expect(got.score(ROWS, given(Y), { [key]: given(w) } as never).deviance !== undefined || key === "offset").toBe(
          true,
        );
      }
      const got = fitSync(ROWS, given(Y), { family: "binomial", trials: given(trials) });
      expect(got.coefficients).toEqual(fitSync(ROWS, Y, { family: "binomial", trials }).coefficients);
    });
  }
  it("and are refused by name and place", () => {
    const nulls = vectorFromArray([1, null, 2, 3, 4, 5], new Float64()) as never;
    expect(() => fitSync(ROWS, nulls)).toThrow(/^y\[1\] = null/);
    expect(() => fitSync(ROWS, Y, { weights: nulls })).toThrow(/^weights\[1\] = null; expected a weight >= 0/);
    expect(() => fitSync(ROWS, Y, { weights: [1n, 2n ** 60n, 1n, 1n, 1n, 1n] as never })).toThrow(
      /^weights\[1\] = 1152921504606846976n; a bigint/,
    );
    const date = vectorFromArray([1, 2, 3, 4, 5, 6].map((v) => new Date(v * 1e10)), new DateMillisecond()) as never; // biome-ignore format: one call
    expect(() => fitSync(ROWS, date)).toThrow(/^y is a column of type Date/);
  });
});
