import { describe, expect, it } from "vitest";
import { columns, learned } from "./learned.js";

const TABLE = {
  x: [1, 4, 9, 16],
  z: [-1, 0, 2, null],
  ok: [true, false, true, null],
  who: ["a", "b", "a", null],
  when: ["2024-02-29", "1969-12-28", "2000-01-01", null],
};

/** The only column of a design. */
function column(text: string, table: object = TABLE): number[] {
  const all = Object.values(columns(`~ ${text}`, table as never));
  expect(all.length).toBe(1);
  return all[0]!;
}

describe("evaluate", () => {
  it.each([
    ["sqrt(x)", [1, 2, 3, 4]],
    ["log(x)", [0, Math.log(4), Math.log(9), Math.log(16)]],
    ["log(x, 2)", [0, 2, Math.log(9) / Math.LN2, 4]],
    ["log2(x)", [0, 2, Math.log2(9), 4]],
    ["log10(x)", [1, 4, 9, 16].map(Math.log10)],
    ["log1p(x)", [1, 4, 9, 16].map(Math.log1p)],
    ["exp(-x)", [1, 4, 9, 16].map((v) => Math.exp(-v))],
    ["I(x^2 - 3 * x / 2 + 1)", [0.5, 11, 68.5, 233]],
    ["I(-x^2)", [-1, -16, -81, -256]],
    ["I(2^-x)", [1, 4, 9, 16].map((v) => 2 ** -v)],
    ["sin(x)", [1, 4, 9, 16].map(Math.sin)],
    ["cos(2 * pi * x)", [1, 4, 9, 16].map((v) => Math.cos(2 * Math.PI * v))],
    ["abs(z)", [1, 0, 2]],
    ["I(z^0)", [1, 1, 1]],
    ["I(ok + z)", [0, 0, 3]],
    ["year(when)", [2024, 1969, 2000]],
    ["month(when)", [2, 12, 1]],
    ["weekday(when)", [4, 7, 6]],
    ["when", [19_782, -4, 10_957]],
    ["center(x)", [-6.5, -3.5, 1.5, 8.5]],
  ])("%s", (text, expected) => {
    const found = column(text);
    expect(found.length).toBe(expected.length);
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 12);
  });
  it.each([
    ["x >= 9", [0, 0, 1, 1]],
    ["x == 4", [0, 1, 0, 0]],
    ["z < 0", [1, 0, 0]],
    ["x < Inf", [1, 1, 1, 1]],
    ['who == "a"', [1, 0, 1]],
    ['who != "a"', [0, 1, 0]],
    ['"b" == who', [0, 1, 0]],
    ["ok == TRUE", [1, 0, 1]],
    ["z > x", [0, 0, 0]],
    ['when >= "2000-01-01"', [1, 0, 1]],
    ["ok", [1, 0, 1]],
  ])("%s has the levels FALSE and TRUE", (text, expected) => {
    const { design } = learned(`~ ${text}`, TABLE);
    expect(design.names).toEqual([`${text}[TRUE]`]);
    expect([...design.data]).toEqual(expected);
  });
  it("an outside cell is not equal to a level, and is not missing", () => {
    expect(column('cut(x, c(0, 5, 10)) == "(0,5]"')).toEqual([1, 1, 0, 0]);
  });
  it.each([
    [
      "log(z)",
      "log(z)[0] = log(-1), and in row 1; expected finite numbers: correct these cells, make them null, or change the formula",
    ],
    ["I(1 / z)", "I(1/z)[1] = 1 / 0; expected finite numbers"],
    ["exp(x * 100)", "exp(x * 100)[2] = exp(900), and in row 3; expected"],
    ["sqrt(z - 1)", "sqrt(z - 1)[0] = sqrt(-2), and in row 1; expected"],
    ["log(who)", "log(who): log is given levels (a, b); expected numbers"],
    ["who < 3", "who < 3: < is given levels; expected numbers: levels are compared by == and !="],
    ["year(x)", "year(x): year() is given no dates; expected a Date or text as 2024-12-31"],
    ["I(poly(x, 2) + 1)", "I(poly(x, 2) + 1): + is given several columns; expected numbers"],
    ["poly(x, 4)", "poly(x, 4): the degree is 4; expected less than the number of different values, 4"],
    ["poly(x, 0)", "poly(x, 0): degree of poly() is 0; expected a whole number >= 1"],
    ["poly(x, x)", "poly(x, x): degree of poly() is no constant; expected a whole number >= 1"],
    ["poly(x, degre = 2)", "poly(x, degre = 2): poly() takes no argument degre; did you mean degree?"],
    ["log(x, 2, 3)", "log(x, 2, 3): log() has 3 arguments; it takes x, base"],
    ["ns(x, df = 0)", "ns(x, df = 0): df of ns() is 0; expected a whole number >= 1"],
    ["bs(x, df = 2)", "bs(x, df = 2): df = 2; expected 3 or more"],
    ["bs(x, knots = c(2, 16))", "bs(x, knots = c(2, 16)): the knot 16 is not inside of the boundary knots 1 and 16"],
    [
      "ns(x, Boundary.knots = c(1, 2, 3))",
      "ns(x, Boundary.knots = c(1, 2, 3)): has the boundary knots 1, 2, 3; expected two",
    ],
    ["scale(I(x * 0))", "scale(I(x * 0)): the scale is 0; expected more than one value: leave the column out"],
    ["ns(I(x * 0))", "ns(I(x * 0)): has one value only (0); expected two different ones"],
  ])("refuses %s", (text, message) => {
    expect(() => learned(`~ ${text}`, TABLE)).toThrow(message);
  });
  it("names the first rows of many", () => {
    const table = { x: Array.from({ length: 20 }, (_, i) => i - 10) };
    expect(() => learned("~ log(x)", table)).toThrow(
      /^log\(x\)\[0\] = log\(-10\), and in rows 1, 2, 3, 4 and 6 more; /,
    );
  });
});

describe("factor and C", () => {
  it("make levels of numbers, dates and truth values", () => {
    expect(learned("~ factor(x)", TABLE).design.names).toEqual(["factor(x)[4]", "factor(x)[9]", "factor(x)[16]"]);
    expect(learned("~ factor(when)", TABLE).design.names).toEqual([
      "factor(when)[2000-01-01]",
      "factor(when)[2024-02-29]",
    ]);
    expect(learned("~ C(ok, helmert)", TABLE).design.names).toEqual(["C(ok, helmert)[1]"]);
  });
  it("take a reference level and an order of levels", () => {
    expect(columns('~ factor(who, ref = "b")', TABLE)).toEqual({ 'factor(who, ref = "b")[a]': [1, 0, 1] });
    expect(columns('~ factor(who, levels = c("b", "a", "unused"))', TABLE)).toEqual({
      'factor(who, levels = c("b", "a", "unused"))[a]': [1, 0, 1],
    });
    expect(columns("~ factor(x, sum, levels = c(16, 9, 4, 1))", TABLE)).toMatchObject({
      "factor(x, sum, levels = c(16, 9, 4, 1))[1]": [-1, 0, 0, 1],
    });
  });
  it("take the name of a contrast before a column of that name, which is then not in use", () => {
    const { design, rows } = learned('~ C(who, levels = c("b", "a"), sum)', { ...TABLE, sum: [null, 1, 1, 1] });
    expect([...design.data]).toEqual([-1, 1, -1]);
    expect([...rows]).toEqual([0, 1, 2]);
  });
  it("take full as a contrast, in quotes or not", () => {
    const columnsOf = (text: string) => Object.values(columns(`~ C(who, ${text})`, TABLE));
    expect(columnsOf("full")).toEqual([[1, 0, 1], [0, 1, 0]]); // biome-ignore format: columns
    expect(columnsOf('"full"')).toEqual(columnsOf("full"));
  });
  it.each([
    ['factor(who, ref = "c")', 'ref = "c" is none of the levels; expected "a", "b"'],
    ['factor(who, sum, ref = "a")', "ref is the reference of treatment contrasts; sum has none"],
    ['factor(who, contrast = "summ")', 'the contrast of factor() is "summ"; did you mean sum?'],
    ['factor(who, levels = c("a", "a"))', "levels has a level twice; expected different ones"],
    ['factor(who, levels = "a")', '[1] is outside of its levels; expected "a": add a level, or widen the breaks'],
    ["factor(poly(x, 2))", "factor() is given several columns; expected one"],
  ])("refuse %s", (text, message) => {
    expect(() => learned(`~ ${text}`, TABLE)).toThrow(message);
  });
});
