// Only proportions of weights matter, from the smallest numbers to the largest: a fit with all weights times a power of
// two is the same fit, bit for bit; only results in units of the weights change by that factor.
import { describe, expect, it } from "vitest";
import {
  compareModels,
  crossValidate,
  diagnose,
  dropout,
  type FitOptions,
  fitSync,
  infer,
  lasso,
  Model,
  pathSync,
  profileInterval,
  ridge,
  separation,
} from "../../src/index.js";
import { calmData, SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS } from "../helpers/forms.js";

const N = 40;
const PLAIN = Array.from({ length: N }, (_, i) => 1 + (i % 3));

/** All weights as they are times a power of two: the largest is below 2^2. */
const EXPONENTS = [-1074, -1030, -1000, -600, 600, 1000, 1016];
const scaled = (exponent: number): number[] =>
  PLAIN.map((w) => w * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2)));

const coefficientsOf = (model: { coefficients: unknown; intercept: unknown }) =>
  JSON.stringify([model.intercept, model.coefficients]);

describe("weights times 2^k", () => {
  for (const form of FORMS) {
    it(`${form.name}: the same coefficients, status and standard errors, for every solver`, () => {
      const { x, y } = calmData(form, N, 3);
      for (const solver of SOLVER_NAMES) {
        const options: FitOptions = { ...form.options, solver, maxIterations: 60 };
        const want = fitSync(x, y, { ...options, weights: PLAIN });
        for (const exponent of EXPONENTS) {
          const got = fitSync(x, y, { ...options, weights: scaled(exponent) });
          const name = `${solver}, 2^${exponent}`;
          expect(coefficientsOf(got), name).toBe(coefficientsOf(want));
          expect(got.status, name).toEqual(want.status);
          expect(got.objective, name).toBe(want.objective);
          if (exponent < -1000) continue; // what is in their units is no number of full precision
          const ratio = got.deviance / 2 ** exponent / want.deviance;
          expect(Math.abs(ratio - 1), `${name}: deviance`).toBeLessThan(1e-12);
          expect(Number(got.toJSON().totalWeight) / 2 ** exponent, name).toBe(want.toJSON().totalWeight);
          if (form.family.dispersion !== "free") continue;
          const errors = (model: Model) => model.summary().rows.map(({ standardError }) => standardError);
          expect(errors(got), `${name}: standard errors`).toEqual(errors(want));
        }
      }
    });
  }

  const { x, y } = calmData("gaussian", N, 3);
  const classes = y.map((v, i) => ["a", "b", "c"][Math.abs(Math.round(v) + i) % 3]!);
  it("penalties, noise, multinomial, paths and cross-validation do not see it", async () => {
    for (const exponent of EXPONENTS) {
      const [weights, weightType] = [scaled(exponent), "analytic"] as const;
      for (const options of [
        { penalty: ridge(0.1) },
        { penalty: lasso(0.05) },
        { noise: dropout(0.3) },
        { bounds: { lower: 0 } },
      ]) {
        const [got, want] = [weights, PLAIN].map((w) => fitSync(x, y, { ...options, weights: w, weightType }));
        expect(coefficientsOf(got!)).toBe(coefficientsOf(want!));
        expect(got!.status).toEqual(want!.status);
      }
      const many = [weights, PLAIN].map((w) => fitSync(x, classes, { family: "multinomial", weights: w }));
      expect(coefficientsOf(many[0]!)).toBe(coefficientsOf(many[1]!));
      expect(many[0]!.score(x, classes, { weights })).toEqual(many[1]!.score(x, classes, { weights: PLAIN }));
      const paths = [weights, PLAIN].map((w) => pathSync(x, y, { weights: w, count: 5 }));
      expect(paths[0]!.lambdas).toEqual(paths[1]!.lambdas);
      expect(paths[0]!.devianceExplained).toEqual(paths[1]!.devianceExplained);
      const judged = await Promise.all(
        [weights, PLAIN].map((w) => crossValidate(x, y, { weights: w, lambdas: [0.1, 0.01], folds: 3 })),
      );
      expect(judged[0]!.mean).toEqual(judged[1]!.mean);
      expect(judged[0]!.standardError).toEqual(judged[1]!.standardError);
      expect(separation(x, y.map((v) => Number(v > 0)), { weights })).toEqual(separation(x, y.map((v) => Number(v > 0)), { weights: PLAIN })); // biome-ignore format: two calls
    }
  });

  it("inference, intervals, comparisons and diagnostics are the same where their units are numbers", () => {
    const small = x.map(([a, b]) => [a!, b!]);
    const about = (weights: number[]) => {
      const model = fitSync(x, y, { weights });
      const found = diagnose(model, x, y, { weights });
      return {
        infer: infer(model, x, y, { weights }).rows.map(({ standardError }) => standardError),
        robust: infer(model, x, y, { weights, covariance: "HC1" }).rows.map(({ standardError }) => standardError),
        profile: profileInterval(model, x, y, { weights }).map(({ lower, upper }) => [lower, upper]),
        score: compareModels(fitSync(small, y, { weights }), model, { test: "score", x: asNamed(x), y, weights })
          .statistic,
        wald: compareModels(fitSync(small, y, { weights }), model).statistic,
        leverage: [...found.leverage!],
        cook: [...found.cooksDistance!],
        standardized: [...found.standardized!],
        quantile: [...(model.residuals(x, y, { weights, type: "quantile" }) as Float64Array)],
        saved: Model.fromJSON(JSON.stringify(model)).predict(x, { interval: 0.9 }),
      };
    };
    const asNamed = (rows: number[][]) => rows;
    const want = about(PLAIN);
    for (const exponent of [-1000, -600, 600, 1000]) {
      const got = about(scaled(exponent));
      for (const key of Object.keys(want) as (keyof typeof want)[]) {
        const [a, b] = [JSON.stringify(got[key]), JSON.stringify(want[key])].map((text) => (text.match(/-?[\d.]+(e[-+]\d+)?/g) ?? []).map(Number)); // biome-ignore format: one line
        expect(a!.length, key).toBe(b!.length);
        a!.forEach((v, k) => {
          expect(Math.abs(v - b![k]!), `${key}, 2^${exponent}`).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(b![k]!)));
        });
      }
    }
  });

  it("tiny weights beside usual ones are as good as 0", () => {
    const mixed = PLAIN.map((w, i) => (i % 4 === 0 ? 1e-300 : w));
    for (const family of ["gaussian", "poisson", "binomial"] as const) {
      const own = calmData(family, N, 3);
      const got = fitSync(own.x, own.y, { family, weights: mixed });
      const want = fitSync(own.x.filter((_, i) => i % 4 !== 0), own.y.filter((_, i) => i % 4 !== 0), { family, weights: PLAIN.filter((_, i) => i % 4 !== 0) }); // biome-ignore format: one call
      got.coefficients.forEach((b, j) => {
        expect(Math.abs(b - want.coefficients[j]!)).toBeLessThan(1e-9);
      });
    }
  });

  it("a penalty on the scale of sums sees weights as they were given", () => {
    const weights = scaled(-600);
    const got = fitSync(x, y, { weights, penalty: ridge(2 ** -600, { scale: "sum" }) });
    expect(coefficientsOf(got)).toBe(
      coefficientsOf(fitSync(x, y, { weights: PLAIN, penalty: ridge(1, { scale: "sum" }) })),
    );
    expect(() => fitSync(x, y, { weights: scaled(-1070), penalty: ridge(1, { scale: "sum" }) })).toThrow(
      /use scale "mean"/,
    );
  });

  it("weights whose sum is no number are refused", () => {
    expect(() => fitSync([[1], [2], [3]], [1, 2, 4], { weights: [1e308, 1e308, 1e308] })).toThrow(
      /too large to be summed/,
    );
  });
});
