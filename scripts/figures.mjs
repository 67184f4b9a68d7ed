// Draws the figures of the docs into docs/figures: node scripts/figures.mjs, after npm run build.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import { dropout, fitSync, marginalMeans } from "../dist/index.mjs";
import { plots, toSVG } from "../dist/plot.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RESPONSE = "spam";

const [names, ...rows] = readFileSync(`${ROOT}examples/data/spambase.csv`, "utf8")
  .trim()
  .split(/\r?\n/)
  .map((line) => line.split(","));
const column = (name) => rows.map((row) => Number(row[names.indexOf(name)]));
const words = names.filter((name) => name !== RESPONSE && !name.startsWith("capital"));

/** Which words a mail contains, without their counts. */
const x = Object.fromEntries(words.map((name) => [name, column(name).map((part) => Number(part > 0))]));
const model = fitSync(x, column(RESPONSE), { family: "binomial", noise: dropout(0.5) });

const text = readFileSync(`${ROOT}examples/data/titanic.csv`, "utf8");
const passengers = Papa.parse(text, { header: true, skipEmptyLines: true }).data;
const titanic = (formula) => fitSync(formula, passengers, { family: "binomial" });
const [plain, bent] = [
  titanic("survived ~ age + sex * passengerClass"),
  titanic("survived ~ ns(age, df = 4) + sex * passengerClass"),
];

const figures = {
  "adaptive-penalty": plots.adaptivePenalty(model, x),
  "titanic-class": plots.interaction(bent, passengers, { x: "age", by: "passengerClass", at: { sex: "female" } }),
  "titanic-means": plots.forest(marginalMeans(plain, passengers, { of: ["passengerClass", "sex"] })),
};
for (const [name, figure] of Object.entries(figures))
  writeFileSync(`${ROOT}docs/figures/${name}.svg`, `${await toSVG(figure)}\n`);
