import type { Kernel } from "../../src/wasm/kernel.js";
import { putBack, takeKernel } from "../../src/wasm/load.js";

/** As many as are kept. */
const KEPT = 4;

/** Does something to every kernel that waits for work. */
function visitIdle(visit: (kernel: Kernel) => void): void {
  const kernels = Array.from({ length: KEPT }, () => takeKernel());
  for (const kernel of kernels) visit(kernel);
  for (const kernel of kernels) putBack(kernel);
}

/** Fills what is free in the memory of every idle kernel with a byte or a number, as somebody's data that lie there. */
export function fillFree(pattern: number | { readonly byte: number }): void {
  visitIdle(({ exports }) => {
    const from = exports.mark();
    const { buffer } = exports.memory;
    if (typeof pattern === "number") new Float64Array(buffer, from, (buffer.byteLength - from) >>> 3).fill(pattern);
    else new Uint8Array(buffer, from).fill(pattern.byte);
  });
}
