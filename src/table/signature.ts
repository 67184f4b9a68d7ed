import { encodingOf } from "../base/encoding.js";
import { GlmError } from "../index.js";
import type { EncodingName } from "./cell-notation.js";

/** Files that are no text, recognized by their first bytes, with advice for each. */
const SIGNATURES: readonly (readonly [begins: string, what: string, advice: string])[] = [
  [
    "PK\u0003\u0004",
    "a workbook of a spreadsheet (.xlsx, .ods) or a zip archive",
    "save the sheet as CSV, or unpack it",
  ],
  ["\u00d0\u00cf\u0011\u00e0", "a workbook of Excel (.xls)", "save the sheet as CSV"],
  ["PAR1", "a file of Parquet", "write it as CSV"],
  ["PARE", "an encrypted file of Parquet", "write it without encryption, or as CSV"],
  ["ARROW1", "a file of Arrow", "write it as CSV"],
  ["FEA1", "a file of Feather", "write it as CSV"],
  ["\u0089HDF", "a file of HDF5", "write the table as CSV"],
  ["SQLite format 3\0", "a database of SQLite", "write the table as CSV"],
  ["<stata_dta>", "a file of Stata", "write it as CSV"],
  ["$FL2", "a file of SPSS", "write it as CSV"],
  ["RDX", "data saved by R", "write them as CSV: write.csv(..., row.names = FALSE)"],
  ["X\n\0\0", "data saved by R", "write them as CSV: write.csv(..., row.names = FALSE)"],
  ["\u0093NUMPY", "an array of NumPy", "write it as CSV, with a header line"],
  ["\u0089PNG", "a picture (PNG)", "find the table it was made from"],
  ["\u00ff\u00d8\u00ff", "a picture (JPEG)", "find the table it was made from"],
  ["GIF8", "a picture (GIF)", "find the table it was made from"],
  ["%PDF", "a PDF", "find the table it was made from"],
  ["BZh", "compressed (bzip2)", "unpack it"],
  ["\u00fd7zXZ\0", "compressed (xz)", "unpack it"],
  ["\u0028\u00b5\u002f\u00fd", "compressed (zstd)", "unpack it"],
  ["7z\u00bc\u00af", "an archive of 7-Zip", "unpack it"],
];

/** Refuses a file that is no text, and names its kind. */
export function refuseOther(name: string, bytes: Uint8Array): void {
  const found = SIGNATURES.find(([begins]) =>
    Array.from(begins).every((letter, k) => bytes[k] === letter.charCodeAt(0)),
  );
  if (found === undefined) return;
  const [, what, advice] = found;
  throw new GlmError("BAD_VALUE", `${name} is ${what}; expected text: ${advice}`);
}

/**
 * The text of bytes: UTF-8, or UTF-16 (the "Unicode text" of Excel). Other bytes are refused: letters of another encoding would
 * all become the same mark, and two labels could become one. An encoding that is given is taken.
 */
export function textOf(name: string, bytes: Uint8Array, given?: EncodingName): string {
  refuseOther(name, bytes);
  const encoding = given === undefined ? encodingOf(bytes) : checkedEncoding(name, bytes, given);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return encoding === "latin1" || encoding === "windows-1252" ? text.replace(HIGH_CONTROLS, windowsLetter) : text;
  } catch (error) {
    if (!(error instanceof TypeError)) {
      throw new GlmError("BAD_VALUE", `${name} is too large for a text; expected a smaller file, or one of SVMlight`);
    }
    throw notText(name, encoding, encoding === "utf-8" ? badLine(bytes) : undefined);
  }
}

/** Letters of windows-1252 that latin1 does not have, from 0x80 on. Some versions of Node leave them as control characters. */
const WINDOWS =
  "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";
const HIGH_CONTROLS = /[\x80-\x9f]/g;

function windowsLetter(control: string): string {
  return WINDOWS[control.charCodeAt(0) - 0x80]!;
}

/** The encoding that was asked for, unless the file begins with the mark of another. */
function checkedEncoding(name: string, bytes: Uint8Array, given: EncodingName): EncodingName {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const found = isMarked ? "utf-8" : encodingOf(bytes);
  if (found === given || (found === "utf-8" && !isMarked)) return given;
  const message = `${name} is ${found.toUpperCase()}, by its first bytes; --encoding ${given} says otherwise: leave it out`;
  throw new GlmError("BAD_OPTION", message);
}

/** The refusal of bytes that are no text. */
export function notText(name: string, encoding: string, line?: number): GlmError {
  const place = line === undefined ? name : `${name}, line ${line}`;
  const advice =
    encoding === "utf-8"
      ? ": save it as UTF-8 (CSV UTF-8 of Excel); on the command line --encoding latin1 reads Latin-1 and Windows-1252"
      : "";
  return new GlmError("BAD_VALUE", `${place} is not ${encoding.toUpperCase()}; expected text${advice}`);
}

/** Number of the first line that is not UTF-8. */
function badLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start <= bytes.length; line++) {
    const stop = bytes.indexOf(10, start);
    const end = stop < 0 ? bytes.length : stop;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return line;
}
