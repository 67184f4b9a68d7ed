// Which columns one draw of a noise multiplies together, by formula and option mask.
import { describe, expect, it } from "vitest";
import { additive, dropout, fitSync, infer, Model, multiplicative, type Noise } from "../../src/index.js";
import { generator, relative } from "../helpers/numeric.js";

const uniform = generator(21);
const ROWS = Array.from({ length: 120 }, (_, i) => {
  const age = 20 + Math.floor(50 * uniform());
  return {
    age,
    race: ["a", "b", "c"][i % 3]!,
    z: uniform(),
    y: Number(uniform() < 0.3 + 0.005 * (age - 40) ** 2 * 0.1),
  };
});

const fitted = (formula: string, noise: Noise | readonly Noise[], more = {}): Model =>
  fitSync(formula, ROWS, { family: "binomial", noise, ...more });
const ties = (model: Model): number[] | undefined => {
  const { ties: found } = (JSON.parse(JSON.stringify(model)) as { recipe: { ties?: number[] } }).recipe;
  return found;
};

describe("masks of terms", () => {
  it("polynomials and splines are dropped whole unless mask is entry; factors by their columns", () => {
    expect(ties(fitted("y ~ z + poly(age, 2) + race", dropout(0.2)))).toEqual([-1, 1, 1, -1, -1, -1]);
    expect(ties(fitted("y ~ ns(age, df = 3) + z", multiplicative(0.4)))).toEqual([0, 0, 0, -1]);
    expect(ties(fitted("y ~ poly(age, 2):race", dropout(0.2)))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(ties(fitted("y ~ poly(age, 2)", dropout(0.2, { mask: "entry" })))).toBeUndefined();
    expect(ties(fitted("y ~ age + race", dropout(0.2)))).toBeUndefined();
  });
  it("for a factor with a column per level mask term changes nothing", () => {
    const [a, b] = [fitted("y ~ age + race", dropout(0.2)), fitted("y ~ age + race", dropout(0.2, { mask: "term" }))];
    expect([...b.coefficients]).toEqual([...a.coefficients]);
    expect(ties(b)).toBeUndefined();
  });
  it("with sum and Helmert contrasts mask term has the same fit, which entries have not", () => {
    const of = (contrast: string, mask: "term" | "entry") =>
      fitted(`y ~ C(race, ${contrast}) + z`, dropout(0.3, { mask }), { coding: "contrast" }).objective;
    expect(relative(of("sum", "term"), of("helmert", "term"))).toBeLessThan(1e-9);
    expect(relative(of("sum", "entry"), of("helmert", "entry"))).toBeGreaterThan(1e-6);
  });
  it("strengths by column untie a term, by term they do not", () => {
    const named = { "poly(age, 2)": 0.3, z: 0.1 };
    expect(ties(fitted("y ~ z + poly(age, 2)", dropout(named)))).toEqual([-1, 1, 1]);
    expect(ties(fitted("y ~ z + poly(age, 2)", dropout({ "poly(age, 2)[1]": 0.3 })))).toBeUndefined();
  });
  it("noise that adds to entries beside it acts on them", () => {
    const both = fitted("y ~ poly(age, 2) + z", [dropout(0.2), additive(0.05)]);
    const raw = fitted("y ~ poly(age, 2) + z", [dropout(0.2), additive(0)]);
    expect(ties(both)).toEqual([0, 0, -1]);
    expect(both.status.code).toBe("converged");
    expect(both.objective).toBeGreaterThan(raw.objective);
  });
  it("a saved model has it, and infer finds the same standard errors", () => {
    const model = fitted("y ~ ns(age, df = 3) + z", dropout(0.2));
    const opened = Model.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(String(infer(opened, ROWS))).toBe(String(infer(model, ROWS)));
    const damaged = JSON.parse(JSON.stringify(model)) as { recipe: { ties: number[] } };
    damaged.recipe.ties = [0, -1, 0, -1];
    expect(() => Model.fromJSON(damaged)).toThrow(/recipe.ties has columns apart that are noised together/);
  });
  it.each([
    ["y ~ poly(age, 2)", dropout({ "poly(age, 2)[1]": 0.3 }, { mask: "term" }), 'mask "term" with several strengths of dropout noise in poly(age, 2); expected one for a term'],
    ["y ~ poly(age, 2)", additive(0.3, { mask: "term" }), 'mask "term" with additive noise, which adds to entries; expected noise that multiplies them, as dropout'],
    ["y ~ age", dropout(0.3, { mask: "shared" }), 'mask "shared" needs family "multinomial"; family is "binomial"'],
    ["y ~ age", dropout(0.3, { mask: "row" as "term" }), /^mask is "row"; expected/],
  ] as const)("refuses %s with %o", (formula, noise, message) => {
    expect(() => fitted(formula, noise)).toThrow(message);
  }); // biome-ignore format: a list
  it("refuses a mask of terms for numbers", () => {
    const message =
      'mask "term" needs the terms of a formula; x has columns of numbers, which are noised entry by entry';
    expect(() =>
      fitSync([[1], [2], [3]], [0, 1, 0], { family: "binomial", noise: dropout(0.1, { mask: "term" }) }),
    ).toThrow(message);
  });
});
