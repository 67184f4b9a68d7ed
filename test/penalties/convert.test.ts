// lambda of other libraries: both directions, by hand, and by equal fits.
import { describe, expect, it } from "vitest";
import { fitSync, type LambdaContext, type LambdaConvention, lambdaFrom, lambdaTo, ridge } from "../../src/index.js";
import { LAMBDA_CONVENTIONS } from "../../src/penalties/convert.js";

const CONTEXT: LambdaContext = { totalWeight: 160, responseDeviation: 2.5 };

/** What "glmnet lambda 0.02" and the like are here, worked out by hand for W = 160 and sd(y) = 2.5. */
const BY_HAND: Record<LambdaConvention, readonly [value: number, lambda: number]> = {
  glmnet: [0.02, 0.02],
  "glmnet-gaussian": [0.02, 0.008], // 0.02 / 2.5
  glum: [0.02, 0.02],
  "scikit-learn-alpha": [0.02, 0.02],
  "scikit-learn-C": [0.5, 0.0125], // 1 / (0.5 * 160)
  "scikit-learn-ridge": [4, 0.025], // 4 / 160
  liblinear: [0.5, 0.0125],
  statsmodels: [0.02, 0.02],
};

describe("lambda conversions", () => {
  it("are all worked out by hand here", () => expect(Object.keys(BY_HAND)).toEqual(LAMBDA_CONVENTIONS));

  for (const convention of LAMBDA_CONVENTIONS) {
    const [value, lambda] = BY_HAND[convention];
    it(`${convention}: ${value} is lambda ${lambda}`, () => {
      expect(lambdaFrom(convention, value, CONTEXT)).toBeCloseTo(lambda, 15);
      expect(lambdaTo(convention, lambda, CONTEXT)).toBeCloseTo(value, 13);
    });

    it(`${convention}: there and back is where one started`, () => {
      for (const v of [1e-6, 0.3, 1, 7, 1e5]) {
        const back = lambdaTo(convention, lambdaFrom(convention, v, CONTEXT), CONTEXT);
        expect(Math.abs(back / v - 1)).toBeLessThan(1e-15);
      }
    });
  }

  it("scikit-learn's Ridge(alpha): the fit solves (Xc'Xc + alpha I) beta = Xc'yc", () => {
    const x = [0, 1, 2, 4];
    const y = [1, 0, 3, 5];
    const alpha = 2;
    // means 7/4 and 9/4: Xc'Xc = 21 - 49/4 = 35/4, Xc'yc = 26 - 63/4 = 41/4
    const want = 41 / 4 / (35 / 4 + alpha);
    const lambda = lambdaFrom("scikit-learn-ridge", alpha, { totalWeight: 4 });
    const model = fitSync({ x }, y, { penalty: ridge(lambda) });
    expect(model.coefficients[0]).toBeCloseTo(want, 14);
  });

  it("LogisticRegression(C): at the fit C sum (mu - y) x + beta = 0", () => {
    const x = [0, 1, 2, 3, 4, 5];
    const y = [0, 0, 1, 0, 1, 1];
    const C = 0.8;
    const model = fitSync({ x }, y, {
      family: "binomial",
      penalty: ridge(lambdaFrom("scikit-learn-C", C, { totalWeight: 6 })),
    });
    const mu = model.predict({ x });
    const pull = x.reduce((sum, v, i) => sum + C * (mu[i]! - y[i]!) * v, 0);
    expect(Math.abs(pull + model.coefficients[0]!)).toBeLessThan(1e-8);
  });
});

describe("a conversion that cannot be done", () => {
  for (const [what, run, message] of [
    [
      "unknown convention",
      () => lambdaFrom("sklearn" as "glum", 1),
      /convention is "sklearn"; expected one of glmnet, /,
    ],
    [
      "missing weight",
      () => lambdaFrom("liblinear", 1),
      /totalWeight is undefined; this conversion needs the sum of the weights/,
    ],
    ["weight of 0", () => lambdaTo("liblinear", 1, { totalWeight: 0 }), /totalWeight is 0; /],
    [
      "missing deviation",
      () => lambdaFrom("glmnet-gaussian", 1, { totalWeight: 3 }),
      /responseDeviation is undefined; glmnet's gaussian/,
    ],
    ["C of 0", () => lambdaFrom("scikit-learn-C", 0, CONTEXT), /value is 0; expected a number > 0/],
    ["lambda of 0 as C", () => lambdaTo("scikit-learn-C", 0, CONTEXT), /lambda is 0; expected a number > 0/],
    ["negative", () => lambdaFrom("glum", -1), /value is -1; expected a number >= 0/],
    ["NaN", () => lambdaFrom("glum", Number.NaN), /value is NaN; expected a number >= 0/],
  ] as const) {
    it(`is refused: ${what}`, () => {
      expect(run).toThrow(message);
      expect(run).toThrow(expect.objectContaining({ name: "GlmError", code: "BAD_OPTION" }));
    });
  }
});
