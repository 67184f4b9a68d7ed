import { GlmError } from "../index.js";

/** A small file may unpack to any length. A longer text does not fit into a string of the engine, nor many more numbers into memory. */
export const MOST_BYTES = 2 ** 30;

/** As many numbers take MOST_BYTES. */
const MOST_CELLS = MOST_BYTES / 8;

/** The error for a file that unpacks to too much. */
export function unpacksToTooMuch(name: string): GlmError {
  return new GlmError("BAD_VALUE", `${name} unpacks to more than 1 GiB; expected a smaller file: cut it into parts`);
}

/** Refuses a table that says it has more cells than are read. */
export function checkSize(name: string, rows: number, columns: number): void {
  if (rows * columns <= MOST_CELLS) return;
  const size = `${rows} rows of ${columns} column${columns === 1 ? "" : "s"}`;
  throw new GlmError(
    "BAD_VALUE",
    `${name} unpacks to ${size}, more than 1 GiB; expected a smaller file: cut it into parts`,
  );
}

/** Counts bytes that are unpacked, and refuses more than a file may have. */
export class Budget {
  private left = MOST_BYTES;

  constructor(readonly name: string) {}

  take(bytes: number): void {
    if (!(bytes >= 0)) throw new RangeError("a length below 0");
    this.left -= bytes;
    if (this.left < 0) throw unpacksToTooMuch(this.name);
  }
}
