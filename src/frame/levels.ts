import { toNumber } from "../base/number-text.js";
import { integers } from "../base/typed.js";
import type { Cells } from "./columns.js";
import { daysOf, isoText } from "./dates.js";

/** The level of cells that are missing, where missing is a level. */
export const MISSING_LEVEL = "(missing)";

/** Levels of truth values, as R writes them. */
export const LOGICAL_LEVELS: readonly string[] = ["FALSE", "TRUE"];

/** Order by Unicode's code points: the same in every country and on every machine. */
function byCodePoint(a: string, b: string): number {
  const least = Math.min(a.length, b.length);
  for (let k = 0; k < least; k++) {
    if (a.charCodeAt(k) !== b.charCodeAt(k)) return a.codePointAt(k)! - b.codePointAt(k)!;
  }
  return a.length - b.length;
}

/** A cell as a level, undefined if it is missing. Numbers have 15 digits, as in R. */
export function levelText(cell: Cells[number]): string | undefined {
  if (typeof cell === "string" || cell === undefined) return cell;
  if (typeof cell === "number") return Number.isNaN(cell) ? undefined : numberLevel(cell);
  return typeof cell === "boolean" ? LOGICAL_LEVELS[cell ? 1 : 0] : isoText(daysOf(cell));
}

export function numberLevel(value: number): string {
  return String(Number(value.toPrecision(15)));
}

/** The code of a missing cell. */
export const MISSING = -1;
/** The code of a cell that is present, and none of the levels. */
export const UNSEEN = -2;

/** The place of each text among the levels. */
export function codesOf(texts: readonly (string | undefined)[], levels: readonly string[]): Int32Array {
  const places = new Map(levels.map((level, k) => [level, k]));
  return integers(texts.length, (i) => (texts[i] === undefined ? MISSING : (places.get(texts[i]) ?? UNSEEN)));
}

/** Numbers as text; those of one size, as 1 and 1.0, by their text. */
function bySize(a: string, b: string): number {
  return Number(a) - Number(b) || byCodePoint(a, b);
}

/**
 * Texts as places among the different ones in their order: by size if all of them are numbers, which in a file are text, too; others by
 * code points.
 */
export function factorOfTexts(
  length: number,
  text: (i: number) => string | undefined,
  areNumbers: boolean,
): { readonly levels: readonly string[]; readonly codes: Int32Array } {
  const found = new Map<string, number>();
  const codes = integers(length, (i) => {
    const level = text(i);
    if (level === undefined) return MISSING;
    const known = found.get(level);
    if (known !== undefined) return known;
    found.set(level, found.size);
    return found.size - 1;
  });
  const levels = [...found.keys()];
  levels.sort(areNumbers || levels.every((level) => toNumber(level) !== undefined) ? bySize : byCodePoint);
  const places = new Int32Array(levels.length);
  levels.forEach((level, k) => {
    places[found.get(level)!] = k;
  });
  for (let i = 0; i < length; i++) if (codes[i]! >= 0) codes[i] = places[codes[i]!]!;
  return { levels, codes };
}
