// Which measures tell the price of a car? A lasso, its lambda by cross-validation in ten folds.
import { readFileSync } from "node:fs";
import { crossValidate, lasso } from "dropglm";
import Papa from "papaparse";

const text = readFileSync("examples/data/automobile.csv", "utf8");
const { data } = Papa.parse(text, { header: true, skipEmptyLines: true });
const formula = `log(price) ~ wheelBase + length + width + height + curbWeight + engineSize + bore + stroke +
  compressionRatio + horsepower + peakRpm + cityMpg + highwayMpg`;
const folds = data.map((_, i) => (i + 1) % 10);
const lambdas = Array.from({ length: 31 }, (_, k) => 10 ** (-0.5 - k / 10));
const judged = await crossValidate(formula, data, { penalty: lasso(), standardize: true, folds, lambdas });
console.log(judged);
console.log(judged.refit("oneStandardError"));
