import { GlmError } from "./errors.js";
import { builtin } from "./host.js";

// Plain data as bytes: a checksum, JSON, and behind it the bytes of typed arrays, so that numbers come back with the same bits. Never code. For Node.

/** Two numbers of 32 bits: of all that follows the first, and the length of the JSON. */
const HEAD = 8;

const crc32 = (bytes: Uint8Array): number => builtin<typeof import("node:zlib")>("node:zlib")!.crc32(bytes);

const ARRAYS = {
  ...{ Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array },
  Uint8ClampedArray,
} as const;
type ArrayName = keyof typeof ARRAYS;

/** The key of an object that stands for something that JSON has not. */
const TAG = "$";

export function pack(data: unknown): Buffer {
  const arrays: Buffer[] = [];
  let at = 0;
  const plain = (value: unknown): unknown => {
    if (value === undefined) return { [TAG]: "undefined" };
    if (typeof value === "number") {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { [TAG]: "number", text: Object.is(value, -0) ? "-0" : String(value) };
    }
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Date) return { [TAG]: "date", ms: value.getTime() };
    if (value instanceof Map) return { [TAG]: "map", entries: plain([...value]) };
    if (value instanceof Set) return { [TAG]: "set", values: plain([...value]) };
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      arrays.push(Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength));
      at += byteLength;
      return { [TAG]: value.constructor.name, at: at - byteLength, length: (value as Float64Array).length };
    }
    if (Array.isArray(value)) return value.map(plain);
    const entries = Object.entries(value).filter(([, own]) => own !== undefined);
    if (TAG in value) return { [TAG]: "object", entries: entries.map(([key, own]) => [key, plain(own)]) };
    return Object.fromEntries(entries.map(([key, own]) => [key, plain(own)]));
  };
  const json = Buffer.from(JSON.stringify(plain(data)));
  const all = Buffer.concat([Buffer.alloc(HEAD), json, ...arrays]);
  all.writeUInt32LE(json.length, 4);
  all.writeUInt32LE(crc32(all.subarray(4)), 0);
  return all;
}

/** The data of such bytes; refuses those that are damaged. `isShared`: typed arrays are in memory that threads share. */
export function unpack(bytes: Buffer, isShared = false): unknown {
  if (bytes.length < HEAD || crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0)) throw damaged();
  const end = HEAD + bytes.readUInt32LE(4);
  const arrayOf = (name: ArrayName, at: number, length: number): ArrayBufferView => {
    const Kind = ARRAYS[name];
    const [from, to] = [end + at, end + at + length * Kind.BYTES_PER_ELEMENT];
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= end && to <= bytes.length)) throw damaged();
    const room = isShared ? new SharedArrayBuffer(to - from) : new ArrayBuffer(to - from);
    new Uint8Array(room).set(bytes.subarray(from, to));
    return new Kind(room as ArrayBuffer);
  };
  const read = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(read);
    const tagged = value as { readonly [TAG]?: string } & Readonly<Record<string, unknown>>;
    const tag = Object.hasOwn(value, TAG) ? tagged[TAG] : undefined;
    if (tag === undefined) return objectOf(Object.entries(value), read);
    if (tag === "undefined") return undefined;
    if (tag === "number") return Number(tagged.text);
    if (tag === "date") return new Date(tagged.ms as number);
    if (tag === "map") return new Map(read(tagged.entries) as [unknown, unknown][]);
    if (tag === "set") return new Set(read(tagged.values) as unknown[]);
    if (tag === "object") return objectOf(tagged.entries as [string, unknown][], read);
    if (!Object.hasOwn(ARRAYS, tag)) throw damaged();
    return arrayOf(tag as ArrayName, tagged.at as number, tagged.length as number);
  };
  try {
    return read(JSON.parse(bytes.toString("utf8", HEAD, end)));
  } catch {
    throw damaged();
  }
}

function objectOf(entries: readonly (readonly [string, unknown])[], read: (value: unknown) => unknown): object {
  return Object.fromEntries(entries.map(([key, value]) => [key, read(value)]));
}

function damaged(): GlmError {
  return new GlmError("BAD_VALUE", "the bytes are damaged; expected what was written", {});
}
