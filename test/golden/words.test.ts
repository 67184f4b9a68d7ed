// Are tidy rows those of broom, and the measures of a fit those of R? test/golden/README.md.
import { describe, expect, it } from "vitest";
import { profileInterval } from "../../src/index.js";
import { expectClose, modelOf, tableOf, titled } from "./words.js";

describe("tidy(conf.int = TRUE) of broom", () => {
  const cases = titled.filter(([, { tidy }]) => tidy !== undefined);
  it.each(cases)("%s", (_, golden) => {
    const model = modelOf(golden);
    const intervals = profileInterval(model, tableOf(golden));
    const rows = model.tidy({ exponentiate: golden.exponentiate!, intervals });
    const { term, ...numbers } = golden.tidy!;
    expect(rows).toHaveLength(term!.length);
    for (const [key, values] of Object.entries(numbers)) {
      for (const [i, expected] of values.entries()) {
        expectClose(rows[i]![key as "estimate"], expected as number, key);
      }
    }
    const shown = model.summary({ exponentiate: golden.exponentiate!, intervals }).rows;
    expect(shown.map(({ estimate, lower, upper }) => [estimate, lower, upper])).toEqual(
      rows.map(({ estimate, confLow, confHigh }) => [estimate, confLow, confHigh]),
    );
  });
  it("there are three and more", () => expect(cases.length).toBeGreaterThanOrEqual(3));
});

describe("measures of the fit", () => {
  it.each(titled)("%s", (_, golden) => {
    const { statistics } = modelOf(golden).summary();
    const { pearson, pearsonP, devianceP, ...others } = golden.measures;
    for (const [key, expected] of Object.entries(others)) expectClose(statistics[key as "aicc"], expected, key);
    for (const key of ["rSquared", "adjustedRSquared", "mcFadden", "nagelkerke"] as const) {
      if (Object.keys(others).length > 0) expect(statistics[key] === undefined, key).toBe(!(key in others));
    }
    const { goodnessOfFit } = statistics;
    const isCounted = /poisson|cbind|glm\.nb/.test(golden.r);
    expect(goodnessOfFit !== undefined).toBe(isCounted);
    if (goodnessOfFit === undefined) return;
    expectClose(goodnessOfFit.pearson.statistic, pearson!, "pearson");
    expectClose(goodnessOfFit.pearson.p, pearsonP!, "p");
    expectClose(goodnessOfFit.deviance.p, devianceP!, "p");
  });
});
