// How a mistake in a formula is told: one line in words, then the formula, then a mark under the place.
//
//     formula: unknown column agee; did you mean age?
//       low ~ agee + lwt
//             ^^^^
import { GlmError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { printable, shownName } from "../base/show.js";
import type { Place } from "./ast.js";

/** Characters of the formula that are shown at most, and how many of them before the place. */
const SHOWN = 100;
const BEFORE = 60;

const MARGIN = "  ";
const DOTS = "... ";

/** Names that a message lists at most. */
const LISTED = 8;

/** Letters that take two columns of a terminal, and marks that take none. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
const NO_WIDTH = /\p{M}/u;

/** Columns that a text takes in a terminal. */
function width(text: string): number {
  let columns = 0;
  for (const letter of text) columns += NO_WIDTH.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return columns;
}

/** The formula as one line, and a line with a mark under the place. A long formula is cut around the place. */
function picture(text: string, { at, end }: Place): string[] {
  const begin = text.length <= SHOWN || at <= BEFORE ? 0 : Math.min(at - BEFORE, text.length - SHOWN);
  const stop = Math.min(text.length, begin + SHOWN);
  const part = (from: number, to: number): string => printable(text.slice(from, to).replace(/\s/gu, " "));
  const lead = begin === 0 ? "" : DOTS;
  const tail = stop === text.length ? "" : " ...";
  const marks = Math.max(1, width(part(at, Math.min(end, stop))));
  return [
    `${MARGIN}${lead}${part(begin, stop)}${tail}`,
    `${MARGIN}${" ".repeat(lead.length + width(part(begin, at)))}${"^".repeat(marks)}`,
  ];
}

/** The error for a mistake at a place of a formula. `words` says what is wrong, what is expected and what to do. */
export function mistake(text: string, place: Place, words: string): GlmError {
  const { at, end } = place;
  return new GlmError("BAD_FORMULA", `formula: ${words}`, { formula: text, at, end }, picture(text, place));
}

/** What to say of an unknown name: the nearest known one, or the known ones. `what` names them, as "columns". */
export function advice(name: string, known: readonly string[], what: string): string {
  const close = nearest(name, known);
  if (close !== undefined) return `did you mean ${shownName(close)}?`;
  if (known.length === 0) return `there are no ${what}`;
  const more = known.length > LISTED ? ", ..." : "";
  return `known ${what}: ${known.slice(0, LISTED).map((each) => shownName(each, 40)).join(", ")}${more}`; // biome-ignore format: one line
}
