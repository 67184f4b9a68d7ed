// Fits, findings, effects, predictions and saved models, beside the library's own numbers.
import { dropout as dropoutOf, fitSync, type Model, Model as Models } from "dropglm";
import { describe, expect, it } from "vitest";
import type { Spec } from "../../web/src/messages.js";
import { approximationsFor, LINKS_OF } from "../../web/src/spec.js";
import { dataFile, Here, opened, textOf } from "./worker.js";

const TITANIC: Partial<Spec> = { response: "survived", success: "yes" };
const INSURANCE: Partial<Spec> = {
  response: "Claims", predictors: ["District", "Group", "Age"], types: { District: "category" }, exposure: "Holders", family: "poisson",
}; // biome-ignore format: a list
const modelOf = (json: string): Model => Models.fromJSON(json);

describe("findings", () => {
  it("of a factor: odds with an interval, those of the model itself", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), TITANIC);
    const { finding, coefficients, json, ratioName, predictionName, omitted, rows, notes, terms, isDraft } =
      await here.fit(spec);
    const model = modelOf(json);
    const ratio = model.summary({ exponentiate: true }).rows[1]!;
    const [value, low, high] = [1 / ratio.estimate, 1 / ratio.upper!, 1 / ratio.lower!];
    expect(finding).toBe(
      `The odds of survived = yes for sex = female were ${value.toFixed(1)} times those of male (${low.toFixed(2)} to ${high.toFixed(1)}).`,
    );
    expect([ratioName, predictionName, rows, omitted, isDraft]).toEqual([
      "odds ratio",
      "P(survived = yes)",
      1046,
      263,
      false,
    ]);
    expect(coefficients[1]!.ratio).toBeCloseTo(ratio.estimate, 12);
    expect(coefficients[1]!.ratioLower).toBeCloseTo(ratio.lower!, 12);
    expect(coefficients[1]!.ratioUpper).toBeCloseTo(ratio.upper!, 12);
    expect(notes).toEqual(["263 of 1,309 rows are left out: missing age in 263."]);
    expect(terms).toEqual(["sex", "age", "passengerClass"]);
  });
  it("of the other class, by success", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), { ...TITANIC, success: "no" });
    expect((await here.fit(spec)).finding).toMatch(
      /^The odds of survived = no for sex = male were 12\.2 times those of female/,
    );
  });
  it("of numbers: a step that a person would take", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), { ...TITANIC, predictors: ["age"] });
    const { finding, json } = await here.fit(spec);
    const slope = modelOf(json).coefficients[0]!;
    expect(finding).toContain("For every 10 more of age, the odds of survived = yes were ");
    expect(finding).toContain(` ${(-100 * Math.expm1(10 * slope)).toPrecision(2)} % lower (`);
  });
  it("of rates, means and differences", async () => {
    const [here, spec] = await opened(dataFile("insurance.csv"), INSURANCE);
    const found = await here.fit(spec);
    expect([found.finding, found.ratioName]).toEqual([
      "The rate of Claims for Age = 25-29 was 1.41 times that of >35 (1.27 to 1.57).",
      "rate ratio",
    ]);
    const [cars, price] = await opened(dataFile("automobile.csv"), { response: "price", predictors: ["horsepower"] });
    const { finding, json } = await cars.fit(price);
    const { coefficients } = modelOf(json);
    const step = Number(/every (\d+) more/.exec(finding)![1]);
    const told = Number(/was ([\d,]+) higher/.exec(finding)![1]!.replace(",", ""));
    expect(Math.abs(told / (step * coefficients[0]!) - 1)).toBeLessThan(0.05);
  });
  it("of a lasso, of dropout, and without predictors", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), TITANIC);
    const lasso = await here.fit({ ...spec, penalty: "lasso", lambda: 0.05 });
    expect(lasso.finding).toMatch(
      /^The lasso kept 4 of 6 columns\. The odds of survived = yes for sex = female were [\d.]+ times those of male\.$/,
    );
    expect(lasso.coefficients.every(({ standardError, p }) => standardError === undefined && p === undefined)).toBe(
      true,
    );
    const dropped = await here.fit({ ...spec, noise: "dropout" });
    const two = modelOf(dropped.json).contrast([{ "sex[female]": 1, "sex[male]": -1 }]).rows[0]!;
    expect(dropped.finding).toContain(
      `were ${Math.exp(two.estimate).toFixed(2)} times those of male (${Math.exp(two.lower).toFixed(2)} to `,
    );
    expect(dropped.coefficients[1]!.adaptivePenalty).toBeGreaterThan(0);
    expect(dropped.coefficients.every(({ p }) => p === undefined)).toBe(true);
    expect((await here.fit({ ...spec, predictors: [] })).finding).toMatch(/No column is in the model/);
  });
  it("of classes: the column that separates them, and rows that are told right", async () => {
    const [here, spec] = await opened(dataFile("penguins.json"));
    const { finding, notes, spec: own, classes, coefficients } = await here.fit(spec);
    expect(finding).toBe(
      "Beak Length (mm) separates the classes of Species most. 100 % of the rows of the fit are told right.",
    );
    expect(own).toMatchObject({ penalty: "ridge", lambda: 0.0029 });
    expect(notes[0]).toMatch(
      /^Maximum likelihood has no finite fit here: some columns separate the response\. A light ridge/,
    );
    expect([classes, coefficients[0]!.class, coefficients[0]!.term]).toEqual([
      ["Adelie", "Chinstrap", "Gentoo"],
      "Adelie",
      "(intercept)",
    ]);
  });
});

describe("fits", () => {
  it("more columns than rows, and a category of one level in the rows that are used", async () => {
    const names = Array.from({ length: 12 }, (_, j) => `x${j}`);
    const rows = Array.from({ length: 10 }, (_, i) => [...names.map((_, j) => Math.sin(i * 7 + j * j)), i].join());
    const [here, spec] = await opened(textOf("wide.csv", [[...names, "y"].join(), ...rows].join("\n")));
    const { spec: own, notes } = await here.fit(spec);
    expect([own.penalty, own.lambda]).toEqual(["ridge", 0.01]);
    expect(notes[0]).toMatch(/12 columns and 10 rows/);
    const [cars, price] = await opened(dataFile("automobile.csv"), { response: "price" });
    const all = await cars.fit(price);
    expect(all.notes[0]).toBe("engineLocation has one value only in the rows that are used: it is left out.");
  });
  it("drafts are quick and near, and start where the last fit ended", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), { ...TITANIC, noise: "dropout" });
    const full = await here.fit(spec);
    const draft = await here.fit({ ...spec, rate: 0.31 }, true);
    const near = await here.fit({ ...spec, rate: 0.31 });
    expect([draft.isDraft, draft.json, draft.summary, draft.coefficients[1]!.standardError]).toEqual([
      true,
      "",
      "",
      undefined,
    ]);
    expect(draft.coefficients[1]!.estimate).toBeCloseTo(near.coefficients[1]!.estimate, 3);
    expect(draft.status.iterations).toBeLessThan(full.status.iterations);
  });
  it("approximations are those that the library has, for every family and link", () => {
    const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), 0.1 + Math.abs(Math.cos(i))]);
    const y = { binomial: (i: number) => i % 2, multinomial: (i: number) => i % 3 } as Record<
      string,
      (i: number) => number
    >;
    for (const [family, links] of Object.entries(LINKS_OF)) {
      for (const link of links) {
        const rows = x.map((_, i) => (y[family] ?? ((k: number) => 1 + (k % 4)))(i));
        const refusal = (approximation: string): string => {
          try {
            fitSync(x, rows, {
              family,
              link,
              noise: dropoutOf(0.2, { approximation } as never),
              maxIterations: 0,
              standardErrors: false,
            } as never);
            return "";
          } catch (error) {
            return (error as Error).message;
          }
        };
        const known = approximationsFor(family as Spec["family"], link, "dropout");
        for (const one of known) expect(refusal(one), `${family} ${link} ${one}`).not.toMatch(/approximation/);
        for (const one of ["gaussian", "quadratic"] as const) {
          if (!known.includes(one) && !known.includes("exact"))
            expect(refusal(one), `${family} ${link} ${one}`).toMatch(/approximation/);
        }
      }
    }
  });
  it("an approximation that a model cannot have is replaced, and that is said", async () => {
    const [here, spec] = await opened(dataFile("penguins.json"), {
      noise: "dropout",
      approximation: "gaussian",
      penalty: "ridge",
    });
    expect((await here.fit({ ...spec, approximation: "gaussian" })).notes[0]).toMatch(
      /by the quadratic approximation: the gaussian one does not exist for multinomial/,
    );
  });
  it("SVMlight", async () => {
    const line = (i: number): string => `${i % 3 === 0 ? 1 : -1} 1:${(i % 3) + Math.sin(i)} ${2 + (i % 5)}:1`;
    const [here, spec] = await opened(textOf("a.svm", Array.from({ length: 60 }, (_, i) => line(i)).join("\n")), {
      family: "binomial",
      penalty: "ridge",
    });
    const { finding, terms, inputs } = await here.fit(spec);
    expect(finding).toMatch(/^For every 1 more of x1, the odds of label = 1 were/);
    expect([terms, inputs]).toEqual([[], []]);
    const judged = await here.ask({ kind: "judge", spec });
    expect(judged.loss).toBeLessThan(judged.without);
    expect(judged.roc!.area).toBeGreaterThan(0.6);
    expect((await here.ask({ kind: "compare", spec })).tracks.length).toBe(4);
  });
  it("without data, and with a response that there is not", async () => {
    const here = new Here();
    await expect(here.ask({ kind: "predict", row: {} })).rejects.toThrow(/nothing has been fitted/);
    const spec = await here.open(dataFile("birthwt.csv"));
    await expect(here.fit({ ...spec, response: "weight" })).rejects.toThrow(/no column weight/);
  });
});

describe("effects and predictions", () => {
  it("are of the columns of a term, not of functions and arguments that are called as columns are", async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `${1 + (i % 7)},${i % 3},${i % 2 ? "u" : "v"},${(i * 5) % 11}`);
    const given = { name: "names.csv", text: `a,log,ref,y\n${lines.join("\n")}\n` };
    const formula = 'y ~ log(a) + factor(log, ref = "1")';
    const [here, spec] = await opened(given, { response: "y", predictors: [], family: "gaussian", formula });
    const { terms, inputs } = await here.fit(spec);
    expect(inputs.map(({ name }) => name)).toEqual(["a", "log"]);
    expect(terms).toEqual(["log(a)", 'factor(log, ref = "1")']);
  });
  it("are the model's, with intervals", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), TITANIC);
    const { json, inputs } = await here.fit(spec);
    expect(inputs).toEqual([
      { name: "sex", kind: "category", typical: "male", levels: ["female", "male"] },
      { name: "age", kind: "number", typical: "28" },
      { name: "passengerClass", kind: "category", typical: "3rd", levels: ["1st", "2nd", "3rd"] },
    ]);
    const row = { sex: "female", age: "30", passengerClass: "1st" };
    const { values } = await here.ask({ kind: "predict", row });
    const own = modelOf(json).predict([{ ...row, age: 30 }], { interval: 0.95 });
    expect(values).toEqual([
      { name: "P(survived = yes)", value: own.values[0], lower: own.lower[0], upper: own.upper[0] },
    ]);
    const effect = await here.ask({ kind: "effect", term: "age" });
    const { at, mean } = effect.curves[0]!.points.at(-1)!;
    expect([at, effect.curves[0]!.points.length, effect.note]).toEqual([80, 61, "With sex male, passengerClass 3rd."]);
    expect(mean).toBe(modelOf(json).predict([{ sex: "male", passengerClass: "3rd", age: 80 }])[0]);
    expect((await here.ask({ kind: "effect", term: "sex" })).curves[0]!.points.map((point) => point.at)).toEqual([
      "female",
      "male",
    ]);
  });
  it("refuse what is missing or unseen in one line", async () => {
    const [here, spec] = await opened(dataFile("titanic.csv"), TITANIC);
    await here.fit(spec);
    const predict = (row: Record<string, string>) =>
      here.ask({ kind: "predict", row: { sex: "male", age: "1", passengerClass: "1st", ...row } });
    await expect(predict({ age: "" })).rejects.toThrow("age is empty; expected a number");
    await expect(predict({ age: "old" })).rejects.toThrow('age is "old"; expected a number');
    await expect(predict({ sex: "Male" })).rejects.toThrow(
      'sex is "Male", which the fit has not seen; expected one of female, male',
    );
    expect((await predict({ age: "1,5" })).values[0]!.value).toBe((await predict({ age: "1.5" })).values[0]!.value);
    await expect(here.ask({ kind: "effect", term: "fare" })).rejects.toThrow(/fare is no term/);
  });
  it("of classes and of dates", async () => {
    const [here, spec] = await opened(dataFile("seattle-weather.csv"), {
      response: "weather",
      predictors: ["date", "wind"],
    });
    const { inputs, terms } = await here.fit(spec);
    expect(inputs[0]).toMatchObject({ name: "date", kind: "date" });
    const { curves, kind } = await here.ask({ kind: "effect", term: terms[0]! });
    expect([kind, curves.length]).toEqual(["date", 5]);
    const total = curves.reduce((sum, { points }) => sum + points[3]!.mean, 0);
    expect(total).toBeCloseTo(1, 10);
  });
});

describe("saved models", () => {
  it("open with their own settings, and predict", async () => {
    const [here, spec] = await opened(dataFile("insurance.csv"), {
      ...INSURANCE,
      noise: "dropout",
      rate: 0.2,
      penalty: "ridge",
      lambda: 0.03,
    });
    const { json } = await here.fit(spec);
    const other = new Here();
    const model = await other.ask({ kind: "import", name: "claims.json", text: json });
    expect(model.savedFrom).toBe("claims.json");
    expect(model.spec).toMatchObject({
      formula: "Claims ~ District + Group + Age",
      response: "Claims",
      exposure: "Holders",
      family: "poisson",
      link: "log",
      noise: "dropout",
      rate: 0.2,
      penalty: "ridge",
      lambda: 0.03,
    });
    const row = { District: "2", Group: ">2l", Age: "<25", Holders: "100" };
    const [value] = (await other.ask({ kind: "predict", row })).values;
    expect(value!.value).toBe(modelOf(json).predict([{ ...row, Holders: 100 }])[0]);
    await expect(other.ask({ kind: "import", name: "a.json", text: "{}" })).rejects.toThrow(/format/);
  });
  it("say what the page has no control for", async () => {
    const x = [[1, 0], [2, 1], [3, 0], [4, 1], [5, 1]]; // biome-ignore format: a table
    const text = JSON.stringify(fitSync(x, [1, 2, 2, 4, 5], { bounds: { lower: 0 } }));
    const { notes, terms, finding } = await new Here().ask({ kind: "import", name: "m.json", text });
    expect(notes[0]).toMatch(/bounds, which this page has no control for/);
    expect([terms, finding.startsWith("For every 1 more of x")]).toEqual([[], true]);
  });
});
