// diagnose with a model of a formula.
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { outcomesOf } from "../../../src/cli/rows/outcomes.js";
import { calibration, diagnose, fitSync, type Model, roc } from "../../../src/index.js";
import { plots, toSVG } from "../../../src/plots/index.js";
import { expectRefusal, workplace } from "../command.js";
import { COMPLETE, MIXED, MIXED_CSV, mixedModel } from "../mixed-table.js";

const { put, read, run } = workplace();
put("mixed.csv", MIXED_CSV);
let table: Awaited<ReturnType<typeof mixedModel>>["table"];
let model: Model;
beforeAll(async () => {
  ({ table, model } = await mixedModel(put));
  put("many.json", JSON.stringify(fitSync("kind ~ age", table, { family: "multinomial" })));
  put("counts.json", JSON.stringify(fitSync(COUNTS, table, { family: "binomial" })));
});

const COUNTS = "cbind(visits, day) ~ age";
/** Rows without a missing cell in age. */
const COMPLETE_AGE = MIXED.flatMap(({ age }, i) => (age === undefined ? [] : [i]));

/** The rows of a file, as the command line has them. */
const rows = (formula: string) => ({
  source: "mixed.csv",
  lines: Uint32Array.from(MIXED, (_, i) => i + 2),
  formula,
  table,
  options: {},
});

describe("dropglm diagnose with a model of a formula", () => {
  it("names rows and lines of the file, none of them left out of the fit", () => {
    const { code, out } = run(["diagnose", "m.json", "mixed.csv", "--most", "99", "--json"]);
    expect(code).toBe(0);
    const got = JSON.parse(out);
    const { cooksDistance } = diagnose(model, table);
    expect(got).toMatchObject({ formula: "died ~ age + kind", rows: 60, used: COMPLETE.length, columns: 3 });
    const influence = got.influence as { row: number; line: number; cooksDistance: number }[];
    expect(influence.map(({ row }) => row).sort((a, b) => a - b)).toEqual(COMPLETE);
    for (const one of influence) {
      expect(one.line).toBe(one.row + 2);
      expect(one.cooksDistance).toBe(cooksDistance![one.row]);
    }
    expect(run(["diagnose", "m.json", "mixed.csv"]).out.split("\n")[0]).toBe(
      `mixed.csv: died ~ age + kind (binomial, logit link), ${COMPLETE.length} of 60 rows, 3 columns of the model`,
    );
  });

  it("writes every row of the file, blank where it is left out", () => {
    expect(run(["diagnose", "m.json", "mixed.csv", "--csv", "rows.csv"]).code).toBe(0);
    const { data } = Papa.parse<Record<string, string>>(read("rows.csv").trimEnd(), { header: true });
    expect(data).toHaveLength(60);
    const { leverage } = diagnose(model, table);
    data.forEach((row, i) => {
      expect(row.leverage).toBe(COMPLETE.includes(i) ? String(leverage![i]) : "");
    });
    expect(run(["diagnose", "many.json", "mixed.csv", "--csv", "many.csv"]).code).toBe(0);
    expect(read("many.csv").split("\n")[6]).toMatch(/^5,7,+$/);
  });

  it.each(["residuals", "leverage", "roc", "calibration"])("draws %s", (kind) => {
    expect(run(["diagnose", "m.json", "mixed.csv", "--plot", `${kind}.svg`, "--kind", kind]).code).toBe(0);
    expect(read(`${kind}.svg`)).toMatch(/^<svg/);
  });

  it.each(["roc", "calibration"] as const)("draws %s of counts, every row its trials", async (kind) => {
    expect(run(["diagnose", "counts.json", "mixed.csv", "--plot", "counts.svg", "--kind", kind]).code).toBe(0);
    const own = fitSync(COUNTS, table, { family: "binomial" });
    const rows = COMPLETE_AGE.filter((i) => MIXED[i]!.day > 0);
    const weights = rows.map((i) => MIXED[i]!.visits + MIXED[i]!.day);
    const y = rows.map((i, k) => MIXED[i]!.visits / weights[k]!);
    const predicted = own.predict(table);
    const p = rows.map((i) => predicted[i]!);
    const data = kind === "roc" ? plots.roc(roc(p, y, { weights })) : plots.calibration(calibration(p, y, { weights }));
    expect(read("counts.svg")).toBe(`${await toSVG(data)}\n`);
  });

  it("draws the ROC curve of the label that was named as success", async () => {
    for (const success of ["yes", "no"]) {
      const named = fitSync("died ~ age", table, { family: "binomial", success });
      put("named.json", JSON.stringify(named));
      expect(run(["diagnose", "named.json", "mixed.csv", "--plot", "named.svg", "--kind", "roc"]).code).toBe(0);
      const y = COMPLETE_AGE.map((i) => Number(MIXED[i]!.died === success));
      const predicted = named.predict(table);
      const want = plots.roc(roc(COMPLETE_AGE.map((i) => predicted[i]!), y)); // biome-ignore format: one line
      expect(read("named.svg")).toBe(`${await toSVG(want)}\n`);
    }
  });

  it.each<[string[], string | RegExp]>([
    [
      ["m.json", "mixed.csv", "--transform", "log1p"],
      "--transform log1p: m.json has a formula, which is about a table; leave the option out",
    ],
  ])("%j is refused with one line", (args, message) => {
    expectRefusal(run(["diagnose", ...args]), message);
  });
});

describe("outcomesOf", () => {
  it("has what was seen in the rows of the fit", () => {
    const { predicted, y, weights } = outcomesOf(model, rows("died ~ age + kind"), diagnose(model, table));
    expect([...weights]).toEqual(COMPLETE.map(() => 1));
    expect([...y]).toEqual(COMPLETE.map((i) => (MIXED[i]!.died === "yes" ? 1 : 0)));
    const means = model.predict(table);
    expect([...predicted]).toEqual(COMPLETE.map((i) => means[i]));
    expect(roc(predicted, y).auc).toBeCloseTo(model.score(table).auc!, 12);
  });

  it("has shares of trials, with their numbers as weights, and the weights of the fit", () => {
    const formula = "visits ~ age";
    const trials = fitSync(formula, { ...table, all: MIXED.map(({ visits }, i) => visits + (i % 3) + 1) }, { family: "binomial", trials: "all", weights: "months" }); // biome-ignore format: one line
    const wide = { ...rows(formula), table: { ...table, all: MIXED.map(({ visits }, i) => visits + (i % 3) + 1) } };
    const { y, weights } = outcomesOf(trials, wide, diagnose(trials, wide.table));
    const kept = MIXED.flatMap(({ age }, i) => (age === undefined ? [] : [i]));
    expect(y).toHaveLength(kept.length);
    kept.forEach((i, k) => {
      const { visits, months } = MIXED[i]!;
      expect(y[k]).toBeCloseTo(visits / (visits + (i % 3) + 1), 12);
      expect(weights![k]).toBe(months * (visits + (i % 3) + 1));
    });
  });
});
