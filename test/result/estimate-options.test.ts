// Ratios, levels and intervals of summaries: what is shown, and what is refused.
import { describe, expect, it } from "vitest";
import { type FamilyName, fitSync, infer, type LinkName, lasso, profileInterval, ridge } from "../../src/index.js";

const x = { a: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], b: [1, 0, 0, 1, 1, 0, 1, 0, 0, 1] };
const y = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1];
const model = fitSync(x, y, { family: "binomial" });
const table = { ...x, y, z: y.map((v, i) => 1 + v + i) };

describe("exponentiate", () => {
  it("shows e to estimates and ends; tests stay those of the estimates", () => {
    const plain = model.summary({ level: 0.9 });
    const ratios = model.summary({ level: 0.9, exponentiate: true });
    ratios.rows.forEach((row, i) => {
      const { estimate, lower, upper, standardError, p } = plain.rows[i]!;
      expect(row.estimate).toBeCloseTo(Math.exp(estimate), 12);
      expect(row.lower).toBeCloseTo(Math.exp(lower!), 12);
      expect(row.upper).toBeCloseTo(Math.exp(upper!), 12);
      expect([row.standardError, row.p]).toEqual([standardError, p]);
    });
    expect(String(ratios)).toMatch(/^ +odds ratio +90% from +to +z value +Pr\(>\|z\|\)$/m);
    expect(String(plain)).toMatch(/^ +estimate +std. error +z value +Pr\(>\|z\|\) +90% from +to$/m);
    expect(infer(model, x, y, { level: 0.9, exponentiate: true }).rows.map(({ upper }) => upper)).toEqual(
      ratios.rows.map(({ upper }) => upper),
    );
  });

  it("names the ratio by link and family", () => {
    const ratio = (family: FamilyName, link: LinkName): string | undefined =>
      fitSync(x, family === "binomial" ? y : table.z, { family: family as "gamma", link }).summary({
        exponentiate: true,
      }).ratio;
    expect(ratio("binomial", "logit")).toBe("odds ratio");
    expect(ratio("binomial", "log")).toBe("risk ratio");
    expect(ratio("binomial", "cloglog")).toBe("hazard ratio");
    expect(ratio("poisson", "log")).toBe("rate ratio");
    expect(ratio("gamma", "log")).toBe("ratio of means");
    expect(fitSync("log(z) ~ a", table).summary({ exponentiate: true }).ratio).toBe("ratio of geometric means");
  });

  it("is refused where e to a coefficient is no ratio", () => {
    const refused = /^exponentiate with link "\w+", where e to a coefficient is no ratio; expected the link/;
    expect(() => fitSync("z ~ a", table).summary({ exponentiate: true })).toThrow(refused);
    expect(() => fitSync("log10(z) ~ a", table).tidy({ exponentiate: true })).toThrow(refused);
    const probit = fitSync(x, y, { family: "binomial", link: "probit" });
    expect(() => probit.summary({ exponentiate: true })).toThrow(refused);
    expect(() => infer(probit, x, y, { exponentiate: true })).toThrow(refused);
    expect(() => probit.summary({ exponentiate: 1 as never })).toThrow("exponentiate is 1; expected true or false");
  });
});

describe("intervals", () => {
  it("of profileInterval take the place of Wald's, with their level", () => {
    const intervals = profileInterval(model, x, y, { level: 0.8 });
    const summary = model.summary({ intervals });
    expect(summary.rows.map(({ lower, upper }) => [lower, upper])).toEqual(
      intervals.map(({ lower, upper }) => [lower, upper]),
    );
    expect(String(summary)).toMatch(/80% from +to\n[\s\S]*\nintervals: profile likelihood\n/);
    expect(model.summary({ intervals: JSON.parse(JSON.stringify(intervals)) }).level).toBe(0.8);
  });

  it("are refused if they are of another level, or not of all estimates", () => {
    const intervals = profileInterval(model, x, y);
    expect(() => model.summary({ intervals, level: 0.9 })).toThrow(
      "level is 0.9 with intervals of level 0.95; expected one",
    );
    expect(() => model.summary({ intervals: intervals.slice(1) })).toThrow(
      "intervals lacks (intercept); expected what",
    );
    expect(() => model.tidy({ intervals: [1] as never })).toThrow("intervals[0] is 1; expected what profileInterval");
    expect(() => model.tidy({ intervals: Array(3) })).toThrow(
      "intervals[0] is undefined; expected what profileInterval",
    );
    expect(() => model.tidy({ intervals: "wald" as never })).toThrow("intervals is wald; expected what");
    expect(() => model.summary({ level: 95 })).toThrow("level is 95; expected a number in (0, 1)");
    expect(() => model.summary({ exponential: true } as never)).toThrow("did you mean exponentiate?");
  });

  it("are none without a covariance, and the summary says why", () => {
    const held = fitSync(x, y, { family: "binomial", penalty: lasso(0.05) });
    const text = String(held.summary({ exponentiate: true }));
    expect(text).toMatch(/^ +odds ratio$/m);
    expect(text).toContain("no standard errors: ");
    expect(held.tidy()[1]!.confLow).toBeNaN();
  });
});

describe("tidy", () => {
  it("has a class for each row of a multinomial model", () => {
    const many = fitSync(x, ["u", "v", "w", "u", "v", "w", "w", "v", "u", "v"], {
      family: "multinomial",
      penalty: ridge(0.1),
    });
    expect(many.tidy().map(({ class: of, term }) => `${of} ${term}`)).toEqual(
      ["u", "v", "w"].flatMap((of) => ["(intercept)", "a", "b"].map((term) => `${of} ${term}`)),
    );
    expect(many.tidy().toCSV()).toMatch(
      /^class,term,estimate,stdError,statistic,pValue,confLow,confHigh\nu,\(intercept\),/,
    );
  });
});

describe("statistics", () => {
  it("of penalized fits have no parameters: neither adjusted nor corrected, and no test of the fit", () => {
    const { statistics } = fitSync(x, table.z, { penalty: ridge(1) }).summary();
    expect(statistics.rSquared).toBeGreaterThan(0);
    expect([statistics.adjustedRSquared, statistics.aicc, statistics.goodnessOfFit]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(
      fitSync(x, table.z, { family: "poisson", penalty: ridge(1) }).summary().statistics.goodnessOfFit,
    ).toBeUndefined();
  });

  it("with sampling weights there is no likelihood", () => {
    const weighted = fitSync(x, y, { family: "binomial", weights: x.a.map((v) => v + 1), weightType: "sampling" });
    const { mcFadden, nagelkerke, aicc } = weighted.summary().statistics;
    expect([mcFadden, nagelkerke, aicc]).toEqual([undefined, undefined, undefined]);
  });

  it("frequency weights count as rows", () => {
    const twice = fitSync(x, table.z, { weights: Array(10).fill(2), weightType: "frequency" }).summary().statistics;
    const rows = { a: [...x.a, ...x.a], b: [...x.b, ...x.b] };
    const repeated = fitSync(rows, [...table.z, ...table.z]).summary().statistics;
    expect(twice.adjustedRSquared).toBeCloseTo(repeated.adjustedRSquared!, 12);
    expect(twice.aicc).toBeCloseTo(repeated.aicc!, 8);
  });
});
