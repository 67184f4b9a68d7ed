// Every family, link, noise and number of classes with penalties and weights: a fit to a source has the bits of the fit in memory, whether its
// partitions stay in memory, are read for every question, or some of each.
import { afterEach, expect, it } from "vitest";
import { type FitOptions, fit as fitTable } from "../../src/index.js";
import { fit } from "../../src/stream/index.js";
import { KEEPING } from "../../src/stream/memory.js";
import { outcome } from "../helpers/outcomes.js";
import { CASES, optionsFor } from "../helpers/partitioned.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { sliced } from "../helpers/slice.js";
import { inParts } from "../helpers/sources.js";

afterEach(() => {
  KEEPING.most = Infinity;
});

const KEPT = [Infinity, 0, 2];

it.each(sliced(CASES).map((own, k) => ({ ...own, own, k })))("$name", async ({ own, k }) => {
  const rows = own.x.map((row, i) => ({
    ...Object.fromEntries(row.map((v, j) => [`x${j + 1}`, v])),
    ...{ y: own.y[i], w: 1 + (i % 3) },
  }));
  const { weights, ...options } = optionsFor(own, k);
  const all = { ...options, ...(weights && { weights: "w" }) } as Omit<FitOptions, "weights" | "onProgress">;
  const formula = "y ~ x1 + x2 + x3 + x4";
  await inSmallPartitions(async () => {
    const here = await outcome(fitTable(formula, rows, all as never));
    KEEPING.most = KEPT[k % KEPT.length]!;
    expect(await outcome(fit(formula, inParts(rows, 50), all as never))).toEqual(here);
  });
});
