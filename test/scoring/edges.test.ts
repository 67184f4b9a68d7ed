import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitSync, type GlmError, lasso, type Model } from "../../src/index.js";
import { toJavaScript } from "../../src/to-javascript.js";
import { type SqlOptions, toSQL } from "../../src/to-sql.js";
import { type Connection, connect, DATABASES, fill, type Sheet, selected } from "./databases.js";
import { difference } from "./difference.js";

const fit = (formula: string, table: object, options: object = {}): Model =>
  fitSync(formula, table as never, options as never) as unknown as Model;

const DOSE = { y: [0, 1, 0, 1, 1, 0, 1, 1], dose: [0, 1, 2, 3, 4, 5, 6, 7] };

describe.each(DATABASES)("%s", (dialect) => {
  let database: Connection;
  beforeAll(async () => {
    database = await connect(dialect);
  });
  afterAll(() => database.close());

  async function scored(model: Model, sheet: Sheet, options: Partial<SqlOptions> = {}): Promise<Float64Array> {
    await fill(database, "t", sheet);
    return (await selected(database, toSQL(model, { dialect, ...options, table: "t" }), ["prediction"]))[0]!;
  }

  it("a cell that is missing where only another level needs it", async () => {
    const table = {
      y: [1, 2, 3, 5, 2, 1],
      g: ["a", "a", "b", "b", "b", "a"],
      x: [1, 2, 4, 3, 1, 5],
      h: ["u", "v", "u", "v", "v", "u"],
    };
    for (const formula of ["y ~ g:x", 'y ~ I((g == "b") * x)', "y ~ 0 + g:h"]) {
      const model = fit(formula, table);
      const sheet = {
        g: ["a", "b", "a", "b", null, "a"],
        x: [null, null, 1, 2, 3, 4],
        h: [null, null, "u", "v", "u", "w"],
      };
      expect(difference(await scored(model, sheet), model.predict(sheet, { unseen: "missing" }))).toBeLessThan(1e-12);
    }
  });

  it.each(["logit", "cloglog", "loglog", "cauchit"])("%s has no overflow", async (link) => {
    const model = fit("y ~ dose", DOSE, { family: "binomial", link });
    const dose = [-1e6, -4e3, -500, -20.5, -3, 0, 3, 20.5, 500, 4e3, 1e6, null];
    expect(difference(await scored(model, { dose }), model.predict({ dose }))).toBeLessThan(1e-12);
  });

  it("a log link beyond all numbers", async () => {
    const model = fit("y ~ dose", { y: [1, 2, 4, 9], dose: [1, 2, 3, 4] }, { family: "poisson" });
    const dose = [-1e5, 10, 1e5];
    const found = await scored(model, { dose });
    expect([found[0], found[2]]).toEqual([0, Infinity]);
    expect(difference([found[1]! / 1e3], [model.predict({ dose: [10] })[0]! / 1e3])).toBeLessThan(1e-12);
  });

  it("NaN is missing", async () => {
    if (dialect === "sqlite") return; // it has none
    const dose = [Number.NaN, 1.5, 2.5, 6.5];
    for (const term of ["cut(dose, c(-1, 2, 9))", "(dose > 3)", "ns(dose, df = 2)", "dose"]) {
      const model = fit(`y ~ ${term}`, DOSE);
      expect(difference(await scored(model, { dose }), model.predict({ dose }))).toBeLessThan(1e-12);
    }
  });

  it("ends of intervals and comparisons", async () => {
    const sides = ["", ", right = FALSE", ", include.lowest = TRUE", ", right = FALSE, include.lowest = TRUE"];
    const comparisons = ["<", "<=", ">", ">=", "==", "!="].map((operator) => `(dose ${operator} 3)`);
    for (const term of [...sides.map((side) => `cut(dose, c(0, 2, 4, 7)${side})`), ...comparisons]) {
      const inside = { y: DOSE.y.slice(1, 7).map((y, i) => y + i), dose: DOSE.dose.slice(1, 7) };
      const model = fit(`y ~ ${term}`, inside);
      const dose = [-1, 0, 1, 2, 3, 4, 5, 7, 8, null];
      expect(difference(await scored(model, { dose }), model.predict({ dose }, { unseen: "missing" }))).toBeLessThan(1e-12); // biome-ignore format: one line
    }
  });

  it("a quotient by 0 is missing, where predict refuses the row", async () => {
    const model = fit("y ~ I(1 / dose)", { y: [1, 3, 2], dose: [1, 2, 3] });
    expect([...(await scored(model, { dose: [0, 2] })).map(Number.isNaN as never)]).toEqual([1, 0]);
  });

  it("columns of a matrix by their names, without those that a lasso has left out", async () => {
    const x = { "a b": [1, 2, 3, 4, 5, 6], void: [2, 1, 4, 3, 9, 8], c: [1, 0, 1, 0, 1, 0] };
    const model = fitSync(x, [1, 3, 2, 5, 4, 7], { penalty: lasso(0.4) });
    expect(difference(await scored(model, x), model.predict(x))).toBeLessThan(1e-12);
    expect(toSQL(model, { dialect })).not.toContain("void");
    expect(difference(await scored(model, { ...x, void: [null, null, 1, 1, 1, 1] }), model.predict(x))).toBeLessThan(
      1e-12,
    );
  });

  it("multinomial: a column for each class", async () => {
    const table = {
      y: ["a", "b", "c'\"", "a", "c'\"", "b", "a", "b", "c'\"", "c'\""],
      x: [1, 2, 3, 2, 4, 1, 3, 4, 2, 5],
      g: [..."uvuvuvuvuv"],
    };
    const model = fitSync("y ~ x + g", table, { family: "multinomial" }) as unknown as Model<"many">;
    const sheet = { x: [2.5, -40, 4000, null, 1], g: ["u", "v", "v", "u", "w"] };
    await fill(database, "t", sheet);
    for (const type of ["response", "link"] as const) {
      const sql = toSQL(model, { dialect, type, table: "t" });
      const columns = ["prediction_a", "prediction_b", "prediction_c'\""];
      const found = await selected(database, sql, columns);
      const expected = model.predict(sheet as never, { type, unseen: "missing" });
      columns.forEach((_, k) => {
        expect(
          difference(
            found[k]!,
            expected.map((row) => row[k]!),
          ),
        ).toBeLessThan(1e-12);
      });
    }
    expect(Object.keys(toSQL(model, { dialect }))).toEqual(["a", "b", "c'\""]);
  });

  const EVIL = [
    "'; DROP TABLE t; --",
    '"; DROP TABLE t; --',
    "\\'",
    "\\",
    "`",
    "``",
    "/* */",
    "--",
    "a\nb",
    "$1",
    "$$",
    "?",
    ":x",
    "{{x}}",
    "%s",
  ];
  it.each(EVIL)("names and levels are texts: %j", async (text) => {
    const table = { y: [1, 2, 4, 4], [text]: [1, 2, 3, 5], level: [text, "b", text, "b"] };
    const model = fit("y ~ level + .", table);
    const sheet = { [text]: [2, 7, 8], level: [text, "b", `${text}'`] };
    expect(difference(await scored(model, sheet), model.predict(sheet, { unseen: "missing" }))).toBeLessThan(1e-12);
    await fill(database, text, sheet);
    const found = await selected(database, toSQL(model, { dialect, table: text }), ["prediction"]);
    expect(found[0]!.length).toBe(3);
  });

  it("more columns than an expression may be deep", async () => {
    const names = Array.from({ length: 400 }, (_, j) => `x${j}`);
    const x = Object.fromEntries(names.map((name, j) => [name, [0, 1, 2, 3, 4].map((i) => Math.sin(i * j + j))]));
    const model = fitSync(x, [1, 2, 4, 3, 5], { penalty: lasso(1e-9) });
    // all columns, and each of them several times
    const more = { ...JSON.parse(JSON.stringify(model)), coefficients: [names.map((_, j) => 1 / (j + 1))] };
    const other = (model.constructor as typeof Model).fromJSON(more);
    expect(difference(await scored(other, x), other.predict(x))).toBeLessThan(1e-12);
  });

  it("a column that the table lacks is an error", async () => {
    await fill(database, "t", { other: [1] });
    await expect(database.rows(toSQL(fit("y ~ dose", DOSE), { dialect, table: "t" }))).rejects.toThrow(/dose/);
    const levels = fit("y ~ g", { y: [1, 2, 3, 4], g: ["a", "b", "a", "b"] });
    await expect(database.rows(toSQL(levels, { dialect, unseen: "reference", table: "t" }))).rejects.toThrow(/g/);
  });
});

describe("SQLite", () => {
  it("has names in backticks, which are never texts", () => {
    expect(toSQL(fit("y ~ dose", DOSE), { dialect: "sqlite", table: "a`b" })).toMatch(
      /CAST\(`dose` AS REAL\).*AS `prediction`\nFROM `a``b`$/s,
    );
  });
  it("text in a column of numbers is missing, not 0", async () => {
    const database = await connect("sqlite");
    await fill(database, "t", { dose: ["", "3", "x"] });
    const [found] = await selected(database, toSQL(fit("y ~ dose", DOSE), { dialect: "sqlite", table: "t" }), ["prediction"]); // biome-ignore format: one line
    expect([...found!]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    await database.close();
  });
});

describe("BigQuery", () => {
  const sql = (formula: string, table: object, options: object = {}): string =>
    toSQL(fit(formula, table, options), { dialect: "bigquery" });
  it("quotes by backslashes", () => {
    const text = sql("y ~ `a\\`b`", { y: [1, 2, 4], "a`b": [1, 2, 3] });
    expect(text).toContain("CAST(`a\\`b` AS FLOAT64)");
    const levels = sql("y ~ g", { y: [1, 2, 4, 4], g: ["it's\\\n", "b", "it's\\\n", "b"] });
    expect(levels).toContain("CAST(`g` AS STRING) = 'it\\'s\\\\\\u000a'");
  });
  it("has its own words", () => {
    const when = ["2024-01-01", "2024-02-03", "2024-05-01", "2024-06-07", "2024-07-09"];
    const text = sql("y ~ weekday(when) + when + ok", {
      y: [0, 1, 1, 0, 1],
      when,
      ok: [true, false, true, true, false],
    });
    expect(text).toContain("CAST(MOD(EXTRACT(DAYOFWEEK FROM CAST(`when` AS TIMESTAMP)) + 5, 7) + 1 AS FLOAT64)");
    expect(text).toContain("UNIX_MILLIS(CAST(`when` AS TIMESTAMP)) / 8.64e+7");
    expect(text).toContain("WHEN NOT CAST(`ok` AS BOOL) THEN 0e+0");
    expect(sql("y ~ dose", DOSE, { family: "binomial" })).toMatch(
      /CASE WHEN t1\.x > 7\.097e\+2 THEN CAST\('inf' AS FLOAT64\)/,
    );
  });
});

describe("refusals", () => {
  const refusal = (run: () => unknown): [string, string] => {
    try {
      run();
    } catch (error) {
      return [(error as GlmError).code, (error as GlmError).message];
    }
    throw new Error("nothing was refused");
  };
  const model = fit("y ~ dose", DOSE);
  it("probit has no function in most databases; its linear predictor has one", () => {
    const probit = fit("y ~ dose", DOSE, { family: "binomial", link: "probit" });
    for (const [dialect, title] of [
      ["duckdb", "DuckDB"],
      ["sqlite", "SQLite"],
      ["bigquery", "BigQuery"],
    ] as const) {
      const [code, message] = refusal(() => toSQL(probit, { dialect }));
      expect(code).toBe("NOT_SUPPORTED");
      expect(message).toBe(
        `the probit link needs the function erfc(), which ${title} lacks; expected type: "link": the normal distribution function takes its values to means`,
      );
      expect(toSQL(probit, { dialect, type: "link" })).toContain("dose");
    }
  });
  it("probit in PostgreSQL", async () => {
    const probit = fit("y ~ dose", DOSE, { family: "binomial", link: "probit" });
    const database = await connect("postgres");
    const dose = [-1e4, -90, -20, 0, 3, 20, 90, 1e4];
    await fill(database, "t", { dose });
    const [found] = await selected(database, toSQL(probit, { dialect: "postgres", table: "t" }), ["prediction"]);
    expect(difference(found!, probit.predict({ dose }))).toBeLessThan(1e-12);
    await database.close();
  });
  it("offsets and exposures that are vectors", () => {
    const vector = fit("y ~ dose", DOSE, { family: "poisson", exposure: [1, 2, 3, 4, 5, 6, 7, 8] });
    const matrix = fitSync({ dose: DOSE.dose }, DOSE.y, { family: "poisson", offset: [1, 2, 3, 4, 5, 6, 7, 8] });
    for (const run of [toJavaScript, (one: Model) => toSQL(one, { dialect: "duckdb" })]) {
      expect(refusal(() => run(vector))).toEqual([
        "NOT_SUPPORTED",
        'the model was fitted with exposure as a vector, which has no name in a table; expected a column: fit a formula with exposure: "name of the column"',
      ]);
      expect(refusal(() => run(matrix))[1]).toContain("an offset or exposure as a vector");
    }
  });
  it("options", () => {
    expect(refusal(() => toSQL(model, { dialect: "mysql" } as never))[1]).toBe(
      'dialect is "mysql"; expected one of duckdb, postgres, sqlite, bigquery',
    );
    expect(refusal(() => toSQL(model, {} as never))[1]).toContain("dialect is undefined");
    expect(refusal(() => toSQL(model, { dialect: "duckdb", table: "" }))[1]).toBe(
      'table is ""; expected the name of a table',
    );
    expect(refusal(() => toSQL(model, { dialect: "duckdb", type: "class" } as never))[1]).toContain("response, link");
    expect(refusal(() => toJavaScript(model, { unseen: "error" } as never))[1]).toContain("missing, reference");
    expect(refusal(() => toJavaScript({} as never))[0]).toBe("BAD_OPTION");
  });
  it("text that SQL cannot write", () => {
    for (const text of ["a\0b", "\ud800"]) {
      const table = { y: [1, 2, 4, 4], g: [text, "b", text, "b"], [text]: [1, 2, 3, 4] };
      expect(refusal(() => toSQL(fit("y ~ g", table), { dialect: "sqlite" }))[0]).toBe("NOT_SUPPORTED");
      expect(refusal(() => toSQL(fit("y ~ . - g", table), { dialect: "bigquery" }))[0]).toBe("NOT_SUPPORTED");
      expect(refusal(() => toSQL(model, { dialect: "postgres", table: text }))[0]).toBe("NOT_SUPPORTED");
    }
  });
  it("curves whose powers have no digits", () => {
    const x = Array.from({ length: 60 }, (_, i) => Math.exp(i / 10));
    const table = { y: x.map((_, i) => Math.sin(i) + (i > 30 ? 2 : 0)), x };
    for (const [high, low] of [
      ["poly(x, 9)", "poly(x, 8)"],
      ["bs(x, df = 12, degree = 9)", "bs(x, df = 12, degree = 8)"],
    ] as const) {
      expect(refusal(() => toSQL(fit(`y ~ ${high}`, table), { dialect: "duckdb" }))[1]).toBe(
        `${high} has the degree 9; expected at most 8 to export it: fit a lower degree, or bs() or ns() with more knots`,
      );
      expect(toSQL(fit(`y ~ ${low}`, table), { dialect: "duckdb" })).toContain("CAST");
    }
  });
  it("formulas that double with every letter", () => {
    const nested = (depth: number): string => (depth === 0 ? "dose" : `((${nested(depth - 1)}) > 0)`);
    const [code, message] = refusal(() => toJavaScript(fit(`y ~ ${nested(24)}`, { ...DOSE, y: DOSE.dose })));
    expect([code, message]).toEqual(["NOT_SUPPORTED", expect.stringContaining("more than 500000 parts")]);
    const logs = fit(`y ~ ${"log1p(".repeat(6)}dose${")".repeat(6)}`, DOSE);
    expect(toSQL(logs, { dialect: "postgres" }).length).toBeLessThan(20_000);
  });
});
