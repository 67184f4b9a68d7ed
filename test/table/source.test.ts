// Files as bytes: what is text is read, and everything else is refused by its name.
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readSvmlightData } from "../../src/cli/rows/svmlight.js";
import type { EncodingName } from "../../src/table/cell-notation.js";
import { readColumns } from "../../src/table/columns.js";
import { readTable } from "../../src/table/read-table.js";
import { readSource } from "../../src/table/source.js";
import { expectRefusal, workplace } from "../cli/command.js";

const { folder, put, run } = workplace();
const TEXT = "größe,y\n1,0\n2,1\n";
const WANT = { names: ["größe", "y"], rows: [["1", "0"], ["2", "1"]] }; // biome-ignore format: rows

async function read(bytes: string | Uint8Array) {
  return readTable(await readSource(join(folder, put("t.csv", bytes))));
}

/** UTF-16, its bytes in either order. */
function utf16(text: string, isBig: boolean): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return isBig ? bytes.swap16() : bytes;
}

describe("a file is read", () => {
  it.each<[string, string | Uint8Array]>([
    ["UTF-8", TEXT],
    ["UTF-8 with a mark", `\ufeff${TEXT}`],
    ["UTF-16, little end first", utf16(`\ufeff${TEXT}`, false)],
    ["UTF-16, big end first", utf16(`\ufeff${TEXT}`, true)],
    ["gzip", gzipSync(TEXT)],
    ["gzip of UTF-16", gzipSync(utf16(`\ufeff${TEXT}`, false))],
    ["UTF-16 with sep=", utf16(`\ufeffsep=;\r\n${TEXT.replaceAll(",", ";")}`, false)],
  ])("%s", async (_, bytes) => {
    expect(await read(bytes)).toMatchObject(WANT);
  });

  it.each([false, true])("UTF-16 without a mark, big end first: %s", async (isBig) => {
    expect(await read(utf16("a,b\n1,2\n", isBig))).toMatchObject({ names: ["a", "b"], rows: [["1", "2"]] });
  });

  it.each<[EncodingName, Uint8Array]>([
    ["latin1", Buffer.from("größe,y\n1,0\n", "latin1")],
    ["windows-1252", Buffer.from("größe,y\n1,0\n", "latin1")],
    ["utf-16le", utf16("größe,y\n1,0\n", false)],
    ["utf-16be", utf16("\ufeffgröße,y\n1,0\n", true)],
    ["utf-8", Buffer.from("\ufeffgröße,y\n1,0\n")],
  ])("as %s, if that is asked for", async (encoding, bytes) => {
    const table = await readColumns({ name: "t.csv", bytes }, { encoding });
    expect([table.names, table.columns.größe]).toEqual([["größe", "y"], ["1"]]);
  });

  it("with letters of windows-1252 for latin1", async () => {
    const { columns } = await readColumns(
      { name: "t", bytes: Buffer.from("a,b\n\x80,\x85\n", "latin1") },
      { encoding: "latin1" },
    );
    expect([columns.a, columns.b]).toEqual([["€"], ["…"]]);
  });

  it("not as latin1 if it begins with the mark of another encoding", async () => {
    const read = (text: Buffer) => readColumns({ name: "t.csv", bytes: text }, { encoding: "latin1" });
    const advice = "by its first bytes; --encoding latin1 says otherwise: leave it out";
    await expect(read(Buffer.from("\ufeffa\n1"))).rejects.toThrow(`t.csv is UTF-8, ${advice}`);
    await expect(read(utf16("\ufeffa\n1", false))).rejects.toThrow(`t.csv is UTF-16LE, ${advice}`);
  });

  it("of SVMlight, packed", async () => {
    put("d.svm.gz", gzipSync("1 1:2\n0 2:3\n"));
    const { x, y } = await readSvmlightData(join(folder, "d.svm.gz"), { family: "binomial" });
    expect([x.rows, x.columns, [...y]]).toEqual([2, 2, [1, 0]]);
  });
});

describe("a file is refused", () => {
  const head = (text: string): Buffer => Buffer.concat([Buffer.from(text, "latin1"), Buffer.alloc(60)]);
  it.each<[string, Uint8Array, RegExp]>([
    ["Latin-1", Buffer.from(TEXT, "latin1"), /^\S*t\.csv, line 1 is not UTF-8; expected text: save it as UTF-8 .* --encoding latin1 reads/],
    ["Latin-1 further down", Buffer.from("a,y\n1,b\n2,ö\n", "latin1"), /t\.csv, line 3 is not UTF-8; /],
    ["UTF-16 that was cut", utf16(`\ufeff${TEXT}`, false).subarray(0, 21), /t\.csv is not UTF-16LE; expected text$/],
    ["a workbook", head("PK\u0003\u0004"), /is a workbook of a spreadsheet .*save the sheet as CSV, or unpack it$/],
    ["an old workbook", head("\u00d0\u00cf\u0011\u00e0"), /is a workbook of Excel \(\.xls\); expected text: save the sheet/],
    ["Parquet", head("PAR1"), /is a file of Parquet; expected text: write it as CSV$/],
    ["Arrow", head("ARROW1"), /is a file of Arrow/],
    ["data of R", gzipSync(head("X\n\0\0")), /is data saved by R; .*row\.names = FALSE/],
    ["a PDF", head("%PDF-1.7"), /is a PDF/],
    ["bzip2", head("BZh9"), /is compressed \(bzip2\); expected text: unpack it$/],
    ["gzip that was cut", gzipSync(TEXT).subarray(0, 30), /is compressed \(gzip\) and cannot be unpacked: its end is missing$/],
    ["gzip that is damaged", new Uint8Array(gzipSync(TEXT)).fill(7, -8, -4), /cannot be unpacked: it is damaged$/],
    ["binary", Buffer.from("a,b\n1,\0\0\u0001\n"), /line 2 holds a NUL character/],
  ])("%s", async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message);
  }); // biome-ignore format: a table

  it("by the command line in one line, as a model too", () => {
    put("m.json", gzipSync("{"));
    expectRefusal(run(["summary", "m.json"]), /^error: m\.json is not a saved model: /);
    put("p.csv", head("PAR1"));
    expectRefusal(
      run(["fit", "p.csv", "--response", "y"]),
      "p.csv is a file of Parquet, and its end is missing: was it cut?",
    );
    put("cut.svm.gz", gzipSync("1 1:2\n0 2:3\n").subarray(0, 20));
    expectRefusal(run(["fit", "cut.svm.gz"]), "cannot read cut.svm.gz: its end is missing");
  });
});
