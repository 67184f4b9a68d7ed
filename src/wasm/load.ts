import * as loader from "@assemblyscript/loader";
import { GlmError } from "../base/errors.js";
import { KERNEL_DEFLATED_BASE64 } from "./bytes.js";
import { type Kernel, type KernelExports, readLayouts } from "./kernel.js";

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
let timer: { unref?: () => void } | undefined;

/** The kernel as it is inlined: deflated, because base64 hides from the server's compression what there is to gain. */
function deflated(): Uint8Array<ArrayBuffer> {
  const text = atob(KERNEL_DEFLATED_BASE64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

async function inflate(): Promise<ArrayBuffer> {
  const stream = new Blob([deflated()]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}

/** At once, which only a server's engine can: Node, Bun, Deno. */
function inflateNow(): Uint8Array<ArrayBuffer> {
  const host = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process;
  const zlib = host?.getBuiltinModule?.("node:zlib") as
    | { inflateRawSync(data: Uint8Array): Uint8Array<ArrayBuffer> }
    | undefined;
  if (zlib === undefined) throw new Error("nothing here inflates synchronously");
  return zlib.inflateRawSync(deflated());
}

/**
 * Compiles the WebAssembly kernel, once. `fit` does this by itself; call it before `fitSync`, `predict` or
 * `Model.fromJSON` in a browser, where modules are not unpacked and compiled synchronously.
 *
 * @throws GlmError NOT_LOADED when the engine refuses: no WebAssembly, or a content security policy without
 *         'wasm-unsafe-eval'.
 *
 * @example
 * await load();
 * const model = fitSync(x, y);
 */
export async function load(): Promise<void> {
  if (compiled !== undefined) return;
  try {
    compiled = await WebAssembly.compile(await inflate());
  } catch (cause) {
    throw refused(cause);
  }
}

/** The compiled module, for a thread: what the engine has optimized goes along. */
export async function sharedModule(): Promise<WebAssembly.Module> {
  await load();
  return compiled!;
}

/** Takes the module that another thread has compiled. */
export function useModule(module: WebAssembly.Module): void {
  compiled ??= module;
}

function refused(cause: unknown): GlmError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GlmError(
    "NOT_LOADED",
    `the WebAssembly kernel could not be compiled (${reason}); it needs WebAssembly with SIMD, a content security policy that allows 'wasm-unsafe-eval', and in a browser \`await load()\` before synchronous calls`,
    { reason },
  );
}

/** A kernel to work with; hand it back with `putBack`. Compiles synchronously when `load` has not run. */
export function takeKernel(): Kernel {
  const kept = large ?? idle.pop();
  large = undefined;
  if (kept !== undefined) return kept;
  try {
    compiled ??= new WebAssembly.Module(inflateNow());
    const { exports } = loader.instantiateSync<Record<string, unknown>>(compiled, {});
    return { exports: exports as unknown as KernelExports, layouts: readLayouts(exports) };
  } catch (cause) {
    throw refused(cause);
  }
}

export function putBack(kernel: Kernel): void {
  if (kernel.exports.memory.buffer.byteLength > KEEP_BYTES) {
    large = kernel;
    clearTimeout(timer as never);
    const drop: { unref?: () => void } = setTimeout(() => {
      large = undefined;
    }, KEEP_LARGE) as never;
    drop.unref?.(); // a program that has nothing else to do ends
    timer = drop;
  } else if (idle.length < KEEP_INSTANCES) idle.push(kernel);
}
