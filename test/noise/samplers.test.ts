// Entries drawn by a noise have the mean, variance and log moment of its formulas. The test covers every noise, by inversion of
// uniform numbers at the middles of K equal cells.
import { describe, expect, it } from "vitest";
import { NOISES } from "../../src/noise/index.js";
import { LOG_MOMENT, strengthFor, VARIANCE } from "../helpers/noises.js";
import { kernel } from "../helpers/testing-kernel.js";

const K = 20000;
const ENTRIES = [0, 0.3, 1, 2.5, 7, 40, 1234.5, 12345];
const STRENGTHS = [0.05, 0.3, 0.8];
const TOLERANCE = 1e-3; // error from the tails beyond the outermost middles; relative to the standard deviation, or to the variance

for (const { name, id, needsCounts } of Object.values(NOISES)) {
  const entries = needsCounts ? ENTRIES : [...ENTRIES, -0.3, -2.5, -40];
  const strengths = [...new Set(STRENGTHS.map((strength) => strengthFor(name, strength)))];

  describe(`samples of ${name}`, () => {
    for (const x of entries) {
      for (const strength of strengths) {
        const draws = Array.from({ length: K }, (_, k) => kernel.noiseSample(id, x, strength, (k + 0.5) / K));
        const average = (f: (v: number) => number) => draws.reduce((sum, v) => sum + f(v), 0) / K;
        const variance = VARIANCE[name]!(x, strength);
        const sd = Math.sqrt(variance);

        it(`have mean and variance: ${x}, strength ${strength}`, () => {
          expect(Math.abs(average((v) => v - x))).toBeLessThanOrEqual(TOLERANCE * sd);
          expect(Math.abs(average((v) => (v - x) ** 2) - variance)).toBeLessThanOrEqual(TOLERANCE * variance);
        });

        it(`have the log moment: ${x}, strength ${strength}`, () => {
          for (const b of [-0.4, 0.4].map((v) => v / Math.max(sd, 1e-300))) {
            const want = variance === 0 ? 0 : LOG_MOMENT[name]!(x, b, strength);
            const got = variance === 0 ? average((v) => v - x) : Math.log(average((v) => Math.exp(b * (v - x))));
            expect(Math.abs(got - want)).toBeLessThanOrEqual(TOLERANCE);
          }
        });

        it(`rise with u, or fall all the way: ${x}, strength ${strength}`, () => {
          const steps = draws.slice(1).map((v, k) => v - draws[k]!);
          expect(steps.every((step) => step >= 0) || steps.every((step) => step <= 0)).toBe(true);
        });
      }
    }

    it("are numbers for every u that a generator may give", () => {
      for (const x of entries) {
        for (const strength of strengths) {
          for (const u of [2 ** -53, 0.25, 0.5, 0.75, 1 - 2 ** -53]) {
            expect(kernel.noiseSample(id, x, strength, u)).not.toBeNaN();
            expect(Math.abs(kernel.noiseSample(id, x, strength, u))).toBeLessThan(Infinity);
          }
        }
      }
    });
  });
}

describe("samples by hand", () => {
  const sample = (noise: string, x: number, strength: number, u: number) =>
    kernel.noiseSample(NOISES[noise]!.id, x, strength, u);

  it("dropout: 0 below the rate, x / (1 - rate) from there", () => {
    expect(sample("dropout", 3, 0.25, 0.25 - 2 ** -53)).toBe(0);
    expect(sample("dropout", 3, 0.25, 0.25)).toBe(4);
    expect(sample("dropout", 3, 0.25, 1 - 2 ** -53)).toBe(4);
  });

  it("additive and multiplicative: the normal quantile times h, or h x", () => {
    const z = kernel.normalQuantile(0.9);
    expect(sample("additive", 3, 0.5, 0.9)).toBe(3 + 0.5 * z);
    expect(sample("multiplicative", -3, 0.5, 0.9)).toBe(-3 * (1 + 0.5 * z));
  });

  it("laplace: log 2u times h, both tails and the middle with all digits", () => {
    for (const u of [2 ** -53, 1e-9, 0.01, 0.3, 0.5 - 2 ** -40]) {
      const want = 2 * Math.log(2 * u);
      expect(sample("laplace", 0, 2, u)).toBe(want);
      const other = 1 - u; // may be rounded
      expect(sample("laplace", 0, 2, other)).toBe(-2 * Math.log(2 * (1 - other)));
    }
    expect(sample("laplace", 5, 2, 0.5)).toBe(5);
  });

  it("an unknown noise: not a number", () => expect(kernel.noiseSample(99, 1, 1, 0.5)).toBeNaN());
});
