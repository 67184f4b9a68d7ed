// How noises relate to each other, to ridge and to the formulas of docs/objective.md written out by hand.
import { describe, expect, it } from "vitest";
import { additive, dropout, type FitOptions, fitSync, type Model, type Noise, ridge } from "../../src/index.js";
import { approximationsOf, COPIES } from "../helpers/cases.js";
import { copyOf } from "../helpers/copies.js";
import { calmData, calmFor, expectFit, expectSameBits, fitCases, SOLVER_NAMES } from "../helpers/fits.js";
import { FORMS, type Form, fisherAt, formOf, lossAt } from "../helpers/forms.js";
import { LOG_MOMENT, VARIANCE } from "../helpers/noises.js";
import { sliced } from "../helpers/slice.js";

const P = 4;

function meanOver(weights: readonly number[], value: (i: number) => number): number {
  return weights.reduce((sum, w, i) => sum + w * value(i), 0) / weights.reduce((a, b) => a + b);
}

for (const example of sliced(fitCases(P))) {
  const { name, form, noise, approximation, options } = example;
  if (noise === undefined) continue;
  const { x, y } = calmFor(example);
  const weights = y.map((_, i) => 1 + (i % 3));
  const offset = y.map((_, i) => (form.family.isBounded ? 0.02 : 0.3) * ((i % 4) - 1));
  const model = fitSync(x, y, { ...options, weights, offset });
  const eta = model.predict(x, { offset, type: "link" });
  const strengths = noise.strength as readonly number[];
  const spread = (i: number) =>
    x[i]!.reduce((sum, v, j) => sum + VARIANCE[noise.noise]!(v, strengths[j]!) * model.coefficients[j]! ** 2, 0);

  describe(`noise: ${name}`, () => {
    it("has the adaptive penalty of its definition", () => {
      model.adaptivePenalty!.forEach((q, j) => {
        const want = meanOver(
          weights,
          (i) => fisherAt(form, eta[i]!) * VARIANCE[noise.noise]!(x[i]![j]!, strengths[j]!),
        );
        expect(Math.abs(q - want)).toBeLessThan(1e-13 * Math.max(1, want));
      });
    });

    it("has the objective of its definition", () => {
      const moment = (i: number, sign: number) =>
        x[i]!.reduce((sum, v, j) => sum + LOG_MOMENT[noise.noise]!(v, sign * model.coefficients[j]!, strengths[j]!), 0);
      const loss = (i: number, at = eta[i]!) => lossAt(form, y[i]!, at);
      const { name: family } = form.family;
      let want: number;
      if (approximation === "quadratic" || (form.family.isQuadratic && approximation !== "monte-carlo")) {
        want = meanOver(weights, (i) => loss(i) + 0.5 * fisherAt(form, eta[i]!) * spread(i));
      } else if (approximation === "gaussian") {
        want = meanOver(weights, (i) => expected((e) => loss(i, e), eta[i]!, spread(i)));
      } else if (approximation === "monte-carlo") {
        want = meanOver(weights, (i) => meanOfCopies(i));
      } else if (family === "poisson") {
        want = meanOver(weights, (i) => loss(i) + Math.exp(eta[i]!) * Math.expm1(moment(i, 1)));
      } else {
        expect(family).toBe("gamma");
        want = meanOver(weights, (i) => loss(i) + y[i]! * Math.exp(-eta[i]!) * Math.expm1(moment(i, -1)));
      }
      expect(Math.abs(model.objective - want)).toBeLessThan(1e-10);

      function meanOfCopies(i: number): number {
        let sum = 0;
        for (let copy = 0; copy < COPIES; copy++) {
          const drawn = copyOf(x[i]!, i, copy, [noise!], noise!.seed!);
          sum += loss(
            i,
            drawn.reduce((e, v, j) => e + (v - x[i]![j]!) * model.coefficients[j]!, eta[i]!),
          );
        }
        return sum / COPIES;
      }
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

/** E l(eta + sqrt(s) Z) by the trapezoidal rule. */
function expected(loss: (eta: number) => number, eta: number, s: number): number {
  const h = 1 / 64;
  let sum = 0;
  for (let z = -12; z <= 12; z += h) sum += Math.exp(-z * z * 0.5) * loss(eta + Math.sqrt(s) * z);
  return (sum * h) / Math.sqrt(2 * Math.PI);
}

/** Forms that need no copies: they know nothing of the order of rows and columns. */
const closed = ({ family }: Form) => family.approximations;

for (const solver of SOLVER_NAMES) {
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
        for (const approximation of closed(formOf("gaussian")))
          expectFit(gaussian({ noise: { ...noise, approximation } }), exact);
      });
    }

    it("several noises are the sum of their ridges", () => {
      const factors = [0, 1, 2, 3].map((j) => 0.25 * squares(j) + 0.09);
      expectFit(gaussian({ noise: [dropout(0.2), additive(0.3)] }), gaussian({ penalty: ridge(1, { factors }) }));
    });
  });

  for (const form of FORMS) {
    const { x, y } = calmData(form);
    const run = (noise: Noise | readonly Noise[] | undefined, more: FitOptions = {}): Model =>
      fitSync(x, y, { ...form.options, solver, noise, ...more });

    describe.skipIf(closed(form).length === 0)(`several noises (${form.name}, ${solver})`, () => {
      it("have forms without copies", () => expect(closed(form)).not.toContain("monte-carlo"));
      for (const approximation of closed(form)) {
        it(`of one kind add: variances and odds (${approximation})`, () => {
          const how = { approximation };
          expectFit(run([additive(0.3, how), additive(0.4, how)]), run(additive(0.5, how)));
          if (approximation === "exact" && !form.family.isQuadratic) return; // two dropouts are not one there
          expectFit(run([dropout(0.2, how), dropout(1 / 3, how)]), run(dropout(3 / 7, how))); // 1/4 + 1/2 = 3/4
        });

        it(`may come in any order (${approximation})`, () => {
          const [a, b] = [dropout(0.2, { approximation }), additive(0.4, { approximation })];
          expectFit(run([a, b]), run([b, a]));
        });
      }
    });

    describe(`no noise (${form.name}, ${solver})`, () => {
      it("is what a strength of 0 and an empty list are, bit for bit", () => {
        const none = run(undefined);
        expect(none.adaptivePenalty).toBeUndefined();
        for (const noise of [dropout(0), additive(0), [], [dropout(0), additive([0, 0, 0, 0])]]) {
          expectSameBits(run(noise), none);
        }
      });

      it("is what a vanishing one comes to", () => {
        const none = run(undefined);
        for (const approximation of approximationsOf(form.family)) {
          expectFit(run(dropout(1e-14, { approximation })), none);
          // what copies add is of first order in the deviation, closed forms know the variance only
          expectFit(run(additive(approximation === "monte-carlo" ? 1e-15 : 1e-7, { approximation })), none);
        }
      });
    });

    it(`one strength for all columns is the same for each, bit for bit (${form.name}, ${solver})`, () => {
      for (const approximation of approximationsOf(form.family)) {
        expectSameBits(run(dropout([0.3, 0.3, 0.3, 0.3], { approximation })), run(dropout(0.3, { approximation })));
        expectSameBits(run(additive([0.3, 0.3, 0.3, 0.3], { approximation })), run(additive(0.3, { approximation })));
      }
    });

    it(`weak additive noise: all forms agree to second order (${form.name}, ${solver})`, () => {
      const objectives = closed(form).map((approximation) => run(additive(0.03, { approximation })).objective);
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
  for (const form of FORMS) {
    it(`is the first that the family names, else copies (${form.name})`, () => {
      const { x, y } = calmData(form);
      const [approximation] = approximationsOf(form.family);
      expectSameBits(
        fitSync(x, y, { ...form.options, noise: dropout(0.2) }),
        fitSync(x, y, { ...form.options, noise: dropout(0.2, { approximation: approximation! }) }),
      );
    });
  }

  it("is exact where that exists, else gaussian, quadratic for canonical links whose eta has a domain", () => {
    const chosen = Object.fromEntries(FORMS.map((form) => [form.name, approximationsOf(form.family)[0]]));
    expect(chosen).toMatchObject({
      "gaussian identity": "exact",
      "binomial logit": "gaussian",
      "binomial probit": "gaussian",
      "binomial identity": "monte-carlo",
      "poisson log": "exact",
      "poisson sqrt": "monte-carlo",
      "gamma log": "exact",
      "gamma inverse": "quadratic",
      "inverse-gaussian inverse-squared": "quadratic",
      "negative-binomial log": "gaussian",
      "tweedie log": "gaussian",
    });
  });
});
