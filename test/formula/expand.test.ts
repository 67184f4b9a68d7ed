import { describe, expect, it } from "vitest";
import { codingOf } from "../../src/formula/coding.js";
import { expandFormula } from "../../src/formula/expand.js";

const COLUMNS = ["y", "a", "b", "x", "my var", "größe", "体重", ".hidden", "_id", "if", "T", "a.b_c", "2nd"];

function labels(text: string, columns: readonly string[] = COLUMNS, except?: readonly string[]): string[] {
  return expandFormula(text, columns, except).terms.map(({ label }) => label);
}

describe("a formula", () => {
  it.each([
    ["y ~ `my var` + größe + 体重", ["`my var`", "größe", "体重"]],
    ["y ~ .hidden + a.b_c", [".hidden", "a.b_c"]],
    ["y ~ `a`:b", ["a:b"]],
    ["y ~ _id", ["`_id`"]],
    ["y ~ `2nd`:`if`", ["`2nd`:`if`"]],
    ["y ~ if", ["`if`"]],
    ["y\u00a0~\na\t+\r\nb", ["a", "b"]],
    ["y~a+b-1", ["a", "b"]],
    ["y ~ a<-1", ["a < -1"]],
    ["y ~ 1*b", ["b"]],
    ["y ~ 1/b", ["b"]],
    ["y ~ (a + b)^1", ["a", "b"]],
    ["y ~ (a + b)^1e9", ["a", "b", "a:b"]],
    ["y ~ poly(x, 2L)", ["poly(x, 2)"]],
    ["y ~ I(x ** 2)", ["I(x^2)"]],
    ["y ~ T + I(x * T)", ["T", "I(x * T)"]],
    ["y ~ cut(x, c(1, 2), labels = c('\\'\"\\\\\\n\\t`'))", ['cut(x, c(1, 2), labels = c("\'\\"\\\\\\n\\t`"))']],
    ["y ~ a + . - b - `my var`", ["a", "x", "größe", "体重", ".hidden", "`_id`", "`if`", "T", "a.b_c", "`2nd`"]],
  ])("%s", (text, expected) => expect(labels(text)).toEqual(expected));

  it("knows the columns that . leaves out", () => {
    expect(labels("y ~ .", ["y", "a", "w", "b"], ["w"])).toEqual(["a", "b"]);
    expect(labels("y ~ . + w", ["y", "a", "w", "b"], ["w"])).toEqual(["a", "b", "w"]);
    expect(labels("y ~ .", ["y"])).toEqual([]);
    expect(labels("y ~ .", ["y", "a", "a"])).toEqual(["a"]);
  });

  it("takes names that objects have for ordinary names", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    expect(labels("~ .", names)).toEqual(["`__proto__`", "constructor", "toString", "hasOwnProperty"]);
    expect(labels("__proto__ ~ constructor * toString", names)).toEqual(["constructor", "toString", "constructor:toString"]); // biome-ignore format: one line
  });

  it("has a function's column beside the function", () => {
    expect(labels("y ~ log + log(log)", ["y", "log"])).toEqual(["log", "log(log)"]);
  });

  it("keeps the text, and places in it", () => {
    const text = "y ~ a + (log(x))";
    const { text: kept, terms, response } = expandFormula(text, COLUMNS);
    expect(kept).toBe(text);
    expect(response).toEqual({ label: "y", expression: { kind: "name", name: "y", at: 0, end: 1 } });
    const { at, end } = terms[1]!.variables[0]!.expression;
    expect(text.slice(at, end)).toBe("(log(x))");
  });

  it("without a left side has no response", () => expect(expandFormula("~ a", COLUMNS).response).toBeUndefined());

  it("gives constants their values where they are no columns", () => {
    const [first] = expandFormula("y ~ sin(2 * pi * x)", ["y", "x"]).terms;
    expect(first!.label).toBe("sin(2 * pi * x)");
    expect(JSON.stringify(first!.variables[0]!.expression)).toContain(`"value":${Math.PI}`);
    const [raw] = expandFormula("y ~ poly(x, 2, raw = T)", ["y", "x"]).terms;
    expect(raw!.variables[0]!.expression).toMatchObject({ args: [{}, {}, { name: "raw", value: { value: true } }] });
    const [column] = expandFormula("y ~ sin(2 * pi * x)", ["y", "x", "pi"]).terms;
    expect(JSON.stringify(column!.variables[0]!.expression)).toContain(`"name":"pi"`);
  });

  it.each(["C(a, sum)", "C(a, contr.sum)", 'C(a, "contr.sum")', "C(a, contrast = sum)", "C(a, contr = 'sum')"])(
    "reads the contrast of %s as a text",
    (text) => {
      const { expression } = expandFormula(`y ~ ${text}`, ["y", "a", "sum"]).terms[0]!.variables[0]!;
      expect(expression).toMatchObject({ args: [{}, { value: { kind: "text", value: "sum" } }] });
    },
  );

  it("marks parentheses in the tree", () => {
    const { expression } = expandFormula("y ~ I(((x)) * 2)", COLUMNS).terms[0]!.variables[0]!;
    expect(expression).toMatchObject({ args: [{ value: { operator: "*", left: { name: "x", parentheses: 2 } } }] });
  });

  it("of twenty thousand columns is read", () => {
    const names = Array.from({ length: 20_000 }, (_, k) => `x${k}`);
    const formula = expandFormula(`~ ${names.join(" + ")} - x7`, names);
    expect(formula.terms).toHaveLength(19_999);
    expect(codingOf(formula, () => true)).toHaveLength(19_999);
  });

  it("of all pairs of 200 columns is read", () => {
    const names = Array.from({ length: 200 }, (_, k) => `x${k}`);
    const formula = expandFormula("~ .^2", names);
    expect(formula.terms).toHaveLength(200 + 19_900);
    expect(codingOf(formula, () => true).flat().every((code) => code === "contrast")).toBe(true); // biome-ignore format: one line
  });
});
