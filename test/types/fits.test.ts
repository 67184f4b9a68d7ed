// The types of the public verbs say what comes back. `npx tsc --noEmit` checks this file; nothing in these functions runs.
import { describe, expectTypeOf, it } from "vitest";
import {
  type CrossValidation,
  crossValidate,
  type FamilyName,
  type FitOptions,
  fit,
  fitSync,
  type Label,
  type Model,
  negativeBinomial,
  type Path,
  type PathOptions,
  type Predictors,
  path,
  pathSync,
  quasi,
  ridge,
  separation,
} from "../../src/index.js";

declare const x: number[][];
declare const y: number[];
declare const rows: { y: number; g: string }[];

/** Types only. */
const typed = (_: () => unknown): void => {};

describe("the type of a fit", () => {
  it("is of one predictor, with or without a family", () => {
    typed(() => {
      expectTypeOf(fitSync(x, y)).toEqualTypeOf<Model<"one">>();
      expectTypeOf(fitSync(x, y, {})).toEqualTypeOf<Model<"one">>();
      expectTypeOf(fitSync(x, y, { penalty: ridge(1) }).intercept).toEqualTypeOf<number>();
      expectTypeOf(fitSync(x, y, { family: "poisson" })).toEqualTypeOf<Model<"one">>();
      expectTypeOf(fitSync(x, y, { family: negativeBinomial() })).toEqualTypeOf<Model<"one">>();
      expectTypeOf(fitSync(x, y, { family: quasi("poisson") })).toEqualTypeOf<Model<"one">>();
      expectTypeOf(fitSync(x, y, { family: undefined }).coefficients).toEqualTypeOf<Float64Array>();
      expectTypeOf(fit("y ~ g", rows, { family: "gamma", weights: "y" })).resolves.toEqualTypeOf<Model<"one">>();
      expectTypeOf(path(x, y, { penalty: ridge() })).resolves.toEqualTypeOf<Path<"one">>();
      expectTypeOf(crossValidate(x, y, { family: "binomial" })).resolves.toEqualTypeOf<CrossValidation<"one">>();
      expectTypeOf(separation(x, y).multiplier).toEqualTypeOf<Float64Array>();
    });
  });
  it("is of many for multinomial", () => {
    typed(() => {
      const model = fitSync(x, y, { family: "multinomial" });
      expectTypeOf(model).toEqualTypeOf<Model<"many">>();
      expectTypeOf(model.intercept).toEqualTypeOf<Float64Array>();
      expectTypeOf(model.coefficients).toEqualTypeOf<readonly Float64Array[]>();
      expectTypeOf(model.classes).toEqualTypeOf<readonly Label[]>();
      expectTypeOf(model.predict(x)).toEqualTypeOf<Float64Array[]>();
      expectTypeOf(model.predict(x, { type: "class" })).toEqualTypeOf<Label[]>();
      expectTypeOf(fit("y ~ g", rows, { family: "multinomial" })).resolves.toEqualTypeOf<Model<"many">>();
      expectTypeOf(pathSync(x, y, { family: "multinomial" })).toEqualTypeOf<Path<"many">>();
      expectTypeOf(separation(x, y, { family: "multinomial" }).multiplier).toEqualTypeOf<readonly Float64Array[]>();
      const options = { family: "multinomial", penalty: ridge(1) } satisfies FitOptions;
      expectTypeOf(fitSync(x, y, options)).toEqualTypeOf<Model<"many">>();
    });
  });
  it("may be either where a variable may hold every family", () => {
    typed(() => {
      const options: FitOptions = { family: "multinomial" };
      const model = fitSync(x, y, options);
      expectTypeOf(model).toEqualTypeOf<Model<Predictors>>();
      expectTypeOf(model.intercept).toEqualTypeOf<number | Float64Array>();
      expectTypeOf(model.predict(x)).toEqualTypeOf<Float64Array | Float64Array[]>();
      const family = "poisson" as FamilyName;
      expectTypeOf(fitSync(x, y, { family }).intercept).toEqualTypeOf<number | Float64Array>();
      const wide: PathOptions = {};
      expectTypeOf(pathSync(x, y, wide)).toEqualTypeOf<Path<Predictors>>();
      const binomial: FitOptions<"binomial"> = { family: "binomial" };
      expectTypeOf(fitSync(x, y, binomial).intercept).toEqualTypeOf<number>();
    });
  });
  it("refuses what is misspelt", () => {
    typed(() => {
      // @ts-expect-error: not a family
      fitSync(x, y, { family: "possion" });
      // @ts-expect-error: not an option
      fitSync(x, y, { penatly: ridge(1) });
      // @ts-expect-error: not an option, with a family
      fitSync(x, y, { family: "poisson", wieghts: y });
      // @ts-expect-error: not a link
      fitSync(x, y, { family: "poisson", link: "loog" });
    });
  });
});
