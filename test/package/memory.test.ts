// How much memory a fit of many rows takes, over the bytes of X. X itself counts 1; the rest must stay small.
import { describe, expect, it, vi } from "vitest";
import { dropout, type FitOptions, lasso, ridge } from "../../src/index.js";

/** The aim for X of 16 MB and more. */
const AIM = 1.3;

/** [rows, columns, options, memory over bytes of X at most] */
const MEMORY: Record<string, readonly [number, number, FitOptions, number]> = {
  "logistic ridge, 10,000 x 200": [10_000, 200, { family: "binomial", penalty: ridge(0.01) }, AIM],
  "logistic plain, 10,000 x 200": [10_000, 200, { family: "binomial" }, AIM],
  "logistic plain, 100,000 x 20": [100_000, 20, { family: "binomial" }, AIM],
  "Poisson plain, 50,000 x 50": [50_000, 50, { family: "poisson" }, AIM],
  "gaussian plain, 50,000 x 50": [50_000, 50, { family: "gaussian" }, AIM],
  "lasso, 50,000 x 50": [50_000, 50, { family: "binomial", penalty: lasso(0.01) }, AIM],
  "lasso, 500 x 5,000": [500, 5000, { family: "binomial", penalty: lasso(0.05) }, AIM],
  "dropout, 50,000 x 50": [50_000, 50, { family: "binomial", noise: dropout(0.5) }, AIM],
};

/** Entries that are no normal numbers, but made in no time. */
function entries(count: number): Float64Array {
  const out = new Float64Array(count);
  let state = 1;
  for (let k = 0; k < count; k++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[k] = state / 2 ** 31 - 1;
  }
  return out;
}

describe("memory of a fit in an instance of its own", () => {
  for (const [name, [n, p, options, atMost]] of Object.entries(MEMORY)) {
    it(`${name}: at most ${atMost} times X`, async () => {
      vi.resetModules(); // no instance is kept that has grown before
      const { fitSync, matrix } = await import("../../src/index.js");
      const { putBack, takeKernel } = await import("../../src/wasm/load.js");
      const x = entries(n * p);
      const y = Array.from({ length: n }, (_, i) => Number(x[i]! + x[i + n]! > 0.4 * Math.sin(i)));
      fitSync(matrix(x, n, p, "column"), y, { ...options, standardErrors: false });
      const kernel = takeKernel();
      const bytes = kernel.exports.memory.buffer.byteLength;
      putBack(kernel);
      expect(bytes / x.byteLength).toBeLessThanOrEqual(atMost);
    });
  }
});
