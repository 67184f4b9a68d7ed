// The memory that a fit takes: a file whose rows take ten times the limit, in a process of its own.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { readMemory } from "../../src/base/memory.js";
import { partitionsKept } from "../../src/stream/memory.js";

it.each([
  ["512MB", 2 ** 29],
  ["2 GB", 2 ** 31],
  ["1.5GiB", 1.5 * 2 ** 30],
  ["64k", 2 ** 16],
  ["100", 100],
  [4096, 4096],
])("%s", (given, bytes) => expect(readMemory(given)).toBe(bytes));

it.each(["", "much", "-1GB", 0, -5, Number.NaN, null, "1XB"])("%s is refused", (given) =>
  expect(() => readMemory(given)).toThrow(/^memory = .*; expected bytes, or text as "512MB" or "2GB"$/),
);

it("keeps as many partitions as there is room for beside those at work", () => {
  expect(partitionsKept([10, 10, 10], 1000)).toBe(3);
  expect(partitionsKept([10, 10, 10, 10, 10], 60)).toBe(2);
  expect(partitionsKept([10, 10, 10], 40)).toBe(0);
  expect(() => partitionsKept([10, 10, 10], 39)).toThrow(/expected 40 or more/);
});

it("of a fit to a file ten times as large stays near the limit, and its bits are those of a fit that keeps all", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dropglm-memory-"));
  const path = join(folder, "big.parquet");
  const duckdb = await DuckDBInstance.create(":memory:");
  const connection = await duckdb.connect();
  const columns = [1, 2, 3, 4, 5, 6, 7].map((j) => `(sin(i * ${j}.37) + cos(i * i * 0.${j}1))::DOUBLE AS x${j}`);
  const rows = `SELECT ${columns.join(", ")}, (sin(i * 1.37) + sin(i * 3.3) > 0.3)::INT AS y FROM range(1500000) t(i)`;
  await connection.run(`COPY (${rows}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  const entry = new URL("../../dist/stream.mjs", import.meta.url).href;
  const program = `
import { file, fit } from ${JSON.stringify(entry)};
let before;
const resident = () => process.memoryUsage().rss / 2 ** 20;
let most = 0;
const onProgress = ({ phase }) => {
  if (phase !== "fitting") return;
  before ??= resident();
  most = Math.max(most, resident() - before);
};
const model = await fit("y ~ x1 + x2 + x3 + x4 + x5 + x6 + x7", file(${JSON.stringify(path)}), { family: "binomial", memory: process.argv.at(-1), onProgress });
console.log(JSON.stringify({ coefficients: [...model.coefficients], most }));
`;
  const run = (memory: string): { coefficients: number[]; most: number } =>
    JSON.parse(
      execFileSync(process.execPath, ["--max-old-space-size=64", "--input-type=module", "-e", program, "--", memory], {
        encoding: "utf8",
      }),
    );
  try {
    expect(statSync(path).size).toBeGreaterThan(9 * 2 ** 20);
    const small = run("10MB"); // of 96 MB of rows
    expect(small.most).toBeLessThan(10 + 32); // what the collector has not come to yet; with all rows it is 96 MB and more
    const large = run("1GB");
    expect(large.most).toBeGreaterThan(80);
    expect(small.coefficients).toEqual(large.coefficients);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
