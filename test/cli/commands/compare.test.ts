import { beforeAll, describe, expect, it } from "vitest";
import { type Comparison, compareModels, fitSync, lasso, type Model } from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { column, judgedCsv, X, Y } from "../judged-rows.js";
import { MIXED_CSV, mixedTable } from "../mixed-table.js";

const { put, run } = workplace();
put("mixed.csv", MIXED_CSV);
put("d.csv", judgedCsv("y", "e"));
const vectors = { weights: column("e") };
const [ONE, THREE] = [{ a: X.a }, X].map((x) => fitSync(x, Y, { family: "binomial", ...vectors })) as [Model, Model];
put("one.json", JSON.stringify(ONE));
put("three.json", JSON.stringify(THREE));
put("lasso.json", JSON.stringify(fitSync(X, Y, { family: "binomial", ...vectors, penalty: lasso(0.01) })));
let table: Awaited<ReturnType<typeof mixedTable>>;
let [small, large]: Model[] = [];
beforeAll(async () => {
  table = await mixedTable();
  small = fitSync("died ~ age", table, { family: "binomial", weights: "months", missing: "indicator" });
  large = fitSync("died ~ age + zip", table, { family: "binomial", weights: "months", missing: "indicator" });
  put("small.json", JSON.stringify(small));
  put("large.json", JSON.stringify(large));
  put("fewer.json", JSON.stringify(fitSync("died ~ age + kind", table, { family: "binomial", weights: "months" })));
  const [g0, g1] = ["visits ~ day", "visits ~ day + zip"].map((formula) => fitSync(formula, table));
  put("g0.json", JSON.stringify(g0));
  put("g1.json", JSON.stringify(g1));
});

function compared(args: readonly string[]): Comparison[] {
  const { code, out, error } = run(["compare", ...args, "--json"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return JSON.parse(out).tests;
}
const plain = (tests: readonly Comparison[]): unknown => JSON.parse(JSON.stringify(tests));

describe("dropglm compare", () => {
  it.each([
    ["small.json", "large.json"],
    ["large.json", "small.json"],
  ])("has the tests of the library, in any order: %s %s", (a, b) => {
    const without = [compareModels(small!, large!), compareModels(small!, large!, { test: "wald" })];
    expect(compared([a, b])).toEqual(plain(without));
    const score = compareModels(small!, large!, { test: "score", table });
    expect(compared([a, b, "mixed.csv"])).toEqual(plain([...without, score]));
    expect(compared([a, b, "mixed.csv", "--test", "score"])).toEqual(plain([score]));
    expect(compared([a, b, "--test", "wald"])).toEqual(plain(without.slice(1)));
  });

  it("takes models of numbers, and their rows", () => {
    const given = ["one.json", "three.json", "d.csv", "--response", "y", "--weights", "e"];
    const score = compareModels(ONE, THREE, { test: "score", x: X, y: Y, ...vectors });
    expect(compared([...given, "--test", "score"])).toEqual(plain([score]));
  });

  it("has the likelihood ratio of bias-reduced fits, which needs their data", () => {
    const [a, b] = [{ a: X.a }, X].map((x) =>
      fitSync(x, Y, { family: "binomial", ...vectors, biasReduction: "firth" }),
    ) as [Model, Model];
    put("a.json", JSON.stringify(a));
    put("b.json", JSON.stringify(b));
    const given = ["a.json", "b.json", "d.csv", "--response", "y", "--weights", "e"];
    const ratio = compareModels(a, b, { x: X, y: Y, ...vectors });
    const wald = compareModels(a, b, { test: "wald" });
    expect(compared(given)).toEqual(plain([ratio, wald]));
    expect(compared([...given, "--test", "likelihood-ratio"])).toEqual(plain([ratio]));
    expect(compared(["a.json", "b.json", "--test", "wald"])).toEqual(plain([wald]));
    expectRefusal(
      run(["compare", "a.json", "b.json"]),
      "likelihood ratios of bias-reduced fits need their data; expected both models, then the data, or --test wald",
    );
  });

  it("prints both models and every test", () => {
    const { code, out } = run(["compare", "small.json", "large.json", "mixed.csv"]);
    expect(code).toBe(0);
    const lines = out.split("\n").map((line) => line.trim().replaceAll(/ {2,}/g, "  "));
    expect(lines[0]).toBe("parameters  deviance  AIC");
    expect(lines[1]).toMatch(/^small\.json: died ~ age {2}3 {2}[\d.]+ {2}[\d.]+$/);
    expect(lines[2]).toMatch(/^large\.json: died ~ age \+ zip {2}4 {2}[\d.]+ {2}[\d.]+$/);
    expect(lines[4]).toBe("test  statistic  distribution  df  p");
    expect(lines.slice(5, 8).map((line) => line.split("  ")[0])).toEqual(["likelihood-ratio", "wald", "score"]);
  });

  it("has the degrees of freedom of F", () => {
    const { out } = run(["compare", "g0.json", "g1.json"]);
    expect(out).toMatch(/^test +statistic +distribution +df +residual df +p$/m);
    expect(out).toMatch(/^F +[\d.]+ +F +1 +57 +[\d.]+$/m);
  });

  it.each<[string[], string | RegExp]>([
    [["small.json"], "missing required argument 'b'"],
    [["small.json", "small.json"], "the models cannot be compared: they have the same number of parameters"],
    [
      ["small.json", "fewer.json"],
      /^error: the models cannot be compared: observations is 60 in one and 54 in the other/,
    ],
    [
      ["one.json", "lasso.json"],
      /^error: the models cannot be compared: a test of this kind is for maximum likelihood/,
    ],
    [
      ["small.json", "large.json", "--test", "score"],
      "--test score without data; expected both models, then the data of their fits",
    ],
    [
      ["small.json", "large.json", "mixed.csv", "--test", "wald"],
      "--test wald with data, which it does not read; expected --test score, or no data",
    ],
    [["small.json", "mixed.csv"], /^error: mixed\.csv is not a saved model/],
    [["small.json", "none.json"], "cannot read none.json: no such file or directory"],
    [
      ["small.json", "large.json", "d.csv"],
      /^error: d\.csv: the model: the data has no column "age"|^error: d\.csv: weights: the data has no column "months"/,
    ],
    [
      ["small.json", "large.json", "died ~ age"],
      /^error: "died ~ age" is a formula where a file goes; large\.json has the formula/,
    ],
    [["-", "-"], "two files are standard input; expected a file for one of them"],
    [["small.json", "large.json", "mixed.csv", "--test", "rao"], /Allowed choices are likelihood-ratio, wald, score\./],
    [
      ["small.json", "large.json", "mixed.csv", "died ~ age"],
      "too many arguments for compare; expected 3 arguments but got 4: the formula is in the model",
    ],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["compare", ...args]), message);
  });
});
