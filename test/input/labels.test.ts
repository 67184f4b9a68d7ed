// Two whole numbers that are not 0 and 1 are two labels, wherever y is taken, and they come back as labels.
import { vectorFromArray } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { FAMILIES } from "../../src/families/index.js";
import {
  brier,
  calibration,
  compareModels,
  confusion,
  crossValidate,
  diagnose,
  fitSync,
  infer,
  lasso,
  Model,
  pathSync,
  profileInterval,
  type ResponseInput,
  roc,
  separation,
} from "../../src/index.js";

const N = 40;
const X = Array.from({ length: N }, (_, i) => [Math.sin(3 * i), (i % 5) - 2]);
const Y = X.map(([a, b], i) => Number(a! + 0.4 * b! + 2 * Math.sin(7 * i * i) > 0));
const binomial = { family: "binomial" } as const;
const plain = fitSync(X, Y, binomial);

/** Zeros and ones as data of two classes often have them, with the class that comes second. */
const WRITTEN: Record<string, readonly [y: ResponseInput, classes: readonly unknown[]]> = {
  "1 and 2": [Y.map((v) => v + 1), [1, 2]],
  "-1 and 1": [Y.map((v) => 2 * v - 1), [-1, 1]],
  "0 and 2": [Y.map((v) => 2 * v), [0, 2]],
  "10 and 9": [Y.map((v) => 9 + v), [9, 10]],
  "-1 and 0, in a typed array": [Int8Array.from(Y, (v) => v - 1), [-1, 0]],
  "bigints": [Y.map((v) => BigInt(v + 1)) as unknown as number[], [1, 2]],
  "a vector of Arrow": [vectorFromArray(Float64Array.from(Y, (v) => v + 1)) as unknown as number[], [1, 2]],
  "text": [Y.map((v) => (v === 1 ? "yes" : "no")), ["no", "yes"]],
  "booleans": [Y.map((v) => v === 1), [false, true]],
}; // biome-ignore format: a table

const same = (a: unknown, b: unknown) => expect(JSON.stringify(a)).toBe(JSON.stringify(b));

describe("y of two classes", () => {
  for (const [name, [y, classes]] of Object.entries(WRITTEN)) {
    it(`${name}: the fit of zeros and ones, with its labels`, async () => {
      const model = fitSync(X, y, binomial);
      same(model.coefficients, plain.coefficients);
      expect(model.classes).toEqual(classes);
      const labels = plain.predict(X, { type: "class" }).map((v) => classes[v as number]);
      expect(model.predict(X, { type: "class" })).toEqual(labels);
      const again = Model.fromJSON(JSON.stringify(model));
      expect(again.predict(X, { type: "class" })).toEqual(labels);
      for (const one of [model, again]) {
        same(one.score(X, y), plain.score(X, Y));
        same(one.residuals(X, y), plain.residuals(X, Y));
        same(infer(one, X, y).rows, infer(plain, X, Y).rows);
      }
      same(diagnose(model, X, y).cooksDistance, diagnose(plain, X, Y).cooksDistance);
      same(profileInterval(model, X, y), profileInterval(plain, X, Y));
      same(separation(X, y), separation(X, Y));
      const small = fitSync(X.map(([a]) => [a!]), y, binomial); // biome-ignore format: one call
      const smallPlain = fitSync(X.map(([a]) => [a!]), Y, binomial); // biome-ignore format: one call
      same(
        compareModels(small, model, { test: "score", x: X, y }),
        compareModels(smallPlain, plain, { test: "score", x: X, y: Y }),
      );
      const grid = { ...binomial, penalty: lasso(), lambdas: [0.1, 0.01], folds: 3 };
      same(pathSync(X, y, { ...binomial, penalty: lasso(), lambdas: [0.1, 0.01] }).objectives, pathSync(X, Y, { ...binomial, penalty: lasso(), lambdas: [0.1, 0.01] }).objectives); // biome-ignore format: one call
      const judged = await crossValidate(X, y, grid);
      same(judged.mean, (await crossValidate(X, Y, grid)).mean);
      expect(judged.refit(0).classes).toEqual(classes);
      const p = plain.predict(X);
      same([roc(p, y as number[]), brier(p, y as number[]), calibration(p, y as number[])], [roc(p, Y), brier(p, Y), calibration(p, Y)]); // biome-ignore format: two lists
      expect(confusion(model.predict(X, { type: "class" }) as never, Array.from(y as number[], (v) => (typeof v === "bigint" ? Number(v) : v)) as never).classes).toEqual(classes); // biome-ignore format: one call
    });
    it(`${name}: rows of one class are scored by the labels of the fit`, () => {
      const model = fitSync(X, y, binomial);
      for (const k of [0, 1]) {
        const rows = X.filter((_, i) => Y[i] === k);
        const want = plain.score(rows, Y.filter((v) => v === k)); // biome-ignore format: one call
        expect(model.score(rows, rows.map(() => classes[k]) as never).deviance).toBe(want.deviance);
      }
    });
  }

  it("numbers that the model does not know as labels are refused", () => {
    const model = fitSync(X, Y.map((v) => v + 1), binomial); // biome-ignore format: one call
    expect(() => model.score(X, Y)).toThrow(/^y\[\d+\] = 0 is not a class of the model; expected 1 or 2$/);
    expect(() => plain.score(X, Y.map((v) => v + 1))).toThrow(/^y holds the numbers 1,2; the model was fitted on 0 and 1/); // biome-ignore format: one call
    expect(() => plain.residuals(X, Y.map((v) => (v === 1 ? "a" : "b")))).toThrow(/^y holds labels, as [ab]; the model/); // biome-ignore format: one call
    expect(() => infer(plain, X, Y.map((v) => v + 1))).toThrow(/classes/); // biome-ignore format: one call
  });

  it("with trials numbers are counts", () => {
    const counts = Y.map((v) => v + 1);
    const model = fitSync(X, counts, { ...binomial, trials: Y.map(() => 3) });
    expect(model.classes).toBeUndefined();
    expect(Number.isFinite(model.score(X, counts, { trials: Y.map(() => 3) }).deviance)).toBe(true);
  });

  it("three numbers, fractions and one number are no two labels", () => {
    const fitTo = (y: number[]) => () => fitSync(y.map((_, i) => [i]), y, binomial); // biome-ignore format: one call
    expect(fitTo([1, 2, 3])).toThrow(/outside \[0, 1\]/);
    expect(fitTo([1.5, 2, 2])).toThrow(/outside \[0, 1\]/);
    expect(fitTo([2, 2, 2])).toThrow(/outside \[0, 1\]/);
    expect(fitTo([1, 2, Number.NaN])).toThrow(/^y\[2\] = NaN/);
    expect(fitSync([[1], [2], [3], [4]], [0.2, 0.8, 0.2, 0.8], binomial).classes).toBeUndefined();
  });

  it("families without classes take numbers as numbers", () => {
    for (const [family, { classes }] of Object.entries(FAMILIES)) {
      if (classes !== "none") continue;
      const model = fitSync(X, Y.map((v) => v + 1), { family } as never); // biome-ignore format: one call
      expect(model.classes, family).toBeUndefined();
    }
  });
});
