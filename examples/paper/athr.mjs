// Half of a text data set to train, half to test: node athr.mjs FILE.svm [--splits 10] [--train ROWS]
import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import { greatest, mean, range, shuffler } from "d3-array";
import { dropout, fit, ridge, takeRows } from "../../dist/index.mjs";
import { readSvmlight } from "../../dist/svmlight.mjs";
import { uniforms } from "./lib/random.mjs";
import { summarize, table } from "./lib/report.mjs";

const LAMBDAS = [0.002, 0.02, 0.2, 2, 20];
const RATE = 0.5;

const perSum = (lambda) => ridge(lambda, { scale: "sum" });
const METHODS = [
  ...["gaussian", "quadratic"].map((approximation) => ({
    name: `dropout, ${approximation}`,
    options: { noise: dropout(RATE, { approximation }), penalty: perSum(0.02) },
  })),
  ...LAMBDAS.map((lambda) => ({ name: `ridge ${lambda}`, options: { penalty: perSum(lambda) } })),
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { splits: { type: "string", default: "10" }, train: { type: "string" } },
});
if (positionals.length !== 1) throw new Error("expected one file: node athr.mjs FILE.svm");

const file = await readSvmlight(createReadStream(positionals[0]));
const rows = file.x.rows;
const trainRows = Number(values.train ?? Math.ceil(rows / 2));
const take = (numbers) => ({ x: takeRows(file.x, numbers), y: numbers.map((i) => (file.y[i] > 0 ? 1 : 0)) });

const results = METHODS.map(({ name }) => ({ name, accuracies: [], seconds: [], unsettled: 0 }));
for (let split = 1; split <= Number(values.splits); split += 1) {
  const order = shuffler(uniforms(split))(range(rows));
  const train = take(order.slice(0, trainRows));
  const test = take(order.slice(trainRows));
  for (const [k, { options }] of METHODS.entries()) {
    const began = performance.now();
    const model = await fit(train.x, train.y, { family: "binomial", ...options });
    results[k].seconds.push((performance.now() - began) / 1000);
    results[k].accuracies.push(model.score(test.x, test.y).accuracy);
    if (model.status.code !== "converged") results[k].unsettled += 1;
  }
}

const isRidge = ({ name }) => name.startsWith("ridge");
const best = greatest(results.filter(isRidge), ({ accuracies }) => mean(accuracies));
const line = ({ name, accuracies, seconds, unsettled }) => {
  const { mean: accuracy, sd } = summarize(accuracies);
  return [
    name,
    `${accuracy.toFixed(3)} +- ${sd.toFixed(3)}`,
    mean(seconds).toFixed(2),
    `${unsettled} of ${seconds.length}`,
  ];
};
console.log(`${rows} rows, ${file.x.columns} columns; ${trainRows} rows to train, ${values.splits} random splits\n`);
console.log(table(["", "accuracy (mean +- sd)", "seconds", "not converged"], results.map(line)));
console.log(`\nBest of the ridge fits, chosen on the test rows: ${best.name}, lambda beside the summed loss`);
