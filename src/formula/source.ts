import type { Expression } from "./ast.js";
import { nameText } from "./deparse.js";
import { parseFormula } from "./parse.js";
import { checkedVariable } from "./variables.js";

// The text of a variable, from which it can be read again with all its digits. Labels have 15 digits, as in R.

/** The text of a variable of a formula. A name may come from `.`, which is written elsewhere. */
export function sourceOf(expression: Expression, formula: string): string {
  return expression.kind === "name" ? nameText(expression.name) : formula.slice(expression.at, expression.end);
}

/** The expression of such a text, over columns of these names. Throws `GlmError` `BAD_FORMULA` if it is none. */
export function readSource(source: string, columns: ReadonlySet<string>): Expression {
  const text = `~${source}`;
  return checkedVariable(parseFormula(text).right, { text, columns }, new Set());
}
