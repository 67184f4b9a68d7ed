// Levels of a column that are told in an order of their own.
import { describe, expect, it } from "vitest";
import { fitSync, Model } from "../../src/index.js";
import { learned } from "./learned.js";

const SIZES = ["small", "medium", "large"] as const;
const ROWS = Array.from({ length: 18 }, (_, i) => ({
  y: (7 * i) % 11,
  size: i === 4 ? null : SIZES[(i + (i >> 2)) % 3]!,
  more: SIZES[i % 2]!,
  dose: [10, 2, 1][i % 3]!,
}));

describe("levels in types", () => {
  const types = { size: SIZES };

  it("are the levels of the column in their order", () => {
    const frame = learned("~ size", { size: ["large", "small", null, "medium"] }, { types });
    expect(frame.design.names).toEqual(["size[medium]", "size[large]"]);
    expect(frame.encoding.variables[0]!.factor!.levels).toEqual(SIZES);
    expect(frame.encoding).toMatchObject({ columns: [{ name: "size", kind: "category" }], fromText: [] });
    expect(learned("~ more", { more: ["medium", "small"] }, { types: { more: SIZES } }).design.names).toEqual([
      "more[medium]",
    ]);
  });

  it("give the fit that factor() gives with these levels, also after a change of rows and of process", () => {
    const options = { contrasts: { size: "poly" as const } };
    const model = fitSync("y ~ size", ROWS, { ...options, types });
    const other = fitSync('y ~ C(factor(size, levels = c("small", "medium", "large")), poly)', ROWS);
    expect(model.coefficients).toEqual(other.coefficients);
    const saved = Model.fromJSON(JSON.parse(JSON.stringify(model)));
    const rows = [{ size: "large" }, { size: "small" }, { size: null }];
    expect(saved.predict(rows)).toEqual(other.predict(rows));
    expect(() => saved.predict([{ size: "huge" }])).toThrow(
      'size[0] is "huge"; expected "small", "medium", "large": the fit has seen no other',
    );
  });

  it("may be numbers, of numbers or text", () => {
    const dose = [10, 1, 2] as const;
    const names = ["dose[1]", "dose[2]"];
    expect(fitSync("y ~ dose", ROWS, { types: { dose } }).names).toEqual(names);
    expect(fitSync("y ~ dose", ROWS, { types: { dose: ["10", "1", "2"] } }).names).toEqual(names);
    const text = ROWS.map((row) => ({ ...row, dose: String(row.dose) }));
    expect(fitSync("y ~ dose", text, { types: { dose } }).names).toEqual(names);
  });

  it("say which of two labels of the response has its probability modelled", () => {
    const classes = (more: readonly string[]) =>
      fitSync("more ~ y", ROWS, { family: "binomial", types: { more } }).classes;
    expect(classes(["medium", "small"])).toEqual(["medium", "small"]);
    expect(classes(["small", "medium"])).toEqual(["small", "medium"]);
  });

  it.each<[unknown, string]>([
    [
      ["small", "medium"],
      'size[1] = "large"; expected "small", "medium", the levels in types: correct the cell, make it null, which is missing, or add the level',
    ],
    [["a", "b", "c", "d", "e", "f"], 'size[0] = "small"; expected "a", "b", "c", "d", "e", ... (6 in all), the levels'],
    [[], "types.size is empty; expected the levels of the column"],
    [["small", "large", "small"], 'types.size has the level "small" twice; expected different ones'],
    [[1, "1"], 'types.size has the level "1" twice; expected different ones'],
    [["small", null], "types.size[1] = null; expected a level: text, or a number"],
    [[Number.NaN], "types.size[0] = NaN; expected a level: text, or a number"],
    [{ levels: SIZES }, 'types.size = an object; expected "number", "category", "date", or a list of its levels'],
  ])("%j is refused", (size, message) => {
    const rows = ROWS.map((row, i) => ({ ...row, size: i === 0 ? "small" : i === 1 ? "large" : "medium" }));
    expect(() => fitSync("y ~ size", rows, { types: { size } as never })).toThrow(message);
  });
});
