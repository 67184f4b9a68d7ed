// Arrow and Feather as pyarrow and apache-arrow write them.
import { Table, tableFromArrays, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { namedColumns } from "../../src/frame/columns.js";
import { GlmError } from "../../src/index.js";
import { readColumns } from "../../src/table/columns.js";
import { bytesOf, OTHERS, read, refusalOf, WANTED } from "./files.js";

describe("Arrow", () => {
  it.each(["uncompressed.feather", "lz4.feather", "zstd.feather", "stream.arrows"])(
    "%s keeps the types of its cells",
    async (file) => {
      const { columns, lines, unit } = await read(file);
      for (const [name, wanted] of Object.entries(WANTED)) expect(columns[name], name).toEqual(wanted);
      expect([unit, lines.length]).toEqual(["row", 60]);
      for (const name of OTHERS) expect(() => namedColumns(columns).cells(name)).toThrow(`${name}[0] = an object`);
    },
  );

  it.each(["file", "stream"] as const)("of apache-arrow is read as a %s", async (kind) => {
    const table = new Table({
      a: vectorFromArray(Float32Array.of(0.5, Number.NaN, 2)),
      b: vectorFromArray(["x", null, "NA"], new Utf8()),
      c: vectorFromArray(["p", "q", "p"]),
      d: vectorFromArray(BigInt64Array.of(1n, -(2n ** 53n), 3n)),
    });
    const { columns } = await readColumns({ name: "t", bytes: tableToIPC(table, kind) });
    expect(columns.a).toEqual(Float64Array.of(0.5, Number.NaN, 2));
    expect(columns.b).toEqual(["x", undefined, "NA"]);
    expect(columns.c).toEqual(["p", "q", "p"]);
    expect(columns.d).toEqual([1, -(2n ** 53n), 3]);
  });

  it("is refused if it was cut, or has no rows", async () => {
    for (const file of ["uncompressed.feather", "lz4.feather", "stream.arrows"]) {
      const bytes = bytesOf(file);
      for (const part of [0.2, 0.5, 0.9]) {
        expect(await refusalOf(bytes.subarray(0, part * bytes.length))).toMatch(
          /^t is a file of Arrow [^\n]*: was it cut|was it cut, or changed\?$/,
        );
      }
    }
    const empty = tableToIPC(tableFromArrays({ a: new Float64Array(0) }), "file");
    expect(await refusalOf(empty)).toMatch(/^t is a file of Arrow without rows/);
    expect(await refusalOf(Buffer.from("FEA1...............", "latin1"))).toBe(
      "t is a file of Feather; expected text: write it as CSV",
    );
  });

  it.each(["stream.arrows", "uncompressed.feather"])(
    "%s is refused or read at once, whatever one of its lengths says",
    async (file) => {
      const whole = bytesOf(file);
      const footer = file.endsWith("feather") ? whole.length - 2000 : 8; // its footer, or the schema at the start
      for (let at = footer & -4; at < footer + 1600; at += 4) {
        for (const length of [0x7fffffff, 0x00ffffff]) {
          const bytes = Uint8Array.from(whole);
          new DataView(bytes.buffer).setUint32(at, length, true);
          const start = performance.now();
          await readColumns({ name: "t", bytes }).catch((error) => {
            expect(error).toBeInstanceOf(GlmError);
            expect(error.message).toMatch(/^t[ ,]/);
          });
          expect(performance.now() - start, `place ${at}`).toBeLessThan(1000);
        }
      }
    },
  );
});
