// Handwritten digits: ridge, lasso and dropout. Prints the tables of docs/mnist.md and writes its picture: node digits.mjs [--quick]
import { mkdirSync, writeFileSync } from "node:fs";
import { dropout, fit, lasso, matrix, ridge } from "../../dist/index.mjs";
import { digits } from "./lib/data.mjs";
import { picture } from "./lib/picture.mjs";

/** @typedef {import("../../dist/index.mjs").Model} Model */

const TOLERANCE = 1e-5; // the test error does not change any more
const WORKERS = 2;
const isQuick = process.argv.includes("--quick");
const test = digits("t10k", 10_000);
const held = matrix(test.x, test.rows, test.columns, "row");

/** @param {string} text @param {number} width */
const set = (text, width) => text.padStart(width);

/** Fits the first `rows` digits. @param {number} rows @param {object} options */
async function run(rows, options) {
  const { x, y, columns } = digits("train", rows);
  const begun = performance.now();
  const model = await fit(matrix(x, rows, columns, "row"), y, {
    family: "multinomial",
    tolerance: TOLERANCE,
    workers: WORKERS,
    ...options,
  });
  const seconds = (performance.now() - begun) / 1000;
  const said = model.predict(held, { type: "class" });
  let wrong = 0;
  for (let i = 0; i < test.rows; i++) wrong += Number(`${said[i]}` !== test.y[i]);
  const error = wrong / test.rows;
  return { model, error, seconds, deviation: Math.sqrt((error * (1 - error)) / test.rows) };
}

/** @param {string} name @param {Awaited<ReturnType<typeof run>>} found */
function print(name, { model, error, deviation, seconds }) {
  const { code, passes } = model.status;
  const percent = `${(100 * error).toFixed(2)} (${(100 * deviation).toFixed(2)})`;
  console.log(`${name.padEnd(34)}${set(percent, 14)}${set(String(passes), 8)}${set(seconds.toFixed(1), 8)}  ${code}`);
}

/** @param {string} title */
function head(title) {
  console.log(`\n${title.padEnd(34)}${set("test error, %", 14)}${set("passes", 8)}${set("s", 8)}`);
}

const SMALL = 1000;
const LARGE = isQuick ? 2000 : 10_000;
const weak = ridge(1e-4); // with noise: it makes sure that there is a minimum

head(`${SMALL} digits`);
for (const lambda of [1e-4, 1e-3, 1e-2, 1e-1]) print(`ridge ${lambda}`, await run(SMALL, { penalty: ridge(lambda) }));
for (const lambda of [1e-3, 3e-3, 1e-2])
  print(`lasso ${lambda}`, await run(SMALL, { penalty: lasso(lambda), timeLimit: 60_000 }));
for (const rate of [0.1, 0.3, 0.5, 0.7, 0.9])
  print(`dropout ${rate}`, await run(SMALL, { noise: dropout(rate), penalty: weak }));

head(`${LARGE} digits`);
/** @type {Record<string, Awaited<ReturnType<typeof run>>>} */
const found = {};
/** @param {string} name @param {object} options */
const keep = async (name, options) => {
  found[name] = await run(LARGE, options);
  print(name, found[name]);
};
for (const lambda of [1e-4, 1e-3, 1e-2]) await keep(`ridge ${lambda}`, { penalty: ridge(lambda) });
for (const rate of [0.1, 0.3, 0.5, 0.7]) await keep(`dropout ${rate}`, { noise: dropout(rate), penalty: weak });

const { model } = found["dropout 0.5"];
const penalties = /** @type {Float64Array[]} */ (model.adaptivePenalty);
const ofRidge = /** @type {Float64Array[]} */ (found["ridge 0.001"].model.coefficients);
const ofDropout = /** @type {Float64Array[]} */ (model.coefficients);
mkdirSync(new URL("output/", import.meta.url), { recursive: true });
writeFileSync(
  new URL("output/digits.svg", import.meta.url),
  picture([
    { label: "ridge: weights", images: ofRidge, isSigned: true },
    { label: "its penalty", images: ofRidge.map((image) => Array.from(image, () => 1)), isSigned: false, most: 3 },
    { label: "dropout: weights", images: ofDropout, isSigned: true },
    { label: "its penalty", images: penalties, isSigned: false },
  ]),
);

// Rare pixels: what they are penalized by, and by how much for their size.
const train = digits("train", LARGE);
const pixels = Array.from({ length: train.columns }, (_, j) => {
  let [lit, squares] = [0, 0];
  for (let i = 0; i < LARGE; i++) {
    const v = train.x[i * train.columns + j];
    lit += Number(v > 0);
    squares += v * v;
  }
  const penalty = penalties.reduce((sum, q) => sum + q[j], 0) / penalties.length;
  const size = Math.max(...ofDropout.map((b) => Math.abs(b[j])));
  const sizeOfRidge = Math.max(...ofRidge.map((b) => Math.abs(b[j])));
  return { share: lit / LARGE, penalty, perSquare: penalty / (squares / LARGE), size, sizeOfRidge };
}).filter(({ share }) => share > 0);
pixels.sort((a, b) => a.share - b.share);
console.log(
  `\n${"pixels, by how often they are lit".padEnd(34)}${set("lit in, %", 14)}${set("penalty", 10)}${set("per x^2", 9)}${set("|weight|", 10)}${set("of ridge", 10)}`,
);
const QUARTERS = ["rarest quarter", "second", "third", "most frequent quarter"];
QUARTERS.forEach((name, q) => {
  const own = pixels.slice(Math.floor((q * pixels.length) / 4), Math.floor(((q + 1) * pixels.length) / 4));
  /** @param {keyof (typeof pixels)[0]} key */
  const mean = (key) => own.reduce((sum, pixel) => sum + pixel[key], 0) / own.length;
  console.log(
    `${name.padEnd(34)}${set((100 * mean("share")).toFixed(1), 14)}${set(mean("penalty").toFixed(5), 10)}${set(mean("perSquare").toFixed(4), 9)}` +
      `${set(mean("size").toFixed(2), 10)}${set(mean("sizeOfRidge").toFixed(2), 10)}`,
  );
});

head("learning curve");
for (const rows of isQuick ? [100, 1000] : [100, 300, 1000, 3000, 10_000, 60_000]) {
  print(
    `${rows} digits, ridge ${rows < 10_000 ? 0.01 : 0.001}`,
    await run(rows, { penalty: ridge(rows < 10_000 ? 0.01 : 0.001) }),
  );
  print(`${rows} digits, dropout 0.5`, await run(rows, { noise: dropout(0.5), penalty: weak }));
}
