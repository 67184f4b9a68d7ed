import { describe, expect, it } from "vitest";
import type { DataFlags } from "../../../src/cli/flags/data.js";
import { checkRoles, readData } from "../../../src/cli/rows/data.js";
import { readTable } from "../../../src/table/read-table.js";
import { messageOf } from "../command.js";

const TABLE = readTable({ name: "t.csv", text: "a,b,w,y,city\n1,2,1,0,Rome\n3,4,2,1,Oslo\n5,6,0,1,Rome" });
const FLAGS: DataFlags = { response: "y", family: "binomial", exclude: ["city"] };
const read = (flags: Partial<DataFlags> = {}) => readData(TABLE, { ...FLAGS, ...flags });

describe("readData", () => {
  it("takes every column without another role as predictor, column after column", () => {
    const { x, y, vectors } = read({ weights: "w" });
    expect(x).toMatchObject({ names: ["a", "b"], rows: 3, columns: 2, layout: "column" });
    expect([...x.data]).toEqual([1, 3, 5, 2, 4, 6]);
    expect(y).toEqual(Float64Array.of(0, 1, 1));
    expect(vectors).toEqual({ weights: Float64Array.of(1, 2, 0) });
  });

  it("takes the columns asked for, in their order, less the excluded ones", () => {
    expect(read({ columns: ["w", "b", "a"] }).x.names).toEqual(["w", "b", "a"]);
    expect(read({ columns: ["w", "b", "a"], exclude: ["b"] }).x.names).toEqual(["w", "a"]);
  });

  it("keeps columns whose names are numbers in their order", () => {
    const table = readTable({ name: "t.csv", text: "10,2,y\n1,2,3\n4,5,6" });
    const { x } = readData(table, { response: "y", family: "gaussian" });
    expect(x.names).toEqual(["10", "2"]);
    expect([...x.data]).toEqual([1, 4, 2, 5]);
  });

  it("reads labels for families of classes only", () => {
    for (const family of ["binomial", "multinomial"] as const)
      expect(read({ response: "city", family, exclude: [] }).y).toEqual(["Rome", "Oslo", "Rome"]);
    expect(() => read({ response: "city", family: "poisson", exclude: [] })).toThrow(
      't.csv, line 2, column "city": "Rome" is not a number; fill it in, or drop the row; family poisson expects numbers: two labels need --family binomial, more than two --family multinomial',
    );
  });

  it("transforms predictors and nothing else", () => {
    const { x, y, vectors } = read({ transform: "log1p", weights: "w" });
    expect([...x.data]).toEqual([1, 3, 5, 2, 4, 6].map(Math.log1p));
    expect(y).toEqual(Float64Array.of(0, 1, 1));
    expect(vectors.weights).toEqual(Float64Array.of(1, 2, 0));
  });

  it("refuses what the transform cannot take", () => {
    const table = readTable({ name: "t.csv", text: "a,y\n0,0\n-1,1" });
    expect(() => readData(table, { response: "y", family: "binomial", transform: "log1p" })).toThrow(
      't.csv, line 3, column "a": -1; --transform log1p expects a number > -1: leave the column out, or the transform',
    );
  });

  it.each<[Partial<DataFlags>, string]>([
    [
      { exclude: [] },
      't.csv, line 2, column "city": "Rome" is not a number; fill it in, drop the row, or leave the column out with --exclude "city"',
    ],
    [{ response: "yy" }, 't.csv has no column "yy" (--response); did you mean "y"?'],
    [{ weights: "ww" }, 't.csv has no column "ww" (--weights); did you mean "w"?'],
    [{ columns: ["a", "bb"] }, 't.csv has no column "bb" (--columns); did you mean "b"?'],
    [{ exclude: ["town"] }, 't.csv has no column "town" (--exclude); its columns are "a", "b", "w", "y", "city"'],
    [{ columns: ["a", "b", "a"] }, '--columns names "a" twice; expected once'],
    [
      { columns: ["a", "y"] },
      '--columns names "y", the response; a model may not look at what it predicts: leave it out',
    ],
    [{ weights: "y" }, 'column "y" is given as --response and as --weights; expected two columns'],
    [{ offset: "w", exposure: "w" }, 'column "w" is given as --offset and as --exposure; expected two columns'],
    [{ trials: "city" }, 't.csv, line 2, column "city": "Rome" is not a number; fill it in, or drop the row'],
  ])("refuses %j", (flags, message) => {
    expect(messageOf(() => read(flags))).toBe(message);
  });
});

describe("checkRoles", () => {
  it.each<[Partial<DataFlags>, string | undefined]>([
    [{ family: "binomial", trials: "m", offset: "o" }, undefined],
    [{ family: "poisson", exposure: "e" }, undefined],
    [{ family: "poisson", trials: "m" }, "--trials with --family poisson; expected --family binomial, or no --trials"],
    [
      { family: "multinomial", offset: "o" },
      "--offset with --family multinomial; added to every class, it changes nothing: leave it out",
    ],
    [
      { family: "multinomial", exposure: "e" },
      "--exposure with --family multinomial; added to every class, it changes nothing: leave it out",
    ],
  ])("of %j says %j", (flags, message) => {
    expect(messageOf(() => checkRoles({ ...FLAGS, ...flags }))).toBe(message);
  });
});
