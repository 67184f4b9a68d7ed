import * as loader from "@assemblyscript/loader";
import { inflate, inflateNow, isInlined } from "./inlined.js";
import { type Kernel, type KernelExports, readLayouts } from "./kernel.js";
import { noKernel, refused, tooEarly } from "./refusals.js";
import { compileFrom, type KernelSource } from "./source.js";

// The compiled module and idle instances are kept, because compiling costs milliseconds and a fit may take less.
// This cache is the only state of src/; every fit has an instance, and so a memory, to itself.

let compiled: WebAssembly.Module | undefined;
const idle: Kernel[] = [];

/** An instance whose memory has grown past this is kept for a short while only, so that one large fit does not hold memory for ever. */
const KEEP_BYTES = 64 * 2 ** 20;
const KEEP_INSTANCES = 4;
/** Milliseconds. A fit of the same data follows at once or not at all; fresh memory costs it as much as copying X into it. */
const KEEP_LARGE = 3000;
let large: Kernel | undefined;
/** When a large one was last needed. */
let lastLarge = -Infinity;
let timer: { unref?: () => void } | undefined;

/**
 * Compiles the WebAssembly kernel, once. `fit` does this by itself; call it before `fitSync`, `predict` or
 * `Model.fromJSON` in a browser, where modules are not unpacked and compiled synchronously. With `dropglm/external`, which has no
 * kernel inside, it comes before anything else, and is told where the kernel is.
 *
 * @param source  The address of `core.wasm`, a `Response` (or a promise of one), its bytes, or a `WebAssembly.Module`. Default: the
 *                kernel inside the package. Nothing is loaded where a kernel is there already.
 * @throws GlmError NOT_LOADED when there is no kernel at `source` (the server answered a page, or an error; another version), or
 *         when the engine refuses it: no WebAssembly, no SIMD, or a content security policy without 'wasm-unsafe-eval'.
 *
 * @example
 * await load();
 * const model = fitSync(x, y);
 */
export async function load(source?: KernelSource): Promise<void> {
  if (compiled !== undefined) return;
  if (source !== undefined) {
    const module = await compileFrom(source);
    compiled ??= module;
    return;
  }
  if (!isInlined) throw noKernel();
  try {
    const module = await WebAssembly.compile(await inflate());
    compiled ??= module;
  } catch (cause) {
    throw refused(cause);
  }
}

/** Whether work can begin at once, without a wait. */
export function isLoaded(): boolean {
  return compiled !== undefined;
}

/** The compiled module, shared so that workers need not recompile it. Call it only after a kernel was loaded or taken. */
export function sharedModule(): WebAssembly.Module {
  return compiled!;
}

/** Takes the module that another thread has compiled. */
export function useModule(module: WebAssembly.Module): void {
  compiled ??= module;
}

function compileNow(): WebAssembly.Module {
  if (!isInlined) throw noKernel();
  const bytes = inflateNow();
  if (bytes === undefined) throw tooEarly();
  return new WebAssembly.Module(bytes);
}

/** A kernel to work with; hand it back with `putBack`. Compiles synchronously when `load` has not run. */
export function takeKernel(): Kernel {
  const kept = large ?? idle.pop();
  large = undefined;
  if (kept !== undefined) return kept;
  try {
    compiled ??= compileNow();
    const { exports } = loader.instantiateSync<Record<string, unknown>>(compiled, {});
    return { exports: exports as unknown as KernelExports, layouts: readLayouts(exports) };
  } catch (cause) {
    throw refused(cause);
  }
}

/** An idle kernel, left where it is: for functions that touch no memory. */
export function anyKernel(): Kernel {
  const found = idle.at(-1) ?? large;
  if (found !== undefined) return found;
  const fresh = takeKernel();
  putBack(fresh);
  return fresh;
}

/**
 * Takes an instance back. `used` is how many bytes the work needed: a large instance serves small work too, and that does not keep it.
 * Without `used` it is what lies in its memory now.
 */
export function putBack(kernel: Kernel, used: number = kernel.exports.mark() >>> 0): void {
  if (kernel.exports.memory.buffer.byteLength <= KEEP_BYTES) {
    if (idle.length < KEEP_INSTANCES) idle.push(kernel);
    return;
  }
  if (used <= KEEP_BYTES) {
    // the clock is asked too: a timer waits for a loop that never gives way
    if (large === undefined && performance.now() - lastLarge < KEEP_LARGE) large = kernel;
    return;
  }
  large = kernel;
  lastLarge = performance.now();
  clearTimeout(timer as never);
  const drop: { unref?: () => void } = setTimeout(() => {
    large = undefined;
  }, KEEP_LARGE) as never;
  drop.unref?.(); // a program that has nothing else to do ends
  timer = drop;
}
