import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { sparse } from "../../src/index.js";
import { type ReadOptions, readSvmlight, type TextSource, writeSvmlight } from "../../src/svmlight/index.js";
import { readNumber } from "../../src/svmlight/number.js";
import { denseOf } from "../helpers/sparse.js";

/** Rows and labels, as arrays. */
async function read(source: TextSource, options: ReadOptions = {}) {
  const { x, y, lines, zeroBased } = await readSvmlight(source, options);
  return { rows: denseOf(x), y: [...y], lines: [...lines], zeroBased };
}

const TEXT = "+1 1:0.5 3:2\n-1 2:-1e-3\n";
const WANT = {
  rows: [
    [0.5, 0, 2],
    [0, -0.001, 0],
  ],
  y: [1, -1],
  lines: [1, 2],
  zeroBased: false,
};

describe("readSvmlight", () => {
  it("gives rows by row, labels, and where they stood", async () => {
    const { x, y } = await readSvmlight(TEXT);
    expect(x).toMatchObject({ kind: "sparse", format: "csr", rows: 2, columns: 3, names: undefined });
    expect([...x.indptr]).toEqual([0, 2, 3]);
    expect(y).toEqual(Float64Array.of(1, -1));
    expect(await read(TEXT)).toEqual(WANT);
  });

  it.each([
    ["CRLF", TEXT.replaceAll("\n", "\r\n")],
    ["CR", TEXT.replaceAll("\n", "\r")],
    ["CR, LF and CRLF", `${TEXT.trimEnd().replace("\n", "\r")}\n`],
    ["no line end at the end", TEXT.trimEnd()],
    ["tabs and blanks, also around", " +1\t1:0.5   3:2 \t\n-1 2:-1e-3\n"],
    ["a byte order mark", `\ufeff${TEXT}`],
    ["a comment behind", "+1 1:0.5 3:2 # 7:7\n-1 2:-1e-3# ü\n"],
    ["qid", "+1 qid:3 1:0.5 3:2\n-1 qid:4 2:-1e-3\n"],
    ["indices in any order", "+1 3:2 1:0.5\n-1 2:-1e-3\n"],
    ["zeros written out", "+1 2:0 1:0.5 3:2\n-1 1:0 2:-1e-3\n"],
    ["numbers in other words", "1.0 1:.5 3:+2.\n-1E0 2:-0.001000\n"],
  ])("reads %s", async (_, text) => {
    expect(await read(text)).toEqual(WANT);
  });

  it("passes over blank lines and lines of comment, and counts them", async () => {
    expect(await read("# two rows\n\n+1 1:0.5 3:2\r\n \t\r\n-1 2:-1e-3\n\n")).toEqual({ ...WANT, lines: [3, 5] });
  });

  it("reads rows that hold a label only", async () => {
    expect(await read("1\n0 2:5\n2")).toMatchObject({ y: [1, 0, 2], rows: [[0, 0], [0, 5], [0, 0]] }); // biome-ignore format: rows
    expect(await read("1\n0\n")).toMatchObject({ rows: [[], []], zeroBased: false });
  });

  it("counts columns from 0 when the index 0 occurs", async () => {
    expect(await read("1 1:5\n0 0:3 2:7\n")).toMatchObject({ rows: [[0, 5, 0], [3, 0, 7]], zeroBased: true }); // biome-ignore format: rows
    expect(await read("1 1:5\n0 2:7\n")).toMatchObject({ rows: [[5, 0], [0, 7]], zeroBased: false }); // biome-ignore format: rows
  });

  it("counts columns as it is told", async () => {
    expect(await read("1 1:5", { zeroBased: true })).toMatchObject({ rows: [[0, 5]], zeroBased: true });
    expect(await read("1 1:5", { zeroBased: false })).toMatchObject({ rows: [[5]], zeroBased: false });
    expect(await read("1 1:5", { zeroBased: "auto", columns: undefined })).toMatchObject({ rows: [[5]] });
  });

  it("has as many columns as it is told", async () => {
    expect((await read("1 1:5", { columns: 3, zeroBased: false })).rows).toEqual([[5, 0, 0]]);
    expect((await read("1 0:5 2:7", { columns: 3, zeroBased: true })).rows).toEqual([[5, 0, 7]]);
    expect((await read("1", { columns: 0, zeroBased: false })).rows).toEqual([[]]);
  });

  it("reads a second file with the columns of the first, whatever indices occur in it", async () => {
    for (const first of ["0 0:1 2:3\n1 1:2 2:1\n", "0 1:1 3:3\n1 2:2 3:1\n"]) {
      const { x, zeroBased } = await readSvmlight(first);
      const options = { columns: x.columns, zeroBased };
      for (let j = 0; j < 3; j++) {
        const want = [0, 1, 2].map((k) => Number(k === j));
        expect((await read(`0 ${j + Number(!zeroBased)}:1\n`, options)).rows).toEqual([want]);
      }
    }
  });

  it("reads blanks between a colon and its value, as LIBSVM does", async () => {
    expect(await read("+1 1: 0.5  3:\t2\n-1 2:  -1e-3 # 3\n")).toEqual(WANT);
    expect(await read("0 6: .50 7:.25 8: .5", { zeroBased: true, columns: 9 })).toMatchObject({
      rows: [[0, 0, 0, 0, 0, 0, 0.5, 0.25, 0.5]],
    });
  });

  it("reads UTF-16 with a byte order mark", async () => {
    const little = Buffer.from(`\ufeff${TEXT}`, "utf16le");
    expect(await read([little.subarray(0, 1), little.subarray(1, 7), little.subarray(7)])).toEqual(WANT);
    expect(await read([Buffer.from(little).swap16()])).toEqual(WANT);
  });

  it("grows as the file does", async () => {
    const n = 1000;
    const text = Array.from({ length: n }, (_, i) => `${i} ${i + 1}:${i}.5 ${i + 2}:1\n`).join("");
    const { x, y, lines } = await readSvmlight(text);
    expect([x.rows, x.columns, x.values.length]).toEqual([n, n + 1, 2 * n]);
    for (const i of [0, 63, 64, 500, n - 1]) {
      expect([y[i], lines[i], x.indptr[i], x.indices[2 * i], x.values[2 * i]]).toEqual([i, i + 1, 2 * i, i, i + 0.5]);
    }
    expect([y.length, y.buffer.byteLength]).toEqual([n, 8 * n]);
  });

  it("reads streams of Node, of text and of bytes", async () => {
    expect(await read(Readable.from([Buffer.from(TEXT)]))).toEqual(WANT);
    expect(await read(Readable.from([TEXT.slice(0, 9), TEXT.slice(9)]))).toEqual(WANT);
  });

  it("reads pieces cut anywhere", async () => {
    const text = `\ufeff# héllo €\n${TEXT.replace("\n", " # 🎈\r\n")}0 1:12345.678`;
    const want = { rows: [...WANT.rows, [12345.678, 0, 0]], y: [1, -1, 0], lines: [2, 3, 4], zeroBased: false };
    const bytes = new TextEncoder().encode(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await read([bytes.slice(0, cut), bytes.slice(cut)]), `bytes cut at ${cut}`).toEqual(want);
    }
    for (let cut = 0; cut <= text.length; cut++) {
      expect(await read([text.slice(0, cut), text.slice(cut)]), `text cut at ${cut}`).toEqual(want);
    }
    expect(await read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(want);
  });

  it("lets go of a stream it refuses", async () => {
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield "1 1:x\n";
      } finally {
        closed = true;
      }
    }
    await expect(readSvmlight(endless())).rejects.toThrow("line 1, column 5");
    expect(closed).toBe(true);
  });
});

describe("readNumber", () => {
  it.each(["0", "-0", "+7", "1.5", ".5", "2.", "-12.125", "123456789012345", "0.000000000000001", "999999999999.999"])(
    "%s, without a string",
    (word) => expect(readNumber(`x${word}y`, 1, word.length + 1)).toBe(Number(word)),
  );
  it.each(["1e3", "1E-3", "+1.5e+300", "1234567890123456789", "0.1234567890123456789", "5e-324", "1e-400"])(
    "%s, by way of one",
    (word) => expect(readNumber(word, 0, word.length)).toBe(Number(word)),
  );
  it.each(["1e999", "-1e999"])("%s is too large", (word) => {
    expect(readNumber(word, 0, word.length)).toBe(word.startsWith("-") ? -Infinity : Infinity);
  });
  it.each(["", "+", "-", ".", "1.2.3", "1,5", "0x10", "nan", "inf", "Infinity", "1e", "e5", "1_000", "--1", "1-", "١"])(
    "%s is no file of SVMlight",
    (word) => expect(readNumber(word, 0, word.length)).toBeNaN(),
  );
});

describe("writeSvmlight", () => {
  it("writes one string per row, columns from 1 on, without zeros", () => {
    const lines = [...writeSvmlight([[0.5, 0, 2], [0, 0, 0], [0, -0.001, 0]], [1, 0, -1])]; // biome-ignore format: rows
    expect(lines).toEqual(["1 1:0.5 3:2\n", "0\n", "-1 2:-0.001\n"]);
  });

  it("writes columns from 0 on when asked to", () => {
    expect([...writeSvmlight([[5, 7]], [1], { zeroBased: true })]).toEqual(["1 0:5 1:7\n"]);
  });

  it.each(["csr", "csc"] as const)("writes what %s stores, zeros too", (format) => {
    const parts =
      format === "csr"
        ? { indptr: [0, 2, 3], indices: [0, 2, 1], values: [5, 0, -0] }
        : { indptr: [0, 1, 2, 3], indices: [0, 1, 0], values: [5, -0, 0] };
    const x = sparse({ format, rows: 2, columns: 3, ...parts });
    expect([...writeSvmlight(x, Int8Array.of(1, 2))]).toEqual(["1 1:5 3:0\n", "2 2:-0\n"]);
  });

  it("makes lines when they are asked for", () => {
    const lines = writeSvmlight([[1], [Number.NaN]], [1, 2]);
    expect(lines.next().value).toBe("1 1:1\n");
    expect(() => lines.next()).toThrow("x[1][0] = NaN");
  });
});
