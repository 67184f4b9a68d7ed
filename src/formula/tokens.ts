import { quoted } from "../base/show.js";
import type { Place } from "./ast.js";
import { mistake } from "./mistakes.js";

/** A word of a formula. */
export type Token =
  | (Place & { readonly kind: "name"; readonly name: string })
  | (Place & { readonly kind: "number"; readonly value: number })
  | (Place & { readonly kind: "text"; readonly value: string })
  | (Place & { readonly kind: "logical"; readonly value: boolean })
  | (Place & { readonly kind: "operator"; readonly operator: string })
  | (Place & { readonly kind: "end" });

const SPACE = /\s+/uy;
/** R's names. A first underscore, which R refuses, is allowed, since columns have it. */
const NAME = /(?:[\p{L}_]|\.(?!\d))[\p{L}\p{M}\p{N}._]*/uy;
/** R's decimal numbers; `2L` is 2. */
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?L?/y;
const OPERATOR = /%in%|\*\*|==|!=|<=|>=|[-+*/^:~(),=<>]/y;
const OTHER_PERCENT = /%[^%\s]*%/y;
const NAME_GOES_ON = /[\p{L}\p{M}\p{N}._]/uy;

const VALUES: ReadonlyMap<string, number | boolean> = new Map<string, number | boolean>([
  ["TRUE", true],
  ["FALSE", false],
  ["Inf", Number.POSITIVE_INFINITY],
]);

/** What a backslash and a letter stand for between quotes. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["\\", "\\"],
  ['"', '"'],
  ["'", "'"],
  ["`", "`"],
]);

/** What to write instead of characters that R knows and formulas do not have. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["|", "random effects, as (1 | group), are not supported"],
  ["$", "write the name of the column alone"],
  ["[", "give a table of the rows that are meant"],
  ["&", "write a product of comparisons, as I((a > 1) * (b > 1))"],
  ["!", "write a comparison, as a != b"],
  ["{", "write parentheses"],
]);

/** Reads a pattern at a place; undefined if it is not there. */
function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The words of a formula; the last is of kind "end". */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += match(SPACE, text, at)?.length ?? 0;
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: "end", at: text.length, end: text.length });
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  const first = text[at]!;
  if (first === '"' || first === "'" || first === "`") return quotedAt(text, at, first);
  const number = match(NUMBER, text, at);
  if (number !== undefined) return numberAt(text, at, number);
  const name = match(NAME, text, at);
  if (name !== undefined) {
    const end = at + name.length;
    const value = VALUES.get(name);
    if (typeof value === "number") return { kind: "number", value, at, end };
    return value === undefined ? { kind: "name", name, at, end } : { kind: "logical", value, at, end };
  }
  const operator = match(OPERATOR, text, at);
  if (operator === undefined) throw unreadable(text, at);
  return { kind: "operator", operator: operator === "**" ? "^" : operator, at, end: at + operator.length };
}

function numberAt(text: string, at: number, digits: string): Token {
  const end = at + digits.length;
  if (match(NAME_GOES_ON, text, end) !== undefined) {
    const rest = match(/[\p{L}\p{M}\p{N}._]+/uy, text, end)!;
    const whole = `${digits}${rest}`;
    const words = `${quoted(whole)} is neither a number nor a name; write the name of a column that begins with a digit in backticks`;
    throw mistake(text, { at, end: at + whole.length }, words);
  }
  return { kind: "number", value: Number(digits.replace("L", "")), at, end };
}

/** A text in quotes of either kind, or a name in backticks. */
function quotedAt(text: string, at: number, quote: string): Token {
  let value = "";
  for (let k = at + 1; k < text.length; k++) {
    const letter = text[k]!;
    if (letter === quote) return closed(text, { at, end: k + 1 }, quote, value);
    if (letter !== "\\") {
      value += letter;
      continue;
    }
    const meant = ESCAPES.get(text[++k] ?? "");
    if (meant === undefined) {
      throw mistake(text, { at: k - 1, end: k + 1 }, "unknown escape; write a backslash as two backslashes");
    }
    value += meant;
  }
  const what = quote === "`" ? "backtick" : "quote";
  throw mistake(text, { at, end: at + 1 }, `this ${what} is not closed; write another one behind the last letter`);
}

function closed(text: string, place: Place, quote: string, value: string): Token {
  if (quote !== "`") return { kind: "text", value, ...place };
  if (value === "") throw mistake(text, place, "a name has no letters; write it between the backticks");
  return { kind: "name", name: value, ...place };
}

function unreadable(text: string, at: number): Error {
  const found = match(OTHER_PERCENT, text, at) ?? String.fromCodePoint(text.codePointAt(at)!);
  const hint = INSTEAD.get(found) ?? "expected + - : * / ^ %in% and names; write unusual names in backticks";
  return mistake(text, { at, end: at + found.length }, `${quoted(found)} has no meaning in a formula; ${hint}`);
}
