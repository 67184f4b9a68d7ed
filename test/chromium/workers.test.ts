// Threads in a browser: the built package starts them, their results have the bits of one thread, and a thread that
// cannot start is an error, not an endless wait.
import { describe, expect, it } from "vitest";
import type * as library from "../../src/index.js";

const { crossValidate, dropout, fit, fitSync, load, pathSync, path, sparse } = (await import(
  /* @vite-ignore */ new URL("../../dist/index.mjs", import.meta.url).href
)) as typeof library;
await load();

const x = Array.from({ length: 90 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i % 5]);
const y = x.map(([a, b], i) => Number(a! + b! + Math.sin(7 * i) > 0));
const family = "binomial";

describe("workers in a browser", () => {
  it("judge folds to the bits of one thread", async () => {
    const options = { family, over: "rate", noise: dropout(), rates: [0.1, 0.4, 0.7], folds: 5 } as const;
    const alone = await crossValidate(x, y, options);
    for (const workers of [1, 2, 3]) {
      const judged = await crossValidate(x, y, { ...options, workers });
      expect([...judged.mean, ...judged.heldOut()]).toEqual([...alone.mean, ...alone.heldOut()]);
    }
  });
  it("fit rows and paths in shares, each time to the same bits", async () => {
    const alone = fitSync(x, y, { family, noise: dropout(0.3) });
    const shared = await fit(x, y, { family, noise: dropout(0.3), workers: 2 });
    const again = await fit(x, y, { family, noise: dropout(0.3), workers: 2 });
    expect([...shared.coefficients]).toEqual([...again.coefficients]);
    for (const [j, b] of shared.coefficients.entries()) expect(b).toBeCloseTo(alone.coefficients[j]!, 9);
    const one = pathSync(x, y, { family, count: 12 });
    const two = await path(x, y, { family, count: 12, workers: 2 });
    expect(two.deviances.length).toBe(12);
    for (const [k, d] of two.deviances.entries()) expect(d).toBeCloseTo(one.deviances[k]!, 6);
  });
  it("take sparse x", async () => {
    const X = sparse({
      format: "csr",
      rows: 90,
      columns: 3,
      indptr: [...x.map((_, i) => 3 * i), 270],
      indices: x.flatMap(() => [0, 1, 2]),
      values: x.flat(),
    });
    const judged = await crossValidate(X, y, { family, count: 5, folds: 3, workers: 2 });
    const alone = await crossValidate(X, y, { family, count: 5, folds: 3 });
    expect([...judged.mean]).toEqual([...alone.mean]);
  });
  it("that are not there are an error", async () => {
    // the sources have no worker.mjs beside them
    await expect(crossValidateOfSources()).rejects.toMatchObject({ name: "GlmError" });
  });
});

async function crossValidateOfSources(): Promise<unknown> {
  const sources = await import("../../src/index.js");
  return sources.crossValidate(x, y, { family, count: 3, folds: 3, workers: 2 });
}
