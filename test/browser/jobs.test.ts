// Everyday jobs, each from a file to an exported result; the result is that of the library by the same formula in Node.
import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { type FitOptions, fit, lasso, Model, type TableOptions } from "../../src/index.js";
import { CHROMIUM } from "./chromium.mjs";
import {
  coefficients,
  download,
  drop,
  fitted,
  open,
  openOwn,
  page,
  ROOT,
  view,
  visits,
  writeFormula,
} from "./visit.js";

interface Job {
  readonly file: string;
  /** Before it is opened. */
  readonly edit?: (text: string) => string;
  readonly formula: string;
  /** What the page calls the same, where it is not told by the formula. */
  readonly choose?: () => Promise<void>;
  readonly options?: FitOptions & TableOptions & { readonly exposure?: string };
  /** The file as the library is given it. */
  readonly rows?: (text: string) => object[];
}

const family = (name: string) => async (): Promise<void> => {
  await view("finding");
  await page.selectOption("#family", name);
  await view("data");
};
const csv = (text: string): object[] => Papa.parse<object>(text, { header: true, skipEmptyLines: "greedy" }).data;
const withoutAnswers = (text: string): object[] =>
  csv(text).map((row) =>
    Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v === "no answer" || v === "" ? null : v])),
  );
const german = (text: string): object[] =>
  csv(text).map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, String(v).replace(",", ".")])));

const JOBS: Readonly<Record<string, Job>> = {
  "a logistic regression with a factor and an interaction": {
    file: "data/birthwt.csv",
    formula: 'low ~ age + lwt + factor(race, ref = "white") * smoke',
    options: { family: "binomial" },
  },
  "survival, with missing ages": {
    file: "data/titanic.csv",
    formula: "survived ~ sex * passengerClass + age",
    options: { family: "binomial" },
  },
  "claims, with an exposure": {
    file: "data/insurance.csv",
    formula: 'Claims ~ factor(District) + factor(Age, ref = "<25") + offset(log(Holders))',
    choose: family("poisson"),
    options: { family: "poisson" },
  },
  "the logarithm of a price, with squares": {
    file: "data/automobile.csv",
    formula: "log(price) ~ horsepower + I(horsepower^2) + curbWeight + fuelType",
    choose: family("gaussian"),
  },
  "a survey in which some did not answer": {
    file: "jobs/data/survey.csv",
    edit: (text) => text.replaceAll("no answer", ""),
    formula: "satisfied ~ age + region + education",
    choose: async () => page.click("#missing-indicator"),
    options: { family: "binomial", missing: "indicator" },
    rows: withoutAnswers,
  },
  "prices by a gamma model": {
    file: "data/automobile.csv",
    formula: "price ~ engineSize + bodyStyle + driveWheels",
    choose: family("gamma"),
    options: { family: "gamma", link: "log" },
  },
  "species, among several classes": {
    file: "data/penguins.json",
    formula: "Species ~ `Beak Length (mm)` + `Body Mass (g)`",
    choose: family("multinomial"),
    options: { family: "multinomial" },
    rows: JSON.parse,
  },
  "the months of dates": {
    file: "data/seattle-weather.csv",
    formula: "temp_max ~ factor(month(date)) + wind + I(precipitation > 0)",
    choose: family("gaussian"),
  },
  "decimal commas": {
    file: "jobs/data/rents.csv",
    formula: "miete ~ flaeche + entfernung + balkon",
    choose: family("gaussian"),
    rows: german,
  },
  "a spreadsheet's export": {
    file: "jobs/data/shop-export.csv",
    formula: "Sold ~ Month + Advertising + Price + Holidays",
    choose: family("poisson"),
    options: { family: "poisson" },
  },
  "counts that scatter more": {
    file: "data/birthwt.csv",
    formula: "ftv ~ age + race + smoke",
    choose: family("negative-binomial"),
    options: { family: "negative-binomial" },
  },
  "films, with nulls": {
    file: "jobs/data/movies.json",
    formula: "log(gross) ~ log(budget) + rating + genre",
    choose: family("gaussian"),
    rows: JSON.parse,
  },
  "makes of cars that were seen": {
    file: "data/automobile.csv",
    edit: (text) =>
      text
        .split("\n")
        .filter((line) => !line.includes("jaguar"))
        .join("\n"),
    formula: "log(price) ~ make + horsepower",
    choose: family("gaussian"),
  },
};

const textOf = (file: string): string => readFileSync(`${ROOT}examples/${file}`, "utf8");

describe.skipIf(CHROMIUM === undefined)("everyday jobs on the page", () => {
  visits();

  for (const [name, job] of Object.entries(JOBS)) {
    it(name, async () => {
      const { file, edit = (text) => text, formula, choose, options = {}, rows = csv } = job;
      const text = edit(textOf(file));
      await open();
      await openOwn(file.replace(/.*\//, ""), text);
      await writeFormula(formula); // first: another response has a family of its own
      await choose?.();
      await view("finding");
      await fitted();
      const found = await coefficients();
      const model = (await fit(formula, rows(text) as object[], options)) as Model;
      const isMany = Array.isArray(model.coefficients);
      if (!isMany) {
        expect([...found.keys()].sort()).toEqual(["(intercept)", ...model.names].sort());
        model.names.forEach((column, j) => {
          expect(Number(found.get(column)!.estimate)).toBeCloseTo(model.coefficients[j]!, 8);
        });
        for (const { name: column, standardError } of model.summary().rows)
          expect(Number(found.get(column)!.standardError)).toBeCloseTo(standardError!, 8);
      } else expect(found.size).toBeGreaterThan(model.names.length);
    });
  }

  it("a lasso, its lambda by cross-validation", async () => {
    await open();
    await openOwn("automobile.csv", textOf("data/automobile.csv"));
    const formula = "log(price) ~ wheelBase + length + width + curbWeight + engineSize + bore + horsepower + cityMpg";
    await writeFormula(formula);
    await family("gaussian")();
    await view("compare");
    await page.click("text=best lasso");
    await page.click('section[aria-label="lasso"] >> text=Take this model');
    await fitted();
    const lambda = Number(new URL(page.url()).hash.match(/lambda=([^&]+)/)![1]);
    expect(lambda).toBeGreaterThan(0);
    const found = await coefficients();
    // the page holds columns of unit variance back alike
    const options = { penalty: lasso(lambda), standardize: true };
    const model = await fit(formula, csv(textOf("data/automobile.csv")), options);
    model.names.forEach((column, j) => {
      expect(Number(found.get(column)!.estimate)).toBeCloseTo(model.coefficients[j]!, 6);
    });
  });

  it("a model that is saved scores rows in another tab, and in Node", async () => {
    await open("set=titanic&view=finding");
    await fitted();
    const { name, text } = await download("#save-model");
    expect(name).toBe("titanic-model.json");
    const row = { sex: "female", age: 30, passengerClass: "1st" };
    const wanted = (Model.fromJSON(text).predict([row]) as Float64Array)[0]!.toPrecision(3);
    const score = async (): Promise<void> => {
      await page.selectOption(".predict-form label:has-text('sex') select", row.sex);
      await page.fill(".predict-form label:has-text('age') input", String(row.age));
      await page.selectOption(".predict-form label:has-text('passengerClass') select", row.passengerClass);
      await page.waitForFunction((shown) => document.querySelector(".predicted strong")?.textContent === shown, wanted);
    };
    await score();
    await open();
    await drop(name, text);
    await page.waitForSelector("text=A saved model");
    await score();
  });
});
