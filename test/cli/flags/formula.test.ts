import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { checkFormula, contrastList, responseIn, typeList, withFormula } from "../../../src/cli/flags/formula.js";
import { messageOf } from "../command.js";

describe("pairs", () => {
  it("of names and types", () => {
    expect(typeList("zip=category, age=number")).toEqual({ zip: "category", age: "number" });
    expect(typeList("when=date", { zip: "category" })).toEqual({ zip: "category", when: "date" });
    expect(typeList('"a,b=c=category"')).toEqual({ "a,b=c": "category" });
    expect(Object.keys(typeList("__proto__=number"))).toEqual(["__proto__"]);
  });

  it("of names and levels in their order", () => {
    expect(typeList("size=small|medium | large,zip=category")).toEqual({
      size: ["small", "medium", "large"],
      zip: "category",
    });
    expect(typeList('"x=<=5, or so|>5"')).toEqual({ x: ["<=5, or so", ">5"] });
    expect(() => typeList("a|b")).toThrow("Expected pairs, as zip=category,age=number.");
  });

  it("of factors and contrasts, or reference levels", () => {
    expect(contrastList("race=sum,dose=ref:low")).toEqual({ race: "sum", dose: { ref: "low" } });
    expect(contrastList('"dose=ref:a=b, c"')).toEqual({ dose: { ref: "a=b, c" } });
    expect(contrastList("dose=poly", { race: "sum" })).toEqual({ race: "sum", dose: "poly" });
  });

  it.each(["race", "=sum", "race=", "race=ref:"])("are refused: %s", (text) => {
    expect(() => contrastList(text)).toThrow(InvalidArgumentError);
    expect(() => contrastList(text)).toThrow("Expected pairs, as race=sum,dose=ref:low.");
    if (!text.includes(":")) expect(() => typeList(text)).toThrow("Expected pairs, as zip=category,age=number.");
  });
});

describe("withFormula", () => {
  it("takes the formula of either place", () => {
    expect(withFormula("y ~ a", {})).toEqual({ formula: "y ~ a" });
    expect(withFormula(undefined, { formula: "y ~ a" })).toEqual({ formula: "y ~ a" });
    expect(withFormula(undefined, {})).toEqual({});
    expect(messageOf(() => withFormula("y ~ a", { formula: "y ~ b" }))).toBe(
      "a formula as the second argument and as --formula; expected one of them: put the text into quotes",
    );
  });
});

describe("checkFormula", () => {
  const formula = "y ~ a";

  it.each<[Parameters<typeof checkFormula>[0], string | undefined]>([
    [{ formula, success: "yes", types: { a: "number" }, intercept: true }, undefined],
    [{ response: "y", columns: ["a"], exclude: ["b"], transform: "log1p", success: "1" }, undefined],
    [
      { formula, response: "y" },
      '--response with a formula; the response is on its left, as "y ~ a + b": leave the option out',
    ],
    [{ formula, columns: ["a"] }, '--columns with a formula; it has the columns, as "y ~ a + b": leave the option out'],
    [
      { formula, exclude: ["a"] },
      '--exclude with a formula; it leaves columns out, as "y ~ . - a": leave the option out',
    ],
    [
      { formula, transform: "log1p" },
      '--transform with a formula; it transforms columns, as "y ~ log1p(a) + b": leave the option out',
    ],
    [{ formula, intercept: false }, '--no-intercept with a formula; write "y ~ 0 + a" and leave the option out'],
    [{ missing: "omit" }, "--missing without a formula; expected both, or neither"],
    [{ types: {} }, "--types without a formula; expected both, or neither"],
    [{ contrasts: {} }, "--contrasts without a formula; expected both, or neither"],
    [{ coding: "full" }, "--coding without a formula; expected both, or neither"],
    [{ formula: "e.csv", response: "y" }, undefined], // the library says that it is none
  ])("of %j says %j", (flags, message) => {
    expect(messageOf(() => checkFormula(flags))).toBe(message);
  });
});

describe("responseIn", () => {
  it.each([
    ["low ~ age", "low"],
    ["  `Body Mass (g)`~ 1", "Body Mass (g)"],
    ["log(y) ~ `a ~ b`", "log(y)"],
    ["`a~b` ~ c", "a~b"],
    ["~ age", ""],
    ["age", undefined],
  ])("%j is %j", (formula, name) => {
    expect(responseIn(formula)).toBe(name);
  });
});
