// Parquet as pyarrow writes it: every codec, both versions of pages; and files that are cut, or ask for too much.
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { namedColumns } from "../../src/frame/columns.js";
import { isNumeric, readLabels, readNumbers } from "../../src/table/cells.js";
import { readColumns } from "../../src/table/columns.js";
import { openTable } from "../../src/table/open.js";
import { bytesOf, OTHERS, read, refusalOf, WANTED } from "./files.js";

const FILES = ["none", "snappy", "gzip", "zstd", "brotli", "lz4", "v2"].map((codec) => `${codec}.parquet`);

describe("Parquet", () => {
  it.each(FILES)("%s keeps the types of its cells", async (file) => {
    const { columns, lines, unit, names } = await read(file);
    expect(names).toEqual([...Object.keys(WANTED).slice(0, 11), ...OTHERS, "__proto__", "constructor"]);
    for (const [name, wanted] of Object.entries(WANTED)) expect(columns[name], name).toEqual(wanted);
    expect([unit, lines.length, lines[0], lines[59]]).toEqual(["row", 60, 1, 60]);
  });

  it("has columns of lists, records, bytes and huge numbers, which are refused where they are used", async () => {
    const table = namedColumns((await read("snappy.parquet")).columns);
    for (const name of OTHERS)
      expect(() => table.cells(name)).toThrow(`${name}[0] = an object; expected a number, text`);
    expect(() => table.cells("huge")).toThrow("huge[0] = 9007199254740993n; a bigint is taken as a number up to");
    expect(table.cells("int")).toEqual(WANTED.int);
  });

  it("is a table of numbers and labels for the command line", async () => {
    const table = await openTable({ name: "t", bytes: bytesOf("snappy.parquet") });
    const place = (name: string): number => table.names.indexOf(name);
    const target = new Float64Array(60);
    readNumbers(table, place("decimal"), "", target);
    expect(target).toEqual(WANTED.decimal);
    const refused = (name: string) => () => readNumbers(table, place(name), "leave it out", target);
    expect(refused("double")).toThrow('t, row 1, column "double": the value is missing; leave it out');
    expect(refused("list")).toThrow('t, column "list" holds lists, and no numbers, text or dates; leave it out');
    expect(refused("huge")).toThrow('t, row 1, column "huge": 9007199254740993 is too large for a number');
    expect(refused("date")).toThrow('t, row 1, column "date": "2024-01-01" is not a number: a date');
    expect(refused("logical")).toThrow('t, row 1, column "logical": the value is missing');
    expect([isNumeric(table, place("long")), isNumeric(table, place("category"))]).toEqual([true, false]);
    expect(() => readLabels(table, place("record"))).toThrow('t, column "record" holds records');
  });

  it("has an index of pandas, which is the names of the rows", async () => {
    const table = await read("index.parquet");
    expect(table.names).toEqual(["int", "text"]);
    expect(table.rowNames?.slice(0, 2)).toEqual(["r0", "r1"]);
  });

  it("has words for missing cells only if they are given", async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: "a", data: ["NA", "x", ".", "-9"] },
          { name: "b", data: [1, -9, 3, 4] },
        ],
      }),
    );
    expect((await readColumns({ name: "t", bytes })).columns.a).toEqual(["NA", "x", ".", "-9"]);
    const { columns } = await readColumns({ name: "t", bytes }, { missing: ["-9"] });
    expect([columns.a, columns.b]).toEqual([["NA", "x", ".", undefined], Float64Array.of(1, Number.NaN, 3, 4)]);
  });
});

/** The bytes, with `found` replaced at its first place from `from` on. */
function replaced(bytes: Uint8Array, found: readonly number[], by: readonly number[], from = 0): Uint8Array {
  const at = bytes.findIndex((_, k) => k >= from && found.every((byte, l) => bytes[k + l] === byte));
  if (at < 0) throw new Error("not found");
  return Uint8Array.of(...bytes.subarray(0, at), ...by, ...bytes.subarray(at + found.length));
}

describe("Parquet is refused", () => {
  const whole = bytesOf("none.parquet");

  it("if it was cut, or is encrypted", async () => {
    const cut = "t is a file of Parquet, and its end is missing: was it cut?";
    expect(await refusalOf(whole.subarray(0, 5000))).toBe(cut);
    expect(await refusalOf(whole.subarray(0, 4))).toBe(cut);
    expect(await refusalOf(Uint8Array.of(...whole.subarray(0, 3000), ...whole.subarray(-4)))).toMatch(
      /^t is a file of Parquet that cannot be read: [^\n]*; was it changed\?$/,
    );
    const encrypted = replaced(
      whole,
      [..."PAR1"].map((c) => c.charCodeAt(0)),
      [..."PARE"].map((c) => c.charCodeAt(0)),
    );
    expect(await refusalOf(encrypted)).toMatch(/^t is an encrypted file of Parquet; /);
  });

  it("if it unpacks to more than is read", async () => {
    const footer = whole.length - 8 - new DataView(whole.buffer, whole.byteOffset).getUint32(whole.length - 8, true);
    // 60 rows are 120 as a varint; 2^27 / 16 + 1 columns are one too many
    const many = replaced(whole, [0x16, 0x78, 0x19], [0x16, 0x82, 0x80, 0x80, 0x08, 0x19], footer);
    new DataView(many.buffer).setUint32(many.length - 8, whole.length - 8 - footer + 3, true);
    expect(await refusalOf(many)).toBe(
      "t unpacks to 8388609 rows of 16 columns, more than 1 GiB; expected a smaller file: cut it into parts",
    );
  });

  it("if a page asks for more than its column has", async () => {
    const values = replaced(whole, [0x2c, 0x15, 0x32], [0x2c, 0x15, 0x7e]); // 25 values become 63
    expect(await refusalOf(values)).toContain("column double has 63 values in a page");
    const run = replaced(whole, [2, 0, 0, 0, 0x32, 1], [2, 0, 0, 0, 0x7e, 1]);
    expect(await refusalOf(run)).toContain("a run of 63 among 25 values");
  });

  it("without rows or columns, and with names twice", async () => {
    const bytes = (columnData: { name: string; data: number[] }[]) =>
      new Uint8Array(parquetWriteBuffer({ columnData }));
    expect(await refusalOf(bytes([{ name: "a", data: [] }]))).toMatch(/^t is a file of Parquet without (rows|columns)/);
    const twice = [{ name: "a", data: [1] }, { name: "a", data: [2] }]; // biome-ignore format: one line
    expect(await refusalOf(bytes(twice))).toBe('t: columns 1 and 2 are both named "a"; names must differ: rename one');
  });
});
