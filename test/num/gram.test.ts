// Z D Z' by blocks of SIMD registers against three nested loops: all edges of a block, even and odd numbers of rows.
import { describe, expect, it } from "vitest";
import { normals } from "../helpers/numeric.js";
import { get, kernel, put, scoped } from "../helpers/testing-kernel.js";

function columnsOf(d: number, n: number, seed: number): { Z: number[][]; weight: number[] } {
  const normal = normals(seed);
  return {
    Z: Array.from({ length: d }, () => Array.from({ length: n }, normal)),
    weight: Array.from({ length: n }, (_, i) => (i % 4 === 0 ? -1 : 1) * normal() ** 2), // any sign
  };
}

/** H + Z D Z' by the kernel; entries above the diagonal must not change. */
function byKernel(
  form: "gram" | "roughGram",
  Z: readonly number[][],
  weight: readonly number[],
  n: number,
  stride: number,
  H: Float64Array,
) {
  const d = Z.length;
  return scoped(() => {
    const block = new Float64Array(d * stride);
    Z.forEach((column, j) => {
      block.set(column, j * stride);
    });
    const at = put(H);
    const room = (bytes: number) => put(new Float64Array(bytes / 8).fill(Number.NaN)); // the old content must not matter
    const [panels, work] = [room(kernel.panelBytes(d, n)), room(kernel.workBytes(n))];
    kernel[form](d, n, put(block), stride, put(new Float64Array(8)), panels, put(weight), at, work);
    return get(at, d * d);
  });
}

describe.each([
  ["gram", 1e-13],
  ["roughGram", 1e-5],
] as const)("%s", (form, precision) => {
  for (let d = 1; d <= 8; d++) {
    for (const n of [0, 1, 2, 3, 5, 7, 8]) {
      it(`adds the lower triangle of Z D Z' (d = ${d}, n = ${n})`, () => {
        const { Z, weight } = columnsOf(d, n, 10 * d + n);
        const before = Float64Array.from({ length: d * d }, (_, k) => k);
        const got = byKernel(form, Z, weight, n, 10, before);
        for (let j = 0; j < d; j++) {
          for (let k = 0; k < d; k++) {
            const sum = weight.reduce((total, w, i) => total + w * Z[j]![i]! * Z[k]![i]!, 0);
            const want = before[j * d + k]! + (k <= j ? sum : 0);
            expect(Math.abs(got[j * d + k]! - want)).toBeLessThan(k <= j ? precision : 1e-300);
          }
        }
      });
    }
  }
});

describe("chunkRows", () => {
  it("is 8 times an odd number, at most 120, and keeps a block within the cache", () => {
    for (const d of [0, 1, 10, 200, 250, 271, 272, 273, 500, 1000, 2000, 4000, 5000, 100_000]) {
      const rows = kernel.chunkRows(d, 1e6);
      expect((rows / 8) % 2).toBe(1);
      expect(rows).toBeLessThanOrEqual(120);
      if (rows > 8) expect(rows * 8 * (d + 2)).toBeLessThanOrEqual(256 * 1024);
    }
  });

  it("is no more than there are rows, and even", () => {
    expect([1, 2, 3, 8].map((rows) => kernel.chunkRows(10, rows))).toEqual([2, 2, 4, 8]);
    expect(kernel.chunkRows(5_000_000, 1)).toBe(2);
  });
});
