import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { type Encoding, encodingOf, SIGNATURE } from "../base/encoding.js";

/** Bytes that are read at once. */
const PIECE = 1 << 20;

/** The text of a file in pieces cut anywhere, with line ends as "\n"; unpacked, if it is compressed by gzip. */
export async function* textOf(path: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let held = "";
  const plain = (text: string, isLast: boolean): string => {
    const all = held + text;
    held = !isLast && all.endsWith("\r") ? "\r" : ""; // its "\n" may come with the next piece
    return all.slice(0, all.length - held.length).replace(/\r\n?/g, "\n");
  };
  for await (const bytes of bytesOf(path)) {
    decoder ??= new TextDecoder(encodingOfText(bytes));
    yield plain(decoder.decode(bytes, { stream: true }), false);
  }
  yield plain(decoder?.decode() ?? "", true);
}

/** The bytes of a file, unpacked, if it is compressed by gzip. */
export function bytesOf(path: string): AsyncGenerator<Uint8Array> {
  return unpacked(createReadStream(path, { highWaterMark: PIECE }));
}

function encodingOfText(bytes: Uint8Array): Exclude<Encoding, "gzip"> {
  const found = encodingOf(bytes.subarray(0, SIGNATURE));
  return found === "gzip" ? "utf-8" : found;
}

async function* unpacked(file: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  const pieces = file[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const rest = async function* (): AsyncGenerator<Buffer> {
    yield first.value;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  };
  try {
    if (encodingOf(first.value.subarray(0, SIGNATURE)) !== "gzip") {
      yield* rest();
      return;
    }
    const { Readable } = await import("node:stream");
    yield* Readable.from(rest()).pipe(createGunzip()) as AsyncIterable<Uint8Array>;
  } finally {
    await pieces.return?.();
  }
}
