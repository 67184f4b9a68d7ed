// How many threads "auto" takes.
import { describe, expect, it, vi } from "vitest";
import { matrix } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";

vi.mock("../../src/workers/spawn.js", () => ({ cores: () => 64 })); // a machine with many
const { countWorkers } = await import("../../src/workers/count.js");

const design = (rows: number, columns: number) =>
  readDesign(matrix(new Float32Array(rows * columns), rows, columns, "row"));

describe("auto", () => {
  it("takes none for a few entries, and no more threads than have four partitions", () => {
    expect(countWorkers("auto", design(1000, 10), 1e6)).toBe(0);
    expect(countWorkers("auto", design(20_000, 50), 1e6)).toBe(2); // 4 partitions
    expect(countWorkers("auto", design(100_000, 50), 1e6)).toBe(5); // 20 partitions
  });
  it("takes one per core for folds", () => {
    expect(countWorkers("auto", design(1000, 100), 5e4, Number.POSITIVE_INFINITY)).toBe(64);
  });
  it("leaves a number as it is", () => {
    expect(countWorkers(7, design(1000, 10), 1e6)).toBe(7);
  });
});
