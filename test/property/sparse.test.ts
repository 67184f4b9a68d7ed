// Properties of any sparse matrix, in any format and order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Sparse, type SparseParts, sparse, takeRows } from "../../src/index.js";
import { writeCsr } from "../../src/input/csr.js";
import { SEED } from "../helpers/arbitrary.js";
import { denseOf } from "../helpers/sparse.js";

/** Dense rows, with a number per entry by which the entries of a row or column are shuffled. */
const matrices = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })).chain(([n, p]) => {
  const entry = fc.tuple(fc.constantFrom(0, 0, 0, 1, -2.5, 1e-300, 7), fc.integer({ min: 0, max: 99 }));
  return fc.array(fc.array(entry, { minLength: p, maxLength: p }), { minLength: n, maxLength: n });
});

type Entry = readonly [value: number, key: number];

/** The matrix in either format, in the order of the keys or of the indices. */
function partsOf(rows: readonly (readonly Entry[])[], format: "csr" | "csc", shuffled: boolean): SparseParts {
  const [n, p] = [rows.length, rows[0]!.length];
  const lines = format === "csr" ? rows : Array.from({ length: p }, (_, j) => rows.map((row) => row[j]!));
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const line of lines) {
    const stored = line.map(([value, key], at) => ({ value, key, at })).filter(({ value }) => value !== 0);
    if (shuffled) stored.sort((a, b) => a.key - b.key);
    for (const { value, at } of stored) {
      indices.push(at);
      values.push(value);
    }
    indptr.push(indices.length);
  }
  return { format, rows: n, columns: p, indptr, indices, values };
}

function written(x: Sparse): number[][] {
  const indptr = new Int32Array(x.rows + 1);
  const indices = new Int32Array(x.values.length);
  const values = new Float64Array(x.values.length);
  writeCsr(x, indptr, indices, values);
  return [[...indptr], [...indices], [...values]];
}

describe("any sparse matrix", () => {
  it("is the same in both formats, sorted or not", () => {
    fc.assert(
      fc.property(matrices, (rows) => {
        const dense = rows.map((row) => row.map(([value]) => value));
        const want = written(sparse(partsOf(rows, "csr", false)));
        for (const format of ["csr", "csc"] as const) {
          const x = sparse(partsOf(rows, format, true));
          expect(denseOf(x)).toEqual(dense);
          expect(written(x)).toEqual(want);
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it("gives up rows as its dense self does", () => {
    fc.assert(
      fc.property(
        matrices,
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.constantFrom("csr", "csc"),
        (rows, picks, format) => {
          const chosen = picks.map((pick) => pick % rows.length);
          const got = denseOf(takeRows(sparse(partsOf(rows, format, true)), chosen));
          expect(got).toEqual(chosen.map((i) => rows[i]!.map(([value]) => value)));
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });
});
