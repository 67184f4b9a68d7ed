// Data of other packages, by their shape: y, weights and x, numbers and tables. test/smoke/interop.mjs has the packages themselves.
import { DuckDBInstance } from "@duckdb/node-api";
import { Float64, Int64, tableFromArrays, vectorFromArray } from "apache-arrow";
import { Matrix } from "ml-matrix";
import ndarray from "ndarray";
import { describe, expect, it } from "vitest";
import { type DesignInput, fitSync, type ResponseInput } from "../../src/index.js";

const A = [1, 2, 3, 4, 5, 6];
const B = [0.5, -1, 2, 0, 1, 3];
const ROWS = A.map((a, i) => [a, B[i]!]);
const Y = [1, 3, 2, 6, 4, 9];
const W = [1, 2, 1, 1, 2, 1];
const family = "poisson";
const want = fitSync(ROWS, Y, { family, weights: W });

/** A tensor of tfjs. */
const tensor = (shape: number[], numbers: number[], dtype = "float32") => ({
  shape,
  dtype,
  dataSync: () => (dtype === "float32" ? Float32Array.from(numbers) : Int32Array.from(numbers)),
});
/** A matrix of mathjs. */
const mathMatrix = (entries: number[] | number[][], shape: number[]) => ({
  size: () => shape,
  toArray: () => entries,
  get: ([i, j]: number[]) => (entries as number[][])[i!]![j!],
});
/** A series of Polars: an object without a class, whose other properties may throw. */
const series = (values: unknown[]) => ({
  length: values.length,
  toArray: () => values,
  get struct(): never {
    throw new Error("no struct");
  },
});
const polars = (columns: Record<string, unknown[]>) => ({
  columns: Object.keys(columns),
  height: 6,
  getColumn: (name: string) => series(columns[name]!),
});
const danfo = (columns: Record<string, unknown[]>) => ({
  columns: Object.keys(columns),
  shape: [6, Object.keys(columns).length],
  column: (name: string) => ({ shape: [6, 1], columns: [name], values: columns[name] }),
});

const VECTORS: Record<string, (values: number[]) => ResponseInput> = {
  Arrow: (values) => vectorFromArray(values, new Float64()),
  "Arrow, 64-bit integers": (values) => vectorFromArray(values.map(BigInt), new Int64()),
  "bigints, as of DuckDB": (values) => values.map(BigInt),
  ndarray: (values) => ndarray(Float64Array.from(values), [6]),
  "ml-matrix": (values) => Matrix.columnVector(values),
  tfjs: (values) => tensor([6], values, "int32"),
  mathjs: (values) => mathMatrix(values, [6]),
  Polars: series,
  danfojs: (values) => ({ shape: [6, 1], columns: ["y"], values }),
};

describe("y and weights of another package", () => {
  for (const [name, vector] of Object.entries(VECTORS)) {
    it(name, () => {
      const model = fitSync(ROWS, vector(Y), { family, weights: vector(W) as ArrayLike<number> });
      expect([model.intercept, ...model.coefficients]).toEqual([want.intercept, ...want.coefficients]);
    });
  }
  it("are refused in their place", () => {
    expect(() => fitSync(ROWS, series([1, 2, null, 3, 4, 5]))).toThrow(/^y\[2\] = null/);
    expect(() => fitSync(ROWS, Y, { weights: tensor([5], A.slice(1)) })).toThrow(/^weights has length 5; expected 6/);
    expect(() => fitSync(ROWS, tensor([6, 1], Y) as never)).toThrow(
      /^y is object; expected an array with one entry per row/,
    );
  });
});

const TABLES: Record<string, DesignInput> = {
  tfjs: tensor([6, 2], ROWS.flat()),
  "tfjs, whole numbers": tensor([6, 2], ROWS.flat().map((v) => 2 * v), "int32"), // biome-ignore format: a line
  mathjs: mathMatrix(ROWS, [6, 2]),
  Polars: polars({ a: A, b: B }),
  danfojs: danfo({ a: A, b: B }),
};

describe("x of another package", () => {
  for (const [name, x] of Object.entries(TABLES)) {
    it(name, () => {
      const model = fitSync(x, Y, { family, weights: W });
      const factor = name.endsWith("whole numbers") ? 2 : 1;
      for (const [j, b] of want.coefficients.entries()) expect(factor * model.coefficients[j]!).toBeCloseTo(b, 12);
      expect(model.predict(x)[3]).toBeCloseTo(want.predict(ROWS)[3]!, 11);
    });
  }
  it("of other dimensions is refused", () => {
    expect(() => fitSync(tensor([6], Y), Y)).toThrow(/^x has 1 dimension; expected 2, rows and columns$/);
    expect(() => fitSync(tensor([2, 3, 1], Y), Y)).toThrow(/^x has 3 dimensions; expected 2, rows and columns$/);
  });
});

describe("tables of another package, by a formula", () => {
  const kind = A.map((a) => (a % 2 === 0 ? "even" : "odd"));
  const rows = A.map((a, i) => ({ a, y: Y[i], kind: kind[i] }));
  const tabled = fitSync("y ~ a + kind", rows, { family });
  const columns = { a: A, y: Y, kind };
  for (const [name, table] of Object.entries({
    Arrow: tableFromArrays(columns),
    Polars: polars(columns),
    danfojs: danfo(columns),
  })) {
    it(name, () => {
      const model = fitSync("y ~ a + kind", table, { family });
      expect([model.intercept, ...model.coefficients]).toEqual([tabled.intercept, ...tabled.coefficients]);
    });
  }
  it("DuckDB, with BIGINT, HUGEINT and DECIMAL", async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const values = rows.map((row) => `(${row.a}, ${row.y}, '${row.kind}')`).join();
    const reader = await connection.runAndReadAll(
      `SELECT a::DECIMAL(12, 3) AS a, y::HUGEINT AS y, kind, a::BIGINT AS n FROM (VALUES ${values}) t(a, y, kind)`,
    );
    const model = fitSync("y ~ a + kind", reader.getRowObjects(), { family });
    expect([model.intercept, ...model.coefficients]).toEqual([tabled.intercept, ...tabled.coefficients]);
    const { a, n, y } = reader.getColumnsObject() as unknown as Record<string, ArrayLike<number>>;
    const twice = fitSync({ a: a!, n: n! }, y!, { family });
    expect(twice.status.warnings.map(({ code }) => code)).toEqual(["rank-deficient"]);
  });
});
