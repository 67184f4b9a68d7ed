// Conjugate gradients: against known solutions, and without a solution.
import { describe, expect, it } from "vitest";
import { normals } from "../helpers/numeric.js";
import { get, kernel, put, scoped } from "../helpers/testing-kernel.js";

function solved(A: readonly (readonly number[])[], b: readonly number[], goal: number, most: number) {
  return scoped(() => {
    const n = b.length;
    const x = put(b);
    const work = put(new Float64Array(4 * n));
    const done = kernel.conjugate(n, put(A.flat()), x, goal, most, work);
    return { done: Number(done) !== 0, x: [...get(x, n)] };
  });
}

/** A positive definite matrix, and its product with a vector. */
function made(n: number): { A: number[][]; truth: number[]; b: number[] } {
  const next = normals(7);
  const Z = Array.from({ length: n }, () => Array.from({ length: n + 5 }, next));
  const A = Z.map((u, i) => Z.map((v, j) => u.reduce((sum, w, k) => sum + w * v[k]!, i === j ? 1 : 0)));
  const truth = Array.from({ length: n }, next);
  return { A, truth, b: A.map((row) => row.reduce((sum, a, j) => sum + a * truth[j]!, 0)) };
}

describe("conjugate", () => {
  it.each([1, 2, 3, 8, 31])("solves %i equations", (n) => {
    const { A, truth, b } = made(n);
    const { done, x } = solved(A, b, 1e-9, 10 * n);
    expect(done).toBe(true);
    for (let j = 0; j < n; j++) expect(Math.abs(x[j]! - truth[j]!)).toBeLessThan(1e-8);
  });

  it("leaves b as it was where the rounds do not suffice", () => {
    const { A, b } = made(31);
    expect(solved(A, b, 1e-12, 2)).toEqual({ done: false, x: b });
  });

  it("leaves b as it was where the matrix has no minimum", () => {
    const A = [
      [1, 2],
      [2, 1],
    ];
    expect(solved(A, [1, -1], 1e-12, 10)).toEqual({ done: false, x: [1, -1] });
  });

  it("has nothing to do for b below the goal", () => {
    expect(solved([[1]], [1e-3], 1e-2, 10)).toEqual({ done: true, x: [0] });
  });
});
