import { quoted } from "../base/show.js";
import { GlmError } from "../index.js";

/** Possible delimiters; of equally good ones the first is taken. */
const DELIMITERS = [",", "\t", ";"] as const;
/** Number of records that are checked. */
const SOME = 20;

/** A text without its line `sep=;`, which Excel reads and writes, and the delimiter; undefined where there is no such line. */
export function withoutSep(text: string): { readonly rest: string; readonly delimiter: string | undefined } {
  const found = /^"?sep=([,;|\t :~^])"?[,;\t ]*\n/i.exec(text);
  return found === null
    ? { rest: text, delimiter: undefined }
    : { rest: text.slice(found[0].length), delimiter: found[1] };
}

/**
 * The delimiter: the one that gives the header line the most fields, and the lines after it the same number. If two delimiters do
 * so equally well, the table is refused.
 */
export function delimiterOf(name: string, text: string): string {
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, fields: fieldsOf(text, delimiter) }));
  const most = (all: typeof counts): typeof counts => {
    const largest = Math.max(...all.map(({ fields }) => fields[0]!));
    return all.filter(({ fields }) => fields[0] === largest && largest > 1);
  };
  const even = counts.filter(({ fields }) => fields.every((count) => count === fields[0]));
  const best = most(even).length > 0 ? most(even) : most(counts);
  if (best.length > 1 && best.every(({ fields }) => fields.every((count) => count === fields[0]))) {
    const found = best.map(({ delimiter }) => quoted(delimiter)).join(" or ");
    throw new GlmError(
      "BAD_SHAPE",
      `${name}: fields may end at ${found}, both give every line as many; expected one: quote text that holds the other, or write a first line sep=;`,
    );
  }
  if (best.length > 0) return best[0]!.delimiter;
  // a first line of one field: of a table of one column, or a title, which is refused later
  const below = counts.find(({ fields: [, second = 1, ...others] }) => second > 1 && others.every((n) => n === second));
  return below?.delimiter ?? DELIMITERS[0];
}

/** Number of fields of the first records. */
export function fieldsOf(text: string, delimiter: string): number[] {
  const counts: number[] = [];
  let count = 1;
  scan(text, delimiter, false, (letter) => {
    if (letter === delimiter) count++;
    else if (letter === "\n") {
      counts.push(count);
      count = 1;
    }
    return counts.length < SOME;
  });
  if (counts.length < SOME) counts.push(count);
  return counts;
}

/**
 * Shows every letter outside of quoted fields to `see`, until that returns false. A quote begins a field only at its start.
 *
 * @param isQuoted  Whether the text begins within a quoted field.
 * @returns         Whether it ends within one.
 */
export function scan(text: string, delimiter: string, isQuoted: boolean, see: (letter: string) => boolean): boolean {
  let isInside = isQuoted;
  let isStart = !isQuoted; // at the start of a field
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (isInside) {
      if (letter !== '"') continue;
      if (text[at + 1] === '"') at++;
      else isInside = false;
      continue;
    }
    const wasStart = isStart;
    isStart = letter === delimiter || letter === "\n";
    if (letter === '"' && wasStart) isInside = true;
    else if (!see(letter)) break;
  }
  return isInside;
}
