// Do the benchmarks still fit the kernel and the library? Everything is started once and nothing is timed.
import { describe, expect, it } from "vitest";

/** A module of bench/, which is JavaScript without types. */
const load = (name: string) => import(new URL(`../bench/${name}`, import.meta.url).href);

describe("bench/micro.mjs", () => {
  it("runs every inner function of the kernel as it was built", async () => {
    const { openMicros } = await load("micro.mjs");
    const micros: { name: string; work: () => void; count: number }[] = await openMicros();
    expect(new Set(micros.map(({ name }) => name)).size).toBe(micros.length);
    for (const { name, work, count } of micros) {
      expect(work, name).not.toThrow();
      expect(count).toBeGreaterThan(0);
    }
  });
});
