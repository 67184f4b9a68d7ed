// Saved models with damage that occurred in practice: each is refused with the place of the field itself, not of a consequence.
import { describe, expect, it } from "vitest";
import { FAMILIES, FAMILY_NAMES } from "../../src/families/index.js";
import { fitSync, GlmError, Model } from "../../src/index.js";
import { SAVED } from "../helpers/saved.js";
import { thrown } from "../helpers/thrown.js";

const NAN = { number: "NaN" };
type Saved = Record<string, never> & Record<string, unknown>;

/** [a saved model, what is done to it, the place that is named] */
const DAMAGES: Record<string, readonly [from: string, damage: (json: never) => unknown, at: string]> = {
  "theta -Infinity": ["negative-binomial log", (j: Saved) => (j.shape = { theta: { number: "-Infinity" } } as never), "shape.theta"],
  "theta NaN": ["negative-binomial log", (j: Saved) => (j.shape = { theta: NAN } as never), "shape.theta"],
  "theta -1": ["negative-binomial log", (j: Saved) => (j.shape = { theta: -1 } as never), "shape.theta"],
  "theta as text": ["negative-binomial log", (j: Saved) => (j.shape = { theta: "1.7" } as never), "shape.theta"],
  "theta missing": ["negative-binomial log", (j: Saved) => (j.shape = {} as never), "shape.theta"],
  "power between 0 and 1": ["tweedie log", (j: Saved) => (j.shape = { power: 0.5 } as never), "shape.power"],
  "a list as a noise": ["noise", (j: { recipe: { noises: unknown } }) => (j.recipe.noises = [[]]), "recipe.noises[0]"],
  "a strength for another number of columns": ["noise", (j: { recipe: { noises: { strengths: number[] }[] } }) => j.recipe.noises[0]!.strengths.push(0), "recipe.noises[0].strengths"],
  "a dropout of 1": ["noise", (j: { recipe: { noises: { strengths: number[] }[] } }) => (j.recipe.noises[0]!.strengths[1] = 1), "recipe.noises[0].strengths[1]"],
  "an object with toString for a number": ["labels", (j: Saved) => (j.logLikelihood = { number: { toString: 1 } } as never), "logLikelihood"],
  "a number as a word": ["labels", (j: Saved) => (j.logLikelihood = { number: "12" } as never), "logLikelihood"],
  "a coefficient of NaN": ["labels", (j: { coefficients: unknown[][] }) => (j.coefficients[0]![1] = NAN), "coefficients[0][1]"],
  "an intercept of NaN": ["labels", (j: Saved) => (j.intercepts = [NAN] as never), "intercepts[0]"],
  "an infinite intercept": ["labels", (j: Saved) => (j.intercepts = [{ number: "Infinity" }] as never), "intercepts[0]"],
  "a covariance of NaN": ["labels", (j: { covariance: { packed: unknown[] } }) => (j.covariance.packed[4] = NAN), "covariance.packed[4]"],
  "a negative variance": ["labels", (j: { covariance: { packed: number[] } }) => (j.covariance.packed[0] = -1), "covariance.packed[0]"],
  "a correlation beyond 1": ["labels", (j: { covariance: { packed: number[] } }) => (j.covariance.packed[1] = 1e3), "covariance.packed[1]"],
  "observations as text": ["labels", (j: Saved) => (j.observations = "24" as never), "observations"],
  "no observations": ["labels", (j: Saved) => (j.observations = 0 as never), "observations"],
  "degrees of freedom that are gone": ["gaussian identity", (j: Saved) => delete (j as Record<string, unknown>).degreesOfFreedom, "degreesOfFreedom"],
  "more degrees of freedom than estimates": ["gaussian identity", (j: Saved) => (j.degreesOfFreedom = 4 as never), "degreesOfFreedom"],
  "fewer degrees of freedom than unique estimates": ["gaussian identity", (j: Saved) => (j.degreesOfFreedom = 1 as never), "degreesOfFreedom"],
  "a version between versions": ["labels", (j: Saved) => (j.version = 1.5 as never), "version"],
  "a name twice": ["labels", (j: Saved) => (j.names = ["x1", "x1"] as never), "names"],
  "a number as a name": ["labels", (j: Saved) => (j.names = ["x1", 2] as never), "names[1]"],
  "a status that is none": ["labels", (j: { status: { code: string } }) => (j.status.code = "fine"), "status.code"],
  "labels that are objects": ["labels", (j: Saved) => (j.classes = [{}, {}] as never), "classes[0]"],
  "one label": ["labels", (j: Saved) => (j.classes = ["a"] as never), "classes"],
  "equal labels": ["labels", (j: Saved) => (j.classes = ["a", "a"] as never), "classes"],
  "a penalty that is not said": ["ridge", (j: Saved) => (j.isPenalized = false as never), "isPenalized"],
  "bounds that cross": ["bounds", (j: { recipe: { bounds: { lower: number[] } } }) => (j.recipe.bounds.lower[1] = 2), "recipe.bounds.lower[1]"],
  "a dispersion of a family without": ["poisson log", (j: Saved) => (j.dispersion = 2 as never), "dispersion"],
  "partitions of half a row": ["labels", (j: { partitions: { size: number } }) => (j.partitions.size = 0.5), "partitions.size"],
  "partitions of no rows": ["labels", (j: { partitions: { rows: number } }) => (j.partitions.rows = 0), "partitions.rows"],
  "a field that is none": ["labels", (j: { status: Record<string, unknown> }) => (j.status.codes = 1), "status.codes"],
}; // biome-ignore format: one a line

describe("a damaged model is refused with the place", () => {
  for (const [what, [from, damage, at]] of Object.entries(DAMAGES)) {
    it(what, () => {
      const json = JSON.parse(SAVED[from]!.text);
      damage(json as never);
      const error = thrown(() => Model.fromJSON(json)) as GlmError;
      expect(error).toBeInstanceOf(GlmError);
      expect(error.code).toBe("BAD_MODEL");
      expect(error.detail.path).toBe(at);
      expect(error.message).toContain(`: ${at} `);
    });
  }
  for (const name of FAMILY_NAMES) {
    const link = ["probit", "inverse-squared", "logit"].find(
      (other) => !(FAMILIES[name].links as readonly string[]).includes(other),
    )!;
    it(`a link that cannot be used with family ${name}`, () => {
      const from = Object.values(SAVED).find(({ text }) => text.includes(`"family":"${name}"`))!;
      const json = { ...JSON.parse(from.text), link };
      expect((thrown(() => Model.fromJSON(json)) as GlmError).detail.path).toBe("link");
    });
  }
  it("lists within each other, as deep as a text can have them", () => {
    const { text } = SAVED.labels!;
    const deep = `${"[".repeat(1e5)}1${"]".repeat(1e5)}`;
    expect(thrown(() => Model.fromJSON(text.replace('"isQuasi":false', `"isQuasi":${deep}`)))).toBeInstanceOf(GlmError);
    expect(
      thrown(() => Model.fromJSON(text.replace('"isQuasi":false', `"isQuasi":false,"own":${deep}`))),
    ).toBeInstanceOf(GlmError);
    expect(thrown(() => Model.fromJSON(deep))).toBeInstanceOf(GlmError);
  });
  it("an object whose fields throw", () => {
    const json = JSON.parse(SAVED.labels!.text);
    Object.defineProperty(json, "names", { get: () => { throw new TypeError("boom"); }, enumerable: true }); // biome-ignore format: one line
    expect((thrown(() => Model.fromJSON(json)) as GlmError).message).toMatch(/: names could not be read \(boom\)/);
    const proxy = new Proxy({}, { get: () => { throw new TypeError("boom"); }, ownKeys: () => { throw new TypeError("bang"); } }); // biome-ignore format: one line
    expect(thrown(() => Model.fromJSON(proxy))).toBeInstanceOf(GlmError);
  });
  it("what others wrote beside the fields stays, and is written again", () => {
    const json = { ...JSON.parse(SAVED.labels!.text), transform: "log1p", note: { by: ["me", 1, null] } };
    expect(JSON.parse(JSON.stringify(Model.fromJSON(json)))).toEqual(json);
  });
  it("names that are no text never come into a model", () => {
    const model = fitSync({ 1: [1, 2, 3], 2: [1, 0, 2] }, [1, 2, 4]);
    expect(Model.fromJSON(JSON.stringify(model)).names).toEqual(["1", "2"]);
  });
});
