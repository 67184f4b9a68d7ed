// What a visitor has chosen stands in the address, and comes back from it.
import { describe, expect, it } from "vitest";
import { addressOf, placeOf } from "../../web/src/address.js";
import { specOf } from "./made.js";

const SPEC = specOf({
  response: "y & more",
  predictors: ["a=b", "naïve name", "100%"],
  family: "poisson",
  link: "sqrt",
  missing: "indicator",
  weights: "w+w",
  noise: "additive",
  rate: 0.95,
  approximation: "gaussian",
  penalty: "lasso",
  lambda: 1e-5,
  types: { "a:b": "category", day: "date" },
});

describe("the address", () => {
  it("brings back all of a choice", () => {
    const place = placeOf(addressOf({ set: "spambase", file: undefined, view: "compare", spec: SPEC }));
    expect(place).toEqual({ set: "spambase", file: undefined, view: "compare", spec: SPEC });
  });
  it("brings back a formula", () => {
    const formula = "log(y) ~ a * `b c` + I(d^2)";
    const { spec } = placeOf(
      addressOf({ set: "titanic", file: undefined, view: "finding", spec: { ...SPEC, formula } }),
    );
    expect(spec.formula).toBe(formula);
  });
  it("brings back that no column is a predictor", () => {
    const { spec } = placeOf(addressOf({ set: "titanic", file: undefined, view: "data", spec: specOf({}) }));
    expect(spec.predictors).toEqual([]);
  });
  it("of a file of one's own names the file, and no set", () => {
    const place = placeOf(addressOf({ set: undefined, file: "mine & yours.csv", view: "data", spec: specOf({}) }));
    expect(place).toMatchObject({ set: undefined, file: "mine & yours.csv", view: "data" });
  });
  it("leaves out what is no choice", () => {
    const hash =
      "#family=weibull&link=log&noise=laplace&rate=11&lambda=-1&penalty=mcp&missing=drop&type=word:a&approximation=exact";
    expect(placeOf(hash)).toEqual({ set: undefined, file: undefined, view: undefined, spec: {} });
  });
});
