// Cholesky factors by hand, of random matrices, and of matrices that have none.
import { describe, expect, it } from "vitest";
import { rootOf } from "../../src/wasm/root.js";
import { withScope } from "../../src/wasm/scope.js";
import { normals } from "../helpers/numeric.js";
import { get, kernel, put, scoped } from "../helpers/testing-kernel.js";

type Matrix = readonly (readonly number[])[];

const LIMIT = 1e-13;

function factored(H: Matrix, skip: readonly number[] = H.map(() => 0)) {
  const d = H.length;
  return scoped(() => {
    const to = put(new Float64Array(d * d));
    const result = kernel.factor(d, put(H.flat()), to, put(skip), LIMIT);
    const L = get(to, d * d);
    const rows = H.map((_, j) => [...L.subarray(j * d, j * d + j + 1)]);
    return { result, rows, L };
  });
}

function solved(L: Float64Array, b: readonly number[]): number[] {
  return scoped(() => {
    const x = put(b);
    kernel.solve(b.length, put(L), x);
    return [...get(x, b.length)];
  });
}

function dependents(H: Matrix, held: number[] = H.map(() => 0)): { found: number; flags: number[] } {
  return scoped(() => {
    const flags = put(held);
    const found = kernel.findDependent(H.length, put(H.flat()), put(new Float64Array(H.length)), flags);
    return { found, flags: [...get(flags, H.length)] };
  });
}

/** A A' */
const gram = (A: Matrix): number[][] => A.map((a) => A.map((b) => a.reduce((sum, v, k) => sum + v * b[k]!, 0)));

/** A A' for a random A of `rank` columns: symmetric, positive semidefinite. */
function gramOf(d: number, rank: number, seed: number): number[][] {
  const normal = normals(seed);
  return gram(Array.from({ length: d }, () => Array.from({ length: rank }, normal)));
}

const times = (H: Matrix, x: readonly number[]) => H.map((row) => row.reduce((sum, h, k) => sum + h * x[k]!, 0));

describe("Cholesky factor", () => {
  it("is the one by hand for 2 x 2", () => {
    // [4 2; 2 10] = [2 0; 1 3] [2 0; 1 3]', and [4 2; 2 10] (1, 2) = (8, 22)
    const H = [[4, 2], [2, 10]]; // biome-ignore format: a matrix
    const { result, rows, L } = factored(H);
    expect(result).toBe(0);
    expect(rows).toEqual([[2], [1, 3]]);
    expect(solved(L, [8, 22])).toEqual([1, 2]);
  });

  it("of a matrix without columns is nothing", () => expect(factored([]).result).toBe(0));

  it("may overwrite the matrix", () => {
    scoped(() => {
      const H = put([4, 99, 2, 10]);
      expect(kernel.factor(2, H, H, put([0, 0]), LIMIT)).toBe(0);
      expect([...get(H, 4)]).toEqual([2, 99, 1, 3]);
    });
  });

  for (let d = 1; d <= 12; d++) {
    it(`multiplies back to a random ${d} x ${d} matrix and solves with it`, () => {
      const H = gramOf(d, d + 3, d);
      const { result, rows, L } = factored(H);
      expect(result).toBe(0);
      const back = gram(rows.map((row) => row.concat(Array<number>(d - row.length).fill(0))));
      H.forEach((row, j) => {
        row.forEach((h, k) => {
          expect(Math.abs(back[j]![k]! - h)).toBeLessThan(1e-13 * H[j]![j]!);
        });
      });
      const x = H.map((_, j) => j - 1.5);
      solved(L, times(H, x)).forEach((v, j) => {
        expect(Math.abs(v - x[j]!)).toBeLessThan(1e-9);
      });
    });
  }

  it("leaves out what is flagged", () => {
    const H = [[1, 9, 0], [9, 7, 9], [0, 9, 4]]; // biome-ignore format: a matrix
    const { result, rows, L } = factored(H, [0, 1, 0]);
    expect(result).toBe(0);
    expect(rows).toEqual([[1], [0, 1], [0, 0, 2]]);
    expect(solved(L, [3, 0, 8])).toEqual([3, 0, 2]);
  });
});

describe("a matrix without a factor gives the first pivot that is not positive, counted from 1", () => {
  const CASES: Record<string, readonly [Matrix, number]> = {
    "a negative diagonal": [[[-1]], 1],
    "zeros": [[[0, 0], [0, 1]], 1],
    "a negative determinant": [[[1, 2], [2, 1]], 2],
    "a column twice": [[[1, 1], [1, 1]], 2],
    "a negative diagonal at the end": [[[1, 1, 0], [1, 2, 0], [0, 0, -1]], 3],
    "NaN": [[[1, Number.NaN], [Number.NaN, 1]], 2],
  }; // biome-ignore format: matrices
  for (const [what, [H, pivot]] of Object.entries(CASES)) {
    it(what, () => expect(factored(H).result).toBe(pivot));
  }
});

describe("dependent columns", () => {
  it("that are held already stay so, count, and make no other dependent", () => {
    expect(dependents([[1, 1, 0], [1, 1, 0], [0, 0, 2]], [1, 0, 0])).toEqual({ found: 1, flags: [1, 0, 0] }); // biome-ignore format: a matrix
    expect(dependents([[1, 1, 0], [1, 1, 0], [0, 0, 2]], [0, 0, 1])).toEqual({ found: 2, flags: [0, 1, 1] }); // biome-ignore format: a matrix
  });

  it("are flagged in order: the first of a dependent set stay", () => {
    // u, v, u + v, w, u - w for unit vectors u, v, w
    const A = [[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 0, -1]]; // biome-ignore format: a matrix
    expect(dependents(gram(A))).toEqual({ found: 2, flags: [0, 0, 1, 0, 1] });
  });

  it("are flagged in order also where a later one has more of its own left", () => {
    // u, 9 u + 4 v, 4 v: beside u a sixth of the second is left, and all of the third
    const A = [[1, 0], [9, 4], [0, 4]]; // biome-ignore format: a matrix
    expect(dependents(gram(A))).toEqual({ found: 1, flags: [0, 0, 1] });
  });

  it("are the later ones of copies, whatever their scale", () => {
    const A = [[1, 2], [1e6, 2e6], [0, 3], [1e-6, 2e-6]]; // biome-ignore format: a matrix
    expect(dependents(gram(A))).toEqual({ found: 2, flags: [0, 1, 0, 1] });
  });

  it("are none in a matrix that has a factor, badly conditioned or not", () => {
    for (let d = 1; d <= 10; d++) expect(dependents(gramOf(d, d + 2, d)).found).toBe(0);
    const near = [[1, 1], [1, 1 + 1e-10]]; // biome-ignore format: a matrix
    expect(dependents(near).found).toBe(0);
  });

  it("are as many as the rank is short, for random matrices of every rank", () => {
    for (const d of [6, 12, 36]) {
      for (let rank = 0; rank <= d; rank += d / 6) {
        for (let seed = 1; seed <= 5; seed++) {
          const { found, flags } = dependents(gramOf(d, rank, 40 * seed + rank));
          expect(found, `rank ${rank} of ${d}`).toBe(d - rank);
          expect(flags.filter((flag) => flag === 1)).toHaveLength(found);
          expect(flags.every((flag) => flag === 0 || flag === 1)).toBe(true);
        }
      }
    }
  });

  it("include columns of zeros", () => {
    expect(dependents([[0, 0], [0, 1]])).toEqual({ found: 1, flags: [1, 0] }); // biome-ignore format: a matrix
    expect(dependents([[0]])).toEqual({ found: 1, flags: [1] });
  });
});

describe("semidefinite matrices", () => {
  it("have a root with zeros where nothing is left, and its product is the matrix", () => {
    const d = 6;
    const B = Array.from({ length: d }, (_, i) => [1, i, i * i, (i % 3) - 1].map((v) => v / 7)); // rank 4 of 6
    const A = Float64Array.from({ length: d * d }, (_, at) => {
      const [i, j] = [Math.floor(at / d), at % d];
      return B[i]!.reduce((sum, v, k) => sum + v * B[j]![k]!, 0);
    });
    const L = withScope((scope) => rootOf(scope, A, d, 1e-12));
    const rank = Array.from({ length: d }, (_, j) => L[j * d + j]!).filter((v) => v > 0).length;
    expect(rank).toBe(4);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < d; k++) sum += L[i * d + k]! * L[j * d + k]!;
        expect(sum).toBeCloseTo(A[i * d + j]!, 13);
        if (j < i) expect(L[j * d + i]).toBe(0);
      }
    }
  });

  it("tr(M^-1 H) by hand, and NaN where M is not positive definite", () => {
    withScope((scope) => {
      const { traceOfRatio } = scope.kernel.exports;
      const put = (values: number[]) => scope.put(Float64Array.from(values));
      // M = [4 2; 2 3], M^-1 = [3 -2; -2 4] / 8; H = [5 1; 1 2]: (15 - 2 - 2 + 8) / 8
      expect(traceOfRatio(2, put([4, 0, 2, 3]), put([5, 0, 1, 2]), 1e-14)).toBeCloseTo(19 / 8, 14);
      expect(traceOfRatio(2, put([1, 0, 2, 3]), put([5, 0, 1, 2]), 1e-14)).toBeNaN();
      expect(traceOfRatio(0, put([]), put([]), 1e-14)).toBe(0);
    });
  });

  it("sum s_j (M^-1)_jj by hand, and NaN where M is not positive definite", () => {
    withScope((scope) => {
      const { heldBack } = scope.kernel.exports;
      const put = (values: number[]) => scope.put(Float64Array.from(values));
      // H = [3 2; 2 1], s = (1, 2): M = [4 2; 2 3], M^-1 = [3 -2; -2 4] / 8: (3 + 2 4) / 8
      expect(heldBack(2, put([3, 0, 2, 1]), put([1, 2]), 1e-14)).toBeCloseTo(11 / 8, 14);
      expect(heldBack(2, put([3, 0, 2, 1]), put([1, 0]), 1e-14)).toBeNaN(); // M = [4 2; 2 1] has no inverse
      expect(heldBack(0, put([]), put([]), 1e-14)).toBe(0);
    });
  });
});
