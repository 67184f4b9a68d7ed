// Logistic-normal integrals against mpmath, relative to the value itself, far tails included. E A''' and E A'''' change
// sign: where they are below a thousandth of E A'', the error is relative to that.
import { describe, expect, it } from "vitest";
import { logisticNormals } from "../helpers/golden.js";
import { get, kernel, put, scoped } from "../helpers/testing-kernel.js";

/** The bounds that assembly/num/logistic-normal.ts promises. */
const MOMENTS = [
  { name: "excess", tolerance: 1e-10 },
  { name: "m1", tolerance: 1e-10 },
  { name: "m2", tolerance: 1e-10 },
  { name: "m3", tolerance: 1e-10 },
  { name: "m4", tolerance: 1e-8 },
] as const;

function integrals(eta: number, s: number): Float64Array {
  return scoped(() => {
    const out = put(new Float64Array(5));
    kernel.logisticNormal(eta, s, out);
    return get(out, 5);
  });
}

function error(got: number, want: number, floor = 0): number {
  return got === want ? 0 : Math.abs(got - want) / Math.max(Math.abs(want), floor);
}

describe("logistic-normal integrals", () => {
  const cases = logisticNormals();
  MOMENTS.forEach(({ name, tolerance }, k) => {
    for (const s of new Set(cases.map((golden) => golden.s))) {
      it(`${name} at s = ${s} is within ${tolerance}`, () => {
        const worst = cases
          .filter((golden) => golden.s === s)
          .map((golden) => {
            const floor = k > 2 ? 1e-3 * golden.m2 : 0;
            return { eta: golden.eta, error: error(integrals(golden.eta, s)[k]!, golden[name], floor) };
          })
          .reduce((a, b) => (b.error > a.error ? b : a));
        expect(worst.error, `at eta = ${worst.eta}`).toBeLessThanOrEqual(tolerance);
      });
    }
  });

  it("is even in eta for the excess, A'' and A'''', odd for A' - 1/2 and A'''", () => {
    for (const { eta, s } of cases) {
      const above = integrals(eta, s);
      const below = integrals(-eta, s);
      for (const k of [0, 2, 4]) expect(below[k]).toBe(above[k]);
      expect(above[1]! + below[1]!).toBeCloseTo(1, 15);
      if (eta !== 0) expect(below[3]).toBe(-above[3]!);
    }
  });

  it("meets the family's own derivatives at s = 0", () => {
    for (const eta of [-30, -2, -0.3, 0, 0.3, 2, 30]) {
      const [excess, m1, m2, m3, m4] = integrals(eta, 0);
      const p = 1 / (1 + Math.exp(-eta));
      const q = 1 / (1 + Math.exp(eta));
      const v = p * q;
      expect(excess).toBe(0);
      expect(error(m1!, p)).toBeLessThan(1e-14);
      expect(error(m2!, v)).toBeLessThan(1e-14);
      expect(error(m3!, v * (q - p))).toBeLessThan(1e-14);
      expect(error(m4!, v * (1 - 6 * v))).toBeLessThan(1e-14);
    }
  });

  it("has no jump where one rule of quadrature takes over from another", () => {
    for (const eta of [-20, -5, -0.7, 0, 0.3, 3]) {
      for (const s of [0.2, 0.8]) {
        const before = integrals(eta, s * (1 - 1e-13));
        const after = integrals(eta, s * (1 + 1e-13));
        expect(error(after[0]!, before[0]!), `eta = ${eta}, s = ${s}`).toBeLessThan(1e-10);
        expect(error(after[2]!, before[2]!), `eta = ${eta}, s = ${s}`).toBeLessThan(1e-10);
      }
    }
  });

  it("is NaN where it cannot be computed, never a wrong number", () => {
    for (const [eta, s] of [
      [Number.NaN, 1],
      [0, Number.NaN],
      [Number.POSITIVE_INFINITY, 1],
      [0, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(integrals(eta, s).every(Number.isNaN)).toBe(true);
    }
  });
});
