// The functions that a formula may call, src/formula/functions.ts, are those that a table can be evaluated by.
import { expect, it } from "vitest";
import { FUNCTIONS } from "../../src/formula/functions.js";
import { calls } from "../../src/frame/evaluate.js";
import { learned } from "./learned.js";

/** Functions of formulas that are no value in every row. */
const OTHERS = { c: "bs(x, knots = c(2, 4))", offset: "x + offset(log(x))" };

/** Calls with more than a column of numbers. */
const ARGUMENTS: Record<string, string> = { cut: "x, 2", year: "day", month: "day", weekday: "day", C: "who, sum" };

const TABLE = {
  x: [1, 2, 4, 8],
  who: ["a", "b", "a", "c"],
  day: ["2024-01-31", "2024-02-01", "2023-12-31", "2024-03-01"],
};

it("are the same", () => {
  const computed = [...calls().keys()];
  expect([...computed, ...Object.keys(OTHERS)].sort()).toEqual([...FUNCTIONS].sort());
});

for (const name of FUNCTIONS) {
  const text = (OTHERS as Record<string, string>)[name] ?? `${name}(${ARGUMENTS[name] ?? "x"})`;
  it(`${text} has a value in every row`, () => {
    const { design, offset } = learned(`~ ${text}`, TABLE);
    const values = [...design.data, ...(offset ?? [])];
    expect(values.length).toBeGreaterThanOrEqual(4);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(1);
  });
}
