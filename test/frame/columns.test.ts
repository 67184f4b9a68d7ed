import {
  Table as ArrowTable,
  DateMillisecond,
  TimestampMillisecond,
  tableFromArrays,
  vectorFromArray,
} from "apache-arrow";
import { table as arquero } from "arquero";
import { describe, expect, it } from "vitest";
import { cellsOf, namedColumns, noColumn, type TableInput } from "../../src/frame/columns.js";

const any = (value: unknown): TableInput => value as TableInput;

describe("namedColumns", () => {
  const ROWS = [
    { a: 1, b: "x" },
    { b: "y", c: true },
    { a: null, b: undefined, c: false },
  ];
  it("reads an array of objects; a key that a row does not have is missing", () => {
    const table = namedColumns(ROWS);
    expect(table.length).toBe(3);
    expect(table.names).toEqual(["a", "b", "c"]);
    expect(table.cells("a")).toEqual(Float64Array.of(1, Number.NaN, Number.NaN));
    expect(table.cells("b")).toEqual(["x", "y", undefined]);
    expect(table.cells("c")).toEqual([undefined, true, false]);
    expect(table.cells("d")).toBeUndefined();
  });
  it("reads a record of plain and typed arrays, with bigints", () => {
    const table = namedColumns({ a: Int32Array.of(1, 2), b: ["x", null], c: BigInt64Array.of(3n, 4n), d: [5n, "6"] });
    expect(table.cells("a")).toEqual(Float64Array.of(1, 2));
    expect(table.cells("b")).toEqual(["x", undefined]);
    expect(table.cells("c")).toEqual(Float64Array.of(3, 4));
    expect(table.cells("d")).toEqual([5, "6"]);
  });
  it("reads tables of Arrow and arquero", () => {
    const table = namedColumns(tableFromArrays({ a: Float64Array.of(1, 2), b: ["x", "y"] }));
    expect([table.length, table.names]).toEqual([2, ["a", "b"]]);
    expect(table.cells("a")).toEqual(Float64Array.of(1, 2));
    expect(table.cells("b")).toEqual(["x", "y"]);
    expect(namedColumns(arquero({ a: [1, 2], b: ["x", "y"] })).cells("b")).toEqual(["x", "y"]);
  });
  it("reads dates and times of Arrow", () => {
    const days = [new Date("2024-02-29"), null, new Date("1969-12-31T12:00Z")];
    const columns = { day: vectorFromArray(days, new DateMillisecond()), time: vectorFromArray(days, new TimestampMillisecond()) }; // biome-ignore format: one line
    const table = namedColumns(new ArrowTable(columns));
    expect(table.cells("day")).toEqual([days[0], undefined, days[2]]);
    expect(table.cells("time")).toEqual([days[0], undefined, days[2]]);
  });
  it("reads columns with any name", () => {
    const rows = JSON.parse('[{"__proto__": 1, "constructor": 2, "toString": 3, "": 4}, {}]') as object[];
    const table = namedColumns(rows);
    expect(table.names).toEqual(["__proto__", "constructor", "toString", ""]);
    for (const [k, name] of table.names.entries())
      expect(table.cells(name)).toEqual(Float64Array.of(k + 1, Number.NaN));
    expect(namedColumns(JSON.parse('{"__proto__": [1, 2]}') as never).cells("__proto__")).toEqual(
      Float64Array.of(1, 2),
    );
    expect(namedColumns([{ a: 1 }]).cells("toString")).toBeUndefined();
  });
  it("keeps its own copy, from the first time a column is read", () => {
    const a = Float64Array.of(1, 2);
    const day = new Date(0);
    const table = namedColumns({ a, day: [day, day] });
    table.cells("a");
    table.cells("day");
    a[0] = 9;
    day.setTime(1e12);
    expect(table.cells("a")).toEqual(Float64Array.of(1, 2));
    expect(table.cells("day")).toEqual([new Date(0), new Date(0)]);
  });
  it("does not look at columns that nobody asks for", () => {
    expect(namedColumns([{ a: 1, tags: { x: [] } }]).cells("a")).toEqual(Float64Array.of(1));
  });
  it("takes an invalid date as missing", () => {
    expect(namedColumns({ day: [new Date(Number.NaN), new Date(0)] }).cells("day")).toEqual([undefined, new Date(0)]);
  });
  it("reads empty tables", () => {
    expect(() => namedColumns([])).toThrow("data has no rows; expected one or more");
    expect([namedColumns({}).length, namedColumns({ a: [] }).cells("a")]).toEqual([0, new Float64Array(0)]);
  });
  it.each([
    [null, /^data is null; expected an array of objects/],
    ["text", /^data is text; expected/],
    [Float64Array.of(1), /^data is an array of numbers; expected/],
    [[{}, {}], /^data\[0\] is an object without columns; expected/],
    [[new Map([["a", 1]])], /^data\[0\] is an object without columns, a Map; expected/],
    [[[1, 2]], /^data\[0\] is an array; expected/],
    [[{ a: 1 }, null], /^data\[1\] is null; expected/],
    [{ a: 1 }, /^data\.a is 1; expected an array, the cells of a column: a single row goes into an array, as \[row\]$/],
    [{ a: [1], b: [1, 2] }, /^data\.b has 2 cells; expected 1 as data\.a has/],
  ])("refuses %s", (table, message) => {
    expect(() => namedColumns(any(table))).toThrow(message);
  });
  it("refuses cells that mean nothing, with their place", () => {
    const read =
      (...cells: unknown[]) =>
      () =>
        namedColumns({ a: cells }).cells("a");
    expect(read(1, {})).toThrow(/^a\[1\] = an object; expected a number, text, a truth value, a Date, or null/);
    expect(read("x", () => 1)).toThrow(/^a\[1\] = a function; expected/);
    expect(read(2n ** 60n)).toThrow(/^a\[0\] = 1152921504606846976n; a bigint is taken/);
  });
  it("reports an error of a getter with its place", () => {
    const rows = [{ get a(): number { throw new Error("gone"); } }]; // biome-ignore format: one line
    expect(() => namedColumns(rows).cells("a")).toThrow(/^a could not be read \(gone\)/);
  });
});

describe("cellsOf", () => {
  it("names the most similar column, or the columns there are", () => {
    const table = namedColumns({ height: [1], weight: [2] });
    expect(cellsOf(table, "height", "x")).toEqual(Float64Array.of(1));
    expect(() => cellsOf(table, "heigth", "the formula")).toThrow(
      'the formula: the data has no column "heigth"; did you mean "height"?',
    );
    expect(noColumn(table, "zzzzzz", "x").message).toMatch(/the columns are "height", "weight"$/);
    expect(noColumn(namedColumns({}), "a", "x").message).toMatch(/the table has no columns$/);
  });
});
