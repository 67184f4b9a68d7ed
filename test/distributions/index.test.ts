// Tails and quantiles of normal, t, chi-square and F: against mpmath, as each other's inverse, and what must hold between them.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { chiSquare, type Distribution, fRatio, normal, studentT } from "../../src/distributions/index.js";
import { putBack, takeKernel } from "../../src/wasm/load.js";
import { relative } from "../helpers/numeric.js";

type Row = [name: string, d1: number, d2: number, at: number, lower: number | null, upper: number | null];
const golden = JSON.parse(readFileSync(new URL("../golden/distributions.json", import.meta.url), "utf8")) as {
  tails: Row[];
  quantiles: Row[];
};

const kernel = takeKernel();
afterAll(() => putBack(kernel));

const MAKE: Record<string, (d1: number, d2: number) => Distribution> = {
  normal: () => normal(kernel),
  t: (d1) => studentT(kernel, d1),
  "chi-square": (d1) => chiSquare(kernel, d1),
  f: (d1, d2) => fRatio(kernel, d1, d2),
};

// Worst of the table: 5.5e-15 and 1.9e-14; the latter is a quantile of 1e-241 for p = 1e-300.
const TAIL_TOLERANCE = 1e-14;
const QUANTILE_TOLERANCE = 2e-14;

describe.each(Object.keys(MAKE))("%s against mpmath", (wanted) => {
  const of = (rows: Row[]) => rows.filter(([name]) => name === wanted);

  it("has both tails", () => {
    for (const [name, d1, d2, x, lower, upper] of of(golden.tails)) {
      const { cdf, upper: tail } = MAKE[name]!(d1, d2);
      if (lower !== null) expect(relative(cdf(x), lower), `cdf(${x}; ${d1}, ${d2})`).toBeLessThan(TAIL_TOLERANCE);
      if (upper !== null) expect(relative(tail(x), upper), `upper(${x}; ${d1}, ${d2})`).toBeLessThan(TAIL_TOLERANCE);
    }
  });

  it("has quantiles from both tails", () => {
    for (const [name, d1, d2, p, lower, upper] of of(golden.quantiles)) {
      const made = MAKE[name]!(d1, d2);
      const where = `(${p}; ${d1}, ${d2})`;
      if (lower !== null)
        expect(relative(made.quantile(p), lower), `quantile${where}`).toBeLessThan(QUANTILE_TOLERANCE);
      if (upper !== null)
        expect(relative(made.upperQuantile(p), upper), `upper${where}`).toBeLessThan(QUANTILE_TOLERANCE);
    }
  });
});

/** Degrees of freedom between 0.5 and 1e9, evenly on a logarithmic scale. */
const df = fc.double({ min: Math.log(0.5), max: Math.log(1e9), noNaN: true }).map(Math.exp);
const anyDistribution = fc
  .tuple(fc.constantFrom(...Object.keys(MAKE)), df, df)
  .map(([name, d1, d2]) => ({ name: `${name}(${d1}, ${d2})`, ...MAKE[name]!(d1, d2) }));
/** Probabilities with a digit to lose in either tail: 1e-300 to 1/2. */
const tailProbability = fc.double({ min: -300, max: Math.log10(0.5), noNaN: true }).map((e) => 10 ** e);

describe("relations", () => {
  it("a quantile is the inverse of its tail", () => {
    fc.assert(
      fc.property(anyDistribution, tailProbability, ({ cdf, upper, quantile, upperQuantile }, p) => {
        // A neighbouring double of x changes the tail by what it changes: that, and the error of the tail itself.
        for (const [tail, x] of [
          [cdf, quantile(p)],
          [upper, upperQuantile(p)],
        ] as const) {
          if (!(Math.abs(x) > 1e-290 && Math.abs(x) < 1e290)) continue;
          const moved = relative(tail(x * (1 + 1e-10)), tail(x)) * 1e-5; // what 1e-15 of x does
          expect(relative(tail(x), p)).toBeLessThan(3e-14 + 4 * moved);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("tails add up to one and are monotone", () => {
    fc.assert(
      fc.property(
        anyDistribution,
        fc.double({ min: -6, max: 6, noNaN: true }),
        df,
        ({ cdf, upper, quantile }, z, step) => {
          const x = quantile(normal(kernel).cdf(z));
          expect(Math.abs(cdf(x) + upper(x) - 1)).toBeLessThan(1e-15);
          const further = x + Math.abs(x) * Math.min(1, step * 1e-9);
          expect(cdf(further)).toBeGreaterThanOrEqual(cdf(x) * (1 - 2e-14));
          expect(upper(further)).toBeLessThanOrEqual(upper(x) * (1 + 2e-14));
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  it("quantiles are monotone", () => {
    fc.assert(
      fc.property(anyDistribution, tailProbability, tailProbability, ({ upperQuantile, quantile }, p, q) => {
        const [small, large] = p < q ? [p, q] : [q, p];
        const slack = (x: number) => (Number.isFinite(x) ? 2e-14 * Math.abs(x) : 0);
        expect(quantile(small)).toBeLessThanOrEqual(quantile(large) + slack(quantile(small)));
        expect(upperQuantile(small)).toBeGreaterThanOrEqual(upperQuantile(large) - slack(upperQuantile(small)));
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it("F turned over is F with its degrees exchanged, t squared is F, chi-square is F with infinitely many", () => {
    fc.assert(
      fc.property(df, df, tailProbability, (d1, d2, p) => {
        const f = fRatio(kernel, d1, d2).upperQuantile(p);
        if (f < 1e290) expect(relative(1 / f, fRatio(kernel, d2, d1).quantile(p))).toBeLessThan(4e-14);
        const t = studentT(kernel, d1).upperQuantile(p / 2);
        if (t < 1e140) expect(relative(t * t, fRatio(kernel, 1, d1).upperQuantile(p))).toBeLessThan(4e-14);
        const x = chiSquare(kernel, d1).upperQuantile(p);
        expect(relative(x / d1, fRatio(kernel, d1, Number.POSITIVE_INFINITY).upperQuantile(p))).toBeLessThan(1e-15);
        expect(relative(d1 / x, fRatio(kernel, Number.POSITIVE_INFINITY, d1).quantile(p))).toBeLessThan(1e-15);
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  it("t is odd to the bit, and normal with infinitely many degrees", () => {
    const limit = studentT(kernel, Number.POSITIVE_INFINITY);
    for (const t of [0, 1e-200, 0.3, 1, 2.5, 37, 1e200]) {
      expect(studentT(kernel, 3.5).cdf(-t)).toBe(studentT(kernel, 3.5).upper(t));
      expect(relative(limit.upper(t), normal(kernel).upper(t))).toBeLessThan(1e-14);
    }
    for (const p of [1e-300, 1e-5, 0.3, 0.499]) {
      expect(studentT(kernel, 3.5).quantile(p)).toBe(-studentT(kernel, 3.5).upperQuantile(p));
      expect(relative(limit.quantile(p), normal(kernel).quantile(p))).toBeLessThan(1e-14);
    }
  });
});

describe("borders", () => {
  const SOME = {
    normal: MAKE.normal!(0, 0),
    t: MAKE.t!(2.5, 0),
    "chi-square": MAKE["chi-square"]!(3, 0),
    f: MAKE.f!(3, 7),
  };
  const { POSITIVE_INFINITY: INF, NEGATIVE_INFINITY, NaN: NAN } = Number;

  it.each(Object.entries(SOME))("%s ends at 0 and 1", (name, { cdf, upper, quantile, upperQuantile }) => {
    const least = name === "normal" || name === "t" ? NEGATIVE_INFINITY : 0;
    expect([cdf(INF), upper(INF), cdf(NEGATIVE_INFINITY), upper(NEGATIVE_INFINITY)]).toEqual([1, 0, 0, 1]);
    expect([cdf(least), upper(least)]).toEqual([0, 1]);
    expect([cdf(1e300), upper(-1e300)]).toEqual([1, 1]);
    expect([quantile(1), upperQuantile(0)]).toEqual([INF, INF]);
    expect(quantile(0)).toBe(least);
    expect(upperQuantile(1)).toBe(least);
    for (const p of [-1e-300, 1 + 2 ** -52, NAN]) expect([quantile(p), upperQuantile(p)]).toEqual([NAN, NAN]);
    expect([cdf(NAN), upper(NAN)]).toEqual([NAN, NAN]);
  });

  it("does not break down for a thousandth of a degree of freedom and less", () => {
    // by test/golden/scripts/distributions.py
    expect(relative(chiSquare(kernel, 1e-3).upper(0.002), 0.0031609685849788966)).toBeLessThan(1e-12);
    expect(relative(chiSquare(kernel, 1e-6).upper(2e-6), 6.619126245634908e-6)).toBeLessThan(1e-12);
    expect(relative(fRatio(kernel, 1e-4, 1e-4).upper(2), 0.4999826725557859)).toBeLessThan(1e-12);
  });

  it("refuses degrees of freedom that are none", () => {
    const wrong = [studentT(kernel, 0), studentT(kernel, NAN), chiSquare(kernel, -1), chiSquare(kernel, INF)];
    for (const { cdf, quantile } of [
      ...wrong,
      fRatio(kernel, 0, 3),
      fRatio(kernel, 3, NAN),
      fRatio(kernel, INF, INF),
    ]) {
      expect([cdf(1), quantile(0.5)]).toEqual([NAN, NAN]);
    }
  });

  it("follows t and F where t squared and f leave the middle of the doubles", () => {
    // Cauchy: upper tail 1 / (pi t); F(2, 2): lower tail f / (1 + f)
    expect(relative(studentT(kernel, 1).upper(1e250), 1 / (Math.PI * 1e250))).toBeLessThan(1e-14);
    expect(relative(studentT(kernel, 1).upperQuantile(1e-300), 1e300 / Math.PI)).toBeLessThan(1e-14);
    expect(relative(fRatio(kernel, 2, 2).cdf(1e-290), 1e-290)).toBeLessThan(1e-14);
    expect(relative(fRatio(kernel, 2, 2).upper(1e290), 1e-290)).toBeLessThan(1e-14);
  });
});
