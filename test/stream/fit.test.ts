// A fit to a source has the bits of the fit to the same rows in memory.
import { describe, expect, it } from "vitest";
import { fit as fitTable, type Model } from "../../src/index.js";
import { fit } from "../../src/stream/index.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { inParts, rows } from "../helpers/sources.js";

const numbers = (model: Pick<Model, "toJSON">) => {
  const { format: _, ...json } = model.toJSON() as Record<string, unknown>;
  return json;
};

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

  it("labels and numbers that stand for 0 and 1, or for classes", async () => {
    const named = all.map((row) => ({
      ...row,
      number: row.y ? 1 : 2,
      label: row.y ? "a" : "b",
      third: 3 + (row.count % 3),
    }));
    const cases = [
      ["number", { family: "binomial" }],
      ["number", { family: "binomial", success: 1 }],
      ["label", { family: "binomial", success: "a" }],
      ["third", { family: "multinomial" }],
    ] as const;
    await inSmallPartitions(async () => {
      for (const [y, options] of cases) {
        const here = await fitTable(`${y} ~ a + kind`, named, options as never as { family: "binomial" });
        const there = await fit(`${y} ~ a + kind`, inParts(named, 97), options as never as { family: "binomial" });
        expect(numbers(there)).toEqual(numbers(here));
      }
    });
  });
});
