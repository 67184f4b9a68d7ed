// The plots as data: their points, by hand; and all of them are plain data.
import { describe, expect, it } from "vitest";
import { crossValidate, dropout, fitSync, lasso, matrix, sparse } from "../../src/index.js";
import { frameOf } from "../../src/plots/frame.js";
import { type PlotData, plots, type Series } from "../../src/plots/index.js";
import { spread, widthOf, withoutOverlap } from "../../src/plots/labels.js";
import { wordsOf } from "../../src/plots/words.js";
import { expectRefusal } from "../helpers/thrown.js";
import { EXAMPLES } from "./examples.js";

const named = ({ series }: PlotData, name: string): Series => series.find((one) => one.name === name)!;
const labels = (series: Series): string[] => series.points.flatMap(({ label }) => label ?? []);

describe("plots", () => {
  for (const [name, data] of Object.entries(EXAMPLES)) {
    it(`${name} is plain data, finite, on its axes`, () => {
      expect(JSON.parse(JSON.stringify(data))).toEqual(data);
      for (const { points, kind } of data.series) {
        for (const { x, y, low, high } of points) {
          for (const value of [x, y, low, high]) expect(value === undefined || Number.isFinite(value)).toBe(true);
          if (data.x.scale === "log") expect(x === undefined || x > 0).toBe(true);
          if (data.y.scale === "log") expect(y === undefined || y > 0).toBe(true);
          if (kind === "interval") expect(low!).toBeLessThanOrEqual(high!);
        }
      }
    });
  }
});

describe("plots.adaptivePenalty", () => {
  const x = [
    [1, 0, 2],
    [1, 3, 0],
    [0, 0, 0],
    [1, 0, 1],
  ];
  const model = fitSync(x, [0, 1, 1, 0], { family: "binomial", noise: dropout(0.3) });
  const dots = (data: PlotData) => data.series.filter(({ kind }) => kind === "dot").flatMap(({ points }) => points);

  it("has mean squares and adaptive penalties, whatever x is stored in", () => {
    const want = [3 / 4, 9 / 4, 5 / 4].map((size, j) => [size, model.adaptivePenalty![j]!]);
    const flat = matrix(Float64Array.from(x.flat()), 4, 3, "row");
    const single = matrix(Float32Array.from(x.flat()), 4, 3, "row");
    const byName = { x3: x.map((r) => r[2]!), x1: x.map((r) => r[0]!), x2: x.map((r) => r[1]!) };
    const stored = { indptr: [0, 2, 4, 4, 6], indices: [0, 2, 0, 1, 0, 2], values: [1, 2, 1, 3, 1, 1] };
    const few = sparse({ format: "csr", rows: 4, columns: 3, ...stored });
    for (const given of [x, flat, single, byName, few]) {
      const found = dots(plots.adaptivePenalty(model, given)).map(({ x, y }) => [x!, y!]);
      expect(found.sort((a, b) => a[0]! - b[0]!)).toEqual(want.sort((a, b) => a[0]! - b[0]!));
    }
  });
  it("a model of a formula is given its table", () => {
    const table = { y: [1, 2, 3, 5], x: [1, 2, null, 4], g: ["a", "b", "a", "b"] };
    const model = fitSync("y ~ x + g", table, { noise: dropout(0.2) });
    const numbers = [
      [1, 1, 0],
      [2, 0, 1],
      [4, 0, 1],
    ];
    expect(dots(plots.adaptivePenalty(model, table))).toEqual(dots(plots.adaptivePenalty(model, numbers)));
  });
  it("tells coefficients by their sign, and names the columns below the line", () => {
    const data = EXAMPLES.adaptivePenalty!;
    expect(labels(named(data, "coefficient >= 0"))).toContain("cheque");
    expect(labels(named(data, "coefficient < 0"))).toContain("seminar");
    expect(labels(named(data, "coefficient >= 0"))).not.toContain("the");
    const [from, to] = named(data, "usual strength").points;
    expect(to!.y! / from!.y!).toBeCloseTo(to!.x! / from!.x!, 12);
    expect(data.x.label).toBe("part of the rows that have the column");
  });
  it("counts columns that have no place", () => {
    expect(EXAMPLES.adaptivePenalty!.notes.at(-1)).toMatch(/^1 left out/);
    const zero = fitSync(
      [
        [1, 0],
        [0, 0],
      ],
      [1, 2],
      { noise: dropout(0.5) },
    );
    expect(
      plots
        .adaptivePenalty(zero, [
          [0, 0],
          [0, 0],
        ])
        .notes.at(-1),
    ).toMatch(/^2 left out/);
  });
  it("has a series per class of a multinomial", () => {
    const dotted = EXAMPLES["adaptivePenalty-classes"]!.series.filter(({ kind }) => kind === "dot");
    expect(dotted.map(({ name }) => name)).toEqual(["ham", "spam", "unclear"]);
  });
  it("refuses models without noise and other columns", () => {
    const plain = fitSync(x, [0, 1, 2, 0]);
    expectRefusal(() => plots.adaptivePenalty(plain, x), "NOT_SUPPORTED", /without noise .* dropout\(rate\)/);
    expectRefusal(
      () => plots.adaptivePenalty(model, [[1, 2]]),
      "BAD_SHAPE",
      /x has 2 columns; the model was fitted on 3/,
    );
  });
});

describe("plots.path", () => {
  const fits = {
    over: "lambda",
    lambdas: [1, 0.1, 0],
    rates: undefined,
    names: ["a", "b", "c"],
    classes: undefined,
    nonZeros: [0, 2, 2],
    coefficients: (k: number) => Float64Array.of(k, 0, -3 * k + 1),
  } as const;

  it("has a line per column that takes part, the largest first, no step at lambda 0", () => {
    const data = plots.path(fits, { named: 1 });
    const lines = data.series.filter(({ kind }) => kind === "line");
    expect(lines).toEqual([
      {
        name: "a",
        kind: "line",
        role: "context",
        points: [
          { x: 1, y: 0 },
          { x: 0.1, y: 1 },
        ],
      },
      {
        name: "c",
        kind: "line",
        role: "data",
        points: [
          { x: 1, y: 1 },
          { x: 0.1, y: -2 },
        ],
      },
    ]);
    expect(data.x).toMatchObject({ scale: "log", isReversed: true });
    expect(data.x.far!.marks).toEqual([
      { at: 1, label: "0" },
      { at: 0.1, label: "2" },
    ]);
    expect(data.notes).toEqual(["In colour: the 1 largest of 2 coefficients where they are held back least."]);
  });
  it("draws a rule at the chosen value, and names the largest coefficients there", () => {
    const data = plots.path(
      { ...fits, coefficients: (k) => Float64Array.of(k === 0 ? 5 : 0, 0, k) },
      { chosen: 0.5, named: 1 },
    );
    expect(named(data, "chosen").points).toEqual([{ x: 0.5, label: "chosen: 0.5" }]);
    expect(named(data, "a").role).toBe("data");
    expect(named(data, "c").role).toBe("context");
  });
  it("names classes", () => {
    const many = {
      ...fits,
      classes: ["u", 2],
      coefficients: () => [Float64Array.of(1, 0, 0), Float64Array.of(0, 0, 2)],
    };
    const lines = plots.path(many).series.filter(({ kind }) => kind === "line");
    expect(lines.map(({ name }) => name)).toEqual(["c (2)", "a (u)"]);
  });
  it("draws rates with 0 among them, from strong to weak", () => {
    const data = plots.path({ ...fits, over: "rate", lambdas: undefined, rates: [0, 0.5, 0.9] });
    expect(named(data, "a").points.map(({ x }) => x)).toEqual([0.9, 0.5, 0]);
  });
  it("refuses what is no choice", () => {
    expectRefusal(() => plots.path(fits, { chosen: 0 }), "BAD_OPTION", /chosen is 0; expected a lambda/);
    expectRefusal(() => plots.path(fits, { named: -1 }), "BAD_OPTION", /named is -1/);
    expectRefusal(() => plots.path(fits, { name: 1 } as object), "BAD_OPTION", /did you mean named/);
  });
});

describe("plots.crossValidation", () => {
  it("has the curve, bars of a standard error, and both choices", () => {
    const data = EXAMPLES.crossValidation!;
    const [best, strong] = named(data, "choices").points;
    expect(best!.label).toBe("best: 0.0177");
    expect(strong!.label).toBe("within 1 s.e.: 0.05");
    const { x, low, high } = named(data, "standard error").points[14]!;
    expect(x).toBe(best!.x);
    expect((low! + high!) / 2).toBeCloseTo(0.9, 12);
    expect((high! - low!) / 2).toBeCloseTo(0.03 * 0.9 + 0.014, 12);
  });
  it("has a line per value of the other axis, bars on the best one only", () => {
    const data = EXAMPLES["crossValidation-two"]!;
    expect(data.series.filter(({ kind }) => kind === "line").map(({ name }) => name)).toEqual(["rate 0.1", "rate 0.5"]);
    expect(named(data, "standard error").points[14]!.low).toBeCloseTo(0.9 - 0.02 - 0.03 * 0.9 - 0.014, 12);
    expect(labels(named(data, "choices"))).toEqual(["best: 0.0177 (rate 0.5)", "within 1 s.e.: 0.05 (rate 0.1)"]);
  });
  it("takes what crossValidate returns", async () => {
    const x = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
    const judged = await crossValidate(
      x,
      x.map(([a], i) => a! + Math.sin(i * i)),
      { penalty: lasso(), folds: 4, count: 5 },
    );
    const data = plots.crossValidation(judged);
    expect(named(data, "mean").points.map(({ x }) => x)).toEqual([...judged.lambdas!]);
    expect(named(data, "mean").points.map(({ y }) => y)).toEqual([...judged.mean]);
  });
  it("leaves out what is not finite", () => {
    const one = { index: 1 };
    const values = { lambdas: [1, 0.5, 0.2], rates: undefined, shares: undefined, mean: [Number.NaN, 1, Infinity] };
    const judged = {
      measure: "auc",
      ...values,
      standardError: [1, Number.NaN, 1],
      nonZeros: [1, 2, 3],
      best: one,
      oneStandardError: one,
    };
    const data = plots.crossValidation(judged);
    expect(named(data, "mean").points).toEqual([{ x: 0.5, y: 1 }]);
    expect(named(data, "standard error").points).toEqual([]);
    expect(labels(named(data, "choices"))).toEqual(["best, and within 1 s.e.: 0.5"]);
    expect(data.y.label).toBe("AUC, mean over the folds");
  });
});

describe("plots.calibration", () => {
  it("has the bins that hold rows, and counts those that are calibrated", () => {
    const empty = { predicted: Number.NaN, observed: Number.NaN, low: Number.NaN, high: Number.NaN };
    const data = plots.calibration([{ predicted: 0.2, observed: 0.3, low: 0.1, high: 0.5 }, empty]);
    expect(named(data, "bins").points).toEqual([{ x: 0.2, y: 0.3 }]);
    expect(named(data, "interval").points).toEqual([{ x: 0.2, low: 0.1, high: 0.5 }]);
    expect(data.notes[0]).toMatch(/within it in 1 of 1 bins/);
    expect(EXAMPLES.calibration!.notes[0]).toMatch(/within it in 3 of 4 bins/);
  });
});

describe("plots.roc", () => {
  it("has the corners of the curve, and its area", () => {
    const data = plots.roc({
      falsePositiveRate: [0, 0, 0, 0.5, 0.7, 1],
      truePositiveRate: [0, 0.2, 0.6, 0.6, 1, 1],
      auc: 0.75,
    });
    const [, curve] = data.series;
    expect(curve!.points.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [0, 0.6],
      [0.5, 0.6],
      [0.7, 1],
      [1, 1],
    ]);
    expect(data.notes).toEqual(["area 0.750 under the curve"]);
  });
  it("names several", () => {
    const names = EXAMPLES["roc-two"]!.series.map(({ name }) => name);
    expect(names).toEqual(["guessing", "dropout", "maximum likelihood"]);
  });
});

describe("plots.residuals", () => {
  it("has a dot per row, the largest named, and means of neighbours", () => {
    const data = plots.residuals([3, 1, 2, 0, 4, Number.NaN], [1, -4, 0, 2, 6, 1]);
    expect(named(data, "rows").points).toEqual([
      { x: 3, y: 1 },
      { x: 1, y: -4, label: "1" },
      { x: 2, y: 0 },
      { x: 0, y: 2, label: "3" },
      { x: 4, y: 6, label: "4" },
    ]);
    expect(named(data, "mean of neighbours").points).toEqual([]);
    const twenty = Array.from({ length: 20 }, (_, i) => i);
    const means = named(plots.residuals([...twenty].reverse(), twenty), "mean of neighbours").points;
    expect(means).toEqual([
      { x: 4.5, y: 14.5 },
      { x: 14.5, y: 4.5 },
    ]);
    expect(data.notes.at(-1)).toBe("1 rows have no residual.");
  });
  it("draws some of many rows, those that stand out among them", () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i) * (i % 100 === 0 ? 10 : 1));
    const data = plots.residuals(values, values, { most: 50 });
    const shown = named(data, "rows").points;
    expect(shown.length).toBe(50);
    expect(new Set(shown.map(({ x }) => x)).size).toBe(50);
    expect(data.notes[1]).toMatch(/^50 of 1000 rows/);
    for (let i = 100; i < 1000; i += 100)
      expect(shown.some(({ x }) => x === values[i]) || Math.abs(values[i]!) < 1).toBe(true);
  });
  it("refuses vectors of two lengths, and less than two rows", () => {
    expectRefusal(() => plots.residuals([1], [1, 2]), "BAD_SHAPE", /residuals has length 2; expected 1/);
    expectRefusal(() => plots.residuals([1], [1], { most: 1 }), "BAD_OPTION", /most is 1/);
  });
});

describe("plots.leverage", () => {
  it("draws residuals whose Cook's distance is the one given, and its curves", () => {
    // p = 1: row 0 has r = -2 and h = 1/2, so D = 4 (1/2) / (1/2) = 4; row 2 has h = 1 and no place
    const diagnosis = {
      leverage: [0.5, 0.25, 1, -0.75],
      standardized: [-9, 1, Number.NaN, 1],
      cooksDistance: [4, 1 / 3, Number.NaN, 1],
    };
    const data = plots.leverage(diagnosis);
    const [first, second, ...others] = named(data, "rows").points;
    expect(first).toEqual({ x: 0.5, y: -2, label: "0" });
    expect(second!.y).toBeCloseTo(1, 12);
    expect(others).toEqual([]);
    const curves = data.series.filter(({ name }) => name === "Cook's distance 1");
    expect(curves.length).toBeGreaterThan(0);
    for (const { x, y } of curves.flatMap(({ points }) => points)) expect((y! ** 2 * x!) / (1 - x!)).toBeCloseTo(1, 12);
  });
  it("leaves rows out that a table has and the fit had not", () => {
    const whole = { leverage: [0.5, 0.25, 0.25], standardized: [-9, 1, 1], cooksDistance: [4, 1, 1] };
    const more = Object.fromEntries(Object.entries(whole).map(([name, values]) => [name, [...values, Number.NaN]]));
    expect(plots.leverage(more as unknown as typeof whole)).toEqual(plots.leverage(whole));
  });
  it("refuses a diagnosis without leverage", () => {
    const none = { leverage: undefined, standardized: undefined, cooksDistance: undefined };
    expectRefusal(() => plots.leverage(none), "NOT_SUPPORTED", /reasons\.leverage/);
  });
});

describe("labels", () => {
  it("of rules stay within the picture and beside each other, wherever the rules stand", () => {
    for (const [first, second] of [
      [0.9, 0.99],
      [0.02, 0.03],
      [0.5, 0.5],
    ] as const) {
      const points = [
        { x: second, label: "a long label of it" },
        { x: first, label: "another, longer label" },
      ];
      const axis = { label: "", scale: "linear", domain: [0, 1] } as const;
      const rules: Series = { name: "", kind: "rule", role: "reference", points };
      const data = { title: "", x: axis, y: axis, series: [rules], notes: [] };
      const words = wordsOf(data, frameOf(data, 300, 300)).filter(({ text }) => text.includes("label"));
      const lean = { start: 0, middle: 0.5, end: 1 };
      const ends = words.map(({ x, text, anchor }) => ({
        from: x - lean[anchor] * widthOf(text),
        width: widthOf(text),
      }));
      const [a, b] = ends.map(({ from, width }) => ({ from, to: from + width })).sort((u, v) => u.from - v.from);
      expect(a!.from).toBeGreaterThan(0);
      expect(a!.to).toBeLessThan(b!.from);
      expect(b!.to).toBeLessThan(300);
    }
  });
  it("are moved apart in their order, within the frame", () => {
    expect(spread([50, 10, 52], [11, 11, 11], 0, 100)).toEqual([50, 10, 61]);
    expect(spread([85, 88, 89], [11, 20, 5], 0, 100)).toEqual([64, 75, 95]);
    expect(spread([], [], 0, 100)).toEqual([]);
  });
  it("that would cover earlier ones are left out", () => {
    const box = (left: number, middle: number) => ({ left, width: 20, middle });
    const [a, b, c, d] = [box(0, 0), box(19, 10), box(20, 0), box(0, 11)];
    expect(withoutOverlap([a, b, c, d])).toEqual([a, c, d]);
  });
});
