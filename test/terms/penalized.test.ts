// Tests of terms of bias-reduced fits: by penalized likelihoods, also where a smaller fit would be separated.
import { describe, expect, it } from "vitest";
import { anova, compareModels, drop1, fitSync, type LinkName } from "../../src/index.js";
import { relative } from "../helpers/numeric.js";

const ROWS = [0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1].map((y, i) => ({
  y,
  x: Number(i > 5),
  z: i % 3,
  g: "abbac"[i % 5]!,
}));
const fitted = (formula: string, link: LinkName = "logit") =>
  fitSync(formula, ROWS, { family: "binomial", link, biasReduction: "firth" });

describe("tests of terms of a bias-reduced fit", () => {
  const model = fitted("y ~ x + z + g");
  const ratio = (formula: string): number => compareModels(fitted(formula), model, { table: ROWS }).statistic;

  it("are those of compareModels, with the penalty of all columns", () => {
    const want = [ratio("y ~ z + g"), ratio("y ~ x + g"), ratio("y ~ x + z")];
    for (const { rows } of [anova(model, ROWS), anova(model, ROWS, { type: "III" }), drop1(model, ROWS)]) {
      rows.forEach(({ statistic }, t) => {
        expect(relative(statistic, want[t]!)).toBeLessThan(1e-7);
      });
      expect(rows.map(({ df }) => df)).toEqual([1, 1, 2]);
    }
  });
  it("of type I add up to the test of all terms", () => {
    const { rows } = anova(model, ROWS, { type: "I" });
    const sum = rows.reduce((total, { statistic }) => total + statistic, 0);
    expect(relative(sum, ratio("y ~ 1"))).toBeLessThan(1e-7);
    expect(rows[0]!.residualDeviance).toBeUndefined();
  });
  it("say what they are, and show no deviance of another fit", () => {
    expect(String(anova(model, ROWS))).toContain("type II: penalized likelihood ratios");
    expect(String(drop1(model, ROWS))).toMatch(/penalized likelihood ratios\n\nterm {2}df {2}chi-square/);
  });
  it("are Wald's for a link without a penalized likelihood", () => {
    const probit = fitted("y ~ x + z", "probit");
    expect(anova(probit, ROWS).test).toBe("wald");
    expect(() => anova(probit, ROWS, { test: "likelihood-ratio" })).toThrow(/needs a penalized likelihood/);
  });
});
