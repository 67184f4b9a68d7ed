// The inside of a variable, as of log(a + b): arithmetic of columns, calls of known functions, and no operator of terms.
import { shownName } from "../base/show.js";
import type { Argument, Expression, Place } from "./ast.js";
import { CONTRAST_TAKERS, contrastOf } from "./contrast-names.js";
import { CONSTANTS, FUNCTIONS } from "./functions.js";
import { advice, mistake } from "./mistakes.js";

/** Operators of terms, which mean nothing to numbers. */
const OF_TERMS: readonly string[] = [":", "%in%"];

/** The deepest expression: whoever walks along it later does not run out of stack. */
const DEEPEST = 1000;

const BEFORE_NAME = /[\s(]*/uy;

/** What a name may be. */
export interface Known {
  readonly text: string;
  readonly columns: ReadonlySet<string>;
}

/**
 * The expression of a variable, checked: every name is a column, every function is known. The names `pi`, `T`, `F` that are no columns become
 * their values, and names of contrasts become texts. The columns it needs are added to `used`.
 */
export function checkedVariable(expression: Expression, known: Known, used: Set<string>): Expression {
  const result = checked(expression, known, used, 0);
  if (used.size > 0) return result;
  throw mistake(known.text, expression, "no column is named here; a term or a response is made of columns");
}

function checked(expression: Expression, known: Known, used: Set<string>, depth: number): Expression {
  if (depth > DEEPEST) {
    throw mistake(known.text, expression, `more than ${DEEPEST} operations stand within each other; write less`);
  }
  const inside = (part: Expression): Expression => checked(part, known, used, depth + 1);
  switch (expression.kind) {
    case "name":
      return checkedName(expression, known, used);
    case "unary":
      return { ...expression, operand: inside(expression.operand) };
    case "binary": {
      const { operator, left, right } = expression;
      if (!OF_TERMS.includes(operator)) return { ...expression, left: inside(left), right: inside(right) };
      const words = `${operator} makes terms and cannot stand in an expression of numbers; use + - * / ^ and comparisons`;
      throw mistake(known.text, expression, words);
    }
    case "call":
      checkFunction(expression, known);
      return { ...expression, args: checkedArguments(expression, inside) };
    default:
      return expression;
  }
}

function checkedName(
  expression: Expression & { readonly kind: "name" },
  { text, columns }: Known,
  used: Set<string>,
): Expression {
  const { name, ...place } = expression;
  if (columns.has(name)) {
    used.add(name);
    return expression;
  }
  if (name === ".")
    throw mistake(text, expression, ". stands for columns as terms, on the right of ~ and outside of functions");
  const value = CONSTANTS.get(name);
  if (typeof value === "number") return { ...place, kind: "number", value };
  if (value !== undefined) return { ...place, kind: "logical", value };
  throw mistake(text, expression, `unknown column ${shownName(name)}; ${advice(name, [...columns], "columns")}`);
}

function checkFunction(call: Expression & { readonly kind: "call" }, { text, columns }: Known): void {
  const { name } = call;
  const place = placeOfName(text, call.at);
  if (name === "offset") {
    throw mistake(text, place, "offset() stands for itself on the right of ~; add it to the terms, as a + offset(b)");
  }
  if (FUNCTIONS.includes(name)) return;
  const hint = columns.has(name)
    ? "it is a column: write an operator between it and the parenthesis"
    : advice(name, FUNCTIONS, "functions");
  throw mistake(text, place, `unknown function ${shownName(name)}; ${hint}`);
}

/** The name of a call that begins here, behind the parentheses around the call. */
function placeOfName(text: string, begin: number): Place {
  BEFORE_NAME.lastIndex = begin;
  const at = begin + BEFORE_NAME.exec(text)![0].length;
  return { at, end: at + text.slice(at, text.indexOf("(", at)).trimEnd().length };
}

function checkedArguments(
  { name, args }: Expression & { readonly kind: "call" },
  inside: (part: Expression) => Expression,
): Argument[] {
  const takesContrast = CONTRAST_TAKERS.includes(name);
  const unnamed = args.filter(({ name: key }) => key === undefined);
  return args.map((argument) => {
    const { name: key, value } = argument;
    const isContrast = takesContrast && (key === undefined ? argument === unnamed[1] : key.startsWith("contr"));
    return { name: key, value: (isContrast ? contrastText(value) : undefined) ?? inside(value) };
  });
}

/** The name of a contrast as a text; undefined for everything else. */
function contrastText(value: Expression): Expression | undefined {
  if (value.kind !== "name" && value.kind !== "text") return undefined;
  const contrast = contrastOf(value.kind === "name" ? value.name : value.value);
  return contrast === undefined ? undefined : { kind: "text", value: contrast, at: value.at, end: value.end };
}
