// The bytes of what was given: unpacked, with progress, and to be stopped at every piece.
import { encodingOf } from "../../../src/base/encoding.js";
import { MOST_BYTES, unpacksToTooMuch } from "../../../src/table/limits.js";
import type { Given } from "../messages.js";
import { checkWanted, type Tools } from "./tools.js";

export async function bytesOf(given: Given, tools: Tools): Promise<Uint8Array> {
  const { name, file, text, address } = given;
  if (text !== undefined) return new TextEncoder().encode(text);
  const packed =
    file === undefined ? await fetched(name, address, tools) : await gathered(name, file.stream(), file.size, tools);
  return encodingOf(packed) === "gzip" ? unpacked(name, packed, tools) : packed;
}

async function fetched(name: string, address: string | undefined, tools: Tools): Promise<Uint8Array> {
  if (address === undefined)
    throw new Error(`${name} has neither a file, nor text, nor an address; expected one of them`);
  let response: Response;
  try {
    response = await fetch(address, { signal: tools.signal });
  } catch {
    checkWanted(tools);
    throw new Error(`${name} could not be loaded: there is no connection; try again`);
  }
  if (!response.ok) throw new Error(`${name} could not be loaded: ${response.status} ${response.statusText}`);
  return gathered(name, response.body!, Number(response.headers.get("content-length") ?? 0), tools);
}

async function gathered(
  name: string,
  stream: ReadableStream<Uint8Array>,
  size: number,
  tools: Tools,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let read = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (tools.signal.aborted) {
      await reader.cancel();
      checkWanted(tools);
    }
    pieces.push(value);
    read += value.length;
    if (read > MOST_BYTES) throw unpacksToTooMuch(name);
    tools.tell(`loading ${name}`, size > 0 ? Math.min(read / size, 1) : undefined);
  }
  return joined(pieces, read);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

async function unpacked(name: string, bytes: Uint8Array, tools: Tools): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return await gathered(name, stream, 0, tools);
  } catch (cause) {
    checkWanted(tools);
    if ((cause as Error).name === "GlmError") throw cause;
    throw new Error(`${name} is compressed (gzip) and cannot be unpacked: it is damaged, or its end is missing`);
  }
}
