import { describe, expect, it } from "vitest";
import { brier, calibration, confusion, fitSync, roc } from "../../src/index.js";

describe("calibration", () => {
  // Wilson interval of 3 in 4 at 95 %: R 4.2, prop.test(3, 4, correct = FALSE)$conf.int
  it("has the rate of each bin with Wilson's interval", () => {
    const [first, second] = calibration([0.1, 0.2, 0.2, 0.3, 0.6, 0.7, 0.8, 0.9], [0, 0, 1, 0, 1, 1, 0, 1], {
      bins: 2,
    });
    expect(first).toMatchObject({ from: 0.1, to: 0.3, observed: 0.25, weight: 4 });
    expect(second!.predicted).toBeCloseTo(0.75, 14);
    expect(second!.observed).toBe(0.75);
    expect(second!.low).toBeCloseTo(0.300641842582402, 12);
    expect(second!.high).toBeCloseTo(0.954412739190299, 12);
  });
  it("equal predictions share a bin, and rows of weight 0 are none", () => {
    const bins = calibration([0.5, 0.5, 0.5, 0.5, 0.9], [0, 1, 0, 1, 1], { bins: 4, weights: [1, 1, 1, 1, 0] });
    expect(bins).toHaveLength(1);
    expect(bins[0]).toMatchObject({ observed: 0.5, weight: 4 });
  });
  it("a weight of 2 is two rows; bins of equal width are cuts of [0, 1]", () => {
    const doubled = calibration([0.1, 0.1, 0.45, 0.9], [0, 0, 1, 1], { bins: 2, by: "width" });
    expect(calibration([0.1, 0.45, 0.9], [0, 1, 1], { bins: 2, by: "width", weights: [2, 1, 1] })).toEqual(doubled);
    expect(doubled.map(({ from, to }) => [from, to])).toEqual([[0.1, 0.45], [0.9, 0.9]]); // biome-ignore format: rows
  });
  it("a row is in the bin where the middle of its weight lies", () => {
    const bins = calibration([0.1, 0.2, 0.3], [0, 1, 1], { bins: 2, weights: [1, 1, 4] }); // middles at 1/12, 3/12, 8/12
    expect(bins.map(({ from, to }) => [from, to])).toEqual([[0.1, 0.2], [0.3, 0.3]]); // biome-ignore format: rows
  });
  it("refuses what is no probability", () => {
    expect(() => calibration([0.2, 1.5], [0, 1])).toThrow(/predicted\[1\] = 1.5; expected a probability/);
    expect(() => calibration([0.2, 0.5], [0, 1], { bins: 0 })).toThrow(/bins is 0/);
    expect(() => calibration([], [])).toThrow(/y is empty/);
  });
});

describe("roc", () => {
  it("goes from no rows to all rows, one point per score", () => {
    const found = roc([0.1, 0.4, 0.35, 0.8], ["no", "no", "yes", "yes"]);
    expect([...found.thresholds]).toEqual([Infinity, 0.8, 0.4, 0.35, 0.1]);
    expect([...found.truePositiveRate]).toEqual([0, 0.5, 0.5, 1, 1]);
    expect([...found.falsePositiveRate]).toEqual([0, 0, 0.5, 0.5, 1]);
    expect(found.auc).toBe(0.75);
  });
  it("its trapezoids add up to the area, with ties and weights", () => {
    const scores = Array.from({ length: 60 }, (_, i) => Math.floor(((i * 37) % 60) / 5));
    const y = scores.map((s, i) => (s + (i % 7) > 8 ? 1 : 0));
    const weights = scores.map((_, i) => 1 + (i % 3));
    const { truePositiveRate: t, falsePositiveRate: f, auc } = roc(scores, y, { weights });
    const area = [...f.keys()].slice(1).reduce((sum, k) => sum + ((f[k]! - f[k - 1]!) * (t[k]! + t[k - 1]!)) / 2, 0);
    expect(area).toBeCloseTo(auc, 12);
  });
  it("three labels are refused", () => {
    expect(() => roc([1, 2, 3], ["a", "b", "c"])).toThrow(/y has 3 classes \(a, b, c\); expected two/);
  });
});

describe("confusion", () => {
  it("counts and rates of three classes", () => {
    const { classes, counts, accuracy, balancedAccuracy, kappa, rates } = confusion([..."aabbbcca"], [..."aababcab"]);
    expect(classes).toEqual(["a", "b", "c"]);
    expect(counts).toEqual([[2, 1, 1], [1, 2, 0], [0, 0, 1]]); // biome-ignore format: rows
    expect(accuracy).toBe(5 / 8);
    expect(balancedAccuracy).toBeCloseTo((2 / 4 + 2 / 3 + 1) / 3, 14);
    const chance = (4 * 3 + 3 * 3 + 1 * 2) / 64;
    expect(kappa).toBeCloseTo((5 / 8 - chance) / (1 - chance), 14);
    expect(rates[0]).toMatchObject({ class: "a", support: 4, precision: 2 / 3, recall: 0.5, specificity: 3 / 4 });
    expect(rates[0]!.f1).toBeCloseTo(4 / 7, 14);
  });
  it("takes the classes that predict gives, and weights", () => {
    const x = [[1], [2], [3], [4], [5], [6]];
    const y = ["no", "yes", "no", "yes", "no", "yes"];
    const model = fitSync(x, y, { family: "binomial" });
    const { accuracy } = confusion(model.predict(x, { type: "class" }), y, { weights: [1, 1, 1, 1, 1, 1] });
    expect(accuracy).toBe(model.score(x, y).accuracy);
    expect(confusion([0, 1], [0, 0], { weights: [3, 1] }).accuracy).toBe(0.75);
  });
  it("lengths that differ are refused", () => {
    expect(() => confusion([1], [1, 0])).toThrow(/y has length 2; expected 1/);
    // of a row with a missing cell, which is neither right nor wrong
    expect(() => confusion(["a", undefined as never], ["a", "b"])).toThrow(
      "predicted[1] = undefined; expected a label: leave such rows out of predicted and y",
    );
    expect(() => confusion(["a"], [null as never])).toThrow("y[0] = null; expected a label");
  });
});

describe("brier", () => {
  it("is the mean squared error of score", () => {
    expect(brier([0.9, 0.2], [1, 0])).toBeCloseTo(0.025, 15);
    const x = [[1], [2], [3], [4], [5], [6]];
    const y = [0, 1, 0, 1, 0, 1];
    const weights = [1, 2, 3, 1, 2, 3];
    const model = fitSync(x, y, { family: "binomial", weights });
    const score = model.score(x, y, { weights }).meanSquaredError;
    expect(brier(model.predict(x), y, { weights })).toBeCloseTo(score, 14);
  });
});
