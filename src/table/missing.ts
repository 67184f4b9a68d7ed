import { MISSING_BESIDE_NUMBERS, MISSING_EVERYWHERE } from "../base/missing-words.js";
import { toNumber } from "../base/number-text.js";
import type { Cell } from "./typed.js";

const NONE: ReadonlySet<string> = new Set();

/** The words for missing cells of one file. Blank cells are always missing. */
export interface MissingWords {
  readonly everywhere: ReadonlySet<string>;
  readonly besideNumbers: ReadonlySet<string>;
}

/** The usual words, or those of --na instead. */
export function missingWords(given: readonly string[] | undefined): MissingWords {
  return given === undefined
    ? { everywhere: MISSING_EVERYWHERE, besideNumbers: MISSING_BESIDE_NUMBERS }
    : { everywhere: new Set(["", ...given]), besideNumbers: NONE };
}

/** The cells of a column that was written without types, with undefined for words that are missing in it. */
export function withoutWords(cells: readonly Cell[], words: MissingWords, isResponse: boolean): Cell[] {
  const isWide = isResponse ? !isTwoSigns(cells, words) : areNumbers(cells, words);
  return cells.map((cell) => {
    if (typeof cell !== "string") return cell;
    const bare = cell.trim();
    return words.everywhere.has(bare) || (isWide && words.besideNumbers.has(bare)) ? undefined : cell;
  });
}

/** Whether there are numbers, dates or truth values in a column, and no text but numbers and words for missing cells. */
function areNumbers(cells: readonly Cell[], { everywhere, besideNumbers }: MissingWords): boolean {
  let some = false;
  for (const cell of cells) {
    if (cell === undefined) continue;
    if (typeof cell === "string") {
      const bare = cell.trim();
      if (everywhere.has(bare) || besideNumbers.has(bare)) continue;
      if (toNumber(bare) === undefined) return false;
    }
    some = true;
  }
  return some;
}

/** Whether + and - are the two classes of a column. */
function isTwoSigns(cells: readonly Cell[], { everywhere }: MissingWords): boolean {
  const present = cells.map((cell) => String(cell ?? "").trim()).filter((text) => !everywhere.has(text));
  return present.includes("+") && present.every((text) => text === "+" || text === "-");
}
