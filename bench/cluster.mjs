// node bench/cluster.mjs [rows] [workers] [memory]: makes a file of Parquet with rows x 10, starts Redis and workers, and fits a logistic regression over
// them, once undisturbed and once with a worker that is killed in mid-fit; prints seconds, passes, bytes over Redis, resident memory and hashes.
// Default: 1,000,000 rows, two workers of one thread. Needs a build and redis-server.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { Redis } from "ioredis";
import { bullmq } from "../dist/cluster.mjs";
import { file, fit } from "../dist/stream.mjs";

const [rows, count, memory] = [Number(process.argv[2] ?? 1e6), Number(process.argv[3] ?? 2), process.argv[4] ?? "1GB"];
const names = Array.from({ length: 10 }, (_, j) => `x${j + 1}`);
const PORT = 16399;
const URL_OF_REDIS = `redis://127.0.0.1:${PORT}`;
const CLI = fileURLToPath(new URL("../dist/cli.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "dropglm-bench-"));
const path = join(folder, "big.parquet");

async function make() {
  const duckdb = await DuckDBInstance.create(":memory:", { memory_limit: "2GB" });
  const connection = await duckdb.connect();
  await connection.run("SET threads = 1; SELECT setseed(0.42)");
  const entries = names.map((name) => `(random() - 0.5)::FLOAT AS ${name}`).join(", ");
  const y = "(x1 - x2 + 0.5 * x3 + 2 * (random() - 0.5) > 0)::TINYINT AS y";
  await connection.run(
    `COPY (SELECT *, ${y} FROM (SELECT ${entries} FROM range(${rows}))) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  duckdb.closeSync();
}

/** @returns {Promise<import("node:child_process").ChildProcess>} */
function startWorker() {
  const args = [CLI, "worker", "--queue", URL_OF_REDIS, "--threads", "1", "--root", folder, "--memory", memory];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((resolve) => {
    child.stderr.on("data", (text) => String(text).includes("is ready") && resolve(child));
  });
}

/** @param {number | undefined} pid Peak resident memory in MB. */
function peak(pid) {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);
  } catch {
    return Number.NaN; // it has ended, or the system does not say
  }
}

/** @param {string} title @param {Redis} redis @param {(() => void) | undefined} disturb */
async function run(title, redis, disturb) {
  await redis.config("RESETSTAT");
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
  let phase;
  const onProgress = (progress) => {
    if (progress.phase === phase) return;
    phase = progress.phase;
    console.log(`  ${phase.padEnd(9)} from ${seconds()} s`);
    if (phase === "fitting") disturb?.();
  };
  const on = bullmq({ url: URL_OF_REDIS });
  const model = await fit(`y ~ ${names.join(" + ")}`, file(path), { family: "binomial", memory, on, onProgress });
  const stats = await redis.info("stats");
  const bytes = (name) => Number(new RegExp(`${name}:(\\d+)`).exec(stats)?.[1]);
  const travelled = (bytes("total_net_input_bytes") + bytes("total_net_output_bytes")) / 2 ** 20;
  const hash = createHash("sha256").update(JSON.stringify(model)).digest("hex").slice(0, 16);
  const { code, passes, hessians } = model.status;
  console.log(
    `${title}: ${code}, ${seconds()} s, ${passes} passes, ${hessians} Hessians, ${travelled.toFixed(1)} MB through Redis, ${hash}`,
  );
}

const running = [];
try {
  await make();
  console.log(`${rows} x 10, ${Math.round(statSync(path).size / 2 ** 20)} MB of Parquet, ${count} workers`);
  const server = ["--port", `${PORT}`, "--bind", "127.0.0.1", "--save", "", "--maxmemory-policy", "noeviction"];
  running.push(spawn("redis-server", server, { stdio: "ignore" }));
  const redis = new Redis(PORT, { maxRetriesPerRequest: null });
  redis.on("error", () => {});
  await redis.ping();
  const workers = await Promise.all(Array.from({ length: count }, startWorker));
  running.push(...workers);
  await run("undisturbed", redis, undefined);
  console.log(`peak: program ${peak(process.pid)} MB, workers ${workers.map(({ pid }) => peak(pid)).join(", ")} MB`);
  await run("one killed ", redis, () => setTimeout(() => workers[0].kill("SIGKILL"), 100));
  console.log(
    `peak: program ${peak(process.pid)} MB, workers ${workers
      .slice(1)
      .map(({ pid }) => peak(pid))
      .join(", ")} MB`,
  );
  redis.disconnect();
} finally {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
}
