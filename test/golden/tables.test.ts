// Does a formula that is copied from R, with its table, give the model that R gives? test/golden/README.md. The command line is asked in
// test/cli/tables.test.ts.
import { describe, expect, it } from "vitest";
import { fitSync, Model } from "../../src/index.js";
import { columnsOf, learned } from "../frame/learned.js";
import { CASES, DATA, expectModel, expectNumbers, expectPredictions, optionsOf } from "./tables.js";

const titled = (cases: typeof CASES) => cases.map((golden) => [golden.r, golden] as const);

describe("formulas and tables against R", () => {
  it.each(titled(CASES))("%s", (_, golden) => {
    const model = fitSync(golden.formula, DATA[golden.data]!, optionsOf(golden));
    expectModel(model, golden);
    const saved = Model.fromJSON(JSON.parse(JSON.stringify(model))) as Model;
    expectPredictions(saved.predict(golden.new), golden.newMeans, "mean");
    expectPredictions(saved.predict(golden.new, { type: "link" }), golden.newLinks, "linear predictor");
  });

  it("there are 45 cases and more, of many families", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(45);
    expect(new Set(CASES.map(({ options }) => options.name)).size).toBeGreaterThanOrEqual(8);
  });
});

describe("without the columns that R leaves out, each of the others has the numbers of R", () => {
  it.each(titled(CASES.filter(({ notUnique }) => notUnique !== undefined)))("%s", (_, golden) => {
    const { contrasts, types, family, link } = optionsOf(golden);
    const frame = learned(golden.formula, DATA[golden.data]!, {
      ...(contrasts && { contrasts }),
      ...(types && { types }),
    });
    const kept = Object.entries(columnsOf(frame.design)).filter((_, j) => golden.coefficients[j] !== null);
    const y = (frame.response as { readonly values: Float64Array }).values;
    const intercept = golden.intercept !== undefined;
    const model = fitSync(Object.fromEntries(kept), y, { family, link, intercept });
    expect(model.summary().rows.filter(({ standardError }) => Number.isNaN(standardError))).toEqual([]);
    expectNumbers(model, golden);
  });
});
