// The grammar, with R's precedence, weakest first:
//
//     ~    comparisons, which do not associate    + -    * /    %in%    :    unary + -    ^, to the right
//
// As in R, -a^2 is -(a^2), -a:b is (-a):b, and a^-b is a^(-b).
import { shownName } from "../base/show.js";
import type { Argument, Expression, Place } from "./ast.js";
import { mistake } from "./mistakes.js";
import { type Token, tokensOf } from "./tokens.js";

/** Both sides of a formula, nothing expanded. */
export interface Parsed {
  /** Undefined for a formula with no left side. */
  readonly left: Expression | undefined;
  readonly right: Expression;
}

export const COMPARISONS: readonly string[] = ["<", "<=", ">", ">=", "==", "!="];

const COMPARISON = 1;
const UNARY = 6;
const POWER = 7;
/** How strongly a binary operator binds. */
const STRENGTH: ReadonlyMap<string, number> = new Map([
  ...COMPARISONS.map((operator): [string, number] => [operator, COMPARISON]),
  ["+", 2],
  ["-", 2],
  ["*", 3],
  ["/", 3],
  ["%in%", 4],
  [":", 5],
  ["^", POWER],
]);

/** Expressions within expressions that are read at most. */
const DEEPEST = 250;

/** Where the reading is. */
interface Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  next: number;
}

/** Reads the text of a formula. Throws `GlmError` `BAD_FORMULA` with the place of a mistake. */
export function parseFormula(text: string): Parsed {
  const cursor: Cursor = { text, tokens: tokensOf(text), next: 0 };
  const first = peek(cursor);
  if (first.kind === "end") {
    throw mistake(text, first, "there is nothing; expected response ~ terms, as low ~ age + lwt");
  }
  const left = isOperator(first, "~") ? undefined : expression(cursor, COMPARISON, 0);
  const tilde = peek(cursor);
  if (tilde.kind === "end") throw mistake(text, tilde, "there is no ~; expected response ~ terms, as low ~ age + lwt");
  if (!isOperator(tilde, "~")) throw surplus(cursor);
  cursor.next++;
  const right = expression(cursor, COMPARISON, 0);
  if (peek(cursor).kind !== "end") throw surplus(cursor);
  return { left, right };
}

function peek({ tokens, next }: Cursor): Token {
  return tokens[Math.min(next, tokens.length - 1)]!;
}

function isOperator(token: Token, operator: string): boolean {
  return token.kind === "operator" && token.operator === operator;
}

/** An expression of operators that bind at least as strongly as `least`. */
function expression(cursor: Cursor, least: number, depth: number): Expression {
  if (depth > DEEPEST) {
    throw mistake(cursor.text, peek(cursor), `more than ${DEEPEST} expressions stand within each other; write less`);
  }
  let left = operand(cursor, depth);
  for (;;) {
    const token = peek(cursor);
    const strength = token.kind === "operator" ? STRENGTH.get(token.operator) : undefined;
    if (token.kind !== "operator" || strength === undefined || strength < least) return left;
    cursor.next++;
    const { operator } = token;
    const right = expression(cursor, operator === "^" ? POWER : strength + 1, depth + 1);
    left = { kind: "binary", operator, left, right, at: left.at, end: right.end };
    if (strength === COMPARISON) refuseComparison(cursor);
  }
}

/** Comparisons have no order of their own: a < b < c is a mistake. */
function refuseComparison(cursor: Cursor): void {
  const token = peek(cursor);
  if (token.kind !== "operator" || !COMPARISONS.includes(token.operator)) return;
  throw mistake(cursor.text, token, "a second comparison follows the first; write one of them in parentheses");
}

function operand(cursor: Cursor, depth: number): Expression {
  const token = peek(cursor);
  if (token.kind === "end") throw missing(cursor);
  if (token.kind === "operator") return afterOperator(cursor, token.operator, depth);
  cursor.next++;
  const behind = peek(cursor);
  if (token.kind === "name" && isOperator(behind, "(")) return call(cursor, token.name, token, depth);
  return token;
}

function afterOperator(cursor: Cursor, operator: string, depth: number): Expression {
  const { at } = peek(cursor);
  if (operator === "+" || operator === "-") {
    cursor.next++;
    const inner = expression(cursor, UNARY, depth + 1);
    return { kind: "unary", operator, operand: inner, at, end: inner.end };
  }
  if (operator !== "(") throw missing(cursor);
  const open = peek(cursor);
  cursor.next++;
  const inner = expression(cursor, COMPARISON, depth + 1);
  const end = close(cursor, open);
  return { ...inner, parentheses: (inner.parentheses ?? 0) + 1, at, end };
}

function call(cursor: Cursor, name: string, { at }: Place, depth: number): Expression {
  const open = peek(cursor);
  cursor.next++;
  const args: Argument[] = [];
  if (!isOperator(peek(cursor), ")")) {
    args.push(argument(cursor, depth));
    while (isOperator(peek(cursor), ",")) {
      cursor.next++;
      args.push(argument(cursor, depth));
    }
  }
  return { kind: "call", name, args, at, end: close(cursor, open) };
}

function argument(cursor: Cursor, depth: number): Argument {
  const token = peek(cursor);
  const behind = cursor.tokens[cursor.next + 1];
  if (token.kind !== "name" || behind === undefined || !isOperator(behind, "=")) {
    return { name: undefined, value: expression(cursor, COMPARISON, depth + 1) };
  }
  cursor.next += 2;
  return { name: token.name, value: expression(cursor, COMPARISON, depth + 1) };
}

/** Steps over the closing parenthesis and returns where it ends. */
function close(cursor: Cursor, open: Place): number {
  const token = peek(cursor);
  if (token.kind === "end") throw mistake(cursor.text, open, "this parenthesis is not closed; write a ) for it");
  if (!isOperator(token, ")")) throw surplus(cursor);
  cursor.next++;
  return token.end;
}

/** The error where an operand should be and is not. */
function missing(cursor: Cursor): Error {
  const { text, tokens, next } = cursor;
  const token = peek(cursor);
  const before = tokens[next - 1];
  const here = `${shownName(text.slice(token.at, token.end))} stands`;
  if (before === undefined) return mistake(text, token, `${here} at the beginning; expected a column before it`);
  const last = shownName(text.slice(before.at, before.end));
  if (token.kind !== "end" && !isOperator(token, ")") && !isOperator(token, ",")) {
    return mistake(text, token, `${here} right after ${last}; expected a column or a number between them`);
  }
  return mistake(text, before, `nothing follows ${last}; expected a column or a number`);
}

/** The error for a word that does not belong where it is. */
function surplus(cursor: Cursor): Error {
  const token = peek(cursor);
  const word = shownName(cursor.text.slice(token.at, token.end));
  return mistake(cursor.text, token, reason(token, word));
}

function reason(token: Token, word: string): string {
  if (isOperator(token, "~")) return "there is another ~ than the one between both sides; write ~ once";
  if (isOperator(token, ")")) return "this parenthesis closes nothing; drop it, or write a ( before";
  if (isOperator(token, "=")) return "= names an argument of a function; write == to compare";
  if (isOperator(token, ",")) return "a comma separates arguments of a function; write + between terms";
  return `${word} follows without an operator; write one before it, as +`;
}
