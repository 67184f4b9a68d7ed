// Draws the figures of the docs into docs/figures: node scripts/figures.mjs, after npm run build.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dropout, fitSync } from "../dist/index.mjs";
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
const svg = await toSVG(plots.adaptivePenalty(model, x));
writeFileSync(`${ROOT}docs/figures/adaptive-penalty.svg`, `${svg}\n`);
