import { describe, expect, it } from "vitest";
import { namedColumns } from "../../src/frame/columns.js";
import { type ColumnKind, columnAs, isMissingAt, kindOf } from "../../src/frame/types.js";

const NAN = Number.NaN;
const cells = (...values: unknown[]) => namedColumns({ a: values }).cells("a")!;
const kind = (...values: unknown[]) => kindOf(cells(...values), "a");
const as = (to: ColumnKind, ...values: unknown[]) => columnAs(cells(...values), "a", to);

describe("kindOf", () => {
  it.each<[ColumnKind, boolean, unknown[]]>([
    ["number", false, [1, 2.5, null]],
    ["number", false, [null, undefined]],
    ["number", true, ["1", " 2.5 ", "", "-1e3", null]],
    ["number", true, [1, "2"]],
    ["number", true, ["0", "0.5", "-0.5"]],
    ["number", true, ["1", "NA", "?", "2", "#N/A", " . "]],
    ["number", true, [1, 2, "NA"]],
    ["date", true, ["2023-02-28", "NA"]],
    ["category", false, ["NA", "NA"]],
    ["category", false, ["1", "none"]],
    ["category", false, ["a", "NA", "."]],
    ["category", false, ["01067", "10115"]],
    ["category", false, ["-01", "1"]],
    ["category", false, ["1", "x"]],
    ["category", false, ["", " "]],
    ["category", false, ["12345678901234567890", "1"]],
    ["category", false, ["0x1f"]],
    ["logical", false, ["TRUE", "FALSE", "NA"]],
    ["logical", false, ["true", " False ", null]],
    ["category", false, ["TRUE", "1"]],
    ["category", false, ["T", "F"]],
    ["category", false, ["2023-02-30", "2023-02-28"]],
    ["category", false, ["2023-02-28", "1"]],
    ["date", true, ["2023-02-28", "", "2024-02-29T12:00Z"]],
    ["date", false, [new Date(0), null]],
    ["date", true, [new Date(0), "2020-01-01"]],
    ["logical", false, [true, null, false]],
  ])("%s, from text: %s, %j", (expected, fromText, values) => {
    expect(kind(...values)).toEqual({ kind: expected, fromText });
  });
  it("refuses cells of several kinds, with the odd one and what to do", () => {
    expect(() => kind(1, 2, "x")).toThrow('a[2] = "x", but a[0] is 1; expected cells of one kind: correct it, or set types: { a: "category" }'); // biome-ignore format: one line
    expect(() => kind("x", 1)).toThrow(/^a\[0\] = "x", but a\[1\] is 1;/);
    expect(() => kind(null, true, 1)).toThrow(/^a\[2\] = 1, but a\[1\] is true;/);
    expect(() => kind(new Date(0), "soon")).toThrow(/^a\[1\] = "soon", but a\[0\] is the date 1970-01-01/);
  });
  it("refuses decimal commas, which would be levels", () => {
    expect(() => kind(null, "3", "2,5", "NA")).toThrow(
      'a[2] = "2,5"; expected a decimal point: write it with one, as text.replace(",", ".") does, or set types: { a: "category" }',
    );
    for (const texts of [["2,5", "a"], ["1,2,3"], ["01067", "1"], ["1,2", "A,B"]])
      expect(kind(...texts).kind).toBe("category");
  });
});

describe("columnAs", () => {
  it("numbers", () => {
    expect(as("number", "1", "", null, "007", true)).toEqual({
      kind: "number",
      values: Float64Array.of(1, NAN, NAN, 7, 1),
    });
    expect(() => as("number", 1, Infinity)).toThrow(
      "a[1] = Infinity; expected a finite number: correct the cell, or make it null",
    );
    expect(() => as("number", "1", "one")).toThrow(/^a\[1\] = "one"; expected a number/);
    expect(() => as("number", "1e999")).toThrow(/^a\[0\] = "1e999"; expected a number/);
    expect(() => as("number", new Date(0))).toThrow(/expected a number/);
  });
  it("words for missing values are missing in numbers and dates, and levels of categories", () => {
    expect(as("number", "1", "NA", "?", 2)).toEqual({ kind: "number", values: Float64Array.of(1, NAN, NAN, 2) });
    expect(as("date", "1970-01-02", "NA")).toEqual({ kind: "date", values: Float64Array.of(1, NAN) });
    expect(as("category", "a", "NA")).toMatchObject({ levels: ["NA", "a"] });
  });
  it("days since 1970", () => {
    expect(as("date", "1970-01-02", new Date(-86_400_000), null, "", "2024-02-29T06:00Z")).toEqual({
      kind: "date",
      values: Float64Array.of(1, -1, NAN, NAN, 19_782.25),
    });
    expect(() => as("date", "tomorrow")).toThrow(/^a\[0\] = "tomorrow"; expected a Date, or text as 2024-12-31/);
    expect(() => as("date", 3)).toThrow(/^a\[0\] = 3; expected a Date/);
  });
  it("levels in the order of code points", () => {
    const column = as("category", "z", "\u{1f600}", "Z", "\uffee", null, "z");
    expect(column).toMatchObject({
      levels: ["Z", "z", "\uffee", "\u{1f600}"],
      codes: Int32Array.of(1, 3, 0, 2, -1, 1),
    });
    expect([0, 4].map((i) => isMissingAt(column, i))).toEqual([false, true]);
  });
  it("levels of numbers by size", () => {
    expect(as("category", 10, 9, 0.1 + 0.2, NAN)).toMatchObject({
      levels: ["0.3", "9", "10"],
      codes: Int32Array.of(2, 1, 0, -1),
    });
    expect(as("category", "10", "9", "1.0", "1", null)).toMatchObject({ levels: ["1", "1.0", "9", "10"] });
    expect(as("category", "10", "9", "a")).toMatchObject({ levels: ["10", "9", "a"] });
  });
  it("truth values, also as other programs write them", () => {
    expect(as("logical", true, "FALSE", null, "true", 0)).toMatchObject({
      levels: ["FALSE", "TRUE"],
      codes: Int32Array.of(1, 0, -1, 1, 0),
    });
    expect(as("logical", "True", "NA", "?", " false ")).toMatchObject({ codes: Int32Array.of(1, -1, -1, 0) });
    expect(() => as("logical", "yes")).toThrow(/^a\[0\] = "yes"; expected true or false/);
  });
});
