// Text that cannot be read is refused with line and column; data that cannot be written, with the entry.
import { describe, expect, it } from "vitest";
import { type ErrorCode, GlmError } from "../../src/index.js";
import { type ReadOptions, readSvmlight, type TextSource, writeSvmlight } from "../../src/svmlight/index.js";
import { expectRefusal } from "../helpers/thrown.js";

const UNREADABLE: readonly (readonly [text: string, message: RegExp, options?: ReadOptions])[] = [
  ["1 1:2\nspam 1:3", /^line 2, column 1: "spam" is not a number; labels are numbers: write classes as 0 and 1, or -1 and 1$/],
  ["1 1:2\n\n# c\n  nan 1:3", /^line 4, column 3: "nan" is not a number; labels/],
  ["1e999 1:2", /^line 1, column 1: "1e999" is too large for a number; labels/],
  ["1 1:2\r\n1:2 2:3", /^line 2, column 1: "1:2" is where the label should be; a line begins with its label, as in 1 3:0\.5$/],
  ["1,3 1:2", /^line 1, column 1: "1,3" is not a number; expected one label: several in a row cannot be fitted together$/],
  ["1 1:2 7", /^line 1, column 7: "7"; expected index:value with a whole index, as 3:0\.5$/],
  ["1 a:2", /^line 1, column 3: "a:2"; expected index:value/],
  ["1 -1:2", /^line 1, column 3: "-1:2"; expected index:value/],
  ["1 1.5:2", /^line 1, column 3: "1\.5:2"; expected index:value/],
  ["1 :2", /^line 1, column 3: ":2"; expected index:value/],
  ["1 sid:2", /^line 1, column 3: "sid:2"; expected index:value/],
  ["1 qid5:2", /^line 1, column 3: "qid5:2"; expected index:value/],
  ["1 1:2 2147483647:1", /^line 1, column 7: "2147483647:1": the index is too large; expected at most 2147483646$/],
  ["1 1:", /^line 1, column 5: the value is missing; expected a finite number right after "1:"$/],
  ["1 1: ", /^line 1, column 5: the value is missing; expected a finite number right after "1:"$/],
  ["1 1: # 2", /^line 1, column 5: the value is missing; expected a finite number right after "1:"$/],
  ["1 1: 2:3", /^line 1, column 5: the value is missing; expected a finite number right after "1:"$/],
  ["1 1: x", /^line 1, column 6: "x" is not a number; expected a finite number right after "1:"$/],
  [`1:2${"3".repeat(1e6)}`, /^line 1, column 1: "1:23+ \.\.\. 3+" is where the label should be; a line begins with its label, as in 1 3:0\.5$/],
  ["1 12:x\u001b[31m", /^line 1, column 6: "x\\u001b\[31m" is not a number; expected a finite number right after "12:"$/],
  ["1 1:NaN", /^line 1, column 5: "NaN" is not a number; expected a finite number/],
  ["1 1:inf", /^line 1, column 5: "inf" is not a number; expected a finite number/],
  ["1 1:1e999", /^line 1, column 5: "1e999" is too large for a number; expected a finite number/],
  [`1 1:${"y".repeat(99)}`, /^line 1, column 5: "y{27} \.\.\. y{13}" is not a number/],
  ["1 1:2 3:4\n1 5:6 5:7", /^line 2, column 7: index 5 occurs twice in this line; expected it once: add the values up$/],
  ["1 5:6 1:2 5:7 # far", /^line 1, column 11: index 5 occurs twice in this line/],
  ["1 1:2\n1 0:2", /^line 2, column 3: index 0; expected indices from 1 on: zeroBased is false$/, { zeroBased: false }],
  ["1 1:2\n1 2:3 4:5\n0 4:1", /^line 2, column 7: index 4; the last of 3 columns has the index 3: leave it out, or give more columns$/, { columns: 3, zeroBased: false }],
  ["1 0:2 3:4", /^line 1, column 7: index 3; the last of 3 columns has the index 2: leave it out/, { columns: 3, zeroBased: true }],
  ["1 1:2", /^line 1, column 3: index 1; no column: leave it out/, { columns: 0, zeroBased: false }],
]; // biome-ignore format: a table

const UNREAD: readonly (readonly [what: string, source: unknown, code: ErrorCode, message: RegExp, options?: unknown])[] = [
  ["an empty text", "", "EMPTY", /^no rows; expected lines such as 1 3:0\.5 7:2, a label first$/],
  ["a text of comments", "# nothing\n\n", "EMPTY", /^no rows; /],
  ["no pieces", [], "EMPTY", /^no rows; /],
  ["a number", 5, "BAD_SHAPE", /^source is 5; expected a string, or an iterable of strings or UTF-8 bytes$/],
  ["nothing", undefined, "BAD_SHAPE", /^source is undefined; /],
  ["bytes", Uint8Array.of(49), "BAD_SHAPE", /^source is an object; .*: put bytes into an array, \[bytes\]$/],
  ["pieces of something else", [7], "BAD_VALUE", /^the source gave 7; expected strings, or UTF-8 as Uint8Array$/],
  ["an unknown option", "1 1:2", "BAD_OPTION", /^readSvmlight: unknown option column; did you mean columns\?$/, { column: 3 }],
  ["half a column", "1 1:2", "BAD_OPTION", /^readSvmlight: columns = 1\.5; expected a whole number in \[0, 2147483647\]$/, { columns: 1.5 }],
  ["columns without a base", "1 1:2", "BAD_OPTION", /^readSvmlight: columns = 3 without zeroBased; expected both, as the first file had them \(its columns and zeroBased\): which index is the first column cannot be told from a second file$/, { columns: 3 }],
  ["columns with a base that is guessed", "1 0:2", "BAD_OPTION", /^readSvmlight: columns = 3 without zeroBased; /, { columns: 3, zeroBased: "auto" }],
  ["gzip", [Uint8Array.of(0x1f, 0x8b, 8, 0)], "BAD_VALUE", /^the source is compressed \(gzip\); unpack it first: pipe it through new DecompressionStream\("gzip"\)$/],
  ["a base", "1 1:2", "BAD_OPTION", /^readSvmlight: zeroBased is 1; expected true, false or "auto"$/, { zeroBased: 1 }],
]; // biome-ignore format: a table

const UNWRITTEN: readonly (readonly [what: string, x: unknown, y: unknown, code: ErrorCode, message: RegExp, options?: unknown])[] = [
  ["null", null, [1], "BAD_SHAPE", /^x is null; expected what sparse\(\) made, or rows \(number\[\]\[\]\)$/],
  ["too few labels", [[1], [2]], [1], "BAD_SHAPE", /^y has length 1; expected 2, the number of rows of x$/],
  ["no labels", [[1]], undefined, "BAD_SHAPE", /^y is undefined; expected an array with one label per row$/],
  ["labels in words", [[1], [2]], [1, "ham"], "BAD_VALUE", /^y\[1\] = "ham"; expected a finite number: write two classes as 0 and 1$/],
  ["a label that is none", [[1]], [Number.NaN], "BAD_VALUE", /^y\[0\] = NaN; /],
  ["a row that is none", [[1], 2], [0, 1], "BAD_SHAPE", /^x\[1\] is 2; expected a row of numbers$/],
  ["text in a row", [["1"]], [0], "BAD_VALUE", /^x\[0\]\[0\] = "1"; entries must be finite numbers/],
  ["an unknown option", [[1]], [0], "BAD_OPTION", /^writeSvmlight: unknown option base; /, { base: 0 }],
  ["a base", [[1]], [0], "BAD_OPTION", /^writeSvmlight: zeroBased is auto; expected true or false$/, { zeroBased: "auto" }],
]; // biome-ignore format: a table

describe("readSvmlight refuses", () => {
  for (const [text, message, options] of UNREADABLE) {
    it(JSON.stringify(text.slice(0, 40)), async () => {
      const error = await readSvmlight(text, options).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(GlmError);
      expect((error as GlmError).message).toMatch(message);
      expect((error as GlmError).code).toBe("BAD_VALUE");
      const [, line, column] = /line (\d+), column (\d+)/.exec((error as GlmError).message)!;
      expect((error as GlmError).detail).toEqual({ line: Number(line), column: Number(column) });
    });
  }
  it("a letter cut in two by the pieces, in one piece", async () => {
    const bytes = new TextEncoder().encode("1 1:é");
    const refused = (pieces: Uint8Array[]) => readSvmlight(pieces).catch((reason: unknown) => String(reason));
    expect(await refused([bytes.subarray(0, 5), bytes.subarray(5)])).toContain('"é" is not a number');
    expect(await refused([new TextEncoder().encode("1 1:2é").subarray(0, 6)])).toContain('"2\ufffd" is not a number');
  });
  for (const [what, source, code, message, options] of UNREAD) {
    it(what, async () => {
      const error = await readSvmlight(source as TextSource, options as ReadOptions).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(GlmError);
      expect((error as GlmError).message).toMatch(message);
      expect((error as GlmError).code).toBe(code);
    });
  }
});

describe("writeSvmlight refuses", () => {
  for (const [what, x, y, code, message, options] of UNWRITTEN) {
    it(what, () => expectRefusal(() => [...writeSvmlight(x as never, y as never, options as never)], code, message));
  }
  it("labels at once, before a line is asked for", () => {
    expect(() => writeSvmlight([[1]], [])).toThrow("y has length 0; expected 1");
  });
});
