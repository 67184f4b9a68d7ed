import { builtin } from "../base/host.js";
import { show } from "../base/show.js";
import type { Address, Compiled, Fetched } from "../base/web.js";
import { KERNEL_BYTES } from "./bytes.js";
import { notLoaded, refused } from "./refusals.js";

/**
 * The source of the kernel: the address of `core.wasm`, the response of fetching it, its bytes, or the compiled module. An
 * address may be relative in a page; in Node it is a URL, including `file:`.
 */
export type KernelSource = Readable | Compiled;
type Readable = string | Address | Fetched | PromiseLike<Fetched> | ArrayBuffer | ArrayBufferView;

/** The module that a source is; undefined if it must be read or compiled. @throws GlmError NOT_LOADED if it is another one. */
export function compiledSource(source: KernelSource): WebAssembly.Module | undefined {
  return nameOf(source) === "[object WebAssembly.Module]" ? checked(source as WebAssembly.Module) : undefined;
}

/** The module another source holds, and its bytes. @throws GlmError NOT_LOADED, with the reason, if it holds none. */
export async function compileFrom(source: KernelSource): Promise<{ module: WebAssembly.Module; bytes: BufferSource }> {
  const bytes = await bytesOf(source as Readable);
  try {
    return { module: checked(await WebAssembly.compile(bytes)), bytes };
  } catch (cause) {
    throw refused(cause);
  }
}

/** Checked by name, because it may come from another realm. */
function nameOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

async function bytesOf(source: Readable): Promise<BufferSource> {
  if (typeof source === "string" || source instanceof URL) return fetched(source);
  if (ArrayBuffer.isView(source) || nameOf(source) === "[object ArrayBuffer]") {
    return checkedBytes(source as BufferSource, "the source");
  }
  const response = await source;
  if (nameOf(response) !== "[object Response]") {
    throw notLoaded(
      `load was given ${show(response)}; expected the address of core.wasm, a Response, its bytes or a WebAssembly.Module`,
    );
  }
  return answered(response as Response, (response as Response).url || "the response");
}

interface Files {
  readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
}

async function fetched(address: string | URL): Promise<BufferSource> {
  const url = absolute(address);
  const files = builtin<Files>("node:fs/promises");
  try {
    if (url instanceof URL && url.protocol === "file:" && files !== undefined) {
      return checkedBytes(await files.readFile(url), url.href);
    }
    return await answered(await fetch(url), String(url));
  } catch (cause) {
    if ((cause as Error).name === "GlmError") throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw notLoaded(`${String(url)} could not be read (${reason}); expected the file core.wasm of this package there`, {
      url: String(url),
      reason,
    });
  }
}

/** A relative address is relative to the page; outside a page there is no base for it. */
function absolute(address: string | URL): string | URL {
  if (address instanceof URL) return address;
  try {
    return new URL(address);
  } catch {
    if ((globalThis as { location?: unknown }).location !== undefined) return address;
    throw notLoaded(
      `load was given "${address}", which is not a URL; expected one, as new URL("./core.wasm", import.meta.url) or pathToFileURL(path)`,
      { address },
    );
  }
}

async function answered(response: Response, what: string): Promise<BufferSource> {
  const { status, statusText } = response;
  if (!response.ok) {
    throw notLoaded(
      `${what} answered ${`${status} ${statusText}`.trim()}; expected the file core.wasm of this package there`,
      { url: what, status },
    );
  }
  if (response.bodyUsed) throw notLoaded(`${what} has been read before; give a Response that nobody has read`);
  return checkedBytes(await response.arrayBuffer(), what);
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** The bytes, if they are those of the kernel that belongs to this version. */
function checkedBytes(bytes: BufferSource, what: string): BufferSource {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  if (view.length === 0) throw notLoaded(`${what} is empty; expected the file core.wasm of this package`);
  if (MAGIC.some((byte, k) => view[k] !== byte)) {
    const text = new TextDecoder().decode(view.subarray(0, 200)).trimStart();
    const isPage = text.startsWith("<");
    throw notLoaded(
      isPage
        ? `${what} answered HTML instead of WebAssembly, as servers do for a file that they do not have; put core.wasm of this package there, or give its address`
        : `${what} is not WebAssembly; expected the file core.wasm of this package`,
      { isPage },
    );
  }
  if (view.length !== KERNEL_BYTES) {
    throw notLoaded(
      `${what} holds ${view.length} bytes, and core.wasm of this version ${KERNEL_BYTES}; it is of another version or another program: copy it anew`,
      { bytes: view.length, expected: KERNEL_BYTES },
    );
  }
  return bytes;
}

const NEEDED = ["memory", "alloc", "evaluate", "runLocal"];

function checked(module: WebAssembly.Module): WebAssembly.Module {
  const names = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const missing = NEEDED.find((name) => !names.has(name));
  if (missing === undefined) return module;
  throw notLoaded(`the module exports no ${missing}; expected the one in core.wasm of this package`, { missing });
}
