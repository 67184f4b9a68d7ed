// Text of a caller's in a message or a table: names, labels, values, words of files. It may not move the cursor, colour the
// terminal, add lines or fill the screen; whatever is printed goes through here.

/** Letters of a name or a value at most. */
const NAME = 80;
/** Letters of a message at most: names and labels in it are the caller's, and may be of any length. */
const MESSAGE = 800;
/** A word within a message: the path of a file may be this long, a number of a million digits may not. */
const WORD = 200;

/** What a terminal acts on, or nobody sees: control characters, ends of lines, marks of direction, halves of a pair. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/gu;
const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** The same with what is not seen written out, as in a string of JavaScript. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (found) => SHORT.get(found) ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A name, label or value as it may stand in a line: printable, and of long ones both ends. */
export function shownName(text: string, most = NAME): string {
  return printable(middleCut(text, most));
}

/** A message about names and values of a caller's: one line, whose place stands first and what to do last. */
export function sentence(text: string): string {
  const whole = text.length > WORD ? text.replace(LONG_WORD, (word) => middleCut(word, WORD)) : text;
  return middleCut(printable(whole), MESSAGE);
}

const LONG_WORD = new RegExp(`\\S{${WORD + 1},}`, "g");

function middleCut(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = Math.floor(most / 3);
  return `${text.slice(0, most - last)} ... ${text.slice(-last)}`;
}

/** A value as an error message shows it, whatever it is. */
export function show(value: unknown): string {
  if (typeof value === "bigint") return shownName(`${value}n`);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return typeof value === "function" ? "a function" : shownName(String(value));
}

/** A value or name as it may stand in a message: quoted, control characters written out, cut when long. */
export function quoted(text: string): string {
  return `"${shownName(text, 40)}"`;
}
