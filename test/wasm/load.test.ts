import { describe, expect, it, vi } from "vitest";
import { fitSync, load, matrix, ridge } from "../../src/index.js";
import { putBack, takeKernel } from "../../src/wasm/load.js";

describe("instances of the kernel", () => {
  it("are never in two hands at once", () => {
    const first = takeKernel();
    const second = takeKernel();
    expect(second).not.toBe(first);
    putBack(first);
    putBack(second);
    const taken = Array.from({ length: 8 }, () => takeKernel());
    expect(new Set(taken).size).toBe(8);
    expect(new Set(taken.map((kernel) => kernel.exports.memory)).size).toBe(8);
    for (const kernel of taken) putBack(kernel);
  });

  it("are used again", () => {
    const kernel = takeKernel();
    putBack(kernel);
    const taken = Array.from({ length: 8 }, () => takeKernel());
    expect(taken).toContain(kernel);
    for (const other of taken) putBack(other);
  });

  it("that have grown large are let go, unless they are wanted again at once", () => {
    vi.useFakeTimers();
    try {
      const kernel = takeKernel();
      expect(kernel.exports.alloc(65 * 2 ** 20)).not.toBe(0);
      putBack(kernel);
      expect(takeKernel()).toBe(kernel);
      putBack(kernel);
      vi.advanceTimersByTime(10_000);
      const taken = Array.from({ length: 8 }, () => takeKernel());
      expect(taken).not.toContain(kernel);
      for (const other of taken) putBack(other);
    } finally {
      vi.useRealTimers();
    }
  });

  it("that have grown large are let go three seconds after the last large work, whatever small work does", () => {
    vi.useFakeTimers();
    try {
      const big = matrix(new Float64Array(9 * 2 ** 20).fill(1), 2 ** 20, 9, "column"); // 72 MiB
      const model = fitSync([[1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 1, 4, 3, 6, 5, 8, 7, 1]], [1, 2], { penalty: ridge(1) }); // biome-ignore format: one call
      const bytes = (): number => {
        const kernel = takeKernel(); // a large one first, where there is one
        const found = kernel.exports.memory.buffer.byteLength;
        putBack(kernel, 0);
        return found;
      };
      const limit = 64 * 2 ** 20;
      model.predict(big);
      expect(bytes()).toBeGreaterThan(limit);
      for (let second = 1; second <= 10; second++) {
        vi.advanceTimersByTime(1000);
        fitSync([[1], [2], [3]], [1, 2, 4]);
        expect(bytes() > limit, `after ${second} s`).toBe(second < 3);
      }
      // large work that goes on keeps it
      for (let second = 0; second < 10; second++) {
        model.predict(big);
        vi.advanceTimersByTime(1000);
        fitSync([[1], [2], [3]], [1, 2, 4]);
        expect(bytes()).toBeGreaterThan(limit);
      }
      // a loop that never gives way to a timer
      vi.setSystemTime(Date.now() + 1);
      const now = performance.now();
      const clock = vi.spyOn(performance, "now").mockReturnValue(now + 3001);
      fitSync([[1], [2], [3]], [1, 2, 4]);
      expect(bytes()).toBeLessThanOrEqual(limit);
      clock.mockRestore();
    } finally {
      vi.useRealTimers();
    }
  });

  it("may be loaded as often as one likes", async () => {
    await Promise.all([load(), load()]);
    await expect(load()).resolves.toBeUndefined();
  });
});
