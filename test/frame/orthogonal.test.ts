import { describe, expect, it } from "vitest";
import { orthogonalAt, orthogonalOver } from "../../src/frame/orthogonal.js";

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

describe("orthogonal polynomials", () => {
  const x = Float64Array.of(1, 2, 2, 3.5, 7, 11, 13, 20, 20.5, 31);
  it("are orthonormal over their points, and orthogonal to 1", () => {
    for (const shift of [0, 19_000]) {
      const moved = x.map((v) => v + shift);
      const columns = orthogonalAt(moved, orthogonalOver(moved, 6));
      const all = [new Float64Array(x.length).fill(1 / Math.sqrt(x.length)), ...columns];
      for (const [j, a] of all.entries()) {
        for (const [k, b] of all.entries()) expect(dot(a, b)).toBeCloseTo(j === k ? 1 : 0, 10);
      }
    }
  });
  it("are the polynomials of Legendre over three points", () => {
    const points = Float64Array.of(-1, 0, 1);
    const { center, alpha, norm } = orthogonalOver(points, 2);
    expect(alpha).toEqual([0, 0]);
    expect(norm[2]).toBeCloseTo(2 / 3, 15); // x^2 - 2/3
    expect(orthogonalAt(Float64Array.of(2), { center, alpha, norm })[1]![0]).toBeCloseTo(
      (4 - 2 / 3) / Math.sqrt(2 / 3),
      14,
    );
  });
  it("are the same at the same points, alone or together", () => {
    const learned = orthogonalOver(x, 5);
    const together = orthogonalAt(x, learned);
    for (const [i, v] of x.entries()) {
      expect(orthogonalAt(Float64Array.of(v), learned).map((column) => column[0])).toEqual(
        together.map((column) => column[i]),
      );
    }
  });
});
