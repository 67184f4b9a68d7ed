// How noises relate to each other, to ridge and to the formulas of docs/objective.md written out by hand.
import { describe, expect, it } from "vitest";
import { FAMILIES, type FamilyName } from "../../src/families/index.js";
import {
  type ApproximationName,
  additive,
  dropout,
  type FitOptions,
  fitSync,
  type Model,
  type Noise,
  ridge,
} from "../../src/index.js";
import { APPROXIMATIONS } from "../../src/noise/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { calmData, expectFit, expectSameBits, fitCases } from "../helpers/fits.js";

const P = 4;
const FORMS = Object.keys(APPROXIMATIONS) as ApproximationName[];
const FAMILY_NAMES = Object.keys(FAMILIES) as FamilyName[];
const formsOf = (family: FamilyName) => FORMS.filter((form) => form !== "exact" || FAMILIES[family].exact);

/** A''(eta) of the canonical links. */
const CURVATURE: Record<FamilyName, (mu: number) => number> = {
  gaussian: () => 1,
  binomial: (mu) => mu * (1 - mu),
  poisson: (mu) => mu,
};

/** l(y, eta), terms in y alone dropped as in docs/objective.md. */
const LOSS: Record<FamilyName, (y: number, eta: number) => number> = {
  gaussian: (y, eta) => (y - eta) ** 2 / 2,
  binomial: (y, eta) => Math.log1p(Math.exp(eta)) - y * eta,
  poisson: (y, eta) => Math.exp(eta) - y * eta,
};

const VARIANCE: Record<string, (x: number, strength: number) => number> = {
  dropout: (x, d) => (d / (1 - d)) * x * x,
  additive: (_, h) => h * h,
  multiplicative: (x, h) => h * h * x * x,
  laplace: (_, h) => 2 * h * h,
};

/** log E exp(b (x~ - x)) */
const LOG_MOMENT: Record<string, (x: number, b: number, strength: number) => number> = {
  dropout: (x, b, d) => Math.log(d + (1 - d) * Math.exp((b * x) / (1 - d))) - b * x,
  additive: (_, b, h) => (h * h * b * b) / 2,
  multiplicative: (x, b, h) => (h * h * x * x * b * b) / 2,
  laplace: (_, b, h) => -Math.log(1 - h * h * b * b),
};

function meanOver(weights: readonly number[], value: (i: number) => number): number {
  return weights.reduce((sum, w, i) => sum + w * value(i), 0) / weights.reduce((a, b) => a + b);
}

for (const { name, family, noise, approximation, options } of fitCases(P)) {
  if (noise === undefined) continue;
  const { x, y } = calmData(family);
  const weights = y.map((_, i) => 1 + (i % 3));
  const offset = y.map((_, i) => 0.3 * ((i % 4) - 1));
  const model = fitSync(x, y, { ...options, weights, offset });
  const mu = model.predict(x, { offset });
  const eta = model.predict(x, { offset, type: "link" });
  const strengths = noise.strength as readonly number[];
  const spread = (i: number) =>
    x[i]!.reduce((sum, v, j) => sum + VARIANCE[noise.noise]!(v, strengths[j]!) * model.coefficients[j]! ** 2, 0);

  describe(`noise: ${name}`, () => {
    it("has the adaptive penalty of its definition", () => {
      model.adaptivePenalty!.forEach((q, j) => {
        const want = meanOver(
          weights,
          (i) => CURVATURE[family](mu[i]!) * VARIANCE[noise.noise]!(x[i]![j]!, strengths[j]!),
        );
        expect(Math.abs(q - want)).toBeLessThan(1e-13 * Math.max(1, want));
      });
    });

    it("has the objective of its definition", () => {
      const plain = meanOver(weights, (i) => LOSS[family](y[i]!, eta[i]!));
      let extra: number;
      if (approximation === "quadratic" || family === "gaussian") {
        extra = meanOver(weights, (i) => 0.5 * CURVATURE[family](mu[i]!) * spread(i));
      } else if (family === "poisson" && approximation === "gaussian") {
        extra = meanOver(weights, (i) => Math.exp(eta[i]!) * Math.expm1(spread(i) / 2));
      } else if (family === "poisson") {
        const moment = (i: number) =>
          x[i]!.reduce((sum, v, j) => sum + LOG_MOMENT[noise.noise]!(v, model.coefficients[j]!, strengths[j]!), 0);
        extra = meanOver(weights, (i) => Math.exp(eta[i]!) * Math.expm1(moment(i)));
      } else {
        extra = meanOver(weights, (i) => softplusExcess(eta[i]!, spread(i)));
      }
      expect(Math.abs(model.objective - plain - extra)).toBeLessThan(1e-10);
    });

    it("leaves a column of strength 0 alone and bounds none of the others", () => {
      expect(strengths[1]).toBe(0);
      expect(model.adaptivePenalty![1]).toBe(0);
      expect(Math.min(...[0, 2, 3].map((j) => model.adaptivePenalty![j]!))).toBeGreaterThan(0);
    });

    it("costs: the deviance is not below that of the fit without it", () => {
      const { noise: _, ...without } = options;
      expect(model.deviance).toBeGreaterThanOrEqual(fitSync(x, y, { ...without, weights, offset }).deviance);
    });
  });
}

/** E log(1 + e^(eta + sqrt(s) Z)) - log(1 + e^eta) by the trapezoidal rule. */
function softplusExcess(eta: number, s: number): number {
  const h = 1 / 64;
  let sum = 0;
  for (let z = -12; z <= 12; z += h) sum += Math.exp(-z * z * 0.5) * Math.log1p(Math.exp(eta + Math.sqrt(s) * z));
  return (sum * h) / Math.sqrt(2 * Math.PI) - Math.log1p(Math.exp(eta));
}

for (const solver of Object.keys(SOLVERS) as SolverName[]) {
  const data = calmData("gaussian");
  const weights = data.y.map((_, i) => 1 + (i % 3));
  const gaussian = (more: FitOptions): Model => fitSync(data.x, data.y, { solver, weights, ...more });
  const squares = (j: number) => meanOver(weights, (i) => data.x[i]![j]! ** 2);

  describe(`gaussian family (${solver})`, () => {
    it("additive noise is ridge with lambda = sd^2", () => {
      expectFit(gaussian({ noise: additive(0.7) }), gaussian({ penalty: ridge(0.49) }));
    });

    it("additive noise by column is ridge with factors", () => {
      const noise = additive([0.1, 0, 2, 1]);
      expectFit(gaussian({ noise }), gaussian({ penalty: ridge(1, { factors: [0.01, 0, 4, 1] }) }));
    });

    it("dropout is ridge on columns of unit mean square: lambda_j = d / (1 - d) mean x_j^2", () => {
      const factors = [0, 1, 2, 3].map(squares);
      const noised = gaussian({ noise: dropout(0.2) });
      expectFit(noised, gaussian({ penalty: ridge(0.25, { factors }) }));
      noised.adaptivePenalty!.forEach((q, j) => {
        expect(q).toBeCloseTo(0.25 * factors[j]!, 12);
      });
    });

    it("dropout of one column without an intercept is the closed form by hand", () => {
      // beta = (1 - d) sum x y / sum x^2
      const x = data.x.map((row) => [row[3]!]);
      const top = meanOver(weights, (i) => x[i]![0]! * data.y[i]!);
      const model = fitSync(x, data.y, { solver, weights, intercept: false, noise: dropout(0.4) });
      expectFit(model, { coefficients: [(0.6 * top) / squares(3)] });
    });

    for (const noise of [dropout(0.3), additive(0.4)]) {
      it(`all forms of ${noise.noise} are the same`, () => {
        const exact = gaussian({ noise });
        for (const approximation of FORMS) expectFit(gaussian({ noise: { ...noise, approximation } }), exact);
      });
    }

    it("several noises are the sum of their ridges", () => {
      const factors = [0, 1, 2, 3].map((j) => 0.25 * squares(j) + 0.09);
      expectFit(gaussian({ noise: [dropout(0.2), additive(0.3)] }), gaussian({ penalty: ridge(1, { factors }) }));
    });
  });

  for (const family of FAMILY_NAMES) {
    const { x, y } = calmData(family);
    const run = (noise: Noise | readonly Noise[] | undefined, more: FitOptions = {}): Model =>
      fitSync(x, y, { family, solver, noise, ...more });

    describe(`several noises (${family}, ${solver})`, () => {
      for (const approximation of formsOf(family)) {
        it(`of one kind add: variances and odds (${approximation})`, () => {
          const form = { approximation };
          expectFit(run([additive(0.3, form), additive(0.4, form)]), run(additive(0.5, form)));
          if (approximation === "exact" && family === "poisson") return; // two dropouts are not one there
          expectFit(run([dropout(0.2, form), dropout(1 / 3, form)]), run(dropout(3 / 7, form))); // 1/4 + 1/2 = 3/4
        });

        it(`may come in any order (${approximation})`, () => {
          const [a, b] = [dropout(0.2, { approximation }), additive(0.4, { approximation })];
          expectFit(run([a, b]), run([b, a]));
        });
      }
    });

    describe(`no noise (${family}, ${solver})`, () => {
      it("is what a strength of 0 and an empty list are, bit for bit", () => {
        const none = run(undefined);
        expect(none.adaptivePenalty).toBeUndefined();
        for (const noise of [dropout(0), additive(0), [], [dropout(0), additive([0, 0, 0, 0])]]) {
          expectSameBits(run(noise), none);
        }
      });

      it("is what a vanishing one comes to", () => {
        const none = run(undefined);
        for (const approximation of formsOf(family)) {
          expectFit(run(dropout(1e-14, { approximation })), none);
          expectFit(run(additive(1e-7, { approximation })), none);
        }
      });
    });

    it(`one strength for all columns is the same for each, bit for bit (${family}, ${solver})`, () => {
      for (const approximation of formsOf(family)) {
        expectSameBits(run(dropout([0.3, 0.3, 0.3, 0.3], { approximation })), run(dropout(0.3, { approximation })));
        expectSameBits(run(additive([0.3, 0.3, 0.3, 0.3], { approximation })), run(additive(0.3, { approximation })));
      }
    });

    it(`weak additive noise: all forms agree to second order (${family}, ${solver})`, () => {
      const objectives = formsOf(family).map((approximation) => run(additive(0.03, { approximation })).objective);
      const penalty = objectives[0]! - run(undefined).objective;
      for (const other of objectives) expect(Math.abs(other - objectives[0]!)).toBeLessThan(1e-2 * penalty);
    });
  }

  it(`poisson: additive Gaussian noise is exactly Gaussian (${solver})`, () => {
    const { x, y } = calmData("poisson");
    const [exact, gaussianForm] = (["exact", "gaussian"] as const).map((approximation) =>
      fitSync(x, y, { family: "poisson", solver, noise: additive(0.4, { approximation }) }),
    );
    expectFit(gaussianForm!, exact!);
  });
}

describe("the default form", () => {
  for (const family of FAMILY_NAMES) {
    it(`is exact where that exists, else gaussian (${family})`, () => {
      const { x, y } = calmData(family);
      const approximation = FAMILIES[family].exact ? "exact" : "gaussian";
      expectSameBits(
        fitSync(x, y, { family, noise: dropout(0.2) }),
        fitSync(x, y, { family, noise: dropout(0.2, { approximation }) }),
      );
    });
  }
});
