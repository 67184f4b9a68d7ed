import type { Kernel } from "../../src/wasm/kernel.js";
import { putBack, takeKernel } from "../../src/wasm/load.js";

/** As many as are kept. */
const KEPT = 4;

/** Applies a function to every idle kernel. */
function visitIdle(visit: (kernel: Kernel) => void): void {
  const kernels = Array.from({ length: KEPT }, () => takeKernel());
  for (const kernel of kernels) visit(kernel);
  for (const kernel of kernels) putBack(kernel);
}

/** Fills the free memory of every idle kernel with a byte or a number, like data of another caller. */
export function fillFree(pattern: number | { readonly byte: number }): void {
  visitIdle(({ exports }) => {
    const from = exports.mark();
    const { buffer } = exports.memory;
    if (typeof pattern === "number") new Float64Array(buffer, from, (buffer.byteLength - from) >>> 3).fill(pattern);
    else new Uint8Array(buffer, from).fill(pattern.byte);
  });
}
