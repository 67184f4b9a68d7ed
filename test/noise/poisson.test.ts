// The Poisson distribution's quantiles against mpmath and against sums of its probabilities; noise of counts by hand.
import { describe, expect, it } from "vitest";
import { dropout, fitSync, type GlmError, poissonNoise } from "../../src/index.js";
import { special } from "../helpers/golden.js";
import { REQUEST, shardOf } from "../helpers/kernel.js";
import { relative } from "../helpers/numeric.js";
import { kernel } from "../helpers/testing-kernel.js";

const LARGE = 1e4; // beyond it the kernel has a series

describe("Poisson quantile", () => {
  for (const [mean, u, want] of special("poissonQuantile", ["x", "u", "quantile"])) {
    it(`of mean ${mean} at ${u}`, () => expect(kernel.poissonQuantile(mean, u)).toBe(want));
  }

  it("is the smallest k with F(k) >= u", () => {
    for (const mean of [0.01, 0.9, 1, 3.3, 30, 77, 399, 401, 650]) {
      let [k, p] = [0, Math.exp(-mean)];
      for (let cdf = p; cdf < 1 - 1e-9; cdf += p) {
        if (cdf > 1e-17) {
          expect(kernel.poissonQuantile(mean, cdf * (1 - 1e-12))).toBe(k);
          expect(kernel.poissonQuantile(mean, cdf * (1 + 1e-12))).toBe(k + 1);
        }
        k++;
        p *= mean / k;
      }
    }
  });

  it("ends for u as near to 0 and 1 as a uniform number comes, and beyond", () => {
    for (const mean of [0, 1e-300, 1e-5, 0.3, 1, 29, 500, LARGE, 1e6, 1e100]) {
      let before = 0;
      for (const u of [2 ** -1000, 2 ** -53, 0.5, 1 - 2 ** -53]) {
        const k = kernel.poissonQuantile(mean, u);
        expect(k).toBeGreaterThanOrEqual(before);
        expect(k).toBeLessThanOrEqual(mean + 20 * Math.sqrt(mean) + 40);
        before = k;
      }
    }
  });

  it("is 0 for mean 0 and not a number for less", () => {
    for (const u of [1e-9, 0.5, 1 - 2 ** -53]) expect(kernel.poissonQuantile(0, u)).toBe(0);
    for (const mean of [-1, -1e-300, Number.NaN]) expect(kernel.poissonQuantile(mean, 0.5)).toBeNaN();
  });

  it("changes its formula without a step", () => {
    const DRAWS = 20000;
    let apart = 0;
    for (let i = 0; i < DRAWS; i++) {
      const u = (i + 0.5) / DRAWS;
      const off = Math.abs(kernel.poissonQuantile(LARGE, u) - kernel.poissonQuantile(LARGE * (1 + 1e-15), u));
      expect(off).toBeLessThanOrEqual(1);
      apart += off;
    }
    expect(apart).toBeLessThanOrEqual(3);
  });
});

describe("poissonNoise", () => {
  const x = [[0], [1], [2], [5], [0], [3]];
  const y = [1, 0, 2, 7, 2, 1];
  const eta = (beta: number) => x.map(([v]) => beta * v!);

  it("has strength 1", () => {
    expect(poissonNoise()).toEqual({ noise: "poisson", strength: 1, approximation: undefined });
    expect(poissonNoise({ approximation: "quadratic" }).approximation).toBe("quadratic");
  });

  it("refuses other strengths and unknown options", () => {
    const refused = (work: () => unknown): GlmError => {
      try {
        work();
      } catch (error) {
        return error as GlmError;
      }
      throw new Error("was not refused");
    };
    for (const strength of [0.5, 2, -1, Number.NaN]) {
      const error = refused(() => fitSync(x, y, { noise: { ...poissonNoise(), strength } }));
      expect(error.message).toMatch(/^poisson strength is .*; expected 1 where a column has the noise, 0 where not$/);
    }
    expect(refused(() => poissonNoise({ rate: 1 } as object)).code).toBe("BAD_OPTION");
  });

  it("exact with poisson: e^eta becomes e^(b + x (e^beta - 1))", () => {
    for (const beta of [-0.7, 1e-3, 0.4, 2]) {
      const options = { family: "poisson", intercept: false, noise: poissonNoise({ approximation: "exact" }) } as const;
      const shard = shardOf(x, y, options);
      const { value, loss } = shard.ask([beta / shard.uploaded.scale[0]!], REQUEST.value);
      const want = x.reduce((sum, [v]) => sum + Math.exp(v! * Math.expm1(beta)), 0);
      const plain = eta(beta).reduce((sum, e) => sum + Math.exp(e), 0);
      expect(relative(value - loss, want - plain)).toBeLessThan(1e-11);
    }
  });

  it("leaves entries of 0 alone, also where e^beta overflows: the sum over rows is infinite, not undefined", () => {
    const shard = shardOf([[1, 0], [2, 1]], [1, 2], { family: "poisson", intercept: false, noise: poissonNoise() }); // biome-ignore format: rows
    const [first, second] = shard.uploaded.scale;
    expect(shard.ask([0.5 / first!, 800 / second!], REQUEST.value).value).toBe(Infinity);
  });

  it("may push eta up without bound where its coefficient is positive, up to its loss where it is negative", () => {
    // one row with y = 0, which may fall; its first entry is noised, its second is not
    const recedes = (entry: number, first: number, second: number): boolean => {
      const noise = { ...poissonNoise({ approximation: "exact" }), strength: [1, 0] };
      const shard = shardOf([[entry, 1]], [0], { family: "poisson", intercept: false, noise });
      const direction = [first, second].map((u, j) => u / shard.uploaded.scale[j]!);
      const { receding, blocking } = shard.ask([0, 0], REQUEST.recession, direction, 1e-9);
      expect(receding + blocking).toBe(1);
      return receding === 1;
    };
    expect(recedes(2, 0, -1)).toBe(true); // the noise plays no part
    expect(recedes(2, 1, -100)).toBe(false); // a large count outweighs it
    expect(recedes(2, -1, 1)).toBe(false); // a count of 0 loses the fall
    expect(recedes(2, -1, -1)).toBe(true);
    expect(recedes(2, -1, 0)).toBe(true); // the copies of 0 stay, the others fall
  });

  it("for the gaussian family is ridge with lambda_j = mean x_ij", () => {
    const model = fitSync(x, y, { noise: poissonNoise(), intercept: false });
    const top = x.reduce((sum, [v], i) => sum + v! * y[i]!, 0);
    const bottom = x.reduce((sum, [v]) => sum + v! * v! + v!, 0);
    expect(relative(model.coefficients[0]!, top / bottom)).toBeLessThan(1e-13);
    expect(relative(model.adaptivePenalty![0]!, 11 / 6)).toBeLessThan(1e-14);
  });

  it("stands beside other noises", () => {
    const both = fitSync(x, y, { noise: [poissonNoise(), dropout(0.5)] });
    const squares = x.reduce((sum, [v]) => sum + v! * v!, 0) / 6;
    expect(relative(both.adaptivePenalty![0]!, 11 / 6 + squares)).toBeLessThan(1e-14);
  });
});
