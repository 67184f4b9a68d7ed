import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { encodingOf } from "../base/encoding.js";
import { GlmError } from "../index.js";
import { MOST_BYTES, unpacksToTooMuch } from "./limits.js";
import { reasonOf } from "./reason.js";
import { textOf } from "./signature.js";

/** Text with its name in messages. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** Bytes of a file, with its name in messages. */
export interface FileBytes {
  readonly name: string;
  /** Unpacked, if the file is compressed by gzip. */
  readonly bytes: Uint8Array;
}

/** The text of a file, or of standard input for "-" and without a file. */
export async function readSource(file: string | undefined): Promise<Source> {
  const { name, bytes } = await readBytes(file);
  return { name, text: textOf(name, bytes) };
}

/** The bytes of a file, or of standard input for "-" and without a file: for `openTable` and `readColumns`. */
export async function readBytes(file: string | undefined): Promise<FileBytes> {
  if (file !== undefined && file !== "-") return unpacked(file, await readNamed(file));
  if (file === undefined && process.stdin.isTTY) {
    throw new GlmError("EMPTY", "no data file; give one, or a table on standard input");
  }
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return unpacked("standard input", Buffer.concat(chunks));
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

function unpacked(name: string, bytes: Buffer): FileBytes {
  if (encodingOf(bytes) !== "gzip") return { name, bytes };
  try {
    return { name, bytes: gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw unpacksToTooMuch(name);
    throw new GlmError("BAD_VALUE", `${name} is compressed (gzip) and cannot be unpacked: ${reasonOf(error)}`);
  }
}
