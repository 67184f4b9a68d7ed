// Numbers of columns by the names of columns and of terms.
import { describe, expect, it } from "vitest";
import { additive, dropout, type FitOptions, fitSync, groupLasso, lasso, ridge } from "../../src/index.js";
import { perColumn } from "../../src/options/per-column.js";

const COLUMNS = {
  columns: 4,
  names: ["age", "race[b]", "race[c]", "age:race[b]"],
  terms: { labels: ["age", "race", "age:race"], assign: Int32Array.of(0, 1, 1, 2) },
};
const RULE = { holds: (v: number) => v >= 0, expected: "a number >= 0", others: 7 };
const read = (given: unknown, columns = COLUMNS) => [...perColumn("factors", given, columns, RULE)];

describe("perColumn", () => {
  it("a term has all of its columns; what is not named has the value of the others", () => {
    expect(read({ race: 2 })).toEqual([7, 2, 2, 7]);
    expect(read({ age: 1, "age:race": 3 })).toEqual([1, 7, 7, 3]);
    expect(read({})).toEqual([7, 7, 7, 7]);
  });
  it("a column goes before its term, in any order", () => {
    expect(read({ "race[c]": 1, race: 2 })).toEqual([7, 2, 1, 7]);
    expect(read({ race: 2, "race[c]": 1 })).toEqual([7, 2, 1, 7]);
  });
  it("one number, and one per column, as before", () => {
    expect(read(2)).toEqual([2, 2, 2, 2]);
    expect(read([1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
  });
  it.each([
    [{ rase: 1 }, 'factors names "rase", which is no term or column; did you mean "race"?'],
    [{ race: -1 }, 'factors["race"] is -1; expected a number >= 0'],
    [{ "race[b]": "1" }, 'factors["race[b]"] is 1; expected a number >= 0'],
    [[1], "factors has length 1; expected 4"],
  ])("refuses %j", (given, message) => {
    expect(() => read(given)).toThrow(message);
  });
  it("numbers have columns, and no terms", () => {
    const plain = { columns: 2, names: ["x1", "x2"] };
    expect(() => perColumn("factors", { z: 1 }, plain, RULE)).toThrow(
      'factors names "z", which is no column; expected x1, x2',
    );
  });
});

const ROWS = Array.from({ length: 40 }, (_, i) => ({
  y: Math.sin(i) + (i % 3),
  age: (i * 7) % 11,
  race: ["a", "b", "c"][i % 3]!,
  dose: Math.cos(3 * i),
}));

/** A fit by names is that by numbers in the order of the columns. */
function same(named: FitOptions, numbered: FitOptions): void {
  const formula = "y ~ age + race + dose";
  const a = fitSync(formula, ROWS, named as never);
  expect(a.names).toEqual(["age", "race[a]", "race[b]", "race[c]", "dose"]);
  const b = fitSync(formula, ROWS, numbered as never);
  expect(a.coefficients).toEqual(b.coefficients);
}

describe("options by name in a fit", () => {
  it("noise", () => {
    same({ noise: dropout({ race: 0.3 }) }, { noise: dropout([0, 0.3, 0.3, 0.3, 0]) });
    same({ noise: additive({ dose: 0.2, "race[b]": 1 }) }, { noise: additive([0, 0, 1, 0, 0.2]) });
  });
  it("factors of a penalty", () => {
    same({ penalty: lasso(0.05, { factors: { race: 0 } }) }, { penalty: lasso(0.05, { factors: [1, 0, 0, 0, 1] }) });
    same(
      { penalty: ridge(1, { factors: { age: Infinity } }) },
      { penalty: ridge(1, { factors: [Infinity, 1, 1, 1, 1] }) },
    );
  });
  it("bounds", () => {
    const penalty = ridge(0.01);
    same(
      { penalty, bounds: { lower: { dose: 0.5 } } },
      { penalty, bounds: { lower: [-Infinity, -Infinity, -Infinity, -Infinity, 0.5] } },
    );
    same({ penalty, bounds: { upper: { race: 0 } } }, { penalty, bounds: { upper: [Infinity, 0, 0, 0, Infinity] } });
  });
  it("groups of a group lasso are the terms", () => {
    same(
      { penalty: groupLasso(0.3) },
      { penalty: groupLasso(0.3, { groups: ["age", "race", "race", "race", "dose"] }) },
    );
    same(
      { penalty: groupLasso(0.3, { factors: { race: 0 } }) },
      { penalty: groupLasso(0.3, { groups: [1, 2, 2, 2, 3], factors: { 2: 0 } }) },
    );
  });
});
