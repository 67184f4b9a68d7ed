// The readable table, line by line.
import { describe, expect, it } from "vitest";
import { dropout, fitSync } from "../../src/index.js";

const lines = (model: ReturnType<typeof fitSync>): string[] => String(model.summary()).split("\n");

describe("summary", () => {
  it("of a gaussian fit shows estimates, deviances, dispersion, AIC and the certificate", () => {
    // least squares by hand: slope 41/35, intercept 9/4 - 41/35 * 7/4 = 1/5, deviance 59/4 - (41/4)^2 / (35/4) = 96/35
    const model = fitSync({ dose: [0, 1, 2, 4] }, [1, 0, 3, 5]);
    const text = lines(model);
    // s^2 = 48/35; standard errors sqrt(s^2 / (35/4)), and sqrt(s^2 (1/4 + (49/16) / (35/4))); R prints the same
    expect(text.slice(0, 16)).toEqual([
      "Gaussian model, identity link",
      "4 observations, 1 column",
      "",
      "             estimate  std. error  t value  Pr(>|t|)",
      "(intercept)       0.2     0.90711   0.2205     0.846",
      "dose           1.1714      0.3959    2.959    0.0978",
      "",
      "null deviance     14.75  on 3 degrees of freedom",
      "deviance         2.7429  on 2 degrees of freedom",
      "log-likelihood  -4.9212",
      "dispersion       1.3714",
      "parameters            2",
      "AIC              15.842",
      "BIC              14.001",
      "R2              0.81404", // 1 - (96/35) / (59/4)
      "adjusted R2     0.72107", // 1 - (48/35) / (59/12)
    ]);
    expect(text[16]).toBe("");
    expect(text[17]).toMatch(
      /^converged: newton, \d+ iterations?, \d+ passes over the data, optimality \d\.\de-\d+ \(tolerance 1e-10\)$/,
    );
    expect(text).toHaveLength(18);
  });

  it("of a noised fit shows the adaptive penalty, the sandwich and effective parameters, and no AIC", () => {
    const model = fitSync({ a: [0, 1, 2, 3], b: [1, 0, 0, 1] }, [0, 1, 0, 1], {
      family: "binomial",
      noise: dropout(0.5),
    });
    const text = lines(model);
    expect(text[0]).toBe("Binomial model, logit link, noise: dropout (gaussian)");
    expect(text[3]).toMatch(/^ +estimate {2}std. error {2} +z value +Pr\(>\|z\|\) {2}adaptive penalty$/);
    expect(text[4]).toMatch(/^\(intercept\)( +-?\d\.\d+){4}$/);
    expect(text[5]).toMatch(/^a( +-?\d\.\d+){5}$/);
    expect(text.join()).not.toMatch(/AIC|dispersion/);
  });

  // R: glm(y ~ a, poisson), logLik of it and of y ~ 1
  it("of counts shows pseudo R2 and tests of the fit with their p-values", () => {
    const model = fitSync({ a: [0, 1, 2, 3, 4, 5] }, [1, 3, 2, 6, 7, 12], { family: "poisson" });
    const found = lines(model).filter((line) => /^(AICc|McFadden|Nagelkerke|Pearson|deviance) /.test(line));
    expect(found).toEqual([
      "deviance         1.2493  on 4 degrees of freedom",
      "AICc             28.656",
      "McFadden R2     0.41541",
      "Nagelkerke R2   0.91593",
      "deviance test    1.2493  on 4 degrees of freedom   p 0.87",
      "Pearson test     1.2391  on 4 degrees of freedom  p 0.872",
    ]);
  });

  it("shows warnings below the certificate", () => {
    const model = fitSync({ a: [0, 0, 0], b: [1, 2, 3] }, [1, 2, 4]);
    expect(lines(model).at(-1)).toBe("warning (zero-column): all entries are 0 in a: coefficient 0");
  });

  it("has a row for every coefficient, the intercept first", () => {
    const model = fitSync({ a: [0, 1, 5], b: [1, 2, 3] }, [1, 2, 4]);
    expect(model.summary().rows.map((row) => row.name)).toEqual(["(intercept)", "a", "b"]);
    expect(model.summary().rows.map((row) => row.estimate)).toEqual([model.intercept, ...model.coefficients]);
    const without = fitSync({ a: [0, 1, 5] }, [1, 2, 4], { intercept: false });
    expect(without.summary().rows.map((row) => row.name)).toEqual(["a"]);
  });

  it("shows the 60 largest rows of a wide model and counts the rest", () => {
    const n = 100;
    const x = Array.from({ length: n }, (_, i) => Array.from({ length: 70 }, (_, j) => Math.sin((i + 1) * (j + 1))));
    const model = fitSync(
      x,
      x.map((row, i) => 10 + row.reduce((sum, v, j) => sum + v * (j + 1), 0) + (i % 2)),
    );
    const text = lines(model);
    const table = text.slice(text.indexOf("") + 2, text.lastIndexOf("... and 11 smaller coefficients"));
    expect(table).toHaveLength(60);
    expect(text).toContain("... and 11 smaller coefficients");
    expect(table.some((line) => line.startsWith("x70 "))).toBe(true);
    expect(table.some((line) => line.startsWith("x2 "))).toBe(false);
    expect(model.summary().rows).toHaveLength(71);
  });

  it("writes very small and very large numbers in powers of ten, and what is no number as such", () => {
    const model = fitSync({ a: [0, 1e9], b: [0, 0] }, [3, 5]);
    const text = lines(model);
    expect(text[5]).toMatch(/^a +2\.0000e-9( +NaN){3}$/);
    expect(text.find((line) => line.startsWith("dispersion"))).toMatch(/NaN$/);
    expect(text.find((line) => line.startsWith("log-likelihood"))).toMatch(/Infinity$/);
  });
  it("of a formula in several lines shows it in one, and levels that may mean missing", () => {
    const rows = ["", "a", "NA", "b", "a", "b", "", "NA"].map((kind, i) => ({ y: (i * i) % 7, kind, size: i }));
    const text = lines(fitSync("y ~ size +\n    kind", rows));
    expect(text[1]).toBe("y ~ size + kind");
    expect(text).toContain('reference levels: kind ""');
    expect(text).toContain('levels, though they may mean missing: kind "", kind "NA"; null is missing');
    const known = lines(fitSync("y ~ size + kind", rows.filter(({ kind }) => kind > "Z"))); // biome-ignore format: one line
    expect(known.join()).not.toContain("missing");
  });

  it("says which text was read as numbers where other columns hold numbers, and which as dates", () => {
    const said = (table: Record<string, (number | string)[]>) =>
      lines(fitSync("y ~ age + when", table)).filter((line) => line.startsWith("read from text"));
    const [y, age] = [
      [1, 3, 2, 5],
      [20, 31, 25, 44],
    ];
    const when = ["2024-12-31", "2024-02-29", "2025-01-01", "2024-05-05"];
    const asText = { y: y.map(String), age: age.map(String), when };
    const dates = "read from text as dates, days since 1970: when";
    expect(said(asText)).toEqual([dates]);
    expect(said({ ...asText, y })).toEqual(["read from text as numbers: age", dates]);
    expect(said({ y, age, when: [1, 2, 4, 3] })).toEqual([]);
  });

  it("names factors whose levels look like dates that are not read as such", () => {
    const said = (when: string[]) =>
      lines(fitSync("y ~ when", { y: when.map((_, i) => i), when })).filter((line) => line.includes("dates"));
    const line = "levels that look like dates: when (05.01.2024); dates are read as 2024-12-31";
    expect(said(["31.12.2024", "05.01.2024", "31.12.2024", "05.01.2024"])).toEqual([line]);
    expect(said(["31.12.2024", "unknown", "05.01.2024", "05.01.2024"])).toEqual([line]);
    expect(said(["31.12.2024", "unknown", "31.12.2024", "none"])).toEqual([]);
    expect(said(["2024-12-31", "unknown", "2024-12-31", "2024-12-30"])).toEqual([]);
  });
});
