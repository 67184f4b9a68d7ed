// A fit to a source has the bits of the fit to the same rows in memory.
import { afterEach, describe, expect, it } from "vitest";
import { fit as fitTable, ridge } from "../../src/index.js";
import { fit } from "../../src/stream/index.js";
import { KEEPING } from "../../src/stream/memory.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { inParts, rows } from "../helpers/sources.js";

const numbers = (model: { toJSON(): unknown }) => {
  const { format: _, ...json } = model.toJSON() as Record<string, unknown>;
  return json;
};

afterEach(() => {
  KEEPING.most = Infinity;
});

describe("bits", () => {
  const all = rows(700);
  it.each(["binomial", "poisson", "gaussian"] as const)("%s", async (family) => {
    const y = { binomial: "y", poisson: "count", gaussian: "amount" }[family];
    const formula = `${y} ~ a + b * kind`;
    await inSmallPartitions(async () => {
      const here = await fitTable(formula, all, { family });
      for (const memory of ["1GB", 4 * 8 * 64 * 8]) {
        const there = await fit(formula, inParts(all, 97), { family, memory });
        expect(numbers(there)).toEqual(numbers(here));
      }
    });
  });
  it.each([
    ["no coefficient", "level ~ 0"],
    ["no coefficient, two classes", "y ~ 0"],
    ["a partition whose rows are all left out", "y ~ a + gone"],
    ["a level in rows only that are left out", "y ~ gone + rare"],
    ["a level of y in rows only that are left out", "choice ~ gone"],
  ])("%s", async (_, formula) => {
    const odd = all.map((row, i) => ({
      ...row,
      gone: i >= 128 && i < 270 ? null : row.b,
      rare: i === 200 ? "only here" : row.kind,
      choice: i === 200 ? "neither" : row.level,
    }));
    const family = /^(level|choice)/.test(formula) ? "multinomial" : "binomial";
    await inSmallPartitions(async () => {
      const options = { family, penalty: ridge(0.01) } as const;
      const here = await fitTable(formula, odd, options as never);
      for (const most of [Infinity, 0]) {
        KEEPING.most = most;
        expect(numbers(await fit(formula, inParts(odd, 97), options as never))).toEqual(numbers(here));
      }
    });
  });
  it.each([
    ["numbers 1 and 2", "twice ~ a", {}],
    ["a success that is the first label", "kind2 ~ a", { success: "blue" }],
  ])("y whose numbers are known when all rows were read: %s", async (_, formula, more) => {
    const named = all.map((row) => ({ ...row, twice: 1 + row.y, kind2: row.y === 1 ? "red" : "blue" }));
    const options = { family: "binomial", ...more } as const;
    await inSmallPartitions(async () => {
      const here = await fitTable(formula, named, options);
      expect(numbers(await fit(formula, inParts(named, 97), options))).toEqual(numbers(here));
    });
  });
});
