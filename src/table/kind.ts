import { GlmError } from "../index.js";
import type { FileBytes } from "./source.js";
import { entriesOf, isArchive, isWorkbook } from "./zip.js";

/** Kinds of files that are read. */
export type Kind = "text" | "parquet" | "arrow" | "workbook";

const BEGINNINGS: readonly (readonly [begins: readonly number[], kind: Kind])[] = [
  [Array.from("PAR1", (letter) => letter.charCodeAt(0)), "parquet"],
  [Array.from("ARROW1", (letter) => letter.charCodeAt(0)), "arrow"],
  [[0xff, 0xff, 0xff, 0xff], "arrow"], // its stream
];

/** What a file is, by its first bytes. What is of no kind is taken for text, which refuses by name what is none. */
export function kindOf({ name, bytes }: FileBytes): Kind {
  const found = BEGINNINGS.find(([begins]) => begins.every((byte, k) => bytes[k] === byte));
  if (found !== undefined) return found[1];
  if (!isArchive(bytes)) return "text";
  const entries = entriesOf(bytes);
  if (entries === undefined) {
    const advice = "was it cut, or changed?";
    throw new GlmError("BAD_VALUE", `${name} is a workbook or a zip archive, and its end is missing: ${advice}`);
  }
  return isWorkbook(entries) ? "workbook" : "text";
}
