// The metric of solvers without a matrix: B0 = diag(D) + m m' / c, its inverse and the norm of it, against products with B0.
import { describe, expect, it } from "vitest";
import { normals } from "../helpers/numeric.js";
import { get, kernel, put, scoped } from "../helpers/testing-kernel.js";

describe("the metric of L-BFGS", () => {
  for (const c of [0, 0.3, 7]) {
    it.each([1, 2, 5, 30])(`inverts diag(D) + m m' / c, c = ${c}, of %i entries`, (d) => {
      const next = normals(11);
      const D = Array.from({ length: d }, () => Math.exp(next()));
      const m = Array.from({ length: d }, next);
      const r = Array.from({ length: d }, next);
      const { norm, x } = scoped(() => {
        const at = put(r);
        const work = kernel.alloc(kernel.metricBytes(d));
        return { norm: kernel.metricOf(d, put(D), put(m), c, at, work), x: [...get(at, d)] };
      });
      const along = c > 0 ? m.reduce((sum, v, j) => sum + v * x[j]!, 0) / c : 0;
      for (let j = 0; j < d; j++) expect(D[j]! * x[j]! + along * m[j]!).toBeCloseTo(r[j]!, 11);
      expect(norm).toBeCloseTo(
        r.reduce((sum, v, j) => sum + v * x[j]!, 0),
        11,
      );
    });
  }
});
