// Factors as codes against the same columns as dummies, and against R: node bench/factors.mjs [--rows 600000] [--r 100000]
// Poisson, 6 factors with 300 levels in all and 6 columns of numbers, at the defaults of every program. One line per case.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { codedOf, columnsOf, dummiesOf, factorTable } from "./data/factors.mjs";
import { machineLine } from "./machine.mjs";
import { interleave, timedWarm } from "./measure.mjs";

/** @type {WeakRef<WebAssembly.Memory>[]} */
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = /** @type {any} */ (
  class extends Instance {
    /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} [imports] */
    constructor(module, imports) {
      super(module, imports);
      memories.push(new WeakRef(/** @type {WebAssembly.Memory} */ (this.exports.memory)));
    }
  }
);
const { fitSync, matrix, sparse } = await import("../dist/index.mjs");

const LEVELS = [200, 40, 30, 15, 10, 5];
const ROUNDS = 5;
const MB = 2 ** 20;

/** @typedef {import("./data/factors.mjs").Table} Table */

/** Dummies without those of the first levels. @param {Table} table */
function asSparse(table) {
  return sparse({ format: "csr", rows: table.rows, columns: columnsOf(table), ...dummiesOf(table) });
}

/** The columns of numbers alone. @param {Table} table */
function asNumbers({ rows, numbers }) {
  const data = new Float64Array(rows * numbers.length);
  for (const [k, values] of numbers.entries()) data.set(values, k * rows);
  return matrix(data, rows, numbers.length, "column");
}

/** Bytes of the largest memory of a kernel. */
const wasmBytes = () => Math.max(...memories.map((memory) => memory.deref()?.buffer.byteLength ?? 0));

/** @param {any} x */
function bytesOf(x) {
  if (x.kind === "sparse") return x.indptr.byteLength + x.indices.byteLength + x.values.byteLength;
  const blocks = /** @type {any[]} */ (x.blocks);
  return blocks.reduce((sum, block) => sum + (block.codes?.byteLength ?? 0) + (block.values?.byteLength ?? 0), 0);
}

/** @param {import("./measure.mjs").Spread} spread */
const shown = ({ median, low, high }) => `${median.toPrecision(3)} [${low.toPrecision(3)}, ${high.toPrecision(3)}]`;

/** @param {Table} data */
function againstDummies(data) {
  const options = /** @type {const} */ ({ family: "poisson" });
  const coded = /** @type {any} */ (codedOf(data));
  const fit = (/** @type {any} */ x) => fitSync(x, data.y, options);
  const own = fit(coded);
  const codedMemory = wasmBytes();
  const dummies = asSparse(data);
  const other = fit(dummies);
  const gap = Math.abs(own.objective - other.objective) / Math.abs(other.objective);
  if (gap > 1e-9) throw new Error(`objectives differ by ${gap}`);
  const memory = codedMemory / wasmBytes();
  const of = bytesOf(coded) / bytesOf(dummies);
  const times = interleave(
    () => timedWarm(() => fit(dummies), 1e4).ms,
    () => timedWarm(() => fit(coded), 1e3).ms,
    ROUNDS,
  );
  const size = `${data.rows} x ${dummies.columns}`;
  console.log(
    `coded / sparse dummies, ${size}: time ${shown(times.ratio)}, ${times.second.median.toFixed(0)} ms against ${times.first.median.toFixed(0)}; ` +
      `X ${of.toPrecision(3)}, ${(bytesOf(coded) / MB).toFixed(0)} MB against ${(bytesOf(dummies) / MB).toFixed(0)}; ` +
      `kernel ${memory.toPrecision(3)}, ${(codedMemory / MB).toFixed(0)} MB; ` +
      `passes ${own.status.passes} and ${other.status.passes}, Hessians ${own.status.hessians} and ${other.status.hessians}`,
  );
  const numbers = asNumbers(data);
  const alone = interleave(
    () => timedWarm(() => fit(numbers), 1e3).ms,
    () => timedWarm(() => fit(coded), 1e3).ms,
    ROUNDS,
  );
  console.log(
    `coded / its ${data.numbers.length} columns of numbers alone, ${size}: time ${shown(alone.ratio)}, against ${alone.first.median.toFixed(0)} ms`,
  );
}

const SCRIPT = `
args <- commandArgs(TRUE)
d <- read.csv(args[1])
for (k in seq_len(${LEVELS.length})) d[[paste0("f", k)]] <- factor(d[[paste0("f", k)]])
t <- system.time(m <- glm(y ~ ., poisson, d))[["elapsed"]]
cat(t, format(deviance(m), digits = 15), m$iter, "\\n")
`;

/** @param {Table} data */
function againstR(data) {
  const folder = mkdtempSync(join(tmpdir(), "factors-"));
  try {
    const names = ["y", ...data.numbers.map((_, k) => `x${k + 1}`), ...data.codes.map((_, f) => `f${f + 1}`)];
    const lines = Array.from(data.y, (y, i) =>
      [y, ...data.numbers.map((v) => v[i]), ...data.codes.map((c) => c[i])].join(),
    );
    writeFileSync(join(folder, "data.csv"), `${names.join()}\n${lines.join("\n")}\n`);
    writeFileSync(join(folder, "glm.R"), SCRIPT);
    const ran = spawnSync("Rscript", [join(folder, "glm.R"), join(folder, "data.csv")], { encoding: "utf8" });
    if (ran.status !== 0) {
      console.log(`R: ${ran.error?.message ?? ran.stderr.trim()}`);
      return;
    }
    const [seconds, deviance, iterations] = ran.stdout.trim().split(" ").map(Number);
    const coded = /** @type {any} */ (codedOf(data));
    const fit = () => fitSync(coded, data.y, { family: "poisson" });
    const own = fit();
    if (Math.abs(own.deviance / deviance - 1) > 1e-7) throw new Error(`deviance ${own.deviance}; R has ${deviance}`);
    const ms = [1, 2, 3, 4, 5].map(() => timedWarm(fit, 1e3).ms).sort((a, b) => a - b)[2];
    console.log(
      `R's glm / coded, ${data.rows} x ${own.coefficients.length}: time ${((1000 * seconds) / ms).toPrecision(3)}, ` +
        `${seconds.toFixed(1)} s once, ${iterations} iterations, against ${ms.toFixed(0)} ms`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { rows: { type: "string", default: "600000" }, r: { type: "string" } } });
  console.log(machineLine());
  againstDummies(factorTable(Number(values.rows), LEVELS, 61));
  if (values.r !== undefined) againstR(factorTable(Number(values.r), LEVELS, 62));
}
