import { readFile } from "node:fs/promises";
import { GlmError } from "../index.js";

/** Text with the name that messages call it by. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** Reads a file, or standard input for "-" and for no file at all. */
export async function readSource(file: string | undefined): Promise<Source> {
  if (file !== undefined && file !== "-") return { name: file, text: decode(await readNamed(file)) };
  if (file === undefined && process.stdin.isTTY) {
    throw new GlmError("EMPTY", "no data file; give one, or a table on standard input");
  }
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return { name: "standard input", text: decode(Buffer.concat(chunks)) };
}

async function readNamed(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/** The refusal of a file that the file system does not give. */
export function cannotRead(file: string, error: unknown): GlmError {
  return new GlmError("BAD_VALUE", `cannot read ${file}: ${reasonOf(error)}`);
}

/** UTF-8, or UTF-16 where the byte order mark says so (Excel's "Unicode text"). The mark itself is dropped. */
function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "no such file or directory"],
  ["EISDIR", "it is a directory"],
  ["ENOTDIR", "a part of its path is no directory"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "no space left on the device"],
  ["EDQUOT", "no space left of the quota"],
  ["EFBIG", "the file would be larger than is allowed"],
  ["ELOOP", "its links lead in a circle"],
]);

/** Why the file system refused, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS.get(code ?? "") ?? message;
}
