import { describe, expect, it, vi } from "vitest";
import { load } from "../../src/index.js";
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

  it("may be loaded as often as one likes", async () => {
    await Promise.all([load(), load()]);
    await expect(load()).resolves.toBeUndefined();
  });
});
