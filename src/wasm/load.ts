import { demangle } from "@assemblyscript/loader";
import { inflate, inflateNow, isInlined } from "./inlined.js";
import { type Kernel, type KernelExports, readLayouts } from "./kernel.js";
import { noKernel, refused, tooEarly } from "./refusals.js";
import { newMemory, withSharedMemory } from "./shared.js";
import { compiledSource, compileFrom, type KernelSource } from "./source.js";

// The compiled module and idle instances are kept, because compiling costs milliseconds and a fit may take less.
// This cache is the only state of src/; every fit has its own instance, and so its own memory.

let compiled: WebAssembly.Module | undefined;
/** The bytes of a kernel from elsewhere, for the module over shared memory. */
let given: BufferSource | undefined;
let overShared: WebAssembly.Module | undefined;
const idle: Kernel[] = [];

/** An instance whose memory has grown past this is kept for a short time only, so that one large fit does not hold memory for ever. */
const KEEP_BYTES = 64 * 2 ** 20;
const KEEP_INSTANCES = 4;
/** Milliseconds. Another fit of the same data usually follows at once; new memory would cost it as much as copying X. */
const KEEP_LARGE = 3000;
let large: Kernel | undefined;
/** Time of the last need for a large instance. */
let lastLarge = -Infinity;
let timer: { unref?: () => void } | undefined;

/**
 * Compiles the WebAssembly kernel, once. `fit` does this itself. In a browser, call it before `fitSync`, `predict` or
 * `Model.fromJSON`, because a browser cannot unpack and compile modules synchronously. With `dropglm/external`, which contains no
 * kernel, call it first, with the address of the kernel.
 *
 * @param source  The address of `core.wasm`, a `Response` (or a promise of one), its bytes, or a `WebAssembly.Module`. Default: the
 *                kernel inside the package. Does nothing if a kernel is already loaded.
 * @throws GlmError NOT_LOADED if there is no kernel at `source` (the server answered with a page or an error; another version), or
 *         if the engine refuses it: no WebAssembly, no SIMD, or a content security policy without 'wasm-unsafe-eval'.
 *
 * @example
 * await load();
 * const model = fitSync(x, y);
 */
export async function load(source?: KernelSource): Promise<void> {
  if (compiled !== undefined) return;
  if (source !== undefined) {
    compiled = compiledSource(source); // before the first wait, so that it is there at once
    if (compiled !== undefined) return;
    const { module, bytes } = await compileFrom(source);
    if (compiled === undefined) given = bytes;
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

/** Whether work can begin without waiting. */
export function isLoaded(): boolean {
  return compiled !== undefined;
}

/** The kernel compiled for memory that threads share; undefined where its bytes are not known, as those of a module that was handed over. */
export async function moduleOverShared(): Promise<WebAssembly.Module | undefined> {
  if (overShared !== undefined) return overShared;
  const bytes = given ?? (isInlined ? await inflate() : undefined);
  const changed = bytes === undefined ? undefined : withSharedMemory(bytes);
  if (changed !== undefined) overShared = await WebAssembly.compile(changed);
  return overShared;
}

/** Whether there are bytes to compile that module from: not if a compiled one was handed over. */
export function mayBeOverShared(): boolean {
  return given !== undefined || isInlined;
}

/** The same at once: undefined also where the engine cannot unpack and compile at once. */
export function moduleOverSharedNow(): WebAssembly.Module | undefined {
  if (overShared !== undefined || !mayBeOverShared()) return overShared;
  const bytes = given ?? inflateNow();
  const isHere = bytes !== undefined && (globalThis as { document?: unknown }).document === undefined;
  const changed = isHere ? withSharedMemory(bytes) : undefined;
  if (changed !== undefined) overShared = new WebAssembly.Module(changed);
  return overShared;
}

/** An instance of the kernel over a memory. */
export function instanceOver(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  // not the loader's instantiateSync, which takes a module of another realm for bytes
  const exports: Record<string, unknown> = demangle(new WebAssembly.Instance(module, { env: { memory } }).exports);
  return { exports: { ...exports, memory } as unknown as KernelExports, layouts: readLayouts(exports) };
}

/** The compiled module, for workers, which then need not compile it. Call it only after a kernel was loaded or received. */
export function compiledModule(): WebAssembly.Module {
  return compiled!;
}

/** Sets the module that another thread has compiled. */
export function useModule(module: WebAssembly.Module): void {
  compiled ??= module;
}

function compileNow(): WebAssembly.Module {
  if (!isInlined) throw noKernel();
  const bytes = inflateNow();
  if (bytes === undefined) throw tooEarly();
  return new WebAssembly.Module(bytes);
}

/** A kernel to work with; return it with `putBack`. Compiles synchronously if `load` has not run. */
export function takeKernel(): Kernel {
  const kept = large ?? idle.pop();
  large = undefined;
  return kept ?? freshKernel();
}

/** A kernel of the caller's own, which never comes back. */
export function freshKernel(): Kernel {
  try {
    compiled ??= compileNow();
    return instanceOver(compiled, newMemory());
  } catch (cause) {
    throw refused(cause);
  }
}

/** An idle kernel that stays in the pool, for functions that touch no memory. */
export function anyKernel(): Kernel {
  const found = idle.at(-1) ?? large;
  if (found !== undefined) return found;
  const fresh = takeKernel();
  putBack(fresh);
  return fresh;
}

/**
 * Takes an instance back. `used` is the number of bytes the work needed: small work in a large instance does not keep it.
 * Default: the bytes in its memory now.
 */
export function putBack(kernel: Kernel, used: number = kernel.exports.mark() >>> 0): void {
  if (kernel.exports.memory.buffer.byteLength <= KEEP_BYTES) {
    if (idle.length < KEEP_INSTANCES) idle.push(kernel);
    return;
  }
  if (used <= KEEP_BYTES) {
    // also checks the clock, because a timer cannot run during a long loop
    if (large === undefined && performance.now() - lastLarge < KEEP_LARGE) large = kernel;
    return;
  }
  large = kernel;
  lastLarge = performance.now();
  clearTimeout(timer as never);
  const drop: { unref?: () => void } = setTimeout(() => {
    large = undefined;
  }, KEEP_LARGE) as never;
  drop.unref?.(); // a program with nothing else to do can end
  timer = drop;
}
