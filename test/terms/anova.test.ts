// Tests of terms beyond R's tables: what is refused, noise and penalties, groups of columns, warnings, and other kinds of data.
import { describe, expect, it } from "vitest";
import { anova, compareModels, drop1, dropout, fitSync, infer, lasso, ridge, sparse } from "../../src/index.js";

const n = 60;
const table = {
  y: Array.from({ length: n }, (_, i) => ((i * 7) % 13) + (i % 3) * 2 + (i % 2)),
  z: Array.from({ length: n }, (_, i) => Number((i * 5) % 7 > 3)),
  a: Array.from({ length: n }, (_, i) => ((i * 11) % 17) / 4),
  f: Array.from({ length: n }, (_, i) => ["u", "v", "w"][i % 3]!),
  g: Array.from({ length: n }, (_, i) => ["s", "t"][(i >> 1) % 2]!),
  w: Array.from({ length: n }, (_, i) => 1 + (i % 4)),
};
const model = fitSync("y ~ a + f * g", table);

describe("anova refuses", () => {
  it("models of numbers without groups", () => {
    const x = { a: table.a };
    const numbers = fitSync(x, table.y);
    expect(() => anova(numbers, x, table.y, {})).toThrow(
      /^anova: the model was fitted to numbers and has no terms; expected a model of a formula, or groups: /,
    );
    expect(() => drop1(numbers, x, table.y, {})).toThrow(/^drop1: the model was fitted to numbers/);
  });

  it("data that are not those of the fit", () => {
    const other = { ...table, y: table.y.map((v, i) => (i === 3 ? v + 1 : v)) };
    expect(() => anova(model, other)).toThrow(/^x and y are not those of the fit: the deviance of the model is/);
    const fewer = Object.fromEntries(Object.entries(table).map(([key, values]) => [key, values.slice(1)]));
    expect(() => drop1(model, fewer)).toThrow("x and y have 59 rows with weight; the model was fitted on 60");
  });

  it("ratios of likelihoods under a penalty, noise or sampling weights", () => {
    for (const [options, why] of [
      [{ penalty: ridge(0.1) }, "a penalty, noise or bounds"],
      [{ noise: dropout(0.2) }, "a penalty, noise or bounds"],
      [{ weights: "w", weightType: "sampling" }, "sampling weights"],
    ] as const) {
      const held = fitSync("y ~ a + f", table, options);
      for (const test of ["F", "likelihood-ratio"] as const) {
        expect(() => anova(held, table, { test })).toThrow(`test "${test}" of a fit with ${why}, where a ratio`);
        expect(() => drop1(held, table, { test })).toThrow(`test "${test}" of a fit with ${why}, where a ratio`);
      }
    }
    const kinked = fitSync("y ~ a + f", table, { penalty: lasso(0.1) });
    expect(() => anova(kinked, table)).toThrow("the model has no covariance");
  });

  it("an F test with a known dispersion, and unknown words", () => {
    const counts = fitSync("y ~ a", table, { family: "poisson" });
    expect(() => anova(counts, table, { test: "F" })).toThrow(
      'test "F" with the known dispersion of family "poisson"; expected',
    );
    expect(() => anova(counts, table, { test: "rao" as never })).toThrow("test is");
    expect(() => anova(counts, table, { type: 2 as never })).toThrow("type is 2; expected one of I, II, III");
    expect(() => anova(counts, table, { groups: { f: ["a"] } } as never)).toThrow("anova: unknown option groups");
    expect(() => anova(counts, table, { kind: "II" } as never)).toThrow("anova: unknown option kind");
  });

  it("fits that did not converge", () => {
    const short = fitSync("z ~ a + f", table, { family: "binomial", maxIterations: 1 });
    expect(() => anova(short, table)).toThrow("there are no tests of terms: the fit is max-iterations");
  });
});

describe("Wald's test", () => {
  it("of a noised or penalized fit has the covariance of the model, and says so", () => {
    for (const options of [{ noise: dropout(0.2) }, { penalty: ridge(0.1) }]) {
      const held = fitSync("y ~ a + f", table, options);
      const found = anova(held, table);
      expect(found).toMatchObject({ test: "wald", covariance: "sandwich", distribution: "chi-square" });
      expect(String(found)).toMatch(
        /^Analysis of deviance, type II: Wald tests\n[\s\S]*\ncovariance: sandwich, penalized$/,
      );
      const L = held.names.filter((name) => name.startsWith("f[")).map((name) => ({ [name]: 1 }));
      const joint = infer(held, table).contrast(L);
      expect(found.rows[1]!.statistic).toBeCloseTo(joint.statistic, 8);
      expect(found.rows[1]!.df).toBe(joint.df);
      expect(String(drop1(held, table))).not.toMatch(/AIC|deviance/);
    }
  });

  it("with a free dispersion is an F ratio", () => {
    const found = anova(model, table, { test: "wald" });
    const ratio = anova(model, table);
    expect(found.distribution).toBe("F");
    for (const [k, row] of found.rows.entries()) expect(row.statistic).toBeCloseTo(ratio.rows[k]!.statistic, 8); // least squares
  });

  it("of an aliased term is none", () => {
    const twice = { ...table, b: table.a.map((v) => 2 * v) };
    const aliased = fitSync("z ~ a + b + f", twice, { family: "binomial" });
    expect(anova(aliased, twice, { test: "wald" }).rows.map(({ p }) => Number.isNaN(p))).toEqual([true, true, false]);
    const found = anova(aliased, twice);
    expect(found.rows.map(({ df }) => df)).toEqual([0, 0, 2]);
    expect(found.warnings.map(({ code }) => code)).toEqual(["aliased", "aliased"]);
    expect(String(found)).toContain("warning: b: its columns depend on those of other terms");
    expect(anova(aliased, twice, { type: "I" }).rows.map(({ df }) => df)).toEqual([1, 0, 2]);
  });
});

describe("anova", () => {
  it("warns of type III under treatment contrasts of factors in interactions, and not otherwise", () => {
    const found = anova(model, table, { type: "III" });
    expect(found.warnings.map(({ code }) => code)).toEqual(["treatment-contrasts"]);
    expect(String(found)).toMatch(/\nwarning: type III under treatment contrasts of f, g: /);
    expect(anova(model, table).warnings).toEqual([]);
    const sums = fitSync("y ~ a + f * g", table, { contrasts: { f: "sum", g: "sum" } });
    expect(anova(sums, table, { type: "III" }).warnings).toEqual([]);
    expect(anova(fitSync("y ~ a + f", table), table, { type: "III" }).warnings).toEqual([]);
  });

  it("of groups of columns of numbers is that of the terms of a formula, dense or sparse", () => {
    const is = (name: string, level: string) => table[name as "f"].map((v) => Number(v === level));
    const x = { a: table.a, v: is("f", "v"), w: is("f", "w"), t: is("g", "t") };
    const groups = { f: ["v", "w"], g: ["t"] };
    const rows = table.a.map((_, i) => Object.values(x).map((column) => column[i]!));
    const indptr = Int32Array.from({ length: n + 1 }, (_, i) => 4 * i);
    const whole = { rows: n, columns: 4, indptr, indices: Int32Array.from({ length: 4 * n }, (_, k) => k % 4) };
    const stored = sparse({
      ...whole,
      format: "csr",
      values: Float64Array.from(rows.flat()),
      names: ["a", "v", "w", "t"],
    });
    for (const [given, type] of [x, stored].flatMap((each) => [[each, "I"] as const, [each, "II"] as const])) {
      const numbers = fitSync(given as never, table.y);
      const expected = anova(fitSync("y ~ a + f + g", table), table, { type });
      const found = anova(numbers, given as never, table.y, { type, groups });
      expect(found.rows.map(({ term }) => term)).toEqual(["a", "f", "g"]);
      found.rows.forEach((row, k) => {
        expect(row.df).toBe(expected.rows[k]!.df);
        expect(row.statistic).toBeCloseTo(expected.rows[k]!.statistic, 8);
      });
    }
  });

  it("of a multinomial model counts the parameters of all classes but one", () => {
    const many = fitSync("f ~ a + g", table, { family: "multinomial" });
    const without = fitSync("f ~ g", table, { family: "multinomial" });
    const found = anova(many as never, table);
    expect(found.rows.map(({ df }) => df)).toEqual([2, 2]);
    expect(found.rows[0]!.statistic).toBeCloseTo(without.deviance - many.deviance, 7);
    const alone = anova(fitSync("f ~ a", table, { family: "multinomial" }) as never, table);
    expect(alone.rows.map(({ df }) => df)).toEqual([2]);
  });

  it("leaves out the rows of missing cells as the fit did, also for terms without them", () => {
    const holes = { ...table, a: table.a.map((v, i) => (i % 10 === 0 ? null : v)) };
    const fitted = fitSync("y ~ a + f", holes);
    const complete = Object.fromEntries(
      Object.entries(holes).map(([key, values]) => [key, (values as unknown[]).filter((_, i) => i % 10 !== 0)]),
    );
    const [found, expected] = [anova(fitted, holes), anova(fitSync("y ~ a + f", complete as never), complete as never)];
    expect(found.rows).toEqual(expected.rows);
  });

  it("takes marks of missing cells as terms of their own", () => {
    const holes = { ...table, a: table.a.map((v, i) => (i % 10 === 0 ? null : v)) };
    const marked = fitSync("y ~ a + f", holes, { missing: "indicator" });
    expect(anova(marked, holes).rows.map(({ term, df }) => [term, df])).toEqual([
      ["a", 1],
      ["f", 2],
      ["a[missing]", 1],
    ]);
  });
});

describe("compareModels", () => {
  it("refuses models of other rows with the counts and what to do", () => {
    const holes = { ...table, a: table.a.map((v, i) => (i < 5 ? null : v)) };
    expect(() => compareModels(fitSync("y ~ f", holes), fitSync("y ~ a + f", holes))).toThrow(
      "the models cannot be compared: observations is 60 in one and 55 in the other, a missing in 5; fit both to the rows without a missing cell in any of the columns",
    );
  });
});
