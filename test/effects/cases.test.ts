// Marginal effects and means where columns are not plain: dates, missing cells, levels that the formula only compares, models of many parameters.
import { describe, expect, it } from "vitest";
import { fitSync, infer, marginalEffects, marginalMeans, type TableInput } from "../../src/index.js";
import { generator } from "../helpers/numeric.js";
import { expectRefusal } from "../helpers/thrown.js";

const uniform = generator(5);
const rows = Array.from({ length: 120 }, (_, i) => {
  const age = 20 + Math.floor(50 * uniform());
  const kind = "abc"[Math.floor(3 * uniform())]!;
  const smoker = uniform() < 0.5;
  const when = new Date(Date.UTC(2024, 0, 1 + i));
  const died = uniform() < 1 / (1 + Math.exp(2 - age / 25 - (kind === "b" ? 1 : 0) - (smoker ? 0.5 : 0)));
  return { died: died ? "yes" : "no", age, kind, smoker, when, group: 1 + (i % 3), z: uniform() };
});
const gaps = rows.map((row, i) => ({ ...row, age: i % 7 === 3 ? null : row.age }));
const model = (formula: string, table: TableInput = rows, more: object = {}) =>
  fitSync(formula, table, { family: "binomial", ...more });
const mean = (v: ArrayLike<number>): number => Array.from(v).reduce((sum, x) => sum + x, 0) / v.length;

describe("columns of effects", () => {
  it("text that is only compared has the levels of the table", () => {
    const fitted = model('died ~ (kind == "b") + age');
    const { rows: found } = marginalEffects(fitted, rows, { variables: "kind" });
    const at = (kind: string): number => mean(fitted.predict(rows.map((row) => ({ ...row, kind }))));
    expect(found.map(({ contrast }) => contrast)).toEqual(["b - a", "c - a"]);
    expect(found[0]!.estimate).toBeCloseTo(at("b") - at("a"), 12);
    expect(found[1]!.estimate).toBe(0);
  });

  it("levels made of a date are no levels of the date", () => {
    const fitted = model("died ~ factor(month(when)) + kind");
    expect(new Set(marginalEffects(fitted, rows).rows.map(({ variable }) => variable))).toEqual(new Set(["kind"]));
    expect(marginalMeans(fitted, rows, { of: "kind" }).rows).toHaveLength(3);
    expectRefusal(() => marginalEffects(fitted, rows, { variables: "when" }), "BAD_OPTION", /enters by intervals/);
  });

  it("a date is held at a date, in text or not", () => {
    const fitted = model("died ~ when + kind");
    const date = new Date(Date.UTC(2024, 2, 1));
    const at = (when: unknown) => marginalEffects(fitted, rows, { at: { when } }).rows.map(({ estimate }) => estimate);
    expect(at("2024-03-01")).toEqual(at(date));
    expect(at(date.getTime() / 86_400_000)).toEqual(at(date));
    expect(String(marginalEffects(fitted, rows, { at: { when: date } }))).toContain(" when = 2024-03-01  ");
    expectRefusal(() => at("March"), "BAD_OPTION", /at\.when\[0\] = March; expected a Date, or text as 2024-12-31/);
    expectRefusal(() => at(new Date(Number.NaN)), "BAD_OPTION", /at\.when\[0\] = Invalid Date/);
  });

  it("a truth value is held at a word for it", () => {
    const fitted = model("died ~ smoker + kind");
    const at = (smoker: unknown) => marginalMeans(fitted, rows, { of: "kind", at: { smoker } }).rows[0]!.estimate;
    expect(at("true")).toBe(at(true));
    expect(at("FALSE")).toBe(at(false));
    expect(at("false")).not.toBe(at(true));
  });
});

describe('rows with missing numbers, which missing: "indicator" keeps', () => {
  const fitted = model("died ~ age + kind", gaps, { missing: "indicator" });
  const present = gaps.filter(({ age }) => age !== null);

  it("are not in the average of the slope", () => {
    const [slope] = marginalEffects(fitted, gaps, { variables: "age" }).rows;
    const beta = fitted.coefficients[fitted.names.indexOf("age")]!;
    const slopes = Array.from(fitted.predict(present), (mu) => beta * mu * (1 - mu));
    expect(slope!.estimate).toBeCloseTo(mean(slopes), 10);
    expect(slope!.standardError).toBeGreaterThan(0);
  });

  it("are in the average of another column", () => {
    const [b] = marginalEffects(fitted, gaps, { variables: "kind" }).rows;
    const at = (kind: string): number => mean(fitted.predict(gaps.map((row) => ({ ...row, kind }))));
    expect(b!.estimate).toBeCloseTo(at("b") - at("a"), 12);
  });

  it("do not move the mean at which means and effects are", () => {
    const age = mean(present.map((row) => row.age!));
    const want = fitted.predict(["a", "b", "c"].map((kind) => ({ age, kind })));
    const { rows: means } = marginalMeans(fitted, gaps, { of: "kind" });
    for (const [k, { estimate }] of means.entries()) expect(estimate).toBeCloseTo(want[k]!, 12);
    const [, b] = marginalEffects(fitted, gaps, { at: "means" }).rows;
    expect(b!.estimate).toBeCloseTo(want[1]! - want[0]!, 12);
  });
});

describe("what is asked", () => {
  const fitted = model("died ~ age + kind");

  it("names a column, once", () => {
    expectRefusal(
      () => marginalEffects(fitted, rows, { variables: [] }),
      "BAD_OPTION",
      /^variables is empty; expected/,
    );
    expectRefusal(() => marginalEffects(fitted, rows, { variables: ["age", "age"] }), "BAD_OPTION", /names age twice/);
    expectRefusal(() => marginalMeans(fitted, rows, { of: ["kind", "kind"] }), "BAD_OPTION", /^of names kind twice/);
    expectRefusal(() => marginalMeans(fitted, rows, {} as { of: string }), "BAD_OPTION", /^of is undefined; expected/);
  });

  it("takes the covariance of this model only", () => {
    const other = model("died ~ z + kind"); // of the same size
    const covariance = infer(other, rows, { covariance: "HC1" });
    expectRefusal(() => marginalEffects(fitted, rows, { covariance }), "BAD_OPTION", /^covariance: expected/);
    const error = (given?: object) => marginalEffects(fitted, rows, { ...given }).rows[0]!.standardError;
    const own = error({ covariance: infer(fitted, rows, { covariance: "HC1" }) });
    expect(own).not.toBe(error());
    expect(error({ covariance: infer(fitted, rows, { covariance: "HC1", exponentiate: true }) })).toBe(own);
  });

  it("says how many differences are adjusted together", () => {
    const note = (options: object): string =>
      marginalMeans(fitted, rows, { of: "kind", ...options }).differences.toTable().notes[0]!;
    expect(note({})).toBe("p-values and intervals: tukey, for 3 differences");
    expect(note({ at: { age: [30, 60] } })).toBe("p-values and intervals: tukey, for 3 differences at each setting");
    const two = marginalMeans(model("died ~ smoker"), rows, { of: "smoker" });
    expect(two.differences.toTable().notes[0]).toBe("p-values and intervals: tukey, for 1 difference");
  });
});

describe("a factor of 300 levels", () => {
  const table = Array.from({ length: 3000 }, (_, i) => ({
    y: uniform(),
    x: uniform(),
    level: `l${i % 300}`,
    half: uniform() < 0.5 ? "a" : "b",
  }));
  const fitted = fitSync("y ~ x + half + level", table);

  it("needs the covariance of infer, and has its means without their 44,850 differences", () => {
    expectRefusal(() => marginalEffects(fitted, table), "NOT_SUPPORTED", /as covariance: infer\(model, table\)/);
    const covariance = infer(fitted, table);
    expect(marginalEffects(fitted, table, { variables: ["x", "half"], covariance }).rows).toHaveLength(2);
    const started = performance.now();
    const means = marginalMeans(fitted, table, { of: "level", covariance, adjust: "none" });
    expect(means.rows).toHaveLength(300);
    expect(String(means)).toContain("l299");
    expect(performance.now() - started).toBeLessThan(5000);
    expect(means.differences).toHaveLength(44_850);
  });
});
