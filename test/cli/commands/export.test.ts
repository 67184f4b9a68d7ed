import { describe, expect, it } from "vitest";
import { fitSync, type Model, toJavaScript, toSQL } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";

const { put, read, run } = workplace();
const ROWS = {
  y: [0, 1, 0, 1, 1, 0, 1, 1],
  dose: [0, 1, 2, 3, 4, 5, 6, 7],
  ward: ["a", "b", "a", "c", "b", "c", "a", "b"],
};
const model = fitSync("y ~ dose + ward", ROWS, { family: "poisson" }) as Model;
put("m.json", JSON.stringify(model));
put("probit.json", JSON.stringify(fitSync("y ~ dose", ROWS, { family: "binomial", link: "probit" })));
const classes = fitSync("ward ~ dose", ROWS, { family: "multinomial" }) as unknown as Model<"many">;
put("classes.json", JSON.stringify(classes));
put("log1p.json", JSON.stringify({ ...model.toJSON(), transform: "log1p" }));
put("stopped.json", JSON.stringify(fitSync("y ~ dose", ROWS, { family: "binomial", maxIterations: 1 })));

function done(...args: string[]): string {
  const { code, out, error } = run(["export", ...args]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

describe("dropglm export", () => {
  it.each(["duckdb", "postgres", "sqlite", "bigquery"] as const)("prints what toSQL gives: %s", (dialect) => {
    expect(done("m.json", "--to", "sql", "--dialect", dialect)).toBe(`${toSQL(model, { dialect })}\n`);
    const more = ["--table", "people", "--type", "link", "--unseen", "reference"];
    expect(done("m.json", "--to", "sql", "--dialect", dialect, ...more)).toBe(
      `${toSQL(model, { dialect, table: "people", type: "link", unseen: "reference" })}\n`,
    );
  });
  it("prints what toJavaScript gives", () => {
    expect(done("m.json", "--to", "js")).toBe(toJavaScript(model));
    expect(done("classes.json", "--to", "js", "--type", "link")).toBe(toJavaScript(classes, { type: "link" }));
  });
  it("writes a file", () => {
    expect(done("m.json", "--to", "js", "-o", "score.mjs")).toBe("");
    expect(read("score.mjs")).toBe(toJavaScript(model));
    expectRefusal(run(["export", "m.json", "--to", "js", "-o", "m.json"]), "--output m.json is m.json, which is read; expected another file"); // biome-ignore format: one line
  });
  it("has a column for each class", () => {
    const out = done("classes.json", "--to", "sql", "--dialect", "duckdb", "--table", "people");
    expect(out).toBe(`${toSQL(classes, { dialect: "duckdb", table: "people" })}\n`);
  });
  it("says that a fit did not converge", () => {
    const { code, error } = run(["export", "stopped.json", "--to", "js"]);
    expect({ code, error }).toEqual({
      code: 0,
      error:
        "warning: the fit of stopped.json ended max-iterations; its predictions are those of the best point it reached\n",
    });
  });
  it.each<[string[], string | RegExp]>([
    [["m.json"], "required option '--to <language>' not specified"],
    [["m.json", "--to", "sql"], "--to sql without --dialect; expected duckdb, postgres, sqlite, bigquery"],
    [["m.json", "--to", "js", "--dialect", "duckdb"], "--dialect duckdb with --to js; expected --to sql: leave it out"],
    [["m.json", "--to", "js", "--table", "t"], "--table t with --to js; expected --to sql: leave it out"],
    [["m.json", "--to", "r"], /argument 'r' is invalid\. Allowed choices are sql, js\./],
    [
      ["m.json", "rows.csv", "--to", "js"],
      "too many arguments for export; expected 1 argument but got 2: it reads the model only",
    ],
    [
      ["probit.json", "--to", "sql", "--dialect", "sqlite"],
      /^error: the probit link needs the function erfc\(\), which SQLite lacks/,
    ],
    [["classes.json", "--to", "sql", "--dialect", "sqlite"], /expected --table <name>, which makes columns of them/],
    [
      ["log1p.json", "--to", "js"],
      /log1p\.json transforms its columns by log1p before the model; .*: fit a formula with log1p\(\)/,
    ],
  ])("refuses %j", (args, what) => {
    expectRefusal(run(["export", ...args]), what);
  });
});
