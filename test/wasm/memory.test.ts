// More than one instance of WebAssembly can hold is refused with OUT_OF_MEMORY, and nothing of that size is touched: columns
// share one array, or a stub stands for what was given. Sizes are chosen so that their bytes are small numbers modulo 2^32.
import { describe, expect, it, vi } from "vitest";
import type { Design } from "../../src/base/flow.js";
import { dropout, type FitOptions, fitSync, type Model, sparse } from "../../src/index.js";
import { placeDesign } from "../../src/wasm/design.js";
import { withScope } from "../../src/wasm/scope.js";
import { expectRefusal } from "../helpers/thrown.js";

const N = 2 ** 18;
const shared = Float64Array.from({ length: N }, (_, i) => i % 7);
/** 2^18 rows of 8 bytes are 2 MiB a column. */
const wide = (columns: number) => Object.fromEntries(Array.from({ length: columns }, (_, j) => [`c${j}`, shared]));
const message = (bytes: number | string) =>
  new RegExp(
    `^could not reserve ${bytes} bytes of WebAssembly memory; one instance holds at most 4 GiB: use fewer rows or columns, or in fit and path workers, which have memories of their own$`,
  );

const small = [[1, 0], [2, 1], [0, 3], [4, 1], [2, 2]]; // biome-ignore format: one matrix
const smallFit = (): Model => fitSync(small, [0, 1, 1, 0, 1], { family: "binomial", noise: dropout(0.2) });

/** Host memory in MB, that of typed arrays included. */
const megabytes = (): number => process.memoryUsage().rss / 1e6;

describe("a design larger than an instance", () => {
  it.each([
    ["4 GiB", 2048],
    ["4 GiB and a column: 2 MiB modulo 2^32", 2049],
  ])("is refused: %s", (_, columns) => {
    const want = smallFit().toJSON();
    const before = megabytes();
    expectRefusal(() => fitSync(wide(columns), shared, { solver: "lbfgs" }), "OUT_OF_MEMORY", message(N * 8 * columns));
    expect(megabytes() - before).toBeLessThan(500);
    expect(smallFit().toJSON()).toEqual(want);
  });

  it("is refused for rows without labels too", () => {
    const x = {
      c0: [1, 2, 3, 5],
      ...Object.fromEntries(Array.from({ length: 2048 }, (_, j) => [`c${j + 1}`, [1, 0, 2, j % 5]])),
    };
    const options: FitOptions = { solver: "lbfgs", noise: dropout(0.5), unlabeled: { x: wide(2049) } };
    expectRefusal(() => fitSync(x, [1, 2, 3, 1], options), "OUT_OF_MEMORY", message(N * 8 * 2049));
    expect(smallFit().status.code).toBe("converged");
  });

  it("is refused as a sparse x of more columns than any fit has room for, before they get names", () => {
    for (const columns of [2 ** 25 + 1, 2 ** 30, 2 ** 31 - 1]) {
      const x = sparse({
        format: "csr",
        rows: 2,
        columns,
        indptr: [0, 1, 2],
        indices: [0, columns - 1],
        values: [1, 2],
      });
      const began = performance.now();
      expectRefusal(
        () => fitSync(x, [1, 2], { noise: dropout(0.5) }),
        "OUT_OF_MEMORY",
        new RegExp(
          `^x has ${columns} columns; expected at most 33554432, for which one WebAssembly instance .*: use fewer columns$`,
        ),
      );
      expect(performance.now() - began).toBeLessThan(500);
    }
    expect(smallFit().status.code).toBe("converged");
  });
});

describe("arrays of a design", () => {
  const write = vi.fn(() => {
    throw new Error("written");
  });
  const dense = (rows: number, columns: number, single: boolean): Design => ({
    ...{ rows, columns, names: [] },
    entries: { kind: "dense", single, layout: "row", write },
  });
  const compressed = (columns: number, count: number): Design => ({
    ...{ rows: 8, columns, names: [] },
    entries: { kind: "sparse", count, write },
  });

  it.each([
    ["64-bit entries", dense(2 ** 27 + 1, 4, false), 2 ** 32 + 32],
    ["32-bit entries", dense(2 ** 28 + 1, 4, true), 2 ** 32 + 16],
    ["64-bit entries far beyond", dense(2 ** 31 - 1, 2 ** 20, false), (2 ** 31 - 1) * 2 ** 23],
    ["where columns start", compressed(2 ** 30, 10), 2 ** 32 + 8],
    ["row numbers", compressed(10, 2 ** 30 + 2), 2 ** 32 + 8],
  ])("whose bytes do not fit into 32 bits are refused, and the kernel is left as it was: %s", (_, design, bytes) => {
    withScope((scope) => {
      const { mark, memory } = scope.kernel.exports;
      const at = mark();
      const size = memory.buffer.byteLength;
      expectRefusal(() => placeDesign(scope, design), "OUT_OF_MEMORY", message(bytes));
      expect(write).not.toHaveBeenCalled();
      expect(mark() - at).toBeLessThan(256);
      expect(memory.buffer.byteLength).toBe(size);
    });
    expect(smallFit().status.code).toBe("converged");
  });
});
