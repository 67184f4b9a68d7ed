// node bench/stream.mjs [rows] [columns] [memory]: makes a file of Parquet and fits a logistic regression to it, read a part at a time, in a
// process of its own; prints seconds by phase and the resident memory. Default: 20,000,000 x 20 with 128 MB for rows. Needs a build.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";

const [rows, columns, memory] = [
  Number(process.argv[2] ?? 20e6),
  Number(process.argv[3] ?? 20),
  process.argv[4] ?? "128MB",
];
const names = Array.from({ length: columns }, (_, j) => `x${j + 1}`);

/** @param {string} path */
async function make(path) {
  const duckdb = await DuckDBInstance.create(":memory:", { memory_limit: "2GB" });
  const connection = await duckdb.connect();
  await connection.run("SET threads = 1; SELECT setseed(0.42)"); // so that it is the same file every time
  const entries = names.map((name) => `(random() - 0.5)::FLOAT AS ${name}`).join(", ");
  const y = "(x1 - x2 + 0.5 * x3 + 2 * (random() - 0.5) > 0)::TINYINT AS y";
  const query = `SELECT *, ${y} FROM (SELECT ${entries} FROM range(${rows}))`;
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  duckdb.closeSync();
}

const PROGRAM = `
import { file, fit } from ${JSON.stringify(new URL("../dist/stream.mjs", import.meta.url).href)};
const [path, formula, memory] = process.argv.slice(-3);
const begun = performance.now();
const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
let phase;
const onProgress = (progress) => {
  if (progress.phase !== phase) console.log(progress.phase.padEnd(10), "from", seconds(), "s");
  phase = progress.phase;
};
const model = await fit(formula, file(path), { family: "binomial", memory, onProgress });
console.log(model.status.code.padEnd(10), "after", seconds(), "s,", model.status.passes, "passes,", model.status.hessians, "Hessians");
console.log("resident  ", Math.round(process.resourceUsage().maxRSS / 1024), "MB at most");
`;

const folder = mkdtempSync(join(tmpdir(), "dropglm-bench-"));
try {
  const path = join(folder, "big.parquet");
  await make(path);
  console.log(`${rows} x ${columns}, ${Math.round(statSync(path).size / 2 ** 20)} MB of Parquet, memory: "${memory}"`);
  const args = ["--input-type=module", "-e", PROGRAM, "--", path, `y ~ ${names.join(" + ")}`, memory];
  execFileSync(process.execPath, args, { stdio: "inherit", cwd: fileURLToPath(new URL("..", import.meta.url)) });
} finally {
  rmSync(folder, { recursive: true });
}
