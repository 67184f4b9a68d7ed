import { GlmError } from "../base/errors.js";

// Messages for a kernel that does not run here: the reason, and what to do.

/** A function that returns i8x16.splat(0): valid if the engine has SIMD. */
const SIMD = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], //       types: () -> v128
  ...[0x03, 0x02, 0x01, 0x00], //                         functions: one, of type 0
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b], // code: i32.const 0, i8x16.splat, end
);

export function notLoaded(message: string, detail: Readonly<Record<string, unknown>> = {}): GlmError {
  return new GlmError("NOT_LOADED", message, detail);
}

/** The engine refused to compile: because a feature is missing, by a policy, or because the bytes are no kernel. */
export function refused(cause: unknown): GlmError {
  if (cause instanceof GlmError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (typeof WebAssembly !== "object") {
    return notLoaded(
      "this engine has no WebAssembly, which dropglm needs; some browsers switch it off in a lockdown mode",
      { reason },
    );
  }
  if (/disallowed by embedder|dynamic wasm code generation/i.test(reason)) {
    return notLoaded(
      `this runtime compiles no WebAssembly from bytes (${reason}); import it as a module: import kernel from "dropglm/core.wasm" (in Next "dropglm/core.wasm?module"), then import { load } from "dropglm/external" and await load(kernel)`,
      { reason },
    );
  }
  if (/unsafe-eval|content security policy/i.test(reason)) {
    return notLoaded(
      `the content security policy of this page forbids WebAssembly (${reason}); add 'wasm-unsafe-eval' to its script-src`,
      { reason },
    );
  }
  if (!hasSimd()) {
    return notLoaded(
      "this engine has no SIMD in WebAssembly; expected Chrome or Edge 91, Firefox 89, Safari 16.4, Node 20 or newer",
      { reason },
    );
  }
  return notLoaded(`the WebAssembly kernel could not be compiled (${reason})`, { reason });
}

function hasSimd(): boolean {
  try {
    return WebAssembly.validate(SIMD);
  } catch {
    return false;
  }
}

/** A synchronous call came before the kernel was loaded, in an engine that cannot unpack synchronously. */
export function tooEarly(): GlmError {
  return notLoaded(
    "the kernel is not compiled yet, and a browser does not do that in a synchronous call; `await load()` once before fitSync, pathSync, predict or Model.fromJSON",
  );
}

/** This build has no kernel inside. */
export function noKernel(): GlmError {
  return notLoaded(
    'dropglm/external has no kernel inside; first `await load(source)`, with the address of the file dropglm/core.wasm: load(new URL(import.meta.resolve("dropglm/core.wasm"))), or where your server has a copy',
  );
}
