// The border between TypeScript and the kernel: no imports, no state between fits, no guessed offsets.
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { dropout, fit, fitSync, GlmError } from "../src/index.js";
import { KERNEL_DEFLATED_BASE64 } from "../src/wasm/bytes.js";
import { readLayouts } from "../src/wasm/kernel.js";
import { putBack, takeKernel } from "../src/wasm/load.js";
import { STRUCTS } from "../src/wasm/structs.js";

const x = [[1, 0], [2, 1], [3, 0], [4, 1], [5, 0], [6, 1]]; // biome-ignore format: rows
const y = [0, 1, 0, 1, 0, 1];
const noisy = { family: "binomial", noise: dropout(0.3) } as const;

/** Memory in use of the kernel that the next fit will take. */
function mark(): number {
  const kernel = takeKernel();
  const position = kernel.exports.mark();
  putBack(kernel);
  return position;
}

describe("the wasm module", () => {
  it("imports its memory, and nothing else", () => {
    for (const file of ["core", "core.debug", "testing"]) {
      const module = new WebAssembly.Module(readFileSync(new URL(`../build/${file}.wasm`, import.meta.url)));
      expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
    }
  });
  it("is the one that is inlined", () => {
    expect(KERNEL_DEFLATED_BASE64.length).toBeGreaterThan(1000);
    expect(WebAssembly.validate(inflateRawSync(Buffer.from(KERNEL_DEFLATED_BASE64, "base64")))).toBe(true);
  });
  it("stays small: at most 166 kB", () => {
    expect(readFileSync(new URL("../build/core.wasm", import.meta.url)).length).toBeLessThan(166_000);
  });
  it("is refused when a field of a struct is missing", () => {
    expect(() => readLayouts({})).toThrow(/does not export Shard_rows/);
    const { exports, layouts } = takeKernel();
    expect(Object.keys(layouts)).toEqual(Object.keys(STRUCTS));
    expect(() => readLayouts({ ...exports, Shard_y: undefined })).toThrow(/does not export Shard_y/);
  });
});

describe("memory", () => {
  it("is given back after a fit, a prediction and a score", () => {
    fitSync(x, y, noisy);
    const before = mark();
    const model = fitSync(x, y, noisy);
    model.predict(x);
    model.score(x, y);
    expect(mark()).toBe(before);
  });
  it("is given back after an error in the middle", () => {
    fitSync(x, y, noisy);
    const before = mark();
    expect(() => fitSync(new Array(6).fill(Float64Array.of(Number.NaN, 1)), y, noisy)).toThrow(GlmError);
    expect(mark()).toBe(before);
  });
  it("is given back after an aborted fit", async () => {
    fitSync(x, y, noisy);
    const before = mark();
    const model = await fit(x, y, { ...noisy, signal: AbortSignal.abort() });
    expect(model.status.code).toBe("aborted");
    expect(mark()).toBe(before);
  });
  it("holds X once: a fit of 20,000 x 20 needs less than twice its bytes", () => {
    const n = 20_000;
    const data = Float64Array.from({ length: n * 20 }, (_, k) => (Math.sin(k * 12.9898) * 43758.5453) % 1);
    const rows = { kind: "matrix", data, rows: n, columns: 20, layout: "column", names: undefined } as const;
    fitSync(
      rows,
      data.slice(0, n).map((v) => (v > 0 ? 1 : 0)),
      { family: "binomial", noise: dropout(0.1) },
    );
    const kernel = takeKernel();
    const bytes = kernel.exports.memory.buffer.byteLength;
    putBack(kernel);
    expect(bytes).toBeLessThan(2 * data.byteLength);
  });
});

describe("counts", () => {
  it("a well-behaved logistic fit takes at most 9 passes, 6 of them with a Hessian", () => {
    const rows = Array.from({ length: 500 }, (_, i) => [Math.sin(i), Math.cos(2 * i), Math.sin(3 * i + 1)]);
    const labels = rows.map((row, i) => (row[0]! + 0.5 * row[1]! + Math.sin(7 * i * i) > 0 ? 1 : 0));
    const { status } = fitSync(rows, labels, { family: "binomial" });
    expect(status.code).toBe("converged");
    expect(status.passes).toBeLessThanOrEqual(9);
    expect(status.hessians).toBeLessThanOrEqual(6);
  });
  it("a gaussian fit takes one Hessian", () => {
    expect(fitSync(x, [1, 2, 2, 4, 3, 6]).status.hessians).toBe(1);
  });
});
