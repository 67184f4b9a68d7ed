// anova, drop1, and the forms of tables on the command line.
import { beforeAll, describe, expect, it } from "vitest";
import {
  anova,
  compareModels,
  crossValidate,
  drop1,
  fitSync,
  infer,
  lasso,
  type Model,
  pathSync,
  ridge,
} from "../../../src/index.js";
import { expectRefusal, workplace } from "../command.js";
import { judgedCsv, X, Y } from "../judged-rows.js";
import { COMPLETE, MIXED_CSV, mixedModel } from "../mixed-table.js";

const { put, read, run } = workplace();
put("mixed.csv", MIXED_CSV);
put("d.csv", judgedCsv("y"));
put("numbers.json", JSON.stringify(fitSync(X, Y, { family: "binomial" })));
let table: Awaited<ReturnType<typeof mixedModel>>["table"];
let model: Model;
let smaller: Model;
let counts: Model;
beforeAll(async () => {
  ({ table, model } = await mixedModel(put));
  const held = fitSync("died ~ age + kind", table, { family: "binomial", penalty: ridge(0.1) });
  put("ridge.json", JSON.stringify(held));
  const rows = {
    ...table,
    age: Array.from({ length: 60 }, (_, i) => (i % 13 === 5 ? null : (table.age as ArrayLike<number>)[i]!)),
  };
  smaller = fitSync(
    "died ~ age",
    { ...rows, died: Array.from(table.died as never, (v, i) => (i === 40 ? null : v)) } as never,
    { family: "binomial" },
  );
  put("smaller.json", JSON.stringify(smaller));
  counts = fitSync("visits ~ day + kind", table);
  put("counts.json", JSON.stringify(counts));
});

function done(args: readonly string[]): string {
  const { code, out, error } = run(args);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

describe("dropglm anova and drop1", () => {
  it("print the tables of the library below a heading", () => {
    const head = `mixed.csv: died ~ age + kind (binomial, logit link), ${COMPLETE.length} of 60 rows, 3 columns of the model`;
    expect(done(["anova", "m.json", "mixed.csv"])).toBe(`${head}\n\n${String(anova(model, table))}\n`);
    for (const type of ["I", "III"] as const) {
      expect(done(["anova", "m.json", "mixed.csv", "--type", type])).toBe(
        `${head}\n\n${String(anova(model, table, { type }))}\n`,
      );
    }
    expect(done(["drop1", "m.json", "mixed.csv"])).toBe(`${head}\n\n${String(drop1(model, table))}\n`);
    const wald = String(anova(model, table, { test: "wald" }));
    expect(done(["anova", "m.json", "mixed.csv", "--test", "wald"])).toContain(wald);
    expect(done(["drop1", "counts.json", "mixed.csv", "--test", "likelihood-ratio"])).toContain(
      String(drop1(counts, table, { test: "likelihood-ratio" })),
    );
  });

  it("print JSON", () => {
    const got = JSON.parse(done(["anova", "m.json", "mixed.csv", "--json"]));
    expect(got).toMatchObject({ formula: "died ~ age + kind", rows: 60, used: COMPLETE.length });
    expect(got.tests).toEqual(JSON.parse(JSON.stringify(anova(model, table))));
  });

  it.each<[string[], string | RegExp]>([
    [
      ["anova", "m.json", "mixed.csv", "--type", "2"],
      /^error: option '--type <type>' argument '2' is invalid\. Allowed choices are I, II, III\./,
    ],
    [["drop1", "m.json", "mixed.csv", "--type", "I"], /^error: unknown option '--type'/],
    [["anova", "m.json", "mixed.csv", "--test", "F"], /test "F" with the known dispersion of family "binomial"/],
    [
      ["drop1", "ridge.json", "mixed.csv", "--test", "likelihood-ratio"],
      /test "likelihood-ratio" of a fit with a penalty, noise or bounds/,
    ],
    [
      ["anova", "numbers.json", "d.csv", "--response", "y"],
      /^error: .*anova: the model was fitted to numbers and has no terms/,
    ],
    [
      ["anova", "m.json", "mixed.csv", "--json", "--format", "csv"],
      "--format with --json, which has a form of its own; expected one of them",
    ],
    [["drop1", "-", "-"], "model and data both from standard input; expected a file for one of them"],
  ])("%j is refused with one line", (args, message) => expectRefusal(run(args), message));
});

describe("--format and --exponentiate", () => {
  it.each([
    ["markdown", "toMarkdown"],
    ["latex", "toLaTeX"],
    ["html", "toHTML"],
    ["csv", "toCSV"],
  ] as const)("%s", async (format, write) => {
    const form = ["--format", format];
    expect(done(["anova", "m.json", "mixed.csv", ...form])).toBe(anova(model, table)[write]());
    expect(done(["infer", "m.json", "mixed.csv", ...form])).toBe(infer(model, table)[write]());
    const ratios = model.summary({ exponentiate: true, level: 0.9 });
    expect(done(["summary", "m.json", "--exponentiate", "--level", "0.9", ...form])).toBe(ratios[write]());
    expect(done(["path", "mixed.csv", "visits ~ day + kind", "--lasso", ...form])).toBe(
      pathSync("visits ~ day + kind", table, { penalty: lasso() })[write](),
    );
    const found = done(["compare", "smaller.json", "m.json", "--test", "wald", ...form]);
    const { statistic } = compareModels(smaller, model, { test: "wald" });
    expect(found).toContain(
      format === "csv" ? `wald,${statistic},chi-square,2,` : statistic.toPrecision(5).replace(/0+$/, ""),
    );
  });

  it("cv writes all points", async () => {
    const judged = await crossValidate("visits ~ day + kind", table, { penalty: lasso(), folds: 3 });
    expect(done(["cv", "mixed.csv", "visits ~ day + kind", "--lasso", "--folds", "3", "--format", "csv"])).toBe(
      judged.toCSV(),
    );
  });

  it("fit and infer show ratios; the saved model keeps its estimates", () => {
    const given = ["fit", "mixed.csv", "died ~ age + kind", "--family", "binomial"];
    expect(done([...given, "--exponentiate", "--save", "again.json"])).toBe(
      `${String(model.summary({ exponentiate: true }))}\n`,
    );
    expect(JSON.parse(read("again.json")).coefficients).toEqual([[...model.coefficients]]);
    const robust = { covariance: "HC1", exponentiate: true } as const;
    expect(done(["infer", "m.json", "mixed.csv", "--covariance", "HC1", "--exponentiate"])).toContain(
      String(infer(model, table, robust)),
    );
    const json = JSON.parse(done(["infer", "m.json", "mixed.csv", "--exponentiate", "--json"]));
    expect(json).toMatchObject({ ratio: "odds ratio", estimates: infer(model, table, { exponentiate: true }).rows });
    expect(JSON.parse(done(["summary", "m.json", "--json", "--exponentiate"]))[1].estimate).toBeCloseTo(
      Math.exp(model.coefficients[0]!),
      12,
    );
    expectRefusal(
      run([...given, "--json", "--exponentiate"]),
      "--exponentiate with --json, which has a form of its own; expected one of them",
    );
    expectRefusal(run(["summary", "counts.json", "--exponentiate"]), /^error: exponentiate with link "identity"/);
  });
});
