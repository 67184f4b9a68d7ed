// Workbooks of Excel: the first sheet with a table, or the one that is named, its types, its rows, and what is no workbook.
import { describe, expect, it } from "vitest";
import { isNumeric, readNumbers } from "../../src/table/cells.js";
import { openTable } from "../../src/table/open.js";
import { bytesOf, read, refusalOf } from "./files.js";

const day = (d: number): Date => new Date(Date.UTC(2024, 1, 28 + d));

describe("a workbook", () => {
  it("is read from its first sheet that is not blank, with the rows of Excel", async () => {
    const table = await read("book.xlsx");
    expect(table.source).toBe('book.xlsx, sheet "data"');
    expect(table.names).toEqual(["x", "group", "day", "when", "yes", "mixed", "__proto__"]);
    expect(table.rowNames).toBeUndefined();
    expect([...table.lines, table.unit]).toEqual([4, 5, 6, 7, 8, 9, "row"]);
    const { columns } = table;
    expect(columns.x).toEqual(Float64Array.of(0, 1 / 3, 2 / 3, 1, 1.333333333333333, Number.NaN));
    expect(columns.group).toEqual(["a", "b", "löß", undefined, undefined, "c"]);
    expect(columns.day).toEqual([day(0), day(1), day(2), day(3), day(4), undefined]);
    expect(columns.when![1]).toEqual(new Date(Date.UTC(2024, 0, 1, 12, 30, 1)));
    expect(columns.yes).toEqual([true, false, true, false, true, undefined]);
    expect(columns.mixed).toEqual(Float64Array.of(1, 2.5, Number.NaN, Number.NaN, Number.NaN, 7));
    expect(Object.values(columns).at(-1)).toEqual(Float64Array.of(0, 1, 2, 3, 4, 5));
  });

  it("is read from the sheet that is named, whose first column may be the names of the rows", async () => {
    const { names, rowNames, columns } = await read("book.xlsx", { sheet: "other" });
    expect([names, rowNames, columns.a]).toEqual([["a", "b"], ["first", "second"], Float64Array.of(1, 2)]);
    const bare = await read("book.xlsx", { sheet: "other", hasNoHeader: true });
    expect([bare.names, bare.lines.length]).toEqual([["x1", "x2", "x3"], 3]);
  });

  it("has other words for missing cells if they are given", async () => {
    const { columns } = await read("book.xlsx", { missing: ["c", "2.5"] });
    expect(columns.group).toEqual(["a", "b", "löß", undefined, "NA", undefined]);
    expect(columns.mixed).toEqual([1, undefined, "?", "NA", undefined, 7]);
  });

  it("is a table of numbers for the command line", async () => {
    const table = await openTable({ name: "t", bytes: bytesOf("book.xlsx") });
    expect(isNumeric(table, 5)).toBe(true);
    expect(() => readNumbers(table, 0, "fill it in", new Float64Array(6))).toThrow(
      't, sheet "data", row 9, column "x": the value is missing; fill it in',
    );
  });

  it.each([
    [
      "book.xlsx",
      { sheet: "none" },
      't has no sheet "none" (--sheet); its sheets are "blank", "data", "other", "title"',
    ],
    ["book.xlsx", { sheet: "blank" }, 't, sheet "blank" is blank; expected a header line with column names, and rows'],
    ["book.xlsx", { sheet: "title" }, /^t, sheet "title": the first line holds "Results of 2024" only, the next one 2/],
    ["twice.xlsx", {}, 't: columns 1 and 2 are both named "a"; names must differ: rename one'],
  ])("%s %o is refused", async (file, reading, message) => {
    const said = await refusalOf(bytesOf(file), reading);
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  it("is refused if it was cut, unpacks to too much, or is another archive", async () => {
    const whole = bytesOf("book.xlsx");
    expect(await refusalOf(whole.subarray(0, 3000))).toBe(
      "t is a workbook or a zip archive, and its end is missing: was it cut, or changed?",
    );
    const bomb = Uint8Array.from(whole);
    const at = bomb.findIndex(
      (_, k) => bomb[k] === 0x50 && bomb[k + 1] === 0x4b && bomb[k + 2] === 1 && bomb[k + 3] === 2,
    );
    new DataView(bomb.buffer).setUint32(at + 24, 2 ** 31, true);
    expect(await refusalOf(bomb)).toBe("t unpacks to more than 1 GiB; expected a smaller file: cut it into parts");
    const other = Buffer.from(
      Buffer.from(whole).toString("latin1").replaceAll("xl/workbook.xml", "xl/workbook.bin"),
      "latin1",
    );
    expect(await refusalOf(other)).toMatch(
      /^t is a workbook of a spreadsheet \(\.xlsx, \.ods\) or a zip archive; expected/,
    );
  });
});
