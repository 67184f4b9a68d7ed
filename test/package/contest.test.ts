// The benchmarks' judge computes the objective of the library, and counts a time only if the objective was reached.
import { describe, expect, it } from "vitest";
import * as dropglm from "../../src/index.js";
import { relative } from "../helpers/numeric.js";

/** A module of JavaScript without types. */
const load = (name: string) => import(new URL(`../../bench/${name}`, import.meta.url).href);

const BINOMIAL = { family: "binomial", rows: 60, columns: 4, lambda: 0.02, seed: 3 };
const CLASSES = { ...BINOMIAL, family: "multinomial", data: "classes", classes: 3 };
const TEXT = { ...BINOMIAL, data: "text", columns: 40, words: 6 };

/** Families whose loss is half the unit deviance, so that no constant is between the two. */
const JUDGED: Record<string, object> = {
  ridge: BINOMIAL,
  lasso: { ...BINOMIAL, share: 1 },
  "no intercept": { ...BINOMIAL, intercept: false },
  gaussian: { ...BINOMIAL, family: "gaussian" },
  "dropout, quadratic": { ...BINOMIAL, dropout: 0.4, approximation: "quadratic" },
  "dropout, gaussian": { ...BINOMIAL, dropout: 0.4, approximation: "gaussian" },
  "sparse dropout": { ...TEXT, dropout: 0.4, approximation: "quadratic" },
  multinomial: CLASSES,
  "multinomial dropout": { ...CLASSES, dropout: 0.4, approximation: "quadratic" },
};

describe("the judge's objective", () => {
  for (const [name, problem] of Object.entries(JUDGED)) {
    it(`is the one that is minimized: ${name}`, async () => {
      const [{ objective }, { makeData }, { readyOf }] = await Promise.all(
        ["objective.mjs", "data/index.mjs", "peers/dropglm.mjs"].map(load),
      );
      const data = makeData(problem);
      const model = readyOf(dropglm, { problem, data, lambdas: [], folds: [] }).run({});
      expect(relative(objective(problem, data, model), model.objective)).toBeLessThan(1e-12);
    });
  }
});

describe("the best of dropglm's programs", () => {
  const spread = (median: number) => ({ median, low: median, high: median, runs: 1 });
  const ours = (["default", "loose"] as const).map((program, k) => {
    const contender = { name: `dropglm ${program}`, program };
    return { runner: { contender, tolerance: 10 ** -k }, ms: 10, speed: 1 + k }; // as fast alone, not in turn
  });
  const entriesWith = (reached: boolean) => [
    { name: "dropglm default", reached: true },
    { name: "dropglm loose", reached },
    { name: "glm", reached: true, ratio: spread(0.5), bestRatio: spread(0.25) },
  ];

  it("is the one that was faster in turn", async () => {
    const { bestOf } = await load("contest.mjs");
    expect(bestOf(entriesWith(true), ours)).toBe("dropglm loose");
  });

  it("does not count when a later answer shows that it did not reach", async () => {
    const { bestOf } = await load("contest.mjs");
    const entries = entriesWith(false);
    expect(bestOf(entries, ours)).toBe("dropglm default");
    expect(entries[2]!.bestRatio).toEqual(spread(0.5));
  });

  it("with threads begins at the tolerance that one thread needed", async () => {
    const { startedAt } = await load("contest.mjs");
    const ladder = [10, 1, 0.1, 0.01];
    expect(startedAt({ program: "loose-workers", ladder }, ours).ladder).toEqual([0.1, 0.01]);
    expect(startedAt({ program: "loose", ladder }, ours).ladder).toEqual(ladder);
  });
});
