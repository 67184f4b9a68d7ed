// Texts as columns of cells: what is missing, marks of numbers, comments, names, and what is suspected.
import { describe, expect, it } from "vitest";
import { namedColumns as readFrameTable } from "../../src/frame/columns.js";
import { columnAs, kindOf } from "../../src/frame/types.js";
import type { Reading } from "../../src/table/cell-notation.js";
import { isNumeric, readLabels } from "../../src/table/cells.js";
import { readColumns } from "../../src/table/columns.js";
import { openTable } from "../../src/table/open.js";
import { readTable } from "../../src/table/read-table.js";
import { CellWriter } from "../../src/table/typed.js";

const read = (text: string, reading?: Reading) => readColumns({ name: "t.csv", text }, reading);
const cells = async (text: string, name: string, reading?: Reading) =>
  Array.from((await read(text, reading)).columns[name]!);
const messageOf = (text: string, reading?: Reading): Promise<string> =>
  read(text, reading).then(
    () => "nothing was refused",
    (error) => (error as Error).message,
  );

describe("missing cells", () => {
  const sure = ["", "NA", "N/A", "#N/A", "NaN", "null", "None", "NULL", "<NA>", "n/a", "  "];
  const unsure = [".", "?", "-", "#DIV/0!", "nan"];

  it("are blank or one of some words, in every column", async () => {
    const text = `a,b\nx,1\n${sure.map((word) => `${word},2`).join("\n")}`;
    expect(await cells(text, "a")).toEqual(["x", ...sure.map(() => undefined)]);
  });

  it("are other words too, beside numbers only", async () => {
    const text = `n,t\n1,x\n${[...unsure, "NA"].map((word) => `${word},${word}`).join("\n")}`;
    expect(await cells(text, "n")).toEqual(["1", ...unsure.map(() => undefined), undefined]);
    expect(await cells(text, "t")).toEqual(["x", ...unsure, undefined]);
    expect(await cells("a,b\n-,1\n-,2", "a")).toEqual(["-", "-"]); // no number
  });

  it("are such words in the response, except for classes + and -", async () => {
    const response = "y";
    expect(await cells("y,b\nham,1\n?,2\n.,3", "y", { response })).toEqual(["ham", undefined, undefined]);
    expect(await cells("y,b\n+,1\n-,2\nNA,3", "y", { response })).toEqual(["+", "-", undefined]);
    expect(await cells("y,b\nham,?\n?,x", "b", { response })).toEqual(["?", "x"]);
  });

  it("are the words that are given, and no others", async () => {
    const missing = ["-9", "unknown"];
    expect(await cells("a,b\n-9,1\n NA ,2\nunknown ,3\n,4", "a", { missing })).toEqual([
      undefined,
      " NA ",
      undefined,
      undefined,
    ]);
    expect(await cells("a,b\n-9,1\n?,2\n3,3", "a", { missing })).toEqual([undefined, "?", "3"]);
  });
});

describe("cells", () => {
  it("of text stay as they are written, also codes and numbers", async () => {
    expect(await cells("a,b\n007,1\n x ,2\n1e5,3", "a")).toEqual(["007", " x ", "1e5"]);
  });

  it("of numbers have a decimal point, without marks between thousands", async () => {
    const reading: Reading = { decimal: ",", thousands: "." };
    expect(await cells("a;b\n1.234,5;1\n-,5;2\nNA;3", "a", reading)).toEqual(["1234.5", "-.5", undefined]);
  });

  it("have names that objects have, and their lines", async () => {
    const table = await read('__proto__,constructor,toString\n"1\n2",2,3\n4,5,6');
    expect(table.names).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.keys(table.columns)).toEqual(table.names);
    expect([...table.lines]).toEqual([2, 4]);
    expect(readFrameTable(table.columns).cells("__proto__")).toEqual(["1\n2", "4"]);
  });

  it("of a first column without a name are the names of the rows", async () => {
    const table = await read('"",a\nMazda,1\nDatsun,2');
    expect(table).toMatchObject({ names: ["a"], rowNames: ["Mazda", "Datsun"] });
  });

  it("are columns of a formula: numbers, codes, dates, truth values", async () => {
    const table = readFrameTable(
      (await read("n,code,day,t\n1,01,2024-02-29,TRUE\nNA,02,,F\n2.5,03,2024-03-01,\n")).columns,
    );
    const kinds = table.names.map((name) => kindOf(table.cells(name)!, name).kind);
    expect(kinds).toEqual(["number", "category", "date", "category"]);
    expect(columnAs(table.cells("n")!, "n", "number")).toMatchObject({ values: Float64Array.of(1, Number.NaN, 2.5) });
  });

  it("of JSON have its types", async () => {
    const table = await read('[{"a": 1, "b": "007", "c": true, "d": null}, {"a": 2.5, "c": false}]');
    expect(table.columns.a).toEqual(Float64Array.of(1, 2.5));
    expect(table.columns.b).toEqual(["007", undefined]);
    expect(table.columns.c).toEqual([true, false]);
    expect(table.columns.d).toEqual(Float64Array.of(Number.NaN, Number.NaN));
    expect(await cells('[{"a": -9, "b": "x"}, {"a": 1, "b": "-9"}]', "b", { missing: ["-9"] })).toEqual([
      "x",
      undefined,
    ]);
    expect(await cells('{"a": [-9, 1]}', "a", { missing: ["-9"] })).toEqual([Number.NaN, 1]);
  });
});

describe("the labels of a table", () => {
  it("may be the usual words, if others are given", async () => {
    const source = { name: "t.csv", text: "y,b\nNA,1\nham,2\n" };
    expect(() => readLabels(readTable(source), 0)).toThrow("the value is missing (NA)");
    const table = await openTable(source, { missing: ["-9"] });
    expect(readLabels(table, 0)).toEqual(["NA", "ham"]);
    expect(isNumeric(readTable({ name: "t", text: "a,b\n1,2\nNA,3" }, { missing: ["-9"] }), 0)).toBe(false);
  });
});

describe("a writer of cells", () => {
  it("knows what is missing, also beside other cells", () => {
    const writer = new CellWriter(5);
    for (const [i, cell] of [Number.NaN, 2n, "x", Number.NaN].entries()) writer.set(i, cell);
    expect(writer.done()).toEqual([undefined, 2, "x", undefined, undefined]);
  });
});

describe("the decimal mark", () => {
  it("is suspected where most cells have a comma", async () => {
    expect(await messageOf("a;b\n1,5;x\n2,25;y\n3;z\nNA;w")).toBe(
      't.csv, line 2, column "a": "1,5", like 2 of 3 cells, seems to have a decimal comma; expected a decimal point: on the command line --decimal , reads it; if it is text, --decimal . and, for a fit, --types a=category',
    );
    expect(await messageOf("a;b\n1,500;x\n2,250;y")).toContain("--thousands , if it parts thousands");
  });

  it("is what the caller says", async () => {
    expect(await cells("a;b\n1,5;x\n2,25;y", "a", { decimal: "." })).toEqual(["1,5", "2,25"]);
    expect(await cells("a;b\n1,5;x\n2,25;y", "a", { decimal: "," })).toEqual(["1.5", "2.25"]);
    expect(await cells("a;b\n1,500;x\n2,250;y", "a", { thousands: "," })).toEqual(["1500", "2250"]);
    expect(await cells("a;b\n1,5;x\n2,5;x\np;y\nq;z", "a")).toEqual(["1,5", "2,5", "p", "q"]);
  });

  it("is not a point beside commas, nor one that may part thousands", async () => {
    const decimal = ",";
    expect(await messageOf("a;b\n1,5;x\n2.5;y", { decimal })).toBe(
      't.csv, line 3, column "a": "2.5" has a point; expected a decimal comma: correct it',
    );
    expect(await messageOf("a;b\n1.250;x\n7;y", { decimal })).toMatch(
      /"1\.250" has a point; .* --thousands \. if it parts/,
    );
    expect(await cells("a;b\n1.250;x\nq;y", "a", { decimal })).toEqual(["1.250", "q"]); // text
    expect(await cells("a;b\n1.2;x\n7;y", "a", { decimal })).toEqual(["1.2", "7"]);
  });
});

describe("comments", () => {
  it("above the header line begin with #", async () => {
    const table = await read("# by an instrument\n#\n\n# more\na,b\n1,2\n#,3\n");
    expect(table).toMatchObject({ names: ["a", "b"], lines: Uint32Array.of(6, 7) });
    expect(table.columns.a).toEqual(["1", "#"]);
  });

  it("may not be the header line", async () => {
    expect(await messageOf("# title\n# a,b\nx,y\nz,u")).toBe(
      't.csv, line 2 begins with # and has 2 fields, as the line below it; expected a header line or a comment: take the # away if it is the header line, or leave comments out with --comment "#"',
    );
    expect(await messageOf("#a\n1\n2\n")).toMatch(/^t\.csv, line 2 looks like a row of the data/);
    expect((await read("# x,y\na,b\n1,2", { comment: "#" })).names).toEqual(["a", "b"]);
  });

  it("anywhere begin with the mark that is given, outside of quoted fields", async () => {
    const text = 'sep=;\n% a\n"a";b\n%\n"x\n% y";1\n% "\nz;2\n\n% end';
    const table = await read(text, { comment: "%" });
    expect(table.columns.a).toEqual(["x\n% y", "z"]);
    expect([...table.lines]).toEqual([5, 8]);
    expect(await messageOf("a,b\n% 1\n1,2\n3", { comment: "%" })).toMatch(/^t\.csv, line 4 has 1 field; expected 2/);
    expect(await messageOf("a,b\n1,2", { comment: "" })).toBe(
      '--comment ""; expected a mark at the start of a line, as "#"',
    );
  });

  it("do not hide what a text is", async () => {
    expect(await messageOf("# SVMlight\n1 1:2 2:3\n")).toMatch(/^t\.csv is of SVMlight/);
    expect(await messageOf("# x\n")).toMatch(/^t\.csv is empty/);
  });
});

it("a sheet is of a workbook", async () => {
  expect(await messageOf("a,b\n1,2", { sheet: "x" })).toBe(
    '--sheet "x": t.csv is no workbook of Excel (.xlsx); leave it out',
  );
});
