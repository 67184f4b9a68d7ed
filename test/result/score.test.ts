import { describe, expect, it } from "vitest";
import { familyOf } from "../../src/families/index.js";
import { fitSync } from "../../src/index.js";
import { scorePredictors } from "../../src/result/score.js";
import { withScope } from "../../src/wasm/scope.js";
import { dataFor } from "../helpers/cases.js";
import { FORMS } from "../helpers/forms.js";

describe("score", () => {
  for (const form of FORMS) {
    it(`on the rows of the fit is the fit's own deviance over W (${form.name})`, () => {
      const { x, y } = dataFor(form, 40, 3, 8);
      const weights = y.map((_, i) => i % 4);
      const offset = y.map((_, i) => (i % 3) / (form.family.isBounded ? 40 : 5));
      const model = fitSync(x, y, { ...form.options, weights, offset });
      const score = model.score(x, y, { weights, offset });
      const total = weights.reduce((a, b) => a + b);
      expect(score.deviance).toBeCloseTo(model.deviance / total, 12);
      expect(score.n).toBe(30);
      const mu = model.predict(x, { offset });
      const squares = y.reduce((sum, v, i) => sum + weights[i]! * (v - mu[i]!) ** 2, 0);
      expect(score.meanSquaredError).toBeCloseTo(squares / total, 12);
    });
  }

  it("is plain data", () => {
    const score = fitSync([[0], [1], [2], [3]], [0, 1, 0, 1], { family: "binomial" }).score([[0], [1]], [0, 1]);
    const fields = Object.values(Object.getOwnPropertyDescriptors(score));
    expect(fields.every((field) => "value" in field)).toBe(true);
    expect(structuredClone(score)).toEqual(score);
  });

  it("has log loss, accuracy and area under the curve for two classes only", () => {
    const gaussian = fitSync([[1], [2], [3]], [1, 2, 4]).score([[1]], [1]);
    expect([gaussian.logLoss, gaussian.accuracy, gaussian.auc]).toEqual([undefined, undefined, undefined]);
    const x = [[0], [1], [2], [3]];
    const model = fitSync(x, ["a", "b", "a", "b"], { family: "binomial" });
    const score = model.score(x, ["a", "b", "a", "b"]);
    expect(score.auc).toBe(0.75);
    expect(score.accuracy).toBe(0.5); // the fit changes its mind halfway: rows 0 and 3 right
    expect(score.logLoss).toBeCloseTo(score.deviance / 2, 14);
  });

  it("has a log loss that is the entropy at a model without columns", () => {
    const rows = [[], [], [], []];
    const score = fitSync(rows, [1, 0, 0, 0], { family: "binomial" }).score(rows, [1, 0, 0, 0]);
    expect(score.logLoss).toBeCloseTo(-(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)), 14);
    expect(score.meanSquaredError).toBeCloseTo((0.75 ** 2 + 3 * 0.25 ** 2) / 4, 14);
  });

  it("takes labels of the fit, also when the new rows hold one class only", () => {
    const model = fitSync([[0], [1], [2], [3]], ["no", "yes", "no", "yes"], { family: "binomial" });
    const score = model.score([[3]], ["yes"]);
    expect(score.accuracy).toBe(1);
    expect(score.auc).toBeNaN();
    expect(model.score([[3]], [1])).toEqual(score);
    expect(() => model.score([[3]], ["maybe"])).toThrow(
      /y\[0\] = maybe is not a class of the model; expected no or yes/,
    );
  });

  it("keeps probabilities of many classes off both ends, if told", () => {
    const etas = [5, 0, -5].map((eta) => Float64Array.of(eta)); // one row, probabilities 0.993, 0.0067, 0.00005
    const truth = { y: Float64Array.of(0), weight: undefined, totalWeight: 1, observations: 1 };
    const score = withScope((scope) => scorePredictors(scope, familyOf("multinomial", "logit"), etas, truth, 0.02));
    expect(score.logLoss).toBeCloseTo(-Math.log(0.98), 14);
    expect(score.meanSquaredError).toBeCloseTo(3 * 0.02 ** 2, 14);
  });

  it("takes successes out of trials", () => {
    const x = [[0], [1], [2]];
    const options = { trials: [10, 20, 10] };
    const model = fitSync(x, [2, 9, 8], { family: "binomial", ...options });
    const score = model.score(x, [2, 9, 8], options);
    expect(score.deviance).toBeCloseTo(model.deviance / 40, 12);
    expect(score.n).toBe(3);
  });

  it("does not mind labels with weight 0", () => {
    const model = fitSync([[0], [1], [2], [3]], [0, 1, 0, 1], { family: "binomial" });
    const score = model.score([[0], [1], [9]], [0, 1, 0], { weights: [1, 1, 0] });
    expect(score).toEqual(model.score([[0], [1]], [0, 1]));
  });

  for (const [what, run, message] of [
    [
      "an unknown option",
      (m: Fitted) => m.score([[1]], [1], { weight: [1] } as never),
      /score: unknown option weight; did you mean weights\?/,
    ],
    ["too few y", (m: Fitted) => m.score([[1], [2]], [1]), /y has length 1; expected 2, the number of rows of x/],
    [
      "y out of the domain",
      (m: Fitted) => m.score([[1]], [-1]),
      /y\[0\] = -1 is outside \[0, Infinity\), the domain of the poisson family/,
    ],
    [
      "weights that are all 0",
      (m: Fitted) => m.score([[1]], [1], { weights: [0] }),
      /weights are all 0; at least one row needs a positive weight/,
    ],
    [
      "trials of another family",
      (m: Fitted) => m.score([[1]], [1], { trials: [1] }),
      /trials needs family "binomial"; family is "poisson"/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      const model = fitSync([[0], [1], [2]], [1, 0, 3], { family: "poisson" });
      expect(() => run(model)).toThrow(message);
    });
  }
});

type Fitted = ReturnType<typeof fitSync>;
