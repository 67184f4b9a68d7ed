import { GlmError } from "../base/errors.js";
import { shownName } from "../base/show.js";
import { readNumber, readWhole } from "./number.js";

/** Receives the content of a line. Places in the line are counted from 1. */
export interface LineSink {
  readonly label: (value: number) => void;
  readonly entry: (index: number, value: number, column: number) => void;
}

/** The number of columns is a signed 32-bit number, also when the first index is 0. */
const MOST = 2 ** 31 - 2;
const COLON = 58;
const COMMENT = 35;

/**
 * Reads the line text[start, end): a label, then index:value, with blanks between. Blanks may also stand before a value, as for
 * strtod in LIBSVM. # begins a comment, qid:... is skipped. Returns false for an empty line.
 */
export function readLine(text: string, start: number, end: number, line: number, sink: LineSink): boolean {
  let isFirst = true;
  for (let at = start; at < end; ) {
    if (isBlank(text.charCodeAt(at))) {
      at++;
      continue;
    }
    if (text.charCodeAt(at) === COMMENT) break;
    const stop = wordEnd(text, at, end);
    const column = at - start + 1;
    if (isFirst) sink.label(readLabel(text, at, stop, line, column));
    const next = isFirst ? stop : readEntry(text, at, stop, end, line, column, sink);
    isFirst = false;
    at = next;
  }
  return !isFirst;
}

/** The end of the word that begins at `at`. */
function wordEnd(text: string, at: number, end: number): number {
  let stop = at + 1;
  while (stop < end && !isBlank(text.charCodeAt(stop)) && text.charCodeAt(stop) !== COMMENT) stop++;
  return stop;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function readLabel(text: string, start: number, end: number, line: number, column: number): number {
  const value = readNumber(text, start, end);
  if (Math.abs(value) < Infinity) return value;
  const word = text.slice(start, end);
  const trouble = complaint(value);
  if (word.includes(":")) {
    throw refusal(
      line,
      column,
      `${quoted(word)} is where the label should be; a line begins with its label, as in 1 3:0.5`,
    );
  }
  if (word.includes(",")) {
    throw refusal(
      line,
      column,
      `${quoted(word)} ${trouble}; expected one label: several in a row cannot be fitted together`,
    );
  }
  throw refusal(line, column, `${quoted(word)} ${trouble}; labels are numbers: write classes as 0 and 1, or -1 and 1`);
}

/** The entry whose word is text[start, end), and the next index: its value may be the next word, within `rest`. */
function readEntry(
  text: string,
  start: number,
  end: number,
  rest: number,
  line: number,
  column: number,
  sink: LineSink,
): number {
  let colon = start;
  while (colon < end && text.charCodeAt(colon) !== COLON) colon++;
  if (colon - start === 3 && colon < end && text.startsWith("qid", start)) return end;
  const index = readWhole(text, start, colon);
  if (colon === end || !(index <= MOST)) {
    const found = quoted(text.slice(start, end));
    if (index > MOST) throw refusal(line, column, `${found}: the index is too large; expected at most ${MOST}`);
    throw refusal(line, column, `${found}; expected index:value with a whole index, as 3:0.5`);
  }
  let from = colon + 1;
  let to = end;
  if (from === end) {
    while (from < rest && isBlank(text.charCodeAt(from))) from++;
    to = from < rest && text.charCodeAt(from) !== COMMENT ? wordEnd(text, from, rest) : from;
    for (let k = from; k < to; k++) if (text.charCodeAt(k) === COLON) to = from = end; // the next entry
    if (to === from) from = to = end;
  }
  const value = readNumber(text, from, to);
  if (!(Math.abs(value) < Infinity)) {
    const wrong = from === to ? "the value is missing" : `${quoted(text.slice(from, to))} ${complaint(value)}`;
    throw refusal(line, column + from - start, `${wrong}; expected a finite number right after "${index}:"`);
  }
  sink.entry(index, value, column);
  return to;
}

function complaint(value: number): string {
  return Number.isNaN(value) ? "is not a number" : "is too large for a number";
}

/** An error about a place in the file, both counted from 1. */
export function refusal(line: number, column: number, message: string): GlmError {
  return new GlmError("BAD_VALUE", `line ${line}, column ${column}: ${message}`, { line, column });
}

function quoted(text: string): string {
  return `"${shownName(text, 40)}"`;
}
