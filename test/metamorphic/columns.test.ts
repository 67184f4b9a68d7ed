// Relations about columns that hold for any data.
import { describe, expect, it } from "vitest";
import { fitSync, type Noise, ridge } from "../../src/index.js";
import { NOISES } from "../../src/noise/index.js";
import {
  calmFor,
  expectFit,
  type FitCase,
  fitCases,
  isAdded,
  isOfCounts,
  isSampled,
  isScaled,
  looksForDependence,
  withStrengths,
} from "../helpers/fits.js";
import { strengthFor } from "../helpers/noises.js";
import { sliced } from "../helpers/slice.js";

const P = 4;
const ORDER = [2, 0, 3, 1];
const FACTORS = [3, 1e-3, 1, 250]; // what columns are multiplied by
const SHIFTS = [1, -20, 0, 300];

const pick = <T>(values: ArrayLike<T>, columns: readonly number[]): T[] => columns.map((j) => values[j]!);
const scaled = (x: readonly number[][]) => x.map((row) => row.map((v, j) => v * FACTORS[j]!));

/** Additive noise is in the units of its column; dropout has none. */
function scaledNoise({ noise }: FitCase): Noise | undefined {
  return withStrengths(noise, (s) => (isAdded(noise) ? s.map((v, j) => v * FACTORS[j]!) : s));
}

/** Halved columns, each twice, are together as noisy as the whole ones: sd / sqrt 2 of half the size. */
const halvedDeviations = (s: readonly number[]): number[] => [...s, ...s].map((v) => v / Math.SQRT2);

for (const example of sliced(fitCases(P))) {
  const { name, noise, approximation, options } = example;
  const { x, y } = calmFor(example);
  const model = fitSync(x, y, options);

  describe(`columns: ${name}`, () => {
    it.skipIf(isSampled(example))("their order does not matter", () => {
      const permuted = fitSync(
        x.map((row) => pick(row, ORDER)),
        y,
        { ...options, noise: withStrengths(noise, (s) => pick(s, ORDER)) },
      );
      expectFit(permuted, { ...model, coefficients: pick(model.coefficients, ORDER) });
      const penalties = model.adaptivePenalty ?? [];
      pick(penalties, penalties.length > 0 ? ORDER : []).forEach((q, j) => {
        expect(permuted.adaptivePenalty![j]).toBeCloseTo(q, 8);
      });
    });

    it.skipIf(isOfCounts(noise))("a column times a number has its coefficient divided by it", () => {
      const other = fitSync(scaled(x), y, { ...options, noise: scaledNoise(example) });
      expectFit(other, { ...model, coefficients: other.coefficients });
      model.coefficients.forEach((b, j) => {
        expect(other.coefficients[j]! * FACTORS[j]!).toBeCloseTo(b, 7);
      });
    });

    it.skipIf(isOfCounts(noise))("a column times a power of two changes no bit of the objective", () => {
      const doubled = x.map((row) => row.map((v, j) => v * 2 ** (5 * j - 7)));
      const strengths = (s: number[]) => (isAdded(noise) ? s.map((v, j) => v * 2 ** (5 * j - 7)) : s);
      const other = fitSync(doubled, y, { ...options, noise: withStrengths(noise, strengths) });
      expect(other.objective).toBe(model.objective);
      expect(Array.from(other.coefficients, (b, j) => b * 2 ** (5 * j - 7))).toEqual([...model.coefficients]);
    });

    if (noise === undefined || isAdded(noise)) {
      it("a column plus a number moves only the intercept", () => {
        const moved = fitSync(
          x.map((row) => row.map((v, j) => v + SHIFTS[j]!)),
          y,
          options,
        );
        const intercept = model.intercept - SHIFTS.reduce((sum, c, j) => sum + c * model.coefficients[j]!, 0);
        expectFit(moved, { ...model, intercept }, 1e-6);
      });

      it("a column whose mean is ten million of its deviations is not constant", () => {
        const far = 2 ** 24; // adding it costs 24 bits and no more
        const coarse = x.map((row) => row.map((v) => Math.round(v * 1024) / 1024));
        const moved = fitSync(
          coarse.map((row) => row.map((v) => v + far)),
          y,
          options,
        );
        const { coefficients, objective, deviance } = fitSync(coarse, y, options);
        // a copy is drawn before the mean is taken away, so it lacks those digits
        expectFit(moved, { coefficients, deviance, ...(isSampled(example) ? {} : { objective }) }, 1e-6);
        expect(moved.objective).toBeCloseTo(objective, 8);
        expect(moved.status.warnings).toEqual([]);
      });

      // Two Laplace variables are no Laplace variable: where more than the variance counts, the copies are another noise.
      it.skipIf(isSampled(example) || (noise?.noise === "laplace" && approximation === "exact"))(
        "[X, X] / 2 with half the ridge gives each copy the old coefficient",
        () => {
          const penalized = fitSync(x, y, { ...options, penalty: ridge(0.2) });
          const twice = fitSync(
            x.map((row) => [...row, ...row].map((v) => v / 2)),
            y,
            { ...options, noise: withStrengths(noise, halvedDeviations), penalty: ridge(0.1) },
          );
          expectFit(twice, { ...penalized, coefficients: [...penalized.coefficients, ...penalized.coefficients] });
          expect(twice.status.warnings).toEqual([]);
        },
      );
    }

    it("a column of zeros changes nothing, whatever its noise, and is named", () => {
      // noised copies of zeros are no zeros, where the noise shakes them and copies are drawn
      const strength = isSampled(example) && NOISES[noise!.noise]!.shakesZeros ? 0 : 0.3;
      // copies are drawn by the number of the column, so there the new column comes last
      const withZero = (row: readonly number[], v = 0) => (isSampled(example) ? [...row, v] : [v, ...row]);
      const wider = fitSync(
        x.map((row) => withZero(row)),
        y,
        { ...options, noise: withStrengths(noise, (s) => withZero(s, strengthFor(noise!.noise, strength))) },
      );
      expectFit(wider, { ...model, coefficients: withZero([...model.coefficients]) });
      expect(wider.coefficients[withZero([1, 1, 1, 1]).indexOf(0)]).toBe(0);
      expect(wider.status.warnings.map((warning) => warning.code)).toEqual(["zero-column"]);
    });

    it("a column of ones changes nothing, noised or not, and is named", () => {
      for (const strength of isSampled(example) ? [0] : [0, 0.3]) {
        const wider = fitSync(
          x.map((row) => [...row, 1]),
          y,
          { ...options, noise: withStrengths(noise, (s) => [...s, strengthFor(noise!.noise, strength)]) },
        );
        expectFit(wider, { ...model, coefficients: [...model.coefficients, 0] });
        expect(wider.status.warnings.map((warning) => warning.code)).toEqual(["constant-column"]);
      }
    });

    it("column 1, which is not noised, may come twice: each copy takes half its coefficient", () => {
      const twice = fitSync(
        x.map((row) => [...row, row[1]!]),
        y,
        { ...options, noise: withStrengths(noise, (s) => [...s, 0]) },
      );
      if (!looksForDependence(options.solver)) {
        expectFit(twice, { intercept: model.intercept, objective: model.objective, deviance: model.deviance });
        expect(twice.coefficients[1]! + twice.coefficients[4]!).toBeCloseTo(model.coefficients[1]!, 7);
        return;
      }
      const [b0, b1, b2, b3] = model.coefficients;
      expectFit(twice, { ...model, coefficients: [b0!, b1! / 2, b2!, b3!, b1! / 2] });
      expect(twice.status.warnings.map((warning) => warning.code)).toEqual(["rank-deficient"]);
      expect(twice.status.warnings[0]?.detail.columns).toEqual(["x5"]);
    });
  });
}

for (const example of sliced(fitCases(P))) {
  const { name, noise, options } = example;
  const { x, y } = calmFor(example);
  const weights = y.map((_, i) => 1 + (i % 3));

  describe(`standardize: ${name}`, () => {
    it.skipIf(isOfCounts(noise))(
      "is the same as standardizing by hand, coefficients back on the original scale",
      () => {
        const total = weights.reduce((a, b) => a + b);
        const mean = x[0]!.map((_, j) => x.reduce((sum, row, i) => sum + weights[i]! * row[j]!, 0) / total);
        const sd = mean.map((m, j) =>
          Math.sqrt(x.reduce((sum, row, i) => sum + weights[i]! * (row[j]! - m) ** 2, 0) / total),
        );
        // noise acts on x as given, so only what shifting cannot change may be shifted by hand
        const center = isScaled(noise) ? mean.map(() => 0) : mean;
        const byHand = fitSync(
          x.map((row) => row.map((v, j) => (v - center[j]!) / sd[j]!)),
          y,
          {
            ...options,
            weights,
            penalty: ridge(0.3, { factors: [1, 2, 0, 1] }),
            noise: withStrengths(noise, (s) => (isAdded(noise) ? s.map((v, j) => v / sd[j]!) : s)),
          },
        );
        const automatic = fitSync(x, y, {
          ...options,
          weights,
          penalty: ridge(0.3, { factors: [1, 2, 0, 1] }),
          standardize: true,
        });
        const coefficients = Array.from(byHand.coefficients, (b, j) => b / sd[j]!);
        const intercept = byHand.intercept - coefficients.reduce((sum, b, j) => sum + b * center[j]!, 0);
        expectFit(automatic, { objective: byHand.objective, deviance: byHand.deviance, coefficients, intercept });
      },
    );

    it("without a penalty changes nothing", () => {
      expectFit(fitSync(x, y, { ...options, standardize: true }), fitSync(x, y, options));
    });
  });
}
