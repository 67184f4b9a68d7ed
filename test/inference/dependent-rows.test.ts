// Covariances of dependent rows: by hand, in tables, and what is refused. Numbers of R are in test/golden/robust.test.ts.
import { describe, expect, it } from "vitest";
import { fitSync, type InferOptions, infer, lasso, type Model, ridge } from "../../src/index.js";
import { generator } from "../helpers/numeric.js";

const random = generator(11);
const N = 48;
const X = Array.from({ length: N }, () => [random() * 2 - 1, Math.floor(random() * 3)]);
const Y = X.map(([a, b]) => a! + b! + random());
const FIRM = X.map((_, i) => ["north", "south", "east", "west", "up", "down"][i % 6]!);
const YEAR = X.map((_, i) => Math.floor(i / 6));
const model = fitSync(X, Y);
const errors = (options: InferOptions, of: Model = model): number[] =>
  infer(of, X, Y, options).rows.map((row) => row.standardError);
const near = (got: readonly number[], want: readonly number[], digits = 10): void => {
  for (const [j, v] of want.entries()) expect(got[j]).toBeCloseTo(v, digits);
};

describe("Newey and West", () => {
  it("is HC0 without lags, and with all of them the sum over all rows, which is 0", () => {
    near(errors({ covariance: "HAC", lag: 0 }), errors({ covariance: "HC0" }));
    const order = X.map((_, i) => i);
    near(errors({ lag: 3, times: order.map((i) => -2 * i) }), errors({ lag: 3 }));
  });
  it("has the rows in the order of times", () => {
    const order = X.map((_, i) => i).sort((a, b) => ((a * 17) % N) - ((b * 17) % N));
    const shuffled = fitSync(order.map((i) => X[i]!), order.map((i) => Y[i]!)); // biome-ignore format: a call
    const got = infer(shuffled, order.map((i) => X[i]!), order.map((i) => Y[i]!), { lag: 4, times: order }); // biome-ignore format: a call
    near(
      got.rows.map((row) => row.standardError),
      errors({ lag: 4 }),
    );
  });
  it("is the mean of moving sums, by hand", () => {
    const y = [1, 4, 2, 7, 3, 3, 9, 5];
    const rows = y.map(() => []);
    const mean = y.reduce((a, b) => a + b, 0) / y.length;
    const u = y.map((v) => v - mean);
    let sum = 0;
    for (let t = 0; t < 8; t++) for (let s = 0; s < 8; s++) sum += Math.max(0, 1 - Math.abs(t - s) / 3) * u[t]! * u[s]!;
    const { rows: found, lag } = infer(fitSync(rows, y), rows, y, { covariance: "HAC", lag: 2 });
    expect(found[0]!.standardError).toBeCloseTo(Math.sqrt(sum) / 8, 12);
    expect(lag).toBe(2);
  });
  it("has 4 (n / 100)^(2/9) lags", () => {
    const found = infer(model, X, Y, { covariance: "HAC" });
    expect(found.lag).toBe(3); // 4 (0.48)^(2/9) = 3.4
    expect(String(found)).toContain("standard errors: HAC, 3 lags;");
    const ten = X.slice(0, 10);
    expect(infer(fitSync(ten, Y.slice(0, 10)), ten, Y.slice(0, 10), { covariance: "HAC" }).lag).toBe(2); // 2.4
  });
  it("of a ridge is that of the penalized objective", () => {
    const held = fitSync(X, Y, { penalty: ridge(0.1) });
    near(errors({ covariance: "HAC", lag: 0 }, held), errors({ covariance: "HC0" }, held));
  });
});

describe("clusters", () => {
  it("of two ways add up: each way, without those shared", () => {
    const both = FIRM.map((firm, i) => `${firm} ${YEAR[i]! % 3}`);
    const short = YEAR.map((year) => year % 3);
    const of = (cluster: InferOptions["cluster"]) => infer(model, X, Y, { cluster }).covariance;
    const [a, b, ab, two] = [of(FIRM), of(short), of(both), of([FIRM, short])];
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 3; k++) expect(two[j]![k]).toBeCloseTo(a[j]![k]! + b[j]![k]! - ab[j]![k]!, 10);
    }
  });
  it("whose single rows are shared are those of rows in the third part", () => {
    const found = infer(model, X, Y, { cluster: [FIRM, YEAR] });
    expect(found).toMatchObject({ kind: "cluster", clusters: 6, ways: [6, 8] });
    expect(String(found)).toContain("standard errors: cluster, 6 and 8 clusters;");
  });
  it("have tests of G - 1 degrees of freedom where that is asked for", () => {
    const by = (options: InferOptions) => infer(model, X, Y, { cluster: FIRM, ...options }).residualDegreesOfFreedom;
    expect(by({})).toBe(N - 3);
    expect(by({ degreesOfFreedom: "clusters" })).toBe(5);
    expect(by({ degreesOfFreedom: Infinity })).toBe(Infinity);
    expect(by({ covariance: "CR2" })).toBe(5);
    expect(by({ covariance: "CR2", degreesOfFreedom: 3.5 })).toBe(3.5);
    expect(infer(model, X, Y, { cluster: [FIRM, YEAR], degreesOfFreedom: "clusters" }).residualDegreesOfFreedom).toBe(
      5,
    );
  });
  it("of one row each have the CR2 that is HC2", () => {
    const counts = Y.map((v) => Math.round(Math.abs(3 * v)));
    const poisson = fitSync(X, counts, { family: "poisson" });
    const each = counts.map((_, i) => i);
    const of = (options: InferOptions) => infer(poisson, X, counts, options).rows.map((row) => row.standardError);
    near(of({ covariance: "CR2", cluster: each }), of({ covariance: "HC2" }));
  });
  it("have one CR2 for rows and for counts of equal rows", () => {
    const counts = Y.map((v) => Math.round(Math.abs(3 * v)));
    const weights = counts.map((_, i) => 1 + (i % 3));
    const own = weights.flatMap((w, i) => Array<number>(w).fill(i));
    const [rows, y] = [own.map((i) => X[i]!), own.map((i) => counts[i]!)];
    const vectors = { weights, weightType: "frequency" } as const;
    const short = infer(fitSync(X, counts, { family: "poisson", ...vectors }), X, counts, {
      ...vectors,
      covariance: "CR2",
      cluster: FIRM,
    });
    const long = infer(fitSync(rows, y, { family: "poisson" }), rows, y, {
      covariance: "CR2",
      cluster: own.map((i) => FIRM[i]!),
    });
    for (const [j, row] of short.covariance.entries()) near([...row], [...long.covariance[j]!]);
  });
  it("count no rows without weight", () => {
    const weights = X.map((_, i) => (i % 5 === 0 ? 0 : 1 + (i % 2)));
    const kept = X.map((_, i) => i).filter((i) => i % 5 !== 0);
    const counts = Y.map((v) => Math.round(Math.abs(3 * v)));
    const family = "poisson";
    const pick = <T>(list: readonly T[]): T[] => kept.map((i) => list[i]!);
    const whole = infer(fitSync(X, counts, { family, weights }), X, counts, {
      weights,
      covariance: "CR2",
      cluster: FIRM,
    });
    const own = { weights: pick(weights), covariance: "CR2", cluster: pick(FIRM) } as const;
    const part = infer(fitSync(pick(X), pick(counts), { family, weights: own.weights }), pick(X), pick(counts), own);
    near(whole.rows.map((row) => row.standardError), part.rows.map((row) => row.standardError)); // biome-ignore format: a call
  });
  it("that alone determine an estimate leave it without a standard error", () => {
    const east = X.map(([a], i) => [a!, Number(FIRM[i] === "east")]);
    const found = infer(fitSync(east, Y), east, Y, { covariance: "CR2", cluster: FIRM });
    expect(found.rows.map(({ standardError }) => Number.isNaN(standardError))).toEqual([false, false, true]);
    expect(found.warnings).toEqual([
      {
        code: "undetermined",
        message:
          "one cluster alone determines a part of x2: no other cluster shows how much that part varies, so there is no standard error (NaN)",
        detail: { names: ["x2"] },
      },
    ]);
  });
  it("may be columns of a table, with text and missing cells", () => {
    const rows = X.map(([a, b], i) => ({ a, b, y: Y[i], firm: FIRM[i], year: YEAR[i], day: 100 - i }));
    const ofTable = fitSync("y ~ a + b", rows);
    const same = (options: object, want: InferOptions): void =>
      near(
        infer(ofTable, rows, options).rows.map((row) => row.standardError),
        errors(want),
      );
    same({ cluster: ["firm", "year"] }, { cluster: [FIRM, YEAR] });
    same({ cluster: ["firm", YEAR] }, { cluster: [FIRM, YEAR] });
    same({ times: "day", lag: 2 }, { lag: 2 });
    const gaps = rows.map((row, i) => (i === 4 ? { ...row, year: undefined } : row));
    expect(() => infer(ofTable, gaps, { cluster: ["firm", "year"] })).toThrow(
      /47 rows with weight; the model was fitted on 48/,
    );
    expect(() => infer(ofTable, rows, { cluster: ["firm", "yaer"] })).toThrow(/"yaer"/);
    expect(() => infer(ofTable, rows, { cluster: ["firm", "firm"] })).toThrow(/both name the column "firm"/);
  });
});

describe("a dispersion that is known", () => {
  it("scales the model's covariance, with z", () => {
    const found = infer(model, X, Y, { dispersion: 4 });
    const ratio = Math.sqrt(4 / model.dispersion);
    near(found.rows.map((row) => row.standardError), errors({}).map((v) => v * ratio)); // biome-ignore format: a call
    expect(found).toMatchObject({ dispersion: 4, residualDegreesOfFreedom: Infinity });
  });
});

describe("what is refused", () => {
  it.each<[object, RegExp]>([
    [
      { covariance: "HC0", lag: 2 },
      /^lag with covariance "HC0", which knows no time; expected covariance "HAC", or no lag$/,
    ],
    [{ covariance: "cluster", cluster: FIRM, times: YEAR }, /^times with covariance "cluster", which knows no time; /],
    [{ lag: 48 }, /^lag is 48; expected a whole number from 0 to 47, below the number of rows$/],
    [{ lag: 1.5 }, /^lag is 1.5; /],
    [
      { times: YEAR },
      /^times\[1\] is 0, as times\[0\]; expected one row at a time: rows of one time have covariance "cluster"$/,
    ],
    [{ times: [1, 2] }, /^times has length 2; expected 48/],
    [{ times: X.map((_, i) => (i === 5 ? Number.NaN : i)) }, /^times\[5\] = NaN; expected a finite number$/],
    [{ cluster: [FIRM, YEAR, YEAR] }, /^cluster holds 3 vectors; expected labels, or two vectors of labels$/],
    [{ cluster: [FIRM, [1, 2]] }, /^cluster\[1\] has length 2; expected 48 labels, one per row$/],
    [
      { cluster: [FIRM, YEAR], covariance: "CR2" },
      /^covariance "CR2" takes clusters of one way; use "cluster" for two$/,
    ],
    [{ covariance: "CR2" }, /^cluster has length undefined; expected 48 labels/],
    [{ degreesOfFreedom: "clusters" }, /^degreesOfFreedom "clusters" with covariance "model", which has none; /],
    [{ degreesOfFreedom: 0 }, /^degreesOfFreedom is 0; expected a number > 0, or "clusters"$/],
    [{ degreesOfFreedom: "cluster" }, /^degreesOfFreedom "?is "cluster"; expected one of clusters/],
    [{ dispersion: 0 }, /^dispersion is 0; expected a finite number > 0$/],
    [{ dispersion: 1, covariance: "HC3" }, /^dispersion with covariance "HC3", which does not use it; /],
  ])("%j", (options, message) => {
    expect(() => infer(model, X, Y, options as InferOptions)).toThrow(message);
  });
  it("by the fit", () => {
    const held = fitSync(X, Y, { penalty: ridge(0.1) });
    expect(() => errors({ covariance: "CR2", cluster: FIRM }, held)).toThrow(
      /^covariance "CR2" needs the leverage .*; use "cluster"$/,
    );
    expect(() => errors({ dispersion: 1 }, held)).toThrow(
      /^dispersion with a sandwich covariance, which does not use it; /,
    );
    const counted = { weights: X.map(() => 2), weightType: "frequency" } as const;
    expect(() => errors({ ...counted, covariance: "HAC" }, fitSync(X, Y, counted))).toThrow(/have no order in time/);
    expect(() => errors({ covariance: "HAC" }, fitSync(X, Y, { penalty: lasso(0.1) }))).toThrow(
      /^there are no standard errors/,
    );
  });
});
