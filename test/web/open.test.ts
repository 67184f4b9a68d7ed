// Files as the page's worker opens them.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { ColumnInfo, Given } from "../../web/src/messages.js";
import { dataFile, fileOf, Here, textOf } from "./worker.js";

const open = (given: Given) => new Here().ask({ kind: "open", given });
const named = (columns: readonly ColumnInfo[], name: string): ColumnInfo =>
  columns.find((column) => column.name === name)!;
const bytes = (file: string): Uint8Array => readFileSync(new URL(`../table/files/${file}`, import.meta.url));

describe("tables", () => {
  it("titanic: kinds, missing cells, guesses", async () => {
    const { rows, complete, columns, suggested, head } = await open(dataFile("titanic.csv"));
    expect([rows, complete, head.length]).toEqual([1309, 1046, 12]);
    expect(columns.map(({ kind }) => kind)).toEqual(["category", "category", "category", "number", "category"]);
    expect(named(columns, "age").missing).toBe(263);
    expect(named(columns, "age").histogram!.counts.reduce((a, b) => a + b)).toBe(1046);
    expect(named(columns, "name").note).toMatch(/identifier/);
    expect(named(columns, "sex").levels).toEqual([
      { name: "male", count: 843 },
      { name: "female", count: 466 },
    ]);
    expect(suggested).toEqual({ response: "survived", predictors: ["sex", "age", "passengerClass"] });
  });
  it("penguins, a table of JSON, and NDJSON", async () => {
    const { rows, columns, suggested } = await open(dataFile("penguins.json"));
    expect([rows, columns.length, suggested.response]).toEqual([344, 7, "Species"]);
    const lines = await open(textOf("a.ndjson", '{"a": 1, "b": "x"}\n{"a": null, "b": "y"}\n{"a": 3, "b": "x"}\n'));
    expect([lines.rows, lines.complete]).toEqual([3, 2]);
  });
  it("decimal commas are numbers, and it is said", async () => {
    const { columns, notes } = await open(textOf("a.csv", "größe;art\n1,5;a\n2,5;b\n;a\n4;b\n"));
    expect(columns.map(({ name, kind, missing }) => [name, kind, missing])).toEqual([
      ["größe", "number", 1],
      ["art", "category", 0],
    ]);
    expect(columns[0]!.mean).toBeCloseTo(8 / 3);
    expect(notes.join()).toMatch(/decimal comma/);
  });
  it("Latin-1 keeps its letters, and it is said", async () => {
    const { columns, notes } = await open(fileOf("a.csv", Buffer.from("größe,y\n1,2\n2,3\n", "latin1")));
    expect(columns[0]!.name).toBe("größe");
    expect(notes.join()).toMatch(/Latin-1/);
  });
  it("R's write.csv has names of rows, which are no column", async () => {
    const { columns, notes } = await open(textOf("a.csv", '"","x","y"\n"1",1,2\n"2",3,4\n'));
    expect(columns.map(({ name }) => name)).toEqual(["x", "y"]);
    expect(notes.join()).toMatch(/names of the rows/);
  });
  it("Parquet, Arrow, a workbook and gzip", async () => {
    for (const file of ["snappy.parquet", "uncompressed.feather"]) {
      const { rows, columns, notes } = await open(fileOf(file, bytes(file)));
      expect(rows).toBe(60);
      expect(named(columns, "date").kind).toBe("date");
      expect(
        named(columns, "logical")
          .levels!.map(({ name }) => name)
          .sort(),
      ).toEqual(["FALSE", "TRUE"]);
      expect(notes.join()).toMatch(/Column list holds/);
    }
    expect((await open(fileOf("book.xlsx", bytes("book.xlsx")))).columns.length).toBeGreaterThan(0);
    const packed = gzipSync(readFileSync(new URL("../../examples/data/birthwt.csv", import.meta.url)));
    expect((await open(fileOf("birthwt.csv.gz", packed))).rows).toBe(189);
    await expect(open(fileOf("a.csv.gz", packed.subarray(0, 300)))).rejects.toThrow(
      /compressed \(gzip\) and cannot be unpacked/,
    );
  });
  it("SVMlight is sparse", async () => {
    const { sparseColumns, columns, rows } = await open(textOf("a.svm", "1 1:0.5 3:2\n-1 2:1\n1 3:1\n"));
    expect([sparseColumns, columns.length, columns[0]!.name, rows]).toEqual([3, 1, "label", 3]);
  });
  it("refuses others by name", async () => {
    const begin = (...codes: number[]) => Uint8Array.from([...codes, ...new Array(60).fill(7)]);
    await expect(open(fileOf("a.png", begin(0x89, 0x50, 0x4e, 0x47)))).rejects.toThrow(
      "a.png is a picture (PNG); expected text: find the table",
    );
    await expect(open(fileOf("a.pdf", begin(0x25, 0x50, 0x44, 0x46)))).rejects.toThrow(/is a PDF/);
    await expect(open(textOf("a.csv", ""))).rejects.toThrow(/empty/);
    await expect(open(textOf("a.csv", "a,b\n1,2\n1,2,3\n"))).rejects.toThrow(/line 3 has 3 fields/);
  });
  it("quoted fields across pieces are read whole", async () => {
    const line = `"${'long, and with ""quotes""\n'.repeat(300)}",1,x\n`;
    const { rows, columns } = await open(textOf("a.csv", `text,n,c\n${line.repeat(400)}`)); // 3 MB
    expect([rows, columns[0]!.distinct, columns[1]!.distinct]).toEqual([400, 1, 1]);
    await expect(open(textOf("a.csv", `text,n\n${"abc,1\n".repeat(400_000)}"open,1\n`))).rejects.toThrow(
      /line 400002: a quoted field/,
    );
  });
  it("mixed columns are words, and can be told to be numbers only if they are", async () => {
    const here = new Here();
    const { columns } = await here.ask({
      kind: "open",
      given: textOf("a.json", '[{"a": 1, "b": 1}, {"a": "high", "b": 2}]'),
    });
    expect(columns[0]).toMatchObject({ kind: "category", note: expect.stringMatching(/several kinds/) });
    await expect(here.ask({ kind: "retype", types: { a: "number" } })).rejects.toThrow(/"high"; expected a number/);
    const again = await here.ask({ kind: "retype", types: { b: "category" } });
    expect(again.columns[1]).toMatchObject({ kind: "category", given: "number", distinct: 2 });
  });
});

describe("what is stopped", () => {
  it("begins with stopped, while a large file is parsed, and leaves the open data", async () => {
    const here = new Here();
    await here.open(dataFile("birthwt.csv"));
    const text = `a,b,c\n${"1.5,x,2024-01-01\n2.5,y,2024-01-02\n".repeat(100_000)}`;
    const control = new AbortController();
    const asked = here.ask({ kind: "open", given: textOf("big.csv", text) }, control);
    setTimeout(() => control.abort(), 30);
    await expect(asked).rejects.toThrow(/^stopped/);
    expect(here.told.at(-1)!.text).toMatch(/reading big.csv|columns/);
    expect(here.state.data.name).toBe("birthwt.csv");
    expect((await here.ask({ kind: "open", given: textOf("big.csv", text) })).rows).toBe(200_000);
  });
});
