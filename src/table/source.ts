import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { encodingOf } from "../base/encoding.js";
import { GlmError } from "../index.js";
import { reasonOf } from "./reason.js";
import { textOf } from "./signature.js";

/** Text with its name in messages. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** Reads a file, or standard input for "-" and without a file. */
export async function readSource(file: string | undefined): Promise<Source> {
  if (file !== undefined && file !== "-") return { name: file, text: decode(file, await readNamed(file)) };
  if (file === undefined && process.stdin.isTTY) {
    throw new GlmError("EMPTY", "no data file; give one, or a table on standard input");
  }
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return { name: "standard input", text: decode("standard input", Buffer.concat(chunks)) };
}

async function readNamed(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/** The error for a file that cannot be read. */
export function cannotRead(file: string, error: unknown): GlmError {
  return new GlmError("BAD_VALUE", `cannot read ${file}: ${reasonOf(error)}`);
}

/** A longer text does not fit into a string of the engine; a small file may unpack to any length. */
const MOST_BYTES = 2 ** 30;

/** The text of a file, unpacked when it is compressed by gzip. */
function decode(name: string, bytes: Buffer): string {
  if (encodingOf(bytes) !== "gzip") return textOf(name, bytes);
  try {
    return textOf(name, gunzipSync(bytes, { maxOutputLength: MOST_BYTES }));
  } catch (error) {
    if (error instanceof GlmError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new GlmError("BAD_VALUE", `${name} unpacks to more than 1 GiB; expected a smaller file: cut it into parts`);
    }
    throw new GlmError("BAD_VALUE", `${name} is compressed (gzip) and cannot be unpacked: ${reasonOf(error)}`);
  }
}
