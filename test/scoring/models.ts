import { readFileSync } from "node:fs";
import { fitSync, lasso, type Model, negativeBinomial, ridge } from "../../src/index.js";
import type { Cell, Sheet } from "./databases.js";

// Models of the example data, with rows that have missing cells and levels that no fit has seen.

const NUMBER = /^-?\d+(\.\d+)?$/;

/** A small file of CSV as columns. */
function csv(file: string): Record<string, Cell[]> {
  const text = readFileSync(new URL(`../../examples/data/${file}`, import.meta.url), "utf8").trim();
  const [header, ...lines] = text.split("\n").map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((m) => m[1] ?? m[2]!)); // biome-ignore format: one line
  return Object.fromEntries(
    header!.map((name, j) => {
      const cells = lines.map((line) => line[j]!);
      const areNumbers = cells.every((cell) => NUMBER.test(cell) || cell === "" || cell === "NA");
      const read = (cell: string): Cell => (cell === "" || cell === "NA" ? null : areNumbers ? Number(cell) : cell);
      return [name, cells.map(read)];
    }),
  );
}

/** Every hundredth cell of some columns is missing, and of text every hundred and first another level. */
function damaged(sheet: Sheet, names: readonly string[]): Sheet {
  const all = { ...sheet };
  names.forEach((name, k) => {
    const isText = sheet[name]!.some((cell) => typeof cell === "string");
    all[name] = sheet[name]!.map((cell, i) => ((i + 7 * k) % 100 === 3 ? null : isText && (i + 7 * k) % 101 === 5 ? "o'ther \\ \"one\"" : cell)); // biome-ignore format: one line
  });
  return all;
}

export interface ScoringCase {
  readonly name: string;
  readonly model: Model;
  /** The rows to score. */
  readonly sheet: Sheet;
}

const titanic = csv("titanic.csv");
const birthwt: Sheet = (() => {
  const all = csv("birthwt.csv");
  const truth = (cell: Cell): boolean => cell === 1;
  return { ...all, smoke: all.smoke!.map(truth), ht: all.ht!.map(truth), ui: all.ui!.map(truth) };
})();
const insurance = csv("insurance.csv");
const weather: Sheet = (() => {
  const all = csv("seattle-weather.csv");
  return { ...all, date: all.date!.map((cell) => new Date(cell as string)) };
})();
const cars = csv("automobile.csv");

type Options = Record<string, unknown>;

function scoringCase(formula: string, sheet: Sheet, options: Options, damage: readonly string[]): ScoringCase {
  const model = fitSync(formula, sheet as never, options as never) as unknown as Model;
  const words = Object.entries(options).map(([key, value]) => `${key} ${typeof value === "string" ? value : JSON.stringify(value)}`); // biome-ignore format: one line
  return { name: [formula, ...words].join(", "), model, sheet: damaged(sheet, damage) };
}

const binomial = { family: "binomial" };
const poisson = { family: "poisson" };

export const CASES: readonly ScoringCase[] = [
  scoringCase("survived ~ sex * passengerClass + age", titanic, binomial, ["sex", "passengerClass", "age"]),
  scoringCase("survived ~ sex + ns(age, df = 4) * passengerClass", titanic, binomial, ["sex", "passengerClass"]),
  scoringCase("survived ~ sex + age + passengerClass", titanic, { ...binomial, missing: "indicator" }, ["sex", "age"]),
  scoringCase("survived ~ cut(age, c(0, 12, 40, 80)) + sex:passengerClass", titanic, binomial, ["sex", "age"]),
  scoringCase("survived ~ factor(age > 12) + C(passengerClass, helmert) + (sex == \"male\")", titanic, binomial, ["passengerClass", "sex"]), // biome-ignore format: one line
  scoringCase("low ~ age + log(lwt) + race * smoke + ptl", birthwt, binomial, ["race", "smoke", "age", "lwt"]),
  scoringCase("low ~ poly(age, 3) + poly(lwt, 2, raw = TRUE) + race", birthwt, binomial, ["race", "age", "lwt"]),
  scoringCase("low ~ race + smoke + factor(ftv) + I(lwt / age^2)", birthwt, { ...binomial, contrasts: { race: "sum" } }, ["race", "ftv"]), // biome-ignore format: one line
  scoringCase("low ~ age + race + smoke", birthwt, { ...binomial, link: "cloglog" }, ["race", "smoke"]),
  scoringCase("low ~ age + race + smoke", birthwt, { ...binomial, link: "loglog" }, ["race", "smoke"]),
  scoringCase("low ~ age + race + smoke", birthwt, { ...binomial, link: "cauchit" }, ["race", "smoke"]),
  scoringCase("low ~ (age + lwt + race + smoke + ui)^2", birthwt, { ...binomial, penalty: lasso(0.02) }, ["race", "smoke"]), // biome-ignore format: one line
  scoringCase("low ~ race:scale(lwt) + smoke", birthwt, { ...binomial, penalty: ridge(0.1) }, ["race", "lwt"]),
  scoringCase("bwt ~ bs(age, df = 6) + race + scale(lwt) : smoke", birthwt, {}, ["race", "age", "smoke"]),
  scoringCase("bwt ~ race * poly(age, 2) + log1p(ptl) + exp(-ftv) + abs(age - 20) + sin(age) + cos(lwt)", birthwt, {}, ["race"]), // biome-ignore format: one line
  scoringCase("bwt ~ bs(lwt, degree = 1, knots = c(120, 150)) + log2(lwt) + log10(age) + log(age, 3) + sqrt(lwt)", birthwt, {}, ["lwt", "age"]), // biome-ignore format: one line
  scoringCase("bwt ~ age + race", birthwt, { family: "gamma", link: "inverse" }, ["race", "age"]),
  scoringCase("bwt ~ age + race", birthwt, { family: "inverse-gaussian", link: "inverse-squared" }, ["race", "age"]),
  scoringCase("ftv ~ age + race + smoke", birthwt, { ...poisson, link: "sqrt" }, ["race", "age"]),
  scoringCase("ftv ~ age + race + smoke", birthwt, { family: negativeBinomial({ theta: 2 }) }, ["race", "age"]),
  scoringCase("Claims ~ District + Group + Age", insurance, { ...poisson, exposure: "Holders" }, ["Group", "Age", "Holders"]), // biome-ignore format: one line
  scoringCase("Claims ~ factor(District) + C(Age, poly) + offset(log(Holders))", insurance, poisson, [
    "Age",
    "District",
  ]),
  scoringCase("temp_max ~ factor(month(date)) + ns(wind, df = 3) + year(date) + factor(weekday(date)) + weather", weather, {}, ["date", "wind", "weather"]), // biome-ignore format: one line
  scoringCase("temp_max ~ poly(date, 3) + (date > \"2014-01-01\") + I(weather != \"rain\") * precipitation", weather, {}, ["date", "weather"]), // biome-ignore format: one line
  scoringCase("log(price) ~ make + horsepower * fuelType + bodyStyle:driveWheels", cars, { penalty: ridge(0.01) }, ["make", "fuelType", "horsepower", "bodyStyle"]), // biome-ignore format: one line
];
