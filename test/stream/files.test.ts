// Files of every kind come to the fit of their table in memory, and so do paths and predictions.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dropout, fit as fitTable, lasso, path as pathTable, ridge } from "../../src/index.js";
import { file, fit, path, predict, sql } from "../../src/stream/index.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { inParts, rows } from "../helpers/sources.js";

const FOLDER = mkdtempSync(join(tmpdir(), "dropglm-files-"));
const at = (name: string): string => join(FOLDER, name);
const all = rows(900).map(({ level: _, ...row }) => row);
const NAMES = Object.keys(all[0]!) as (keyof (typeof all)[0])[];
const FORMULA = "y ~ a + b * kind";
const options = { family: "binomial", weights: "w" } as const;

beforeAll(async () => {
  const csv = [NAMES.join(","), ...all.map((row) => NAMES.map((name) => row[name] ?? "NA").join(","))].join("\r\n");
  writeFileSync(at("t.csv"), `${csv}\r\n\r\n`);
  writeFileSync(at("t.csv.gz"), gzipSync(csv));
  writeFileSync(at("t.tsv"), csv.replaceAll(",", "\t"));
  writeFileSync(at("t.ndjson"), all.map((row) => JSON.stringify(row)).join("\n"));
  const columns = Object.fromEntries(NAMES.map((name) => [name, all.map((row) => row[name])]));
  const arrow = tableFromArrays<Record<string, unknown[]>>(columns) as never;
  writeFileSync(at("t.arrow"), tableToIPC(arrow, "file"));
  writeFileSync(at("t.arrows"), tableToIPC(arrow, "stream"));
  const duckdb = await DuckDBInstance.create(":memory:");
  const connection = await duckdb.connect();
  await connection.run(
    `COPY (SELECT * FROM read_json('${at("t.ndjson")}')) TO '${at("t.parquet")}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  );
  await connection.run(
    `COPY (SELECT *, 7 AS file_row_number FROM '${at("t.parquet")}') TO '${at("placed.parquet")}' (FORMAT parquet)`,
  );
  connection.closeSync();
  copyFileSync(at("t.parquet"), at("t[1]*.parquet"));
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

const FILES = ["t.csv", "t.csv.gz", "t.tsv", "t.ndjson", "t.arrow", "t.arrows", "t.parquet", "t[1]*.parquet"];

it.each(FILES)("%s", async (name) => {
  await inSmallPartitions(async () => {
    const here = await fitTable(FORMULA, all, options);
    const there = await fit(FORMULA, file(at(name)), options);
    expect(there.coefficients).toEqual(here.coefficients);
    expect(String(there.summary())).toBe(String(here.summary()));
    expect(there.deviance).toBe(here.deviance);
    expect(there.nullDeviance).toBe(here.nullDeviance);
    expect(there.toJSON()).toMatchObject({ encoding: { rows: 900, used: 882 } });
  });
});

it("Parquet begins at a row, if no column has the name that DuckDB gives to places", async () => {
  const rows: number[] = [];
  for await (const table of (await file(at("t.parquet")).from!(890, ["a"]))!) {
    rows.push(...(table as { a: Float64Array }).a);
  }
  expect(rows).toEqual(all.slice(890).map(({ a }) => a));
  expect(await file(at("placed.parquet")).from!(890, ["a"])).toBeUndefined();
});

it("Parquet without DuckDB, and a query", async () => {
  const here = await fitTable(FORMULA, all, options);
  const asked = await fit(FORMULA, sql(`SELECT * FROM '${at("t.parquet")}';`), options);
  expect(asked.coefficients).toEqual(here.coefficients);
  vi.doMock("@duckdb/node-api", () => {
    throw new Error("not installed");
  });
  expect((await fit(FORMULA, file(at("t.parquet")), options)).coefficients).toEqual(here.coefficients);
  await expect(fit(FORMULA, sql("SELECT 1"), options)).rejects.toThrow(/npm install @duckdb\/node-api/);
  vi.doUnmock("@duckdb/node-api");
  await expect(fit(FORMULA, sql("SELECT nothing"), options)).rejects.toThrow(/^the query cannot be read by DuckDB: /);
});

describe("what is not a table", () => {
  it.each([
    ["ragged.csv", "a,y\n1,2\n1,2,3\n", /line 3 has 3 fields; expected 2/],
    ["quote.csv", 'a,y\n1,2\n"1,2\n', /a quoted field does not end/],
    ["empty.csv", "", /is empty/],
    ["bad.ndjson", '{"a":1,"y":2}\n{"a":\n', /line 2 is JSON that cannot be read/],
    ["cut.parquet", "PAR1nothing", /cannot be read/],
    ["book.xlsx", "PK\u0003\u0004", /is a workbook or an archive/],
  ])("%s", async (name, text, message) => {
    writeFileSync(at(name), text);
    await expect(fit("y ~ a", file(at(name)), { family: "gaussian" })).rejects.toThrow(message);
  });
});

it("transforms learn from all rows where these are few, and from a sample that is said where they are many", async () => {
  const { SAMPLE } = await import("../../src/source/sample.js");
  const formula = "y ~ poly(a, 2) + ns(amount, df = 3) + kind";
  const here = await fitTable(formula, all, { family: "binomial" });
  const there = await fit(formula, inParts(all, 100), { family: "binomial" });
  expect(there.toJSON()).toEqual(here.toJSON());
  const usual = SAMPLE.rows;
  SAMPLE.rows = 200;
  try {
    const sampled = await fit(formula, inParts(all, 100), { family: "binomial" });
    expect(sampled.status.warnings.map(({ code }) => code)).toEqual(["sampled"]);
    expect(sampled.coefficients).not.toEqual(here.coefficients);
    const again = await fit(formula, inParts(all, 77), { family: "binomial" });
    expect(again.coefficients).toEqual(sampled.coefficients);
    const other = await fit(formula, inParts(all, 100), { family: "binomial", seed: 2 });
    expect(other.coefficients).not.toEqual(sampled.coefficients);
  } finally {
    SAMPLE.rows = usual;
  }
});

it("paths and predictions have the bits of memory", async () => {
  await inSmallPartitions(async () => {
    for (const more of [
      { penalty: lasso(), count: 12, relax: true },
      { over: "rate", noise: dropout(), penalty: ridge(0.1), count: 4 },
    ] as const) {
      const here = await pathTable(FORMULA, all, { ...options, ...more });
      const there = await path(FORMULA, inParts(all, 130), { ...options, ...more, memory: "1GB" });
      expect(there.length).toBe(here.length);
      for (let k = 0; k < here.length; k++) expect(there.coefficients(k)).toEqual(here.coefficients(k));
      expect(there.deviances).toEqual(here.deviances);
    }
  });
  const model = await fitTable(FORMULA, all, options);
  const found: number[] = [];
  for await (const { first, values } of predict(model, file(at("t.csv")))) {
    expect(first).toBe(found.length);
    found.push(...(values as Float64Array));
  }
  expect(Float64Array.from(found)).toEqual(model.predict(all));
});
