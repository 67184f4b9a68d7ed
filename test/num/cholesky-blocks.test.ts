// The factor by blocks is that of the plain loop, for sizes around those of a block and a panel.
import { expect, it } from "vitest";
import { normals } from "../helpers/numeric.js";
import { get, kernel, put, scoped } from "../helpers/testing-kernel.js";

it.each([1, 2, 47, 48, 49, 50, 51, 96, 97, 131])("%i columns: L L' is the matrix", (d) => {
  const normal = normals(d);
  const A = Array.from({ length: d }, () => Array.from({ length: d + 2 }, () => normal()));
  const H = A.map((a) => A.map((b) => a.reduce((sum, v, k) => sum + v * b[k]!, 0)));
  const L = scoped(() => {
    const at = put(H.flat());
    expect(kernel.factorBlocks(d, at, put(new Float64Array(kernel.factorWork(d) / 8 + 2)))).toBeTruthy();
    return get(at, d * d);
  });
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k <= j; k++) sum += L[i * d + k]! * L[j * d + k]!;
      expect(Math.abs(sum - H[i]![j]!)).toBeLessThan(1e-12 * Math.sqrt(H[i]![i]! * H[j]![j]!));
    }
  }
});

it("a matrix that is not positive definite has none", () => {
  scoped(() => {
    expect(kernel.factorBlocks(2, put([1, 0, 2, 1]), put(new Float64Array(kernel.factorWork(2) / 8 + 2)))).toBeFalsy();
  });
});
