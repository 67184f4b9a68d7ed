// A model for each group of rows, beside the sum of the times of the same fits one by one.
//
//   node bench/groups.mjs [groups] [rows of each]       10,000 groups of 500 rows and 8 columns

import { fitGroups } from "../dist/groups.mjs";
import { fitSync } from "../dist/index.mjs";
import { normals, uniforms } from "./random.mjs";

const GROUPS = Number(process.argv[2] ?? 10_000);
const ROWS = Number(process.argv[3] ?? 500);
const COLUMNS = 8;
const FORMULA = "y ~ a + b + c + d + e + f + g + h";
const OPTIONS = { family: "binomial" };

const uniform = uniforms(1);
const normal = normals(uniform);
const n = GROUPS * ROWS;
const table = { store: new Float64Array(n), y: new Float64Array(n) };
for (const name of "abcdefgh") table[name] = new Float64Array(n);
for (let i = 0; i < n; i++) {
  table.store[i] = Math.floor(i / ROWS);
  let eta = 0.2;
  for (let j = 0; j < COLUMNS; j++) {
    const value = normal();
    table["abcdefgh"[j]][i] = value;
    eta += 0.4 * Math.sin(j + 1 + table.store[i]) * value;
  }
  table.y[i] = uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
}

/** The fits of some groups by themselves: their own rows, their own call. */
function alone(groups) {
  let sum = 0;
  const models = [];
  for (let k = 0; k < groups; k++) {
    const own = Object.fromEntries(Object.entries(table).map(([name, v]) => [name, v.slice(k * ROWS, (k + 1) * ROWS)]));
    const begun = performance.now();
    models.push(fitSync(FORMULA, own, OPTIONS));
    sum += performance.now() - begun;
  }
  return { sum, models };
}

async function together(workers) {
  const begun = performance.now();
  let same = 0;
  let count = 0;
  for await (const { model } of fitGroups(FORMULA, table, { ...OPTIONS, by: "store", workers })) {
    const own = known[count++];
    if (own === undefined || own.coefficients.every((b, j) => b === model.coefficients[j])) same++;
  }
  return { ms: performance.now() - begun, same, count };
}

alone(100); // so that the engine has compiled it
const { sum, models: known } = alone(GROUPS);
console.log(`${GROUPS} groups of ${ROWS} x ${COLUMNS}: the sum of their own fit times is ${sum.toFixed(0)} ms`);
for (const workers of [undefined, 2]) {
  const { ms, same, count } = await together(workers);
  console.log(
    `fitGroups${workers === undefined ? "" : `, workers: ${workers}`}: ${ms.toFixed(0)} ms, ${(ms / sum).toFixed(2)} of the sum; ${count} groups, ${same} with the same bits`,
  );
}
