// Forest, effect of a term, interaction: their points are the numbers of the library.
import { describe, expect, it } from "vitest";
import { fitSync, infer, lasso, marginalEffects, marginalMeans } from "../../src/index.js";
import { dateTicks } from "../../src/plots/date-ticks.js";
import { type PlotData, plots, type Series, toSVG } from "../../src/plots/index.js";
import { fitting, wrapped } from "../../src/plots/labels.js";
import { generator } from "../helpers/numeric.js";
import { expectRefusal } from "../helpers/thrown.js";

const uniform = generator(3);
const rows = Array.from({ length: 150 }, (_, i) => {
  const age = 20 + Math.floor(50 * uniform());
  const kind = "abc"[Math.floor(3 * uniform())]!;
  const died = uniform() < 1 / (1 + Math.exp(2 - age / 25 - (kind === "b" ? 1 : 0)));
  return { died: died ? "yes" : "no", age: i % 29 === 7 ? null : age, kind, smoker: uniform() < 0.4, months: 1 + (i % 5), visits: Math.floor(4 * uniform()), when: new Date(Date.UTC(2020, 0, 1 + i)) }; // biome-ignore format: one line
});
const family = "binomial";
const model = fitSync("died ~ age * kind + smoker", rows, { family });
const of = ({ series }: PlotData, kind: Series["kind"]): Series[] => series.filter((one) => one.kind === kind);
const names = ({ y }: PlotData): string[] => y.ticks!.map(({ label }) => label);
const present = rows.filter(({ age }) => age !== null);
const meanAge = present.reduce((sum, { age }) => sum + age!, 0) / present.length;

describe("plots.forest", () => {
  it("has the rows of a summary, or of infer, without the intercept", () => {
    const robust = infer(model, rows, { covariance: "HC3", level: 0.9 });
    for (const result of [model.summary(), robust]) {
      const data = plots.forest(result);
      const own = result.rows.slice(1);
      expect(names(data)).toEqual(own.map(({ name }) => name));
      expect(of(data, "dot")[0]!.points).toEqual(own.map(({ estimate }, y) => ({ x: estimate, y })));
      expect(of(data, "interval")[0]!.points).toEqual(
        own.map(({ lower, upper }, y) => ({ y, low: lower, high: upper })),
      );
      expect(of(data, "rule")[0]!.points).toEqual([{ x: 0 }]);
    }
    expect(plots.forest(robust).notes).toEqual(["Bars: 90% intervals."]);
    expect(names(plots.forest(robust, { intercept: true }))[0]).toBe("(intercept)");
  });

  it("draws ratios on a logarithmic axis, with a line at 1", () => {
    const data = plots.forest(model.summary(), { exponentiate: true });
    expect(data.x.scale).toBe("log");
    expect(of(data, "rule")[0]!.points).toEqual([{ x: 1 }]);
    expect(of(data, "dot")[0]!.points[0]!.x).toBeCloseTo(Math.exp(model.coefficients[0]!), 12);
    const means = marginalMeans(model, rows, { of: "kind" });
    const ratios = plots.forest(means.differences);
    expect(ratios.x.scale).toBe("log");
    expect(of(ratios, "dot")[0]!.points.map(({ x }) => x)).toEqual(means.differences.map(({ estimate }) => estimate));
    expectRefusal(() => plots.forest(means.differences, { exponentiate: true }), "BAD_OPTION", /ratios already/);
    const [odds] = [{ rows: [{ name: "a", estimate: 2, lower: 1, upper: 4 }], ratio: "odds ratio", level: 0.95 }];
    expect(plots.forest(odds!).x).toEqual({ label: "odds ratio", scale: "log" });
  });

  it("has effects, and means without a line", () => {
    const effects = plots.forest(marginalEffects(model, rows));
    expect(names(effects)).toEqual(["age", "kind b - a", "kind c - a", "smoker TRUE - FALSE"]);
    expect(effects.x.label).toBe("effect on the mean");
    const means = plots.forest(marginalMeans(model, rows, { of: ["kind", "smoker"] }));
    expect(names(means)).toEqual(["a, FALSE", "a, TRUE", "b, FALSE", "b, TRUE", "c, FALSE", "c, TRUE"]);
    expect(means.y.label).toBe("kind, smoker");
    expect(of(means, "rule")[0]!.points).toEqual([]);
  });

  it("names what has no place", () => {
    const given = [
      { name: "a", estimate: 1, lower: Number.NaN, upper: Number.NaN },
      { name: "b", estimate: Number.NaN },
      { name: "c", estimate: 2, lower: 1, upper: 3 },
      { name: "d", estimate: 800, lower: 1, upper: 900 },
    ];
    const data = plots.forest(given, { exponentiate: true });
    expect(names(data)).toEqual(["a", "c"]);
    expect(of(data, "interval")[0]!.points).toHaveLength(1);
    expect(data.notes).toEqual(["Bars: intervals.", "1 without an interval.", "No place on the axis: b, d."]);
    const sparse = plots.forest(fitSync("died ~ age", rows, { family, penalty: lasso(0.01) }).summary());
    expect(sparse.notes).toEqual(["1 without an interval."]);
  });

  it("takes nothing, and refuses what is no result", async () => {
    expect(await toSVG(plots.forest([]))).not.toMatch(/NaN|undefined/);
    expectRefusal(() => plots.forest(5 as never), "BAD_OPTION", /^result is 5; expected the result of summary/);
    expectRefusal(() => plots.forest([{ estimate: 1 }] as never), "BAD_OPTION", /^result\.rows\[0\] has no name/);
    expectRefusal(() => plots.forest([], { log: true } as object), "BAD_OPTION", /log/);
  });
});

describe("plots.termEffect", () => {
  const bent = fitSync("died ~ poly(age, 2) + kind + smoker", rows, { family });

  it("is what predict says of the term, over the range of its column", () => {
    const data = plots.termEffect(bent, rows, { term: "poly(age, 2)", level: 0.8 });
    const { points } = of(data, "line")[0]!;
    const ages = points.map(({ x }) => x!);
    expect([ages[0], ages.at(-1)]).toEqual([20, Math.max(...present.map(({ age }) => age!))]);
    const want = bent.predict(ages.map((age) => ({ age, kind: "a", smoker: false })), { type: "terms", interval: 0.8 }); // biome-ignore format: one line
    expect(points.map(({ y }) => y)).toEqual([...want.terms["poly(age, 2)"]!]);
    expect(of(data, "band")[0]!.points.map(({ low }) => low)).toEqual([...want.lower!["poly(age, 2)"]!]);
    expect(data.notes[0]).toMatch(/^80% intervals/);
  });

  it("is at the levels of a factor, and of truth values", () => {
    const want = bent.predict(["a", "b", "c"].map((kind) => ({ age: 30, kind, smoker: true })), { type: "terms", interval: 0.95 }); // biome-ignore format: one line
    const data = plots.termEffect(bent, rows, { term: "kind" });
    expect(names(data)).toEqual(["a", "b", "c"]);
    expect(of(data, "dot")[0]!.points.map(({ x }) => x)).toEqual([...want.terms.kind!]);
    expect(of(data, "interval")[0]!.points.map(({ high }) => high)).toEqual([...want.upper!.kind!]);
    expect(of(data, "interval")[0]!.points.map(({ low }) => low)).toEqual([...want.lower!.kind!]);
    expect(names(plots.termEffect(bent, rows, { term: "smoker" }))).toEqual(["FALSE", "TRUE"]);
  });

  it("has no band where the fit has no standard errors", () => {
    const data = plots.termEffect(fitSync("died ~ age", rows, { family, penalty: lasso(0.01) }), rows, { term: "age" });
    expect(of(data, "band")[0]!.points).toEqual([]);
    expect(data.notes).toEqual(["The fit has no standard errors, so there are no intervals."]);
  });

  it("needs no offset, which is in no term", () => {
    const exposure = rows.map(({ months }) => months);
    const rates = fitSync("visits ~ kind", rows, { family: "poisson", exposure });
    expect(names(plots.termEffect(rates, rows, { term: "kind" }))).toEqual(["a", "b", "c"]);
  });

  it("refuses other terms and models", () => {
    expectRefusal(() => plots.termEffect(model, rows, { term: "ages" }), "BAD_OPTION", /did you mean "age"\?/);
    expectRefusal(() => plots.termEffect(model, rows, {} as never), "BAD_OPTION", /^term is undefined/);
    expectRefusal(() => plots.termEffect(model, rows, { term: "age:kind" }), "NOT_SUPPORTED", /plots\.interaction/);
    const numbers = fitSync([[1], [2], [4]], [1, 2, 3]);
    expectRefusal(() => plots.termEffect(numbers, rows, { term: "x1" }), "NOT_SUPPORTED", /needs a model of a formula/);
    const many = fitSync("kind ~ age", rows, { family: "multinomial" });
    expectRefusal(() => plots.termEffect(many as never, rows, { term: "age" }), "NOT_SUPPORTED", /one predictor/);
    expectRefusal(() => plots.termEffect(model, [{ age: null, kind: "a", smoker: true }], { term: "age" }), "EMPTY", /every row/); // biome-ignore format: one line
  });
});

describe("plots.interaction", () => {
  it("has a line with a band for each level, the others held alike", () => {
    const data = plots.interaction(model, rows, { x: "age", by: "kind" });
    expect(of(data, "line").map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(data.y.label).toBe("probability of died = yes");
    expect(data.notes).toEqual(["Held alike: smoker FALSE.", "95% intervals."]);
    const { points } = of(data, "line")[1]!;
    const want = model.predict(points.map(({ x }) => ({ age: x, kind: "b", smoker: false })), { interval: 0.95 }); // biome-ignore format: one line
    expect(points.map(({ y }) => y)).toEqual([...want.values]);
    expect(of(data, "band")[1]!.points.map(({ high }) => high)).toEqual([...want.upper]);
  });

  it("has a point for each pair of levels, on the scale that is asked", () => {
    const data = plots.interaction(model, rows, { x: "kind", by: "smoker", scale: "link", at: { age: 40 } });
    expect(names(data)).toEqual(["a", "b", "c"]);
    expect(data.x.label).toBe("linear predictor");
    const [no, yes] = of(data, "dot");
    const want = (smoker: boolean) => [...model.predict(["a", "b", "c"].map((kind) => ({ age: 40, kind, smoker })), { type: "link" })]; // biome-ignore format: one line
    expect([no!.name, yes!.name]).toEqual(["FALSE", "TRUE"]);
    expect(no!.points.map(({ x }) => x)).toEqual(want(false));
    expect(yes!.points.map(({ x }) => x)).toEqual(want(true));
    expect(yes!.points.every(({ y }, k) => y! > no!.points[k]!.y! && Math.round(y!) === k)).toBe(true);
    expect(data.notes[0]).toBe("Held alike: age 40.");
  });

  it("has low, mean and high values of numbers, or those that are given", () => {
    const usual = of(plots.interaction(model, rows, { x: "kind", by: "age" }), "dot").map(({ name }) => name);
    expect(usual).toHaveLength(3);
    expect(usual[1]).toBe(`age = ${Number(meanAge.toPrecision(3))}`);
    const given = plots.interaction(model, rows, { x: "kind", by: "age", at: { age: [30, 60], kind: ["c", "a"] } });
    expect(of(given, "dot").map(({ name }) => name)).toEqual(["age = 30", "age = 60"]);
    expect(names(given)).toEqual(["c", "a"]);
  });

  it("takes exposures at their mean, and missing cells by their mark", () => {
    const rates = fitSync("visits ~ age * kind", rows, { family: "poisson", exposure: "months", missing: "indicator" });
    const data = plots.interaction(rates, rows, { x: "age", by: "kind" });
    expect(data.notes[0]).toBe("Held alike: months 3.");
    const { points } = of(data, "line")[0]!;
    expect(points[0]!.y).toBeCloseTo(rates.predict([{ age: 20, kind: "a", months: 3 }])[0]!, 12);
    expect(
      of(data, "line")
        .flatMap((line) => line.points)
        .every(({ y }) => Number.isFinite(y)),
    ).toBe(true);
  });

  it("takes dates, along the axis and by", () => {
    const dated = fitSync("visits ~ when * kind", rows);
    const along = plots.interaction(dated, rows, { x: "when", by: "kind" });
    expect(along.x.ticks!.length).toBeGreaterThan(2);
    expect(along.x.ticks![0]!.label).toMatch(/^2020-0\d$/);
    const by = plots.interaction(dated, rows, { x: "kind", by: "when", at: { when: ["2020-02-01", "2020-05-01"] } });
    expect(of(by, "dot").map(({ name }) => name)).toEqual(["when = 2020-02-01", "when = 2020-05-01"]);
  });

  it("refuses other columns and values", () => {
    const ask = (options: object) => () => plots.interaction(model, rows, options as never);
    expectRefusal(ask({ x: "age" }), "BAD_OPTION", /^by names undefined/);
    expectRefusal(ask({ x: "agee", by: "kind" }), "BAD_OPTION", /^x names "agee".* did you mean "age"\?/);
    expectRefusal(ask({ x: "age", by: "age" }), "BAD_OPTION", /^x and by are both age/);
    expectRefusal(
      ask({ x: "age", by: "kind", at: { kind: "z" } }),
      "BAD_OPTION",
      /^at\.kind\[0\] = z; expected a level/,
    );
    expectRefusal(
      ask({ x: "age", by: "kind", at: { smoker: [true, false] } }),
      "BAD_OPTION",
      /^at\.smoker has 2 values/,
    );
    const many = fitSync("visits ~ age + factor(months)", rows.map((row, i) => ({ ...row, months: i % 12 }))); // biome-ignore format: one line
    expectRefusal(() => plots.interaction(many, rows.map((row, i) => ({ ...row, months: i % 12 })), { x: "age", by: "months" }), "BAD_OPTION", /12 levels; expected at most 8/); // biome-ignore format: one line
  });
});

describe("words of these plots", () => {
  it("names that do not fit keep both ends", () => {
    expect(fitting("passengerClass[2nd]", 1000)).toBe("passengerClass[2nd]");
    const short = fitting("passengerClass[2nd]", 80);
    expect(short).toMatch(/^pass.*….*\[2nd\]$/);
    expect(short.length).toBeLessThanOrEqual(Math.floor(80 / 6.2));
  });

  it("sentences go into lines", () => {
    expect(wrapped("one two three", 1000)).toEqual(["one two three"]);
    expect(wrapped("one two three four", 80)).toEqual(["one two", "three four"]);
  });

  it("dates along an axis are years, months or days", () => {
    const day = (text: string): number => Date.parse(text) / 86_400_000;
    const labels = (from: string, to: string): string[] => dateTicks(day(from), day(to)).map(({ label }) => label);
    expect(labels("2012-03-01", "2016-01-01")).toEqual(["2013", "2014", "2015", "2016"]);
    expect(labels("1990-01-01", "2020-01-01")).toEqual(["1990", "1995", "2000", "2005", "2010", "2015", "2020"]);
    expect(labels("2020-01-15", "2020-05-20")).toEqual(["2020-02", "2020-03", "2020-04", "2020-05"]);
    expect(labels("2020-12-30", "2021-01-03")).toEqual([
      "2020-12-30",
      "2020-12-31",
      "2021-01-01",
      "2021-01-02",
      "2021-01-03",
    ]);
  });
});
