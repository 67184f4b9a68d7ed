import { GlmError } from "../index.js";
import { checkMark } from "./comments.js";

/** How the cells of a file are written, where that differs from R's and everybody's usual. */
export interface Reading {
  /** The decimal mark: "." or ",". Default ".". */
  readonly decimal?: "." | ",";
  /** The mark between thousands, which is left out of numbers. Default: none. */
  readonly thousands?: "," | "." | " " | "'";
  /** Words for missing cells, instead of the usual ones. Blank cells are always missing. */
  readonly missing?: readonly string[];
  /** The column that is predicted: in it `?`, `.` and `-` are missing, even beside text. */
  readonly response?: string;
  /** Whether the first line is a row: columns are then x1, x2, ... */
  readonly hasNoHeader?: boolean;
  /** Lines that begin with this mark are left out. Default: lines that begin with # above the header line. */
  readonly comment?: string;
  /** The encoding of the text. Default: by its first bytes, otherwise UTF-8. */
  readonly encoding?: EncodingName;
  /** The sheet of a workbook. Default: the first that has a table. */
  readonly sheet?: string;
}

/** Encodings that can be asked for. latin1 is read as windows-1252, as pages are: it has the same letters and more. */
export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "latin1", "windows-1252"] as const;
export type EncodingName = (typeof ENCODINGS)[number];

/** Refuses marks that mean two things. */
export function checkReading({ decimal = ".", thousands, comment }: Reading): void {
  if (comment !== undefined) checkMark(comment);
  if (decimal !== thousands) return;
  throw new GlmError("BAD_OPTION", `decimal and thousands are both ${JSON.stringify(decimal)}; expected two marks`);
}

/** Blanks that programs write between thousands. */
const BLANKS = " \u00a0\u202f";

/** A function that writes a cell with a decimal point, without marks between thousands, and blank where it is missing. */
export function cellReader({
  decimal = ".",
  thousands,
  missing = [],
}: Reading): ((cell: string) => string) | undefined {
  if (decimal === "." && thousands === undefined && missing.length === 0) return undefined;
  const absent = new Set(missing);
  const between = thousands === undefined ? "" : thousands === " " ? `[${BLANKS}]` : `[${thousands}]`;
  const whole = between === "" ? "\\d*" : `(?:\\d{1,3}(?:${between}\\d{3})+|\\d*)`;
  const isNumber = new RegExp(`^[+-]?${whole}(?:[${decimal}]\\d*)?(?:[eE][+-]?\\d+)?$`);
  const marks = between === "" ? undefined : new RegExp(between, "g");
  return (cell) => {
    const bare = cell.trim();
    if (absent.has(bare)) return "";
    if (!/\d/.test(bare) || !isNumber.test(bare)) return cell;
    const plain = marks === undefined ? bare : bare.replace(marks, "");
    return decimal === "," ? plain.replace(",", ".") : plain;
  };
}
