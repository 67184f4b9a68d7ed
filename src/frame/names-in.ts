import type { Expression } from "../formula/ast.js";

/** Adds the names of the columns in an expression. */
function collectNames(expression: Expression, into: Set<string>): void {
  switch (expression.kind) {
    case "name":
      into.add(expression.name);
      return;
    case "unary":
      collectNames(expression.operand, into);
      return;
    case "binary":
      collectNames(expression.left, into);
      collectNames(expression.right, into);
      return;
    case "call":
      for (const { value } of expression.args) collectNames(value, into);
      return;
    default:
  }
}

/** The names of the columns in some variables, in the order of their first use. */
export function namesIn(variables: Iterable<{ readonly expression: Expression }>): Set<string> {
  const names = new Set<string>();
  for (const { expression } of variables) collectNames(expression, names);
  return names;
}
