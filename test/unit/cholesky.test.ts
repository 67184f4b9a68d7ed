// Cholesky factors by hand, of random matrices, and of matrices that have none.
import { describe, expect, it } from "vitest";
import { normals } from "../helpers/numeric.js";
import { get, kernel, put, scoped } from "../helpers/testing-kernel.js";

type Matrix = readonly (readonly number[])[];

function factored(H: Matrix, skip: readonly number[] = H.map(() => 0)) {
  const d = H.length;
  return scoped(() => {
    const from = put(H.flat());
    const to = put(new Float64Array(d * d));
    const flags = put(skip);
    const result = kernel.factorFindingDependent(d, from, to, flags);
    const plain = kernel.factor(d, from, put(new Float64Array(d * d)), put(skip));
    const L = get(to, d * d);
    const rows = H.map((_, j) => [...L.subarray(j * d, j * d + j + 1)]);
    return { result, plain, rows, flags: [...get(flags, d)], solve: (b: readonly number[]) => solved(d, L, b) };
  });
}

function solved(d: number, L: Float64Array, b: readonly number[]): number[] {
  return scoped(() => {
    const x = put(b);
    kernel.solve(d, put(L), x);
    return [...get(x, d)];
  });
}

/** A A' for a random A of `rank` columns: symmetric, positive semidefinite. */
function gramOf(d: number, rank: number, seed: number): number[][] {
  const normal = normals(seed);
  const A = Array.from({ length: d }, () => Array.from({ length: rank }, normal));
  return A.map((a) => A.map((b) => a.reduce((sum, v, k) => sum + v * b[k]!, 0)));
}

const times = (H: Matrix, x: readonly number[]) => H.map((row) => row.reduce((sum, h, k) => sum + h * x[k]!, 0));

describe("Cholesky factor", () => {
  it("is the one by hand for 2 x 2", () => {
    // [4 2; 2 10] = [2 0; 1 3] [2 0; 1 3]', and [4 2; 2 10] (1, 2) = (8, 22)
    const { result, rows, solve } = factored([
      [4, 2],
      [2, 10],
    ]);
    expect(result).toBe(0);
    expect(rows).toEqual([[2], [1, 3]]);
    expect(solve([8, 22])).toEqual([1, 2]);
  });

  it("of a matrix without columns is nothing", () => expect(factored([]).result).toBe(0));

  it("may overwrite the matrix", () => {
    scoped(() => {
      const H = put([4, 99, 2, 10]);
      expect(kernel.factor(2, H, H, put([0, 0]))).toBe(0);
      expect([...get(H, 4)]).toEqual([2, 99, 1, 3]);
    });
  });

  for (let d = 1; d <= 12; d++) {
    it(`multiplies back to a random ${d} x ${d} matrix and solves with it`, () => {
      const H = gramOf(d, d + 3, d);
      const { result, plain, rows, solve } = factored(H);
      expect([result, plain]).toEqual([0, 0]);
      const L = (j: number, k: number) => rows[j]![k] ?? 0;
      H.forEach((row, j) => {
        row.forEach((h, k) => {
          const back = row.reduce((sum, _, m) => sum + L(j, m) * L(k, m), 0);
          expect(Math.abs(back - h)).toBeLessThan(1e-13 * H[j]![j]!);
        });
      });
      const x = H.map((_, j) => j - 1.5);
      solve(times(H, x)).forEach((v, j) => {
        expect(Math.abs(v - x[j]!)).toBeLessThan(1e-9);
      });
    });
  }
});

describe("dependent columns", () => {
  it("are flagged in order: the first of a dependent set stay", () => {
    // columns u, v, u + v, w, u - w with u, v, w the unit vectors: the third and the fifth depend on those before them
    const A = [
      [1, 0, 0],
      [0, 1, 0],
      [1, 1, 0],
      [0, 0, 1],
      [1, 0, -1],
    ];
    const H = A.map((a) => A.map((b) => a.reduce((sum, v, k) => sum + v * b[k]!, 0)));
    const { result, plain, flags, solve } = factored(H);
    expect(result).toBe(2);
    expect(flags).toEqual([0, 0, 1, 0, 1]);
    expect(plain).toBe(3); // the first pivot without a digit, counted from 1
    expect(solve([1, 2, 0, 3, 0])).toEqual([1, 2, 0, 3, 0]); // the kept columns are orthonormal
  });

  it("are as many as the rank is short, for random matrices of every rank", () => {
    for (let rank = 0; rank <= 6; rank++) {
      const { result, flags } = factored(gramOf(6, rank, 40 + rank));
      expect(result).toBe(6 - rank);
      expect(flags).toEqual(flags.map((_, j) => (j < rank ? 0 : 1)));
    }
  });

  it("include columns of zeros", () => {
    const { result, flags } = factored([
      [0, 0],
      [0, 1],
    ]);
    expect(result).toBe(1);
    expect(flags).toEqual([1, 0]);
  });

  it("take no part once they are flagged", () => {
    const H = [
      [1, 9, 0],
      [9, 7, 9],
      [0, 9, 4],
    ];
    const { result, rows, solve } = factored(H, [0, 1, 0]);
    expect(result).toBe(0);
    expect(rows).toEqual([[1], [0, 1], [0, 0, 2]]);
    expect(solve([3, 0, 8])).toEqual([3, 0, 2]);
  });
});

describe("an indefinite matrix", () => {
  for (const [name, H] of Object.entries<Matrix>({
    "negative diagonal": [[-1]],
    "negative diagonal after a dependent column": [
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, -1],
    ],
    "negative determinant": [
      [1, 2],
      [2, 1],
    ],
  })) {
    it(`gives -1: ${name}`, () => {
      const { result, plain } = factored(H);
      expect(result).toBe(-1);
      expect(plain).toBeGreaterThan(0);
    });
  }

  it("is what a matrix with NaN counts as", () => expect(factored([[Number.NaN]]).result).toBe(-1));
});
