// What a visitor chooses becomes a spec and a formula.
import { describe, expect, it } from "vitest";
import { fit } from "../../src/index.js";
import { completeRows, completeSentence } from "../../web/src/data/complete.js";
import { responseOf, withFormula } from "../../web/src/data/formula.js";
import { choiceSentence, namesInWords } from "../../web/src/data/sentence.js";
import { chosenMethod, METHODS, withMethod } from "../../web/src/model/methods.js";
import {
  approximationOf,
  FAMILY_WORDS,
  familyFor,
  firstSpec,
  formulaOf,
  LINKS_OF,
  type Method,
  rolesFor,
  withFamily,
  withResponse,
  withRole,
} from "../../web/src/spec.js";
import { columnOf, openedOf, specOf } from "./made.js";

const words = (name: string, distinct: number) => columnOf(name, { kind: "category", given: "category", distinct });
const binary = (name: string) => columnOf(name, { distinct: 2, histogram: { low: 0, high: 1, counts: [3, 4] } });
const TABLE = openedOf([columnOf("age"), words("sex", 2), words("class", 3), binary("ill"), columnOf("n")]);

describe("the family of a response", () => {
  it("is that of its kind", () => {
    expect(familyFor(words("a", 2))).toBe("binomial");
    expect(familyFor(words("a", 3))).toBe("multinomial");
    expect(familyFor(binary("a"))).toBe("binomial");
    expect(familyFor(columnOf("a"))).toBe("gaussian");
    expect(familyFor(columnOf("a", { distinct: 2, histogram: { low: 1, high: 2, counts: [3, 4] } }))).toBe("gaussian");
  });
});

describe("the first spec", () => {
  it("is maximum likelihood of what is suggested", () => {
    const spec = firstSpec(TABLE);
    expect(spec).toMatchObject({ response: "n", family: "gaussian", noise: "none", penalty: "none", missing: "omit" });
    expect(spec.predictors).toEqual(["age", "sex", "class", "ill"]);
  });
  it("takes a wish, as far as the table has its columns", () => {
    const wish = {
      response: "sex",
      predictors: ["age", "gone", "sex"],
      weights: "n",
      offset: "gone",
      types: { gone: "date" },
    } as const;
    const spec = firstSpec(TABLE, wish);
    expect(spec).toMatchObject({ response: "sex", family: "binomial", predictors: ["age"], weights: "n", types: {} });
    expect(spec.offset).toBeUndefined();
  });
  it("takes nothing of a wish for another table", () => {
    const spec = firstSpec(TABLE, { response: "spam", family: "binomial", noise: "dropout" });
    expect(spec).toEqual(firstSpec(TABLE));
  });
  it("of a file of SVMlight with two labels is binomial", () => {
    const label = columnOf("label", { distinct: 2, histogram: { low: -1, high: 1, counts: [2, 3] } });
    const suggested = { response: "label", predictors: [] };
    const spec = firstSpec(openedOf([label], { sparseColumns: 10, suggested }));
    expect(spec.family).toBe("binomial");
    expect(choiceSentence(spec, { sparseColumns: 10 })).toContain("label is explained by all 10 columns: yes or no");
  });
  it("has an approximation that its family takes", () => {
    expect(firstSpec(TABLE, { response: "class", noise: "dropout", approximation: "gaussian" }).approximation).toBe(
      "quadratic",
    );
  });
});

describe("another choice", () => {
  it("of response has its own family, and keeps nothing of the old one", () => {
    const before = { ...firstSpec(TABLE), weights: "sex", success: "x", formula: "n ~ age", exposure: "age" };
    const after = { ...before, ...withResponse(before, TABLE, "sex") };
    expect(after).toMatchObject({ response: "sex", family: "binomial", predictors: ["age", "class", "ill"] });
    for (const name of ["weights", "success", "formula", "link", "exposure"] as const)
      expect(after[name]).toBeUndefined();
  });
  it("of family keeps what it takes", () => {
    const spec = specOf({ family: "binomial", success: "a", trials: "n", noise: "dropout", approximation: "gaussian" });
    const after = { ...spec, ...withFamily(spec, "multinomial") };
    expect(after).toMatchObject({ family: "multinomial", approximation: "quadratic", noise: "dropout" });
    expect([after.success, after.trials]).toEqual([undefined, undefined]);
    const rates = specOf({ family: "poisson", exposure: "n" });
    expect({ ...rates, ...withFamily(rates, "poisson", "sqrt") }.exposure).toBeUndefined();
  });
  it("of a role takes a column from the predictors", () => {
    const spec = specOf({ predictors: ["a", "b"], family: "poisson", weights: "w" });
    expect({ ...spec, ...withRole(spec, "a", "exposure") }).toMatchObject({
      predictors: ["b"],
      exposure: "a",
      weights: "w",
    });
    expect({ ...spec, ...withRole(spec, "w", undefined) }.weights).toBeUndefined();
    expect(rolesFor(spec)).toEqual(["weights", "offset", "exposure"]);
    expect(rolesFor(specOf({ family: "multinomial" }))).toEqual(["weights"]);
  });
  it("of method is one of four", () => {
    const spec = specOf({ noise: "additive", rate: 2, penalty: "lasso" });
    expect(chosenMethod(spec)).toBeUndefined();
    for (const method of Object.keys(METHODS) as Method[])
      expect(chosenMethod({ ...spec, ...withMethod(spec, method) })).toBe(method);
    expect(withMethod(spec, "dropout").rate).toBe(0.3);
  });
  it("of any family and link is one that the library fits, with noise too", async () => {
    const table = { y: [1, 2, 1, 3, 2, 4, 3, 2, 5, 3], a: [0, 1, 0, 1, 0, 1, 0, 1, 1, 0] };
    for (const family of Object.keys(FAMILY_WORDS) as (keyof typeof FAMILY_WORDS)[]) {
      for (const link of LINKS_OF[family]) {
        const approximation = approximationOf(specOf({ family, link, noise: "dropout" }))!;
        const noise = {
          noise: "dropout",
          strength: 0.1,
          approximation,
          ...(approximation === "monte-carlo" && { seed: 1, copies: 3 }),
        };
        const y =
          family === "binomial"
            ? table.y.map((v) => v / 10)
            : family === "multinomial"
              ? table.y.map((v) => (v > 2 ? "many" : `n${v}`))
              : table.y;
        const model = await fit(
          "y ~ a",
          { ...table, y } as never,
          { family, link, noise, standardErrors: false } as never,
        );
        expect(`${family} ${link}: ${model.link}`).toBe(`${family} ${link}: ${link}`);
      }
    }
  });
});

const ODD = [
  "a",
  "a b",
  "1st",
  "if",
  "TRUE",
  "x`y",
  "back\\slash",
  "größe",
  "a.b",
  ".",
  "..1",
  ".2",
  "a\nb",
  'quo"te',
  "a+b",
  "_x",
  "Inf",
  "...",
];

describe("the formula of a spec", () => {
  it.each(ODD)("finds a column called %j again", async (name) => {
    const values = Array.from({ length: 12 }, (_, i) => (i * 7) % 5);
    const y = Array.from({ length: 12 }, (_, i) => (i * 5) % 7);
    const formula = formulaOf(specOf({ predictors: [name] }));
    const model = await fit(formula, { y, [name]: values });
    const plain = await fit("y ~ plain", { y, plain: values });
    expect(model.coefficients[0]).toBe(plain.coefficients[0]);
    expect(responseOf(formulaOf(specOf({ response: name })))).toBe(name);
  });
  it("has a dot for many columns, if all take part", () => {
    const columns = Array.from({ length: 12 }, (_, k) => columnOf(`c${k}`));
    const predictors = columns.slice(0, 11).map(({ name }) => name);
    expect(formulaOf(specOf({ response: "c11", predictors }), columns)).toBe("c11 ~ .");
    expect(formulaOf(specOf({ response: "c11", predictors: predictors.slice(1) }), columns)).not.toContain(".");
    expect(formulaOf(specOf({}))).toBe("y ~ 1");
  });
  it("written by hand brings its response, and goes with no text", () => {
    const spec = firstSpec(TABLE);
    expect(withFormula(spec, TABLE, " sex ~ age * n ")).toMatchObject({
      formula: "sex ~ age * n",
      response: "sex",
      family: "binomial",
    });
    expect(withFormula(spec, TABLE, "log(n) ~ age")).toEqual({ formula: "log(n) ~ age" });
    expect(withFormula(spec, TABLE, "")).toEqual({ formula: undefined });
  });
});

describe("the rows that take part", () => {
  const columns = [
    columnOf("a", { missing: 5 }),
    columnOf("b", { missing: 7 }),
    columnOf("c"),
    columnOf("d", { missing: 20 }),
  ];
  const table = openedOf(columns, { complete: 72 });
  const told = (spec: Parameters<typeof specOf>[0], fit?: { rows: number; omitted: number; isDraft: boolean }) =>
    completeSentence(100, completeRows(table, specOf({ response: "c", ...spec }), fit));
  it("are told exactly where they are known, and bounded elsewhere", () => {
    expect(told({ predictors: ["a"] })).toBe("95 of 100 rows are complete in the columns in use");
    expect(told({ predictors: ["a", "b"] })).toBe(
      "At least 88 and at most 93 of 100 rows are complete in the columns in use",
    );
    expect(told({ predictors: ["a", "b", "d"] })).toBe("72 of 100 rows are complete in the columns in use");
    expect(told({ predictors: [] })).toBe("All 100 rows are complete in the columns in use");
    expect(told({ predictors: ["a", "b"] }, { rows: 90, omitted: 10, isDraft: false })).toContain("90 of 100 rows");
    expect(told({ formula: "c ~ log(a)" })).toBe("How many rows are complete is told after the fit");
  });
});

describe("the sentence of a choice", () => {
  it("names columns, response and model", () => {
    expect(namesInWords(["a", "b", "c"])).toBe("a, b and c");
    const spec = specOf({ response: "survived", predictors: ["sex", "age"], family: "binomial" });
    expect(choiceSentence(spec)).toBe("survived is explained by sex and age: yes or no, by a logistic model.");
    expect(choiceSentence({ ...spec, penalty: "ridge", predictors: [] })).toBe(
      "survived is explained by nothing but its mean: yes or no, by a logistic model with ridge of 0.01.",
    );
  });
});
