/** The encoding of text in bytes, or that the bytes are compressed. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gzip";

/** Bytes that `encodingOf` looks at. */
export const SIGNATURE = 4;

/**
 * By the first bytes of a file: a byte order mark; without one, UTF-16 if every second byte is zero, as for Latin letters,
 * digits and delimiters. Otherwise UTF-8.
 */
export function encodingOf(bytes: ArrayLike<number>): Encoding {
  const [a, b, c, d] = [bytes[0], bytes[1], bytes[2], bytes[3]];
  if (a === 0x1f && b === 0x8b) return "gzip";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a && b === 0 && c && d === 0) return "utf-16le";
  if (a === 0 && b && c === 0 && d) return "utf-16be";
  return "utf-8";
}
