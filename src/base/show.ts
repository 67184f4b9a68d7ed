// Text of the caller in a message or a table: names, labels, values, words of files. It must not move the cursor, colour the
// terminal, add lines or fill the screen, so all printed text goes through here.

/** Most letters of a name or a value. */
const NAME = 80;
/** Most letters of a message: names and labels in it come from the caller and may have any length. */
const MESSAGE = 800;
/** Most letters of a word within a message: enough for the path of a file, not for a number of a million digits. */
const WORD = 200;

/** Characters that control a terminal or are invisible: control characters, ends of lines, marks of direction, halves of a pair. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/gu;
const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** The same with invisible characters escaped, as in a string of JavaScript. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (found) => SHORT.get(found) ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A name, label or value as it may stand in a line: printable, and shortened to both ends if long. */
export function shownName(text: string, most = NAME): string {
  return printable(middleCut(text, most));
}

/** A message about names and values of the caller: one line, with the place first and the advice last. */
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

/** Any value, as an error message shows it. */
export function show(value: unknown): string {
  if (typeof value === "bigint") return shownName(`${value}n`);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return typeof value === "function" ? "a function" : shownName(String(value));
}

/** A value or name as it may stand in a message: quoted, control characters escaped, shortened if long. */
export function quoted(text: string): string {
  return `"${shownName(text, 40)}"`;
}
