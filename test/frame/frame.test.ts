import { describe, expect, it } from "vitest";
import { expandFormula } from "../../src/formula/expand.js";
import { namedColumns } from "../../src/frame/columns.js";
import { learnFrame } from "../../src/frame/frame.js";
import { termLabels } from "../../src/frame/terms.js";
import { columns, columnsOf, learned } from "./learned.js";

const NAN = Number.NaN;
const TABLE = {
  y: [1, 2, 3, 4, 5, 6],
  age: [20, null, 30, 40, 50, 60],
  race: ["w", "b", "o", "w", null, "b"],
  smoke: [true, false, false, null, true, true],
};

describe("learnFrame", () => {
  it("leaves rows with missing cells out, and counts them by column", () => {
    const frame = learned("y ~ age + race", TABLE);
    expect([...frame.rows]).toEqual([0, 2, 3, 5]);
    expect(frame.length).toBe(6);
    expect(frame.encoding.omitted).toEqual([{ column: "age", rows: 1 }, { column: "race", rows: 1 }]); // biome-ignore format: one line
    expect(columnsOf(frame.design)).toEqual({
      age: [20, 30, 40, 60],
      "race[o]": [0, 1, 0, 0],
      "race[w]": [1, 0, 1, 0],
    });
    expect(frame.response).toMatchObject({ kind: "numbers", values: Float64Array.of(1, 3, 4, 6) });
    expect([termLabels(frame.encoding), [...frame.design.assign]]).toEqual([["age", "race"], [0, 1, 1]]); // biome-ignore format: one line
  });
  it("reads only the columns of the formula", () => {
    expect(learned("y ~ 1", TABLE)).toMatchObject({ encoding: { omitted: [] }, design: { rows: 6, names: [] } });
    expect(learned("y ~ a", { y: [1], a: [2], tags: [{}] }).design.names).toEqual(["a"]);
  });
  it("forgets levels that occur in rows left out only, but not truth values", () => {
    const table = { x: [1, 2, null], g: ["a", "b", "c"], ok: [true, true, false] };
    expect(learned("~ x + g + ok", table).design.names).toEqual(["x", "g[b]", "ok[TRUE]"]);
  });
  it("leaves out rows where a vector beside the table is missing", () => {
    const frame = learned("y ~ smoke", TABLE, {
      roles: { columns: {}, vectors: new Map([["weights", [1, NAN, 1, 1, 1, NAN]]]) },
    });
    expect([...frame.rows]).toEqual([0, 2, 4]);
    expect(frame.encoding.omitted).toEqual([{ column: "smoke", rows: 1 }, { column: "weights", rows: 2 }]); // biome-ignore format: one line
  });
  it("missing: error names the column and the rows", () => {
    expect(() => learned("y ~ race", TABLE, { missing: "error" })).toThrow(
      'race[4] is missing; expected a value in every row: fill it in, or set missing: "omit" or "indicator"',
    );
    expect(learned("y ~ 1", TABLE, { missing: "error" }).rows.length).toBe(6);
  });
  it("has responses of levels, of expressions, and of two columns", () => {
    expect(learned("race ~ 1", TABLE).response).toMatchObject({
      levels: ["b", "o", "w"],
      codes: Int32Array.of(2, 0, 1, 2, 0),
    });
    expect(learned("smoke ~ 1", TABLE).response).toMatchObject({
      isLogical: true,
      codes: Int32Array.of(1, 0, 0, 1, 1),
    });
    expect(learned("y > 4 ~ 1", TABLE).response).toMatchObject({ levels: ["FALSE", "TRUE"] });
    expect(learned("log(y) ~ 1", TABLE).response).toMatchObject({
      values: Float64Array.of(1, 2, 3, 4, 5, 6).map(Math.log),
    });
    expect(learned("cbind(y, age) ~ 1", TABLE).response).toMatchObject({
      columns: [Float64Array.of(1, 3, 4, 5, 6), Float64Array.of(20, 30, 40, 50, 60)],
    });
    expect(learned("~ age", TABLE).response).toBeUndefined();
  });
  it("adds offsets up, and refuses one of levels", () => {
    const frame = learned("~ offset(age) + offset(2 * y)", TABLE);
    expect(frame.offset).toEqual(Float64Array.of(22, 36, 48, 60, 72));
    expect(() => learned("~ offset(race)", TABLE)).toThrow("offset(race) is no column of numbers; expected one");
  });
  it("reads text of numbers and dates, says so, and can be told otherwise", () => {
    const table = { zip: ["10115", "20095"], day: ["2024-01-01", "2024-01-02"], n: ["007", "008"] };
    const frame = learned("~ zip + day + n", table);
    expect([frame.design.names, frame.encoding.fromText]).toEqual([["zip", "day", "n[008]"], ["zip", "day"]]); // biome-ignore format: one line
    const types = { zip: "category", n: "number", day: "category" } as const;
    expect(learned("~ zip + day + n", table, { types }).design.names).toEqual(["zip[20095]", "day[2024-01-02]", "n"]);
  });
  it("contrasts of the options, those of the formula before them", () => {
    const sum = { race: "sum" } as const;
    expect(columns("~ race", TABLE, { contrasts: sum })).toEqual({
      "race[1]": [-1, 1, 0, -1, 1],
      "race[2]": [-1, 0, 1, -1, 0],
    });
    expect(Object.keys(columns("~ race", TABLE, { contrasts: { race: { ref: "o" } } }))).toEqual([
      "race[b]",
      "race[w]",
    ]);
    const label = 'C(race, ref = "w")';
    expect(Object.keys(columns(`~ ${label}`, TABLE, { contrasts: { [label]: "sum" } }))).toEqual([
      `${label}[b]`,
      `${label}[o]`,
    ]);
  });
  it("coding: full has a column for each level, but where a contrast is asked for", () => {
    expect(learned("~ race * smoke", TABLE, { coding: "full" }).design.names.length).toBe(3 + 2 + 6);
    expect(learned("~ C(race, sum) + smoke", TABLE, { coding: "full" }).design.names).toEqual([
      "C(race, sum)[1]",
      "C(race, sum)[2]",
      "smoke[FALSE]",
      "smoke[TRUE]",
    ]);
  });
  it("takes columns with any name", () => {
    const table = JSON.parse('{"__proto__": ["a", "b", "a"], "constructor": [1, 2, null], "toString": [1, 2, 3]}');
    expect(columnsOf(learned("toString ~ `__proto__` * constructor", table).design)).toEqual(
      Object.fromEntries([["`__proto__`[b]", [0, 1]], ["constructor", [1, 2]], ["`__proto__`[b]:constructor", [0, 2]]]), // biome-ignore format: one line
    );
  });
  it("gives plain data: JSON changes nothing", () => {
    const { encoding } = learned("y ~ poly(age, 2) * race + ns(y, 2) + cut(age, 2)", TABLE);
    expect(JSON.parse(JSON.stringify(encoding))).toEqual(encoding);
  });
  it.each<[string, string, object, object, string]>([
    ["no rows", "~ a", [], {}, "data has no rows; expected one or more"],
    ["no rows, with columns", "~ a", { a: [] }, {}, "the data has no rows; expected one or more"],
    ["nothing but missing cells", "~ a + b", { a: [null, 1], b: ["", null] }, {}, 'each of the 2 rows has a missing cell ("a" is missing in 1, "b" is missing in 1)'], // biome-ignore format: one line
    [
      "one level",
      "~ a",
      { a: ["x", "x"] },
      {},
      "a has one level only (x) in the rows that are used; expected two or more",
    ],
    [
      "an unknown type",
      "~ a",
      { a: [1] },
      { types: { a: "text" } },
      'types.a = text; expected "number", "category", "date"',
    ],
    ["a type of no column", "~ abc", { abc: [1] }, { types: { abd: "date" } }, 'types.abd: the data has no column "abd"; did you mean "abc"?'], // biome-ignore format: one line
    [
      "an unknown contrast",
      "~ a",
      { a: ["x", "y"] },
      { contrasts: { a: "summ" } },
      "contrasts.a = summ; expected treatment, sum",
    ],
    ["a contrast of no variable", "~ abc", { abc: ["x", "y"] }, { contrasts: { abd: "sum" } }, "contrasts.abd is no variable of the formula; did you mean abc?"], // biome-ignore format: one line
    [
      "a contrast of numbers",
      "~ a",
      { a: [1, 2] },
      { contrasts: { a: "sum" } },
      "contrasts: a has no levels; expected a factor",
    ],
  ])("refuses %s", (_what, text, table, options, message) => {
    const run = () => learnFrame(namedColumns(table as never), expandFormula(text, ["a", "b", "abc"]), options);
    expect(run).toThrow(message);
  });
  it("refuses a design that no memory holds, with the term that makes it", () => {
    const a = Array.from({ length: 1100 }, (_, i) => `a${i}`);
    const b = a.map((_, i) => `b${i}`);
    expect(() => learned("~ a:b", { a, b })).toThrow(
      /^the design has 1210000 columns, 1210000 of them of a:b; expected fewer than 1048576: leave this term out, or join levels$/,
    );
  });
});

describe("missing: indicator", () => {
  const indicator = { missing: "indicator" } as const;
  it("keeps the rows: a mean and a mark for numbers, a level for factors", () => {
    const frame = learned("y ~ age + race + smoke", TABLE, indicator);
    expect(frame.rows.length).toBe(6);
    expect(frame.encoding.omitted).toEqual([]);
    expect(columnsOf(frame.design)).toEqual({
      age: [20, 40, 30, 40, 50, 60],
      "race[o]": [0, 0, 1, 0, 0, 0],
      "race[w]": [1, 0, 0, 1, 0, 0],
      "race[(missing)]": [0, 0, 0, 0, 1, 0],
      "smoke[TRUE]": [1, 0, 0, 0, 1, 1],
      "smoke[(missing)]": [0, 0, 0, 1, 0, 0],
      "age[missing]": [0, 1, 0, 0, 0, 0],
    });
    expect(termLabels(frame.encoding)).toEqual(["age", "race", "smoke", "age[missing]"]);
    expect([...frame.design.assign]).toEqual([0, 1, 1, 1, 2, 2, 3]);
  });
  it("weighs the mean, over the rows that are used", () => {
    const table = { y: [1, 2, 3, null], x: [0, 10, null, 1000] };
    expect(
      columns("y ~ x", table, { ...indicator, roles: { columns: {}, vectors: new Map([["weights", [1, 3, 1, 1]]]) } })
        .x,
    ).toEqual([0, 10, 7.5]);
  });
  it("marks a column once, whatever is made of it", () => {
    expect(learned("~ age + I(age^2) + log(age)", TABLE, indicator).design.names.at(-1)).toBe("age[missing]");
    expect(learned("~ age + I(age^2)", TABLE, indicator).design.names.length).toBe(3);
  });
  it("makes a level where numbers become levels", () => {
    expect(columns("~ factor(age) + cut(age, c(0, 35, 99))", TABLE, indicator)).toMatchObject({
      "factor(age)[(missing)]": [0, 1, 0, 0, 0, 0],
      "cut(age, c(0, 35, 99))[(35,99]]": [0, 0, 0, 1, 1, 1],
      "cut(age, c(0, 35, 99))[(missing)]": [0, 1, 0, 0, 0, 0],
    });
  });
  it("does not touch the contrast of the other levels", () => {
    expect(columns("~ C(race, sum)", TABLE, indicator)).toEqual({
      "C(race, sum)[1]": [-1, 1, 0, -1, 0, 1],
      "C(race, sum)[2]": [-1, 0, 1, -1, 0, 0],
      "C(race, sum)[(missing)]": [0, 0, 0, 0, 1, 0],
    });
  });
  it("leaves rows out where the response or an offset is missing", () => {
    expect([...learned("age ~ race", TABLE, indicator).rows]).toEqual([0, 2, 3, 4, 5]);
    expect([...learned("y ~ race + offset(age)", TABLE, indicator).rows]).toEqual([0, 2, 3, 4, 5]);
  });
  it("refuses what has no mean", () => {
    expect(() => learned("~ I(smoke * 2)", TABLE, indicator)).toThrow(
      /^I\(smoke \* 2\)\[3\] is missing; expected a value/,
    );
    expect(() => learned("y ~ x", { y: [1, 2], x: [null, null] }, indicator)).toThrow(/^x has no value in any row/);
  });
});
