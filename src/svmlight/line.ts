import { GlmError } from "../base/errors.js";
import { readNumber, readWhole } from "./number.js";

/** Who is told what a line holds. Columns are where it stands, counted from 1. */
export interface LineSink {
  readonly label: (value: number) => void;
  readonly entry: (index: number, value: number, column: number) => void;
}

/** The number of columns is a signed 32-bit number, also when the first index is 0. */
const MOST = 2 ** 31 - 2;
const COLON = 58;
const COMMENT = 35;

/**
 * Reads the line text[start, end): a label, then index:value, with blanks between; # begins a comment, qid:... is passed
 * over. Returns false for a line that holds nothing.
 */
export function readLine(text: string, start: number, end: number, line: number, sink: LineSink): boolean {
  let isFirst = true;
  for (let at = start; at < end; ) {
    if (isBlank(text.charCodeAt(at))) {
      at++;
      continue;
    }
    if (text.charCodeAt(at) === COMMENT) break;
    let stop = at + 1;
    while (stop < end && !isBlank(text.charCodeAt(stop)) && text.charCodeAt(stop) !== COMMENT) stop++;
    const column = at - start + 1;
    if (isFirst) sink.label(readLabel(text, at, stop, line, column));
    else readEntry(text, at, stop, line, column, sink);
    isFirst = false;
    at = stop;
  }
  return !isFirst;
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
      `${quoted(word)} stands where the label should; a line begins with its label, as in 1 ${word}`,
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

function readEntry(text: string, start: number, end: number, line: number, column: number, sink: LineSink): void {
  let colon = start;
  while (colon < end && text.charCodeAt(colon) !== COLON) colon++;
  if (colon - start === 3 && colon < end && text.startsWith("qid", start)) return;
  const index = readWhole(text, start, colon);
  if (colon === end || !(index <= MOST)) {
    const found = quoted(text.slice(start, end));
    if (index > MOST) throw refusal(line, column, `${found}: the index is too large; expected at most ${MOST}`);
    throw refusal(line, column, `${found}; expected index:value with a whole index, as 3:0.5`);
  }
  const value = readNumber(text, colon + 1, end);
  if (!(Math.abs(value) < Infinity)) {
    const found = quoted(text.slice(colon + 1, end));
    const wrong = colon + 1 === end ? "the value is missing" : `${found} ${complaint(value)}`;
    throw refusal(line, column + colon + 1 - start, `${wrong}; expected a finite number right after "${index}:"`);
  }
  sink.entry(index, value, column);
}

function complaint(value: number): string {
  return Number.isNaN(value) ? "is not a number" : "is too large for a number";
}

/** An error about a place in the file, both counted from 1. */
export function refusal(line: number, column: number, message: string): GlmError {
  return new GlmError("BAD_VALUE", `line ${line}, column ${column}: ${message}`, { line, column });
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
