import { describe, expect, it } from "vitest";
import { isNumeric, readLabels, readNumbers, toNumber } from "../../src/cli/cells.js";
import { indexOf, readTable, type Table } from "../../src/cli/table.js";
import { messageOf } from "./command.js";

const table = (text: string): Table => readTable({ name: "t.csv", text });

function column(t: Table, j: number): number[] {
  const values = new Float64Array(t.rows.length);
  readNumbers(t, j, "do something", values);
  return [...values];
}

describe("readTable", () => {
  it.each([
    ["commas", "a,b\n1,2\n3,4"],
    ["tabs", "a\tb\n1\t2\n3\t4"],
    ["semicolons", "a;b\n1;2\n3;4"],
    ["few lines with tabs and an end to the last", "a\tb\n1\t2\n3\t4\n"],
    ["few lines with semicolons and blank ones at the end", "a;b\n1;2\n3;4\n\n\n"],
    ["CRLF", "a,b\r\n1,2\r\n3,4\r\n"],
    ["CR", "a,b\r1,2\r3,4\r"],
    ["line ends of both kinds", "a,b\r\n1,2\n3,4\r\n"],
    ["blank lines at the end", "a,b\n1,2\n3,4\n\n \n\n"],
    ["quoted fields", '"a","b"\n"1","2"\n3,"4"'],
    ["blanks around names", " a , b\n1,2\n3,4"],
  ])("reads %s", (_, text) => {
    expect(table(text)).toMatchObject({
      source: "t.csv",
      names: ["a", "b"],
      rows: [
        ["1", "2"],
        ["3", "4"],
      ],
    });
  });

  it("takes delimiters, quotes and line breaks inside quoted fields as text", () => {
    const t = table('"a, ""b""",c\n"x\ny",1\nz,2');
    expect(t.names).toEqual(['a, "b"', "c"]);
    expect(t.rows).toEqual([
      ["x\ny", "1"],
      ["z", "2"],
    ]);
  });

  it("counts lines as an editor does, also over quoted line breaks", () => {
    expect([...table('"a\nb",c\n"x\ny\nz",1\nw,2').lines]).toEqual([3, 6]);
    expect([...table('a,c\r\n"x\r\ny",1\r\nw,2\r\n').lines]).toEqual([2, 4]);
  });

  it("reads a table of one column", () => {
    expect(table("a\n1\n2\n").rows).toEqual([["1"], ["2"]]);
  });

  it.each([
    ["", "t.csv is empty; expected a header line with column names, and rows"],
    ["\n\n", "t.csv is empty; expected a header line with column names, and rows"],
    ["a,b\n", "t.csv has a header line and no rows; expected at least one"],
    ["a,b,a\n1,2,3", 't.csv: columns 1 and 3 are both named "a"; names must differ: rename one'],
    ["a, a\n1,2", 't.csv: columns 1 and 2 are both named "a"; names must differ: rename one'],
    ['"",a\n1,2', /t\.csv: column 1 has no name in the header line; give it one .*row\.names = FALSE/],
    [
      "a,b\n1,2\n3\n",
      "t.csv, line 3 has 1 field; expected 2 fields, as in the header line: quote text that holds the delimiter",
    ],
    [
      "a,b\n1,2,3\n",
      "t.csv, line 2 has 3 fields; expected 2 fields, as in the header line: quote text that holds the delimiter",
    ],
    ["a,b\n1,2\n\n3,4", /^t\.csv, line 3 is blank; expected 2 fields/],
    ['a,b\n"x\ny",2\n3', /^t\.csv, line 4 has 1 field/],
    [
      'a,b\n1,2\n"3,4\n5,6',
      't.csv, line 3: a quoted field does not end where it should; write "" for a quote inside quotes',
    ],
  ])("refuses %j", (text, message) => {
    const said = messageOf(() => table(text));
    if (message instanceof RegExp) expect(said).toMatch(message);
    else expect(said).toBe(message);
  });
});

describe("indexOf", () => {
  it("finds a column by its name", () => {
    expect(indexOf(table("a,b\n1,2"), "b", "--response")).toBe(1);
  });

  it.each([
    ["spma", 'did you mean "spam"?'],
    ["Spam", 'did you mean "spam"?'],
    ["zzz", 'its columns are "spam", "make", "address"'],
  ])("of %s says what may have been meant", (name, hint) => {
    const known = table("spam,make,address\n1,2,3");
    expect(() => indexOf(known, name, "--response")).toThrow(`t.csv has no column "${name}" (--response); ${hint}`);
  });

  it("lists the first names of many", () => {
    const many = table(`${Array.from({ length: 20 }, (_, j) => `column${j}`).join(",")}\n${"1,".repeat(19)}1`);
    expect(() => indexOf(many, "y", "--response")).toThrow('"column7", ... (20 in all)');
  });

  it("suspects that the header line is missing where it holds numbers", () => {
    expect(() => indexOf(table("1,2\n3,4"), "y", "--response")).toThrow(
      "its first line holds numbers: is the header line missing?",
    );
  });
});

describe("numbers", () => {
  it.each([
    ["1", 1],
    ["-1.5", -1.5],
    ["+.5", 0.5],
    ["2.", 2],
    [" 3e-2 ", 0.03],
    ["1E3", 1000],
  ])("%j is %d", (text, value) => {
    expect(toNumber(text)).toBe(value);
  });

  it.each(["", " ", "0x1f", "0b1", "Infinity", "NaN", "1,5", "1 2", "1_000", "true", "e5", "."])(
    "%j is none",
    (text) => {
      expect(toNumber(text)).toBeUndefined();
    },
  );

  it("reads a column", () => {
    expect(column(table("a,b\n1,x\n-2.5,y"), 0)).toEqual([1, -2.5]);
  });

  it.each([
    ["Paris", '"Paris" is not a number; do something'],
    ["", "the value is missing; do something"],
    ["NA", "the value is missing (NA); do something"],
    ["NaN", "the value is missing (NaN); do something"],
    ["1e999", "1e999 is too large for a number; do something"],
    ["0x10", '"0x10" is not a number; do something'],
    ['"1,5"', '"1,5" is not a number: decimals are written with a point; do something'],
    ["x\u001b[31m", '"x\\u001b[31m" is not a number; do something'],
  ])("names the place of %j", (cell, complaint) => {
    const t = table(`a,b\n0,1\n7,${cell}\n0,2`);
    expect(messageOf(() => column(t, 1))).toBe(`t.csv, line 3, column "b": ${complaint}`);
  });

  it("tells columns of numbers from columns of labels; gaps do not make labels", () => {
    const t = table("a,b,c\n1,x,1\nNA,y,x\n2,z,2");
    expect([0, 1, 2].map((j) => isNumeric(t, j))).toEqual([true, false, false]);
  });
});

describe("labels", () => {
  it("are the text without blanks around it", () => {
    expect(readLabels(table("a\n x\ny \nnone"), 0)).toEqual(["x", "y", "none"]);
  });

  it("must not be missing", () => {
    expect(() => readLabels(table("a,b\nx,1\nNA,2"), 0)).toThrow(
      't.csv, line 3, column "a": the value is missing (NA); fill it in, or drop the row',
    );
  });
});
