// Every result that prints: consoles show the table, all forms are there, and the result is what it was: an object or a list.
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  calibration,
  collinearity,
  compareModels,
  confusion,
  crossValidate,
  diagnose,
  fitSync,
  infer,
  lasso,
  type Printed,
  pathSync,
  profileInterval,
  roc,
  vif,
} from "../../src/index.js";

const x = { a: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], b: [1, 0, 0, 1, 1, 0, 1, 0, 0, 1] };
const y = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1];
const model = fitSync(x, y, { family: "binomial" });
const smaller = fitSync({ a: x.a }, y, { family: "binomial" });
const judged = await crossValidate(x, y, { family: "binomial", penalty: lasso(), folds: 3, count: 20 });

const RESULTS: Readonly<Record<string, Printed>> = {
  summary: model.summary(),
  infer: infer(model, x, y),
  contrast: model.contrast([{ a: 1, b: -1 }]),
  compareModels: compareModels(smaller, model),
  vif: vif(model),
  profileInterval: profileInterval(model, x, y),
  path: pathSync(x, y, { family: "binomial", penalty: lasso() }),
  crossValidate: judged,
  diagnose: diagnose(model, x, y),
  collinearity: collinearity(x),
  confusion: confusion([0, 1, 1], [0, 0, 1]),
  calibration: calibration(model.predict(x), y, { bins: 2 }),
  roc: roc(model.predict(x), y),
};

describe.each(Object.entries(RESULTS))("%s", (_, result) => {
  it("shows its table in consoles and notebooks", () => {
    const text = String(result);
    expect(inspect(result)).toBe(text);
    const shown = (result as unknown as Record<symbol, () => object>)[Symbol.for("Jupyter.display")]!();
    expect(shown).toEqual({ "text/plain": text, "text/html": result.toHTML() });
    const { columns } = result.toTable();
    for (const { label } of columns) expect(text).toContain(label);
  });

  it("has all forms, and every row in CSV", () => {
    const { rows, columns } = result.toTable();
    const lines = result.toCSV().trimEnd().split("\n");
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines[0]).toBe(columns.map(({ key }) => key).join(","));
    for (const row of rows) for (const { key } of columns) expect(Object.keys(row)).toContain(key);
    expect(result.toMarkdown()).toMatch(/^\|.*\|$/m);
    expect(result.toHTML()).toMatch(/<table>[\s\S]*<\/table>/);
    expect(result.toLaTeX()).toMatch(/\\begin\{tabular\}[\s\S]*\\end\{tabular\}/);
  });

  it("is plain data in JSON: lists, and no method", () => {
    const written = JSON.stringify(result);
    expect(written).not.toMatch(/toTable|"0":/);
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(result.toJSON())));
  });
});

describe("results with added methods", () => {
  it("are the lists and objects that they were", () => {
    const intervals = profileInterval(model, x, y);
    expect(Array.isArray(intervals)).toBe(true);
    expect(intervals.map(({ name }) => name)).toEqual(["(intercept)", "a", "b"]);
    expect(Object.keys(intervals)).toEqual(["0", "1", "2"]);
    expect(JSON.parse(JSON.stringify(intervals))).toHaveLength(3);
    expect([...vif(model)]).toHaveLength(2);
    expect(Object.keys(compareModels(smaller, model))).toEqual(
      expect.arrayContaining(["test", "statistic", "distribution", "df", "p"]),
    );
    expect(structuredClone(compareModels(smaller, model))).toEqual({ ...compareModels(smaller, model) });
  });

  it("numbers that JSON cannot write are text", () => {
    expect(roc([0.2, 0.8], [0, 1]).toJSON()).toMatchObject({ thresholds: ["Infinity", 0.8, 0.2] });
  });

  it("a long path prints some of its steps and writes all", () => {
    const path = RESULTS.path!;
    expect(String(path).split("\n").length).toBeLessThan(20);
    expect(path.toTable().rows.length).toBeGreaterThan(20);
  });

  it("compareModels names its statistic", () => {
    const text = (result: Printed): string => String(result).split("\n")[1]!;
    expect(text(compareModels(smaller, model))).toMatch(/^likelihood ratio chi-square /);
    expect(text(compareModels(smaller, model, { test: "wald" }))).toMatch(/^Wald chi-square /);
    expect(text(compareModels(smaller, model, { test: "score", x, y }))).toMatch(/^score \(Rao\) chi-square /);
    const [one, two] = [fitSync({ a: x.a }, x.b), fitSync({ a: x.a, b: y }, x.b)];
    expect(text(compareModels(one, two))).toMatch(/^F /);
    expect(text(compareModels(one, two, { test: "wald" }))).toMatch(/^Wald F /);
  });
});
