import { describe, expect, it } from "vitest";
import { type Sparse, sparse, takeRows } from "../../src/index.js";
import { writeCsr } from "../../src/input/csr.js";
import { denseOf } from "../helpers/sparse.js";

// Rows (0, 5, 0), (2, 0, 3), (0, 0, 0), (0, 0, 7).
const ROWS = [
  [0, 5, 0],
  [2, 0, 3],
  [0, 0, 0],
  [0, 0, 7],
];
const BY_ROW = { format: "csr", rows: 4, columns: 3, indptr: [0, 1, 3, 3, 4], indices: [1, 0, 2, 2], values: [5, 2, 3, 7] } as const; // biome-ignore format: one matrix
const BY_COLUMN = { format: "csc", rows: 4, columns: 3, indptr: [0, 1, 2, 4], indices: [1, 0, 1, 3], values: [2, 5, 3, 7] } as const; // biome-ignore format: one matrix

/** What `writeCsr` writes, with room to spare that it must leave alone. */
function written(x: Sparse) {
  const indptr = new Int32Array(x.rows + 2).fill(-7);
  const indices = new Int32Array(x.values.length + 1).fill(-7);
  const values = new Float64Array(x.values.length + 1).fill(-7);
  writeCsr(x, indptr.subarray(0, -1), indices.subarray(0, -1), values.subarray(0, -1));
  return { indptr: [...indptr], indices: [...indices], values: [...values] };
}

describe("sparse", () => {
  it("takes typed arrays as they lie, without a copy", () => {
    const indptr = Int32Array.from(BY_ROW.indptr);
    const indices = Uint32Array.from(BY_ROW.indices);
    const values = Float32Array.from(BY_ROW.values);
    const x = sparse({ ...BY_ROW, indptr, indices, values });
    expect([x.kind, x.format, x.rows, x.columns, x.names]).toEqual(["sparse", "csr", 4, 3, undefined]);
    expect(x.indptr).toBe(indptr);
    expect(x.indices).toBe(indices);
    expect(x.values).toBe(values);
  });

  for (const parts of [BY_ROW, BY_COLUMN]) {
    it(`has the entries that ${parts.format} says`, () => {
      expect(denseOf(sparse(parts))).toEqual(ROWS);
    });

    it(`takes ${parts.format} in every kind of array`, () => {
      for (const Kind of [Int32Array, Uint32Array, Float64Array]) {
        const x = sparse({ ...parts, indptr: Kind.from(parts.indptr), indices: Kind.from(parts.indices) });
        expect(denseOf(x)).toEqual(ROWS);
      }
    });
  }

  it("sorts indices in a copy and leaves the caller's arrays alone", () => {
    const indices = Int32Array.of(2, 0, 1, 1, 3, 2, 0);
    const values = Float64Array.of(3, 1, 2, 9, 8, 7, 6);
    const x = sparse({ format: "csr", rows: 3, columns: 4, indptr: [0, 3, 4, 7], indices, values });
    expect([...x.indices]).toEqual([0, 1, 2, 1, 0, 2, 3]);
    expect([...x.values]).toEqual([1, 2, 3, 9, 6, 7, 8]);
    expect([...indices]).toEqual([2, 0, 1, 1, 3, 2, 0]);
    expect([...values]).toEqual([3, 1, 2, 9, 8, 7, 6]);
  });

  it("keeps zeros that are stored", () => {
    const x = sparse({ format: "csr", rows: 1, columns: 2, indptr: [0, 2], indices: [0, 1], values: [0, -0] });
    expect(x.values.length).toBe(2);
  });

  it("may have no entries, no columns, no rows", () => {
    const empty = { indices: [], values: [] };
    expect(sparse({ format: "csr", rows: 2, columns: 3, indptr: [0, 0, 0], ...empty }).values.length).toBe(0);
    expect(sparse({ format: "csr", rows: 2, columns: 0, indptr: [0, 0, 0], ...empty }).columns).toBe(0);
    expect(sparse({ format: "csc", rows: 2, columns: 0, indptr: [0], ...empty }).rows).toBe(2);
    expect(sparse({ format: "csr", rows: 0, columns: 3, indptr: [0], ...empty }).rows).toBe(0);
  });

  it("copies names", () => {
    const names = ["a", "b", "c"];
    const x = sparse({ ...BY_ROW, names });
    names[0] = "z";
    expect(x.names).toEqual(["a", "b", "c"]);
  });
});

describe("writeCsr", () => {
  for (const parts of [BY_ROW, BY_COLUMN]) {
    it(`writes ${parts.format} row by row, into the targets and no further`, () => {
      expect(written(sparse(parts))).toEqual({
        indptr: [...BY_ROW.indptr, -7],
        indices: [...BY_ROW.indices, -7],
        values: [...BY_ROW.values, -7],
      });
    });
  }

  it("writes rows that are empty at both ends", () => {
    const x = sparse({ format: "csc", rows: 4, columns: 2, indptr: [0, 1, 3], indices: [2, 1, 2], values: [1, 2, 3] });
    const { indptr, indices, values } = written(x);
    expect(indptr).toEqual([0, 0, 1, 3, 3, -7]);
    expect(indices).toEqual([1, 0, 1, -7]);
    expect(values).toEqual([2, 1, 3, -7]);
  });

  it("writes a matrix of one row", () => {
    const x = sparse({ format: "csc", rows: 1, columns: 3, indptr: [0, 1, 1, 2], indices: [0, 0], values: [4, 6] });
    expect(written(x)).toEqual({ indptr: [0, 2, -7], indices: [0, 2, -7], values: [4, 6, -7] });
  });
});

describe("takeRows", () => {
  for (const parts of [BY_ROW, BY_COLUMN]) {
    it(`takes rows of ${parts.format} in any order, also twice`, () => {
      const x = takeRows(sparse({ ...parts, names: ["a", "b", "c"] }), [3, 1, 2, 1]);
      expect(denseOf(x)).toEqual([ROWS[3], ROWS[1], ROWS[2], ROWS[1]]);
      expect([x.kind, x.format, x.rows, x.columns, x.names]).toEqual(["sparse", "csr", 4, 3, ["a", "b", "c"]]);
    });
  }

  it("takes none", () => {
    expect(takeRows(sparse(BY_ROW), [])).toMatchObject({ rows: 0, columns: 3, values: new Float64Array(0) });
  });
});
