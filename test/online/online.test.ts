// What a learner promises: near the minimizer, free of units, the same bits however the stream is cut and after it was saved.
import { describe, expect, it } from "vitest";
import { dropout, fitSync, GlmError, lasso, matrix, ridge, sparse } from "../../src/index.js";
import { fromJSON, type OnlineOptions, online } from "../../src/online/index.js";
import { stream } from "./data.js";

const FAMILIES = ["gaussian", "binomial", "poisson"] as const;
const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

function codeOf(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof GlmError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was refused");
}

describe.each(FAMILIES)("%s", (family) => {
  const { x, y } = stream(20_000, 6, family);
  const ways: Record<string, Pick<OnlineOptions, "noise" | "penalty">> = {
    plain: {},
    dropout: { noise: dropout(0.4) },
    "dropout, quadratic": { noise: dropout(0.1, { approximation: "quadratic" }) },
    ridge: { penalty: ridge(0.2) },
    lasso: { penalty: lasso(0.04) },
  };
  it.each(Object.keys(ways))("ends near the minimizer of fit: %s", (way) => {
    const options = { family, ...ways[way]! };
    const model = fitSync(x, y, options);
    const learner = online(options);
    learner.learn(x, y);
    const { coefficients } = learner.model();
    const away = Array.from(model.coefficients, (b, j) => b - (coefficients as Float64Array)[j]!);
    expect(largest(away)).toBeLessThan(0.12 * largest(fitSync(x, y, { family }).coefficients));
  });
  it("has a progressive loss near that of the fit", () => {
    const { loss, rows } = online({ family }).learn(x, y);
    const first = family === "gaussian" ? y[0]! ** 2 / 2 / y.length : 0;
    const least = fitSync(x, y, { family }).deviance / 2 / y.length;
    expect(rows).toBe(y.length);
    expect(loss - first).toBeGreaterThan(least);
    expect(loss - first).toBeLessThan(1.05 * least);
  });
  it("is free of the units of features, and of y", () => {
    const units = [1e-6, 1, 1e6, 1e-3, 1e3, 1e9];
    const [own, other] = [online({ family, noise: dropout(0.3) }), online({ family, noise: dropout(0.3) })];
    const isGaussian = family === "gaussian";
    own.learn(x.slice(0, 2000), y.slice(0, 2000));
    other.learn(
      x.slice(0, 2000).map((row) => row.map((v, j) => v * units[j]!)),
      isGaussian ? y.slice(0, 2000).map((v) => 1e-3 * v) : y.slice(0, 2000),
    );
    const scaled = Array.from(
      other.model().coefficients as Float64Array,
      (b, j) => b * units[j]! * (isGaussian ? 1e3 : 1),
    );
    scaled.forEach((b, j) => {
      expect(b / (own.model().coefficients as Float64Array)[j]!).toBeCloseTo(1, 9);
    });
  });
  it("has the same bits however the stream is cut, after it was saved, and from other storages", () => {
    const options: OnlineOptions = { family, noise: dropout(0.3), penalty: lasso(0.01) };
    const whole = online(options);
    whole.learn(x.slice(0, 900), y.slice(0, 900));
    const cut = online(options);
    cut.learn(x.slice(0, 7), y.slice(0, 7));
    cut.predict(x.slice(0, 5));
    cut.model();
    cut.learn(x.slice(7, 300), y.slice(7, 300));
    const again = fromJSON(JSON.parse(JSON.stringify(cut)));
    again.learn(matrix(Float64Array.from(x.slice(300, 600).flat()), 300, 6, "row"), y.slice(300, 600));
    const [indptr, indices] = [
      Array.from({ length: 301 }, (_, i) => 6 * i),
      Array.from({ length: 1800 }, (_, k) => k % 6),
    ];
    const rest = sparse({ format: "csr", rows: 300, columns: 6, indptr, indices, values: x.slice(600, 900).flat() });
    again.learn(rest, y.slice(600, 900));
    expect(JSON.stringify(again)).toBe(JSON.stringify(whole));
    expect(again.predict(x)).toEqual(whole.predict(x));
  });
});

describe("a learner", () => {
  const { x, y } = stream(3000, 4, "binomial");
  it("takes a row of weight 2 as a gradient of twice the size, and one of weight 0 as none", () => {
    const own = online({ family: "binomial" });
    own.learn([[1, 2]], [1], { weights: [2] });
    own.learn([[5, 5]], [0], { weights: [0] });
    expect(own.learn([[1, 1]], [1]).rows).toBe(2);
    const other = online({ family: "binomial" });
    other.learn([[1, 2]], [1], { weights: [4] });
    other.learn([[1, 1]], [1], { weights: [2] });
    const [a, b] = [own.model(), other.model()].map(({ coefficients }) => coefficients as Float64Array);
    a!.forEach((v, j) => {
      expect(v).toBeCloseTo(b![j]!, 14);
    });
  });
  it("gives fit a start that saves passes", () => {
    const learner = online({ family: "binomial" });
    learner.learn(x, y);
    const cold = fitSync(x, y, { family: "binomial", solver: "lbfgs" });
    const warm = fitSync(x, y, { family: "binomial", solver: "lbfgs", start: learner.model() });
    expect(warm.status.code).toBe("converged");
    expect(warm.status.passes).toBeLessThanOrEqual(cold.status.passes);
    expect(warm.intercept).toBeCloseTo(cold.intercept as number, 6);
    expect(learner.model().isMinimizer).toBe(false);
  });
  it("penalizes a feature while it stays away, as if it had come with 0", () => {
    const away = online({ family: "gaussian", penalty: ridge(0.5), intercept: false });
    const sparseRow = (j: number): [number, number] => (j === 0 ? [1, 0] : [0, 1]);
    away.learn([sparseRow(0), sparseRow(0)], [3, 4]);
    const before = (away.model().coefficients as Float64Array)[0]!;
    away.learn(
      Array.from({ length: 50 }, () => sparseRow(1)),
      new Float64Array(50).fill(1),
    );
    const after = (away.model().coefficients as Float64Array)[0]!;
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(0.7 * before);
    const lone = online({ family: "gaussian", penalty: lasso(5), intercept: false });
    lone.learn([sparseRow(0), sparseRow(0)], [3, 4]);
    lone.learn(
      Array.from({ length: 50 }, () => sparseRow(1)),
      new Float64Array(50).fill(1),
    );
    expect((lone.model().coefficients as Float64Array)[0]).toBe(0);
  });
  it("does not penalize the intercept", () => {
    const many = stream(2000, 2, "gaussian");
    const learner = online({ penalty: ridge(1e4) });
    learner.learn(many.x, many.y);
    const { intercept, coefficients } = learner.model();
    expect(intercept).toBeCloseTo(1000 + 30 * 0.5, -1);
    expect(largest(coefficients as Float64Array)).toBeLessThan(0.1);
    expect((learner.predict(many.x.slice(0, 1)) as Float64Array)[0]).toBeCloseTo(intercept as number, 0);
  });
  it("sets coefficients to 0 with a lasso, also those that the last row moved", () => {
    const learner = online({ penalty: lasso(1e3) });
    learner.learn(...Object.values(stream(500, 3, "gaussian")) as [number[][], Float64Array]); // biome-ignore format: one line
    expect([...(learner.model().coefficients as Float64Array)]).toEqual([0, 0, 0]);
  });
  it("learns classes", () => {
    const labels = Array.from(y, (v, i) => (v === 0 ? "no" : x[i]![0]! > 0 ? "yes" : "maybe"));
    const learner = online({ family: "multinomial", classes: ["no", "maybe", "yes"] });
    const { loss } = learner.learn(x, labels);
    const model = fitSync(x, labels, { family: "multinomial" });
    const means = learner.predict(x.slice(0, 3)) as Float64Array[];
    expect(means.map((row) => row.reduce((sum, p) => sum + p, 0).toFixed(12))).toEqual(Array(3).fill("1.000000000000"));
    expect(loss).toBeLessThan((1.15 * model.deviance) / 2 / y.length + 0.02);
    expect((learner.model().coefficients as Float64Array[]).length).toBe(3);
  });
  it("does not blow up with counts of any size", () => {
    const learner = online({ family: "poisson" });
    for (let k = 0; k < 50; k++) learner.learn([[1000], [-1000], [1]], [1e6, 0, 3]);
    expect(Number.isFinite(learner.model().loss)).toBe(true);
    expect(Number.isFinite((learner.model().coefficients as Float64Array)[0]!)).toBe(true);
  });
});

describe("bad input", () => {
  const good: [number[][], number[]] = [[[1, 2], [2, 1]], [0, 1]]; // biome-ignore format: one line
  it.each([
    ["another number of columns", () => [[[1, 2, 3]], [0]], "BAD_SHAPE", "x has 3 columns; expected 2"],
    [
      "an entry that is not finite",
      () => [
        [
          [1, 2],
          [1, Number.NaN],
        ],
        [0, 1],
      ],
      "BAD_VALUE",
      "x[1][1] = NaN",
    ],
    [
      "a y outside",
      () => [
        [
          [1, 2],
          [1, 2],
        ],
        [1, 2],
      ],
      "OUT_OF_DOMAIN",
      "y[1] = 2",
    ],
    [
      "a y too short",
      () => [
        [
          [1, 2],
          [1, 2],
        ],
        [1],
      ],
      "BAD_SHAPE",
      "y has length 1; expected 2",
    ],
    ["a table", () => [[{ a: 1 }], undefined], "BAD_SHAPE", "the chunk is a table; expected rows of numbers"],
  ] as const)("%s is refused, and nothing is learned", (_, chunk, code, message) => {
    const learner = online({ family: "binomial" });
    learner.learn(...good);
    const before = JSON.stringify(learner);
    const [x, y] = chunk();
    const refused = codeOf(() => learner.learn(x as never, y as never));
    expect(refused).toMatchObject({ code });
    expect(refused.message).toContain(message);
    expect(JSON.stringify(learner)).toBe(before);
  });
  it.each([
    [{ family: "gamma" }, "BAD_OPTION"],
    [{ family: "multinomial" }, "BAD_OPTION"],
    [{ family: "gaussian", classes: ["a", "b"] }, "NOT_SUPPORTED"],
    [{ penalty: ridge() }, "BAD_OPTION"],
    [{ penalty: ridge(1, { factors: [1] }) }, "NOT_SUPPORTED"],
    [{ noise: dropout(0.5, { approximation: "exact" }) }, "BAD_OPTION"],
    [{ noise: dropout([0.5, 0.1]) }, "NOT_SUPPORTED"],
    [{ learningRate: 0 }, "BAD_OPTION"],
    [{ hash: { bits: 30 } }, "BAD_OPTION"],
    [{ rate: 1 }, "BAD_OPTION"],
  ])("%o is refused", (options, code) => {
    expect(codeOf(() => online(options as never)).code).toBe(code);
  });
  it("refuses what is no state", () => {
    const learner = online({ family: "binomial" });
    learner.learn(...good);
    const json = JSON.parse(JSON.stringify(learner)) as Record<string, unknown>;
    for (const change of [
      { format: "x" },
      { version: 2 },
      { beta: [1] },
      { seen: [7, 8, 9] },
      { total: "1" },
      { settings: {} },
    ]) {
      expect(codeOf(() => fromJSON({ ...json, ...change })).code, JSON.stringify(change)).toBe("BAD_MODEL");
    }
    expect(codeOf(() => fromJSON(null)).code).toBe("BAD_MODEL");
    expect(codeOf(() => online().predict([[1]])).code).toBe("BAD_VALUE");
  });
});
