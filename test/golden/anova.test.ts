// Are analyses of deviance those of stats::anova, car::Anova and stats::drop1? test/golden/README.md.
import { describe, expect, it } from "vitest";
import { type AnovaOptions, anova, drop1, Model } from "../../src/index.js";
import { expectClose, type GoldenTable, modelOf, tableOf, titled, type WordsCase } from "./words.js";

type Row = Readonly<Record<string, unknown>>;

/** R's rows of terms: without the null model, the whole model, the intercept and the residuals. */
function expectRows(rows: readonly Row[], golden: GoldenTable): void {
  const { term, ...numbers } = golden;
  const beside = ["NULL", "none", "(Intercept)", "Residuals"];
  const places = [...term!.keys()].filter((i) => !beside.includes(String(term![i])));
  expect(rows.map((row) => row.term)).toEqual(places.map((i) => term![i]));
  for (const [key, values] of Object.entries(numbers)) {
    rows.forEach((row, k) => {
      const expected = row.df === 0 && key === "statistic" ? null : values[places[k]!]; // R has 0 there in one table, NA in others
      const found = row[key] as number | undefined;
      if (expected === null || expected === undefined) {
        if (key === "statistic" || key === "p") expect(found).toBeNaN();
      } else if (!(key === "p" && expected === 0)) expectClose(found, expected as number, key);
    });
  }
}

function expectAnova(golden: WordsCase, key: string, options: Pick<AnovaOptions, "type" | "test">): void {
  const table = golden.tables[key];
  if (table === undefined) return;
  const saved = Model.fromJSON(JSON.parse(JSON.stringify(modelOf(golden)))) as Model;
  expectRows(anova(saved, tableOf(golden), options).rows as unknown as Row[], table);
}

describe.each(titled)("%s", (_, golden) => {
  it("anova: type I", () => expectAnova(golden, "I", { type: "I" }));
  it("car's Anova: type II", () => expectAnova(golden, "II", {}));
  it("car's Anova: type III", () => expectAnova(golden, "III", { type: "III" }));
  it("car's Anova: ratios of likelihoods with a free dispersion", () =>
    expectAnova(golden, "ratio", { test: "likelihood-ratio" }));
  it("car's Anova: Wald, types II and III", () => {
    expectAnova(golden, "waldII", { test: "wald" });
    expectAnova(golden, "waldIII", { type: "III", test: "wald" });
  });
  it("drop1", () => {
    const model = modelOf(golden);
    const own = drop1(model, tableOf(golden));
    expect(own.test).toBe(golden.tables.test);
    const theta = golden.theta === undefined ? 0 : 2; // extractAIC() does not count an estimated theta, AIC() does
    const rows = own.rows.map((row) => ({ ...row, aic: row.aic! - theta }));
    expectRows(rows, golden.tables.drop1!);
    const scaled = golden.tables.scaled;
    if (scaled === undefined) return;
    const ratio = drop1(model, tableOf(golden), { test: "likelihood-ratio" });
    expectRows(ratio.rows as unknown as Row[], scaled);
  });
});
