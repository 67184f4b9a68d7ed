// Inverses of symmetric matrices by their lower triangle, some columns left out.
import { expect, it } from "vitest";
import { withScope } from "../../src/wasm/scope.js";

function inverted(H: readonly (readonly number[])[], skip: readonly number[]): number[][] {
  const d = H.length;
  return withScope((scope) => {
    const out = scope.f64(d * d);
    expect(scope.kernel.exports.invert(d, scope.put(H.flat()), scope.put(skip), out)).toBeTruthy();
    return H.map((_, j) => [...scope.get(out + 8 * j * d, d)]);
  });
}

it("a column that is the sum of others has the direction that changes nothing, wherever it stands", () => {
  const [a, b] = [[1, 2, 0, 1], [0, 1, 1, 3]] as const; // biome-ignore format: two vectors
  const sum = a.map((v, i) => v + b[i]!);
  for (const place of [0, 1, 2]) {
    const columns: (readonly number[])[] = [a, b];
    columns.splice(place, 0, sum);
    const H = columns.map((u) => columns.map((v) => u.reduce((s, e, i) => s + e * v[i]!, 0)));
    const direction = inverted(H, [0, 1, 2].map((j) => Number(j === place)))[place]!; // biome-ignore format: one line
    direction.forEach((v, j) => {
      expect(v).toBeCloseTo(j === place ? 1 : -1, 12);
    });
  }
});
