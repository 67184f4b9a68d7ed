// Decimal commas, marks between thousands, words for missing cells, files without a header line, names of rows.
import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/table/cell-notation.js";
import { readTable } from "../../src/table/read-table.js";
import { messageOf } from "../cli/command.js";

const rows = (text: string, reading: Reading) => readTable({ name: "t.csv", text }, reading).rows;

describe("cells as people write them", () => {
  it("with a decimal comma", () => {
    expect(rows("a;b\n1,5;-,25\n2;x,y\n+3,0e2;,", { decimal: "," })).toEqual([
      ["1.5", "-.25"],
      ["2", "x,y"],
      ["+3.0e2", ","],
    ]);
  });

  it("with marks between thousands", () => {
    const decimal = ",";
    expect(rows("a;b\n1.234.567,5;12.5\n1.000;-999", { decimal, thousands: "." })).toEqual([
      ["1234567.5", "12.5"], // 12.5 is no number where a point parts thousands
      ["1000", "-999"],
    ]);
    expect(rows('a;b\n1 234,5;"1\u202f000"\n1;2', { decimal, thousands: " " })[0]).toEqual(["1234.5", "1000"]);
    expect(rows("a;b\n1'000;2\n3;4", { thousands: "'" })[0]).toEqual(["1000", "2"]);
  });

  it("with words for missing cells", () => {
    expect(rows("a,b\n-9,x\n1, unknown \n-99,y", { missing: ["-9", "unknown"] })).toEqual([
      ["", "x"],
      ["1", ""],
      ["-99", "y"],
    ]);
  });

  it("without a header line", () => {
    expect(readTable({ name: "t.csv", text: "1,2\n3,4" }, { hasNoHeader: true })).toMatchObject({
      names: ["x1", "x2"],
      rows: [
        ["1", "2"],
        ["3", "4"],
      ],
      lines: Uint32Array.from([1, 2]),
    });
  });

  it("with names of rows", () => {
    expect(readTable({ name: "t.csv", text: '"",a,b\n"Mazda RX4",1,2\n"Datsun",3,4' })).toMatchObject({
      names: ["a", "b"],
      rows: [
        ["1", "2"],
        ["3", "4"],
      ],
      rowNames: ["Mazda RX4", "Datsun"],
    });
  });

  it("refuses a mark that means two things", () => {
    const said = messageOf(() => rows("a;b\n1;2", { decimal: ",", thousands: "," }));
    expect(said).toBe('decimal and thousands are both ","; expected two marks');
  });
});
