// The kernel over shared memory. The compiled bytes say in one place that their memory is not shared; with that flag changed the
// same code runs over a memory that several threads have.

/** Sections of a module, and what an import of a memory looks like; WebAssembly core specification, section 5.5. */
const IMPORTS = 2;
const MEMORY = 2;
/** Limits with a maximum; the same of a shared memory. */
const BOUNDED = 1;
const SHARED = 3;

/** A number of a module, LEB128, and the place behind it. */
function numberAt(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value >>> 0, at];
  }
}

/** A copy of the bytes whose imported memory is shared; undefined if they import none in the form expected. */
export function withSharedMemory(given: BufferSource): Uint8Array<ArrayBuffer> | undefined {
  const from = ArrayBuffer.isView(given)
    ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
    : new Uint8Array(given);
  const bytes = from.slice() as Uint8Array<ArrayBuffer>;
  for (let at = 8; at < bytes.length; ) {
    const section = bytes[at]!;
    const [size, body] = numberAt(bytes, at + 1);
    if (section === IMPORTS) return flagged(bytes, body);
    at = body + size;
  }
  return undefined;
}

/** The kernel imports its memory and nothing else. */
function flagged(bytes: Uint8Array<ArrayBuffer>, body: number): Uint8Array<ArrayBuffer> | undefined {
  const [count, first] = numberAt(bytes, body);
  const [moduleLength, moduleAt] = numberAt(bytes, first);
  const [nameLength, nameAt] = numberAt(bytes, moduleAt + moduleLength);
  const kind = nameAt + nameLength;
  if (count !== 1 || bytes[kind] !== MEMORY || bytes[kind + 1] !== BOUNDED) return undefined;
  bytes[kind + 1] = SHARED;
  return bytes;
}

/** Pages that the kernel begins with, as in asconfig.json, and the most that 32-bit addresses reach. */
const INITIAL = 8;
const MOST = 65536;

/** Memory for an instance of the kernel. */
export function newMemory(shared = false): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: INITIAL, maximum: MOST, shared });
}

/** Why threads cannot share memory here, and what to do; undefined if they can. */
export function whyNotShared(): string | undefined {
  if (typeof SharedArrayBuffer === "undefined") {
    return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === false
      ? "this page is not cross-origin isolated; serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp"
      : "this engine has no SharedArrayBuffer; use one that has it, or leave workers out";
  }
  return undefined;
}
