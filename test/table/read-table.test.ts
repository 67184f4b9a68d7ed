import { describe, expect, it } from "vitest";
import { readData } from "../../src/cli/rows/data.js";
import { fitSync, lasso } from "../../src/index.js";
import { isNumeric, readLabels, readNumbers, toNumber } from "../../src/table/cells.js";
import { readTable } from "../../src/table/read-table.js";
import { indexOf, requireColumns, type Table } from "../../src/table/table.js";
import { messageOf } from "../cli/command.js";

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
    ["rows of blank cells at the end", "a;b\n1;2\n3;4\n;\n\n; \n"],
    ["rows of blank cells at the end, of any width", 'a;b\n1;2\n3;4\n;;;;\n"";""\n'],
    ["quoted fields", '"a","b"\n"1","2"\n3,"4"'],
    ["blanks around names", " a , b\n1,2\n3,4"],
    ["a byte order mark", "\ufeffa,b\n1,2\n3,4"],
    ["sep=", "sep=;\na;b\n1;2\n3;4"],
    ["sep= of another delimiter, in quotes", '"sep=|"\r\na|b\r\n1|2\r\n3|4'],
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

  it("keeps a row of blank cells above others: it is a row of missing cells", () => {
    expect(table("a,b\n1,2\n,\n3,4\n,\n").rows).toEqual([
      ["1", "2"],
      ["", ""],
      ["3", "4"],
    ]);
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
    [
      "1,2,3\n4,5,6\n7,8,9",
      "t.csv, line 1 looks like a row of the data; expected names: write a header line, with a letter before names that are numbers (--no-header names them x1, x2, ...)",
    ],
    ["5.1,setosa\n4.9,setosa\n6.2,virginica", /^t\.csv, line 1 looks like a row of the data; /],
    [
      "Sales of 2024\na;b\n1;2\n3;4",
      /^t\.csv: the first line holds "Sales of 2024" only, the next one 2 fields; expected a header line .*if it is a title, take it away$/,
    ],
    ["Sales,,\na,b,c\n1,2,3", /^t\.csv: the first line holds "Sales" only, the next one 3 fields; /],
    [
      "a;b,c\n1;2,3\n4;5,6",
      /^t\.csv: fields may end at "," or ";", both give every line as many; .*or write a first line sep=;$/,
    ],
    ["a,b\n1,\0\n", "t.csv, line 2 holds a NUL character; expected text: was the file cut, or is it binary?"],
    ["[[1,2],[3,4]]", /^t\.csv, line 1 holds an array; expected rows as /],
    ["\n<!DOCTYPE html>\n<html>", /^t\.csv is a page \(HTML\); /],
    ['<?xml version="1.0"?>\n<a/>', /^t\.csv is XML; /],
    ["@relation iris\n\n@data\n1,2", /ARFF/],
    ["1 1:2 3:4\n0 2:1\n", /^t\.csv is of SVMlight; .*name it \.svm$/],
    ['a,"",b\n1,2,3', "t.csv: column 2 has no name in the header line; give it one"],
    [
      "a,b\n1,2\n3\n",
      "t.csv, line 3 has 1 field; expected 2 fields, as in the header line: quote text that holds the delimiter",
    ],
    [
      "a,b\n1,2,3\n",
      "t.csv, line 2 has 3 fields; expected 2 fields, as in the header line: quote text that holds the delimiter",
    ],
    ["a,b\n1,2\n\n3,4", /^t\.csv, line 3 is blank; expected 2 fields, as in the header line: take the line away$/],
    ["a,b\n1,2\n,,,\n3,4", /^t\.csv, line 3 has 4 fields; expected 2 fields/],
    ["a,b\n,\n,\n", "t.csv has a header line and no rows; expected at least one"],
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

  it("takes time that grows with the columns, not with their square", () => {
    const scanned = (p: number): number => {
      let sum = 0;
      const count = (method: "indexOf" | "includes"): (() => void) => {
        const original = Array.prototype[method] as (this: unknown[], ...args: unknown[]) => unknown;
        // biome-ignore lint/suspicious/noExplicitAny: a method of every array
        (Array.prototype as any)[method] = function (this: unknown[], ...args: unknown[]): unknown {
          sum += this.length;
          return original.apply(this, args);
        };
        return () => {
          // biome-ignore lint/suspicious/noExplicitAny: as above
          (Array.prototype as any)[method] = original;
        };
      };
      const names = Array.from({ length: p }, (_, j) => `c${j}`);
      const text = [names.join(","), ...[1, 2, 3, 4].map((i) => names.map((_, j) => (i * (j + 3)) % 7).join(","))].join(
        "\n",
      );
      const release = [count("indexOf"), count("includes")];
      try {
        const data = readData(table(text), { family: "gaussian", response: "c0", exclude: ["c1"] });
        const model = fitSync(data.x, data.y, { penalty: lasso(1), maxIterations: 0 });
        requireColumns(table(text), model.names, "of the model");
        expect(model.names).toHaveLength(p - 2);
      } finally {
        for (const undo of release) undo();
      }
      return sum;
    };
    expect(scanned(2000)).toBeLessThan(20 * 2000 + scanned(2) + 1e4);
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
    ["0x10", '"0x10" is not a number: a hexadecimal; write it in decimals; do something'],
    [
      '"1,5"',
      '"1,5" is not a number: decimals are written with a point; on the command line --decimal , reads them; do something',
    ],
    [
      '"1,000"',
      '"1,000" is not a number: the comma may part thousands, or decimals; write thousands without it, decimals with a point; do something',
    ],
    ['"1,234,567.5"', '"1,234,567.5" is not a number: commas part thousands; write it without them; do something'],
    [
      '"1.234,5"',
      '"1.234,5" is not a number: points part thousands; write it without them, and decimals with a point; do something',
    ],
    ["1\u00a0000", '"1\u00a0000" is not a number: write thousands without anything between them; do something'],
    ["TRUE", '"TRUE" is not a number: a truth value; write 1 and 0; do something'],
    [
      "50 %",
      '"50 %" is not a number: a percentage; write it without the sign, all values of the column alike; do something',
    ],
    ["$5", '"$5" is not a number: an amount; write it without the currency; do something'],
    [
      "2024-01-31",
      '"2024-01-31" is not a number: a date; write a number, as days since a day, or leave the column out; do something',
    ],
    ["#N/A", "the value is missing (#N/A); do something"],
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

  it.each(["#N/A", "?", ".", "-", "n/a", "na", "<NA>", "None", "NULL", "nan", "#DIV/0!"])("are not %s", (word) => {
    expect(() => readLabels(table(`a,b\nx,1\n${word} ,2\ny,3`), 0)).toThrow(
      `t.csv, line 3, column "a": the value is missing (${word}); fill it in, or drop the row; if it is meant as a label, use another word`,
    );
    expect(isNumeric(table(`a,b\n5,1\n${word} ,2\n7,3`), 0)).toBe(true);
  });

  it("may be signs, yes and no", () => {
    const signs = table("a,b\n+,1\n-,2");
    expect(isNumeric(signs, 0)).toBe(false);
    expect(readLabels(signs, 0)).toEqual(["+", "-"]);
  });

  it("must not be missing", () => {
    expect(() => readLabels(table("a,b\nx,1\nNA,2"), 0)).toThrow(
      't.csv, line 3, column "a": the value is missing (NA); fill it in, or drop the row',
    );
  });
});
