// Rows that others hold in runs of partitions: every family, link, noise and number of classes has the bits of the fit in memory.
import { expect, it } from "vitest";
import { type FitOptions, fit as fitTable } from "../../src/index.js";
import { fit } from "../../src/stream/index.js";
import { dataFor, noiseCases } from "../helpers/cases.js";
import { classCases, classData } from "../helpers/classes.js";
import { holdersHere, placed } from "../helpers/far.js";
import { FORMS } from "../helpers/forms.js";
import { outcome } from "../helpers/outcomes.js";
import { optionsFor } from "../helpers/partitioned.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { inParts } from "../helpers/sources.js";

const P = 4;
const N = 2300; // 36 partitions of 64 rows in three runs, the last one of four partitions

const CASES = [
  ...[...FORMS.map((form) => ({ name: form.name, form, noise: undefined })), ...noiseCases(P)].map(
    ({ name, form, noise }) => ({ name, ...dataFor(form, N, P, 17, noise), options: { ...form.options, noise } }),
  ),
  ...classCases(P).map(({ name, noise, options }) => ({
    name: `multinomial, ${name}`,
    ...classData(N, P, 17, noise),
    options,
  })),
];

/** Every 12th; every night all of them. */
const TURN = process.env.DROPGLM_NIGHTLY === undefined ? CASES.filter((_, k) => k % 12 === 5) : CASES;

let reloaded = 0;

it.each(TURN.map((own, k) => ({ ...own, own, k })))("$name", async ({ own, k }) => {
  const rows = own.x.map((row, i) => ({
    ...Object.fromEntries([...row].map((v, j) => [`x${j + 1}`, v])),
    ...{ y: own.y[i], w: 1 + (i % 3) / 7 },
  }));
  const { weights, ...options } = optionsFor(own as never, k);
  const all = { ...options, ...(weights && { weights: "w" }) } as Omit<FitOptions, "weights" | "onProgress">;
  const formula = "y ~ x1 + x2 + x3 + x4";
  await inSmallPartitions(async () => {
    const here = await outcome(fitTable(formula, rows, all as never));
    const source = placed(inParts(rows, 50));
    const { site, seen } = holdersHere(source, 1 + (k % 3), {
      lostAfter: 4 + (k % 9),
      ...(k % 4 === 0 && { memory: 40_000 }),
    });
    expect(await outcome(fit(formula, source, { ...all, on: site } as never))).toEqual(here);
    reloaded += seen.reloaded;
  });
});

it("holders were lost in the fits above", () => {
  expect(reloaded).toBeGreaterThan(TURN.length);
});
