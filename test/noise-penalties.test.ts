// What the noise on each term costs.
import { describe, expect, it } from "vitest";
import { additive, dropout, fitSync, noisePenalties } from "../src/index.js";
import { generator, relative } from "./helpers/numeric.js";

const uniform = generator(9);
const ROWS = Array.from({ length: 150 }, (_, i) => {
  const [age, z] = [20 + 40 * uniform(), uniform()];
  return { age, z, race: ["a", "b", "c"][i % 3]!, y: Number(uniform() < 1 / (1 + Math.exp(2 - age / 25 - z))) };
});

describe("noisePenalties", () => {
  it("adds up to the quadratic penalty of the objective", () => {
    const noise = dropout(0.3, { approximation: "quadratic" });
    const model = fitSync("y ~ poly(age, 2) + z + race", ROWS, { family: "binomial", noise });
    const found = noisePenalties(model, ROWS);
    const bare = fitSync("y ~ poly(age, 2) + z + race", ROWS, { family: "binomial", coding: "full", start: { intercept: model.intercept as number, coefficients: model.coefficients }, maxIterations: 0, solver: "lbfgs" }); // biome-ignore format: one line
    const sum = found.reduce((total, { penalty }) => total + penalty, 0);
    expect(relative(sum, model.objective - bare.objective)).toBeLessThan(1e-9);
    expect(found.map(({ term }) => term)).toEqual(["poly(age, 2)", "z", "race"]);
    expect(found.map(({ columns }) => columns.length)).toEqual([2, 1, 3]);
    expect(String(found)).toContain("noise penalty by term: dropout, quadratic");
  });
  it("of a gaussian term is half the variance of its part of eta", () => {
    const model = fitSync("y ~ poly(age, 2) + z", ROWS, { noise: dropout({ "poly(age, 2)": 0.2 }) });
    const { terms } = model.predict(ROWS, { type: "terms" });
    const square = terms["poly(age, 2)"]!.reduce((sum, v) => sum + v * v, 0) / ROWS.length; // its columns have mean 0
    const found = noisePenalties(model, ROWS);
    expect(relative(found[0]!.penalty, 0.5 * 0.25 * square)).toBeLessThan(1e-9);
    expect(found[1]).toMatchObject({ term: "z", penalty: 0, strength: 0 });
  });
  it("is a mean by the weights", () => {
    const weights = ROWS.map((_, i) => (i % 4) * 0.5);
    const x = ROWS.map(({ z }) => [z]);
    const y = ROWS.map((row) => row.y);
    const model = fitSync(x, y, { noise: dropout(0.2), weights });
    const sum = (f: (i: number) => number): number => weights.reduce((total, w, i) => total + w * f(i), 0);
    const want = (0.5 * 0.25 * sum((i) => (x[i]![0]! * model.coefficients[0]!) ** 2)) / sum(() => 1);
    expect(relative(noisePenalties(model, x, y, { weights })[0]!.penalty, want)).toBeLessThan(1e-12);
  });
  it("takes numbers, where each column is a term, and refuses a model without noise and other rows", () => {
    const x = ROWS.map(({ age, z }) => [age, z]);
    const y = ROWS.map((row) => row.y);
    const model = fitSync(x, y, { family: "binomial", noise: additive([0, 0.5]) });
    expect(noisePenalties(model, x, y).map(({ penalty }) => penalty > 0)).toEqual([false, true]);
    expect(() => noisePenalties(fitSync(x, y), x, y)).toThrow(/needs a model with noise/);
    expect(() => noisePenalties(model, x, y.map((v) => 1 - v))).toThrow(/not those of the fit/); // biome-ignore format: one line
  });
});
