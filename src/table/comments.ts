import { quoted } from "../base/show.js";
import { GlmError } from "../index.js";
import { fieldsOf, scan } from "./delimiter.js";

/** A text without its comments. */
export interface Uncommented {
  readonly text: string;
  /** The line of the file of line k of the text; both count from 1. */
  readonly lineOf: (k: number) => number;
}

/** Lines at the top that begin with # , and blank lines after them: how many there are, and where they end. */
export function topComments(text: string): { readonly count: number; readonly end: number } {
  let [count, end] = [0, 0];
  while (text[end] === "#" || (count > 0 && /^[ \t]*\n/.test(text.slice(end, end + 100)))) {
    const stop = text.indexOf("\n", end);
    count++;
    end = stop < 0 ? text.length : stop + 1;
  }
  return { count, end };
}

/**
 * Refuses a comment that may be the header line: it has as many fields as the line below it, more than one. Its names would be lost.
 * `line` is the line of the file on which the comments begin.
 */
export function refuseHeaderAsComment(
  name: string,
  comments: string,
  below: string,
  delimiter: string,
  line: number,
): void {
  const lines = comments.split("\n");
  const last = lines.map((one) => one.startsWith("#")).lastIndexOf(true);
  const [width] = fieldsOf(below, delimiter);
  if (last < 0 || width === 1 || fieldsOf(lines[last]!, delimiter)[0] !== width) return;
  throw new GlmError(
    "BAD_SHAPE",
    `${name}, line ${line + last} begins with # and has ${width} fields, as the line below it; expected a header line or a comment: take the # away if it is the header line, or leave comments out with --comment "#"`,
  );
}

/** The text without lines that begin with `mark` outside of quoted fields. `before` lines of the file are above the text. */
export function withoutComments(text: string, mark: string, delimiter: string, before: number): Uncommented {
  const [kept, places]: [string[], number[]] = [[], []];
  let isQuoted = false;
  text.split("\n").forEach((line, k) => {
    if (!isQuoted && line.startsWith(mark)) return;
    kept.push(line);
    places.push(k + 1 + before);
    if (isQuoted || line.includes('"')) isQuoted = scan(line, delimiter, isQuoted, () => true);
  });
  return { text: kept.join("\n"), lineOf: (k) => places[k - 1] ?? k + before };
}

/** A text without its lines that begin with `mark`, quoted or not: enough to find the delimiter. */
export function roughlyWithout(text: string, mark: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith(mark))
    .join("\n");
}

/** Refuses a mark of comments that would take other lines away. */
export function checkMark(mark: string): void {
  if (mark.trim() !== "" && !/[\n\r"]/.test(mark)) return;
  throw new GlmError("BAD_OPTION", `--comment ${quoted(mark)}; expected a mark at the start of a line, as "#"`);
}
