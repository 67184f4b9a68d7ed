// Rows without labels over a source: the bits are those of a table in memory, wherever the partitions are, and what is refused.
import { afterEach, describe, expect, it } from "vitest";
import { dropout, fit as fitTable, lasso, path as pathTable, ridge } from "../../src/index.js";
import { crossValidate, fit, path, svmlight } from "../../src/stream/index.js";
import { KEEPING } from "../../src/stream/memory.js";
import { STAYING } from "../../src/stream/shelf.js";
import { noiseCases } from "../helpers/cases.js";
import { failure, outcome } from "../helpers/outcomes.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { sliced } from "../helpers/slice.js";
import { inParts, rows } from "../helpers/sources.js";

afterEach(() => {
  KEEPING.most = Infinity;
});

// 9 partitions, and 8 of whose rows 7 could be made
const all = rows(576);
const more = rows(1076)
  .slice(576)
  .map(({ a, b, kind, count }, i) => ({ a, b: i % 90 < 70 ? b : null, kind, count: count + 1 })); // in one partition no row is complete
const FORMULAS = { binomial: "y ~ a + b + kind", poisson: "count ~ a + b + kind", multinomial: "level ~ a + b + kind" };
const KEPT = [Infinity, 0, 3, 9];

describe("every noise", () => {
  const cases = noiseCases(3).flatMap(({ name, form, noise }) => {
    const family = form.options.family as keyof typeof FORMULAS;
    return family in FORMULAS ? [{ name, family, noise: noise! }] : [];
  });
  it.each(sliced(cases).map((own, k) => ({ ...own, k })))("$name", async ({ family, noise, k }) => {
    const one = { ...noise, strength: 0.2 };
    const options = { family, noise: one, penalty: k % 2 === 0 ? ridge(0.01) : lasso(0.01) } as const;
    await inSmallPartitions(async () => {
      const unlabeled = (x: unknown) => ({ ...options, unlabeled: { x, weight: 0.5 } }) as never;
      const here = await outcome(fitTable(FORMULAS[family], all, unlabeled(more)));
      KEEPING.most = KEPT[k % KEPT.length]!;
      expect(await outcome(fit(FORMULAS[family], inParts(all, 90), unlabeled(inParts(more, 70))))).toEqual(here);
    });
  });
});

const options = { family: "binomial", noise: dropout(0.3), penalty: ridge(0.01) } as const;
const FORMULA = FORMULAS.binomial;

it("the rows change the fit; they may be a table; their weights, and those of the rows with labels, count", async () => {
  await inSmallPartitions(async () => {
    const own = { ...options, weights: "w" } as const;
    const here = await fitTable(FORMULA, all, { ...own, unlabeled: { x: more, weight: 0.25 } });
    const without = await fit(FORMULA, inParts(all, 90), own);
    for (const x of [inParts(more, 33), more]) {
      const there = await fit(FORMULA, inParts(all, 90), { ...own, unlabeled: { x, weight: 0.25 } });
      expect(there.toJSON()).toEqual(here.toJSON());
      expect(there.coefficients).not.toEqual(without.coefficients);
    }
  });
});

it("partitions of both are added in groups, and those with labels alone where a question is about these", async () => {
  const many = rows(1300); // 21 partitions
  await inSmallPartitions(async () => {
    const own = {
      family: "binomial",
      noise: dropout(0.3),
      penalty: lasso(),
      count: 3,
      unlabeled: { x: more },
    } as const;
    const here = await pathTable(FORMULA, many, own);
    const there = await path(FORMULA, inParts(many, 90), own);
    for (let k = 0; k < here.length; k++) expect(there.coefficients(k)).toEqual(here.coefficients(k));
    expect(there.degreesOfFreedom).toEqual(here.degreesOfFreedom);
  });
});

it("paths have them at every step", async () => {
  await inSmallPartitions(async () => {
    const own = { family: "binomial", over: "rate", noise: dropout(), penalty: ridge(0.1), count: 4 } as const;
    const here = await pathTable(FORMULA, all, { ...own, unlabeled: { x: more } });
    KEEPING.most = 4;
    const there = await path(FORMULA, inParts(all, 90), { ...own, unlabeled: { x: inParts(more, 70) } });
    expect(there.length).toBe(here.length);
    for (let k = 0; k < here.length; k++) expect(there.coefficients(k)).toEqual(here.coefficients(k));
    expect(there.deviances).toEqual(here.deviances);
  });
});

it("memory holds the rows of both", async () => {
  await inSmallPartitions(async () => {
    const seen: number[] = [];
    const onProgress = ({ phase }: { phase: string }) => {
      if (phase === "fitting") seen.push(STAYING.bytes);
    };
    const given = { ...options, unlabeled: { x: inParts(more, 70) }, onProgress };
    const first = await failure(() => fit(FORMULA, inParts(all, 90), { ...given, memory: 10 }));
    const memory = Number(first.detail.least);
    const second = await failure(() => fit(FORMULA, inParts(all, 90), { ...given, memory })); // of all partitions
    const least = Number(second.detail.least);
    for (const memory of [least, 2 * least, 100 * least]) {
      seen.length = 0;
      await fit(FORMULA, inParts(all, 90), { ...given, memory });
      expect(Math.max(...seen)).toBeLessThanOrEqual(memory);
    }
    expect(Math.max(...seen)).toBeGreaterThan(2.5 * least); // more than all rows with labels
    expect(STAYING.bytes).toBe(0);
  });
});

describe("is refused", () => {
  const refusal = (unlabeled: unknown, given: object = {}, verb: typeof fit = fit) =>
    failure(() => verb(FORMULA, inParts(all, 90), { ...options, ...given, unlabeled } as never));

  it.each([
    [
      {
        x: inParts(
          more.map(({ a, kind }) => ({ a, kind })),
          70,
        ),
      },
      /^unlabeled\.x: the formula: the data has no column "b"/,
    ],
    [
      {
        x: inParts(
          more.map((row, i) => (i === 333 ? { ...row, kind: "violet" } : row)),
          70,
        ),
      },
      /^unlabeled\.x: .*violet/,
    ],
    [
      {
        x: inParts(
          more.map((row, i) => (i === 333 ? { ...row, a: Infinity } : row)),
          70,
        ),
      },
      /^unlabeled\.x: a\[333\] = Infinity/,
    ],
    [{ x: inParts([], 70) }, /^unlabeled\.x: the source has no rows; expected one or more$/],
    [
      { x: more.map((row) => ({ ...row, b: null })) },
      /^unlabeled\.x \(unlabeled\.x\) has no rows without missing cells/,
    ],
    [{ x: [[1, 2]] }, /^unlabeled\.x is .*; expected a source, as file\("more\.parquet"\), or a table$/],
    [{ x: svmlight("more.svm") }, /^unlabeled\.x is .*; expected a source/],
    [{ x: more, weight: 2 }, /^unlabeled\.weight is 2/],
    [{ x: more, share: 1 }, /unknown option share/],
  ])("%#", async (unlabeled, message) => {
    expect((await refusal(unlabeled)).message).toMatch(message);
  });

  it("without noise, with on, and by crossValidate", async () => {
    expect((await refusal({ x: more }, { noise: undefined })).message).toMatch(/enter through the noise penalty only/);
    expect((await refusal({ x: more }, { on: { openRows: () => undefined } })).message).toMatch(/^unlabeled with on; /);
    const folds = await failure(() =>
      crossValidate(FORMULA, inParts(all, 90), { ...options, unlabeled: { x: more } } as never),
    );
    expect(folds.message).toMatch(/^unlabeled with a source; rows without labels go with a table in memory/);
  });
});
