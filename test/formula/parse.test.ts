// Precedence and associativity, as in R's ?Syntax.
import { expect, it } from "vitest";
import type { Expression } from "../../src/formula/ast.js";
import { parseFormula } from "../../src/formula/parse.js";

/** The tree, with brackets around every operation. */
function tree(expression: Expression): string {
  switch (expression.kind) {
    case "unary":
      return `[${expression.operator}${tree(expression.operand)}]`;
    case "binary":
      return `[${tree(expression.left)} ${expression.operator} ${tree(expression.right)}]`;
    case "call":
      return `${expression.name}(${expression.args.map(({ name, value }) => `${name === undefined ? "" : `${name}=`}${tree(value)}`).join(",")})`; // biome-ignore format: one line
    case "name":
      return expression.name;
    default:
      return String(expression.value);
  }
}

it.each([
  ["a^b^c", "[a ^ [b ^ c]]"],
  ["-a^b", "[-[a ^ b]]"],
  ["a^-b", "[a ^ [-b]]"],
  ["a^-b^c", "[a ^ [-[b ^ c]]]"],
  ["a^-b:c", "[[a ^ [-b]] : c]"],
  ["-a:b", "[[-a] : b]"],
  ["-a * b", "[[-a] * b]"],
  ["- -a", "[-[-a]]"],
  ["a - b - c", "[[a - b] - c]"],
  ["a - -b", "[a - [-b]]"],
  ["a / b * c", "[[a / b] * c]"],
  ["a + b * c", "[a + [b * c]]"],
  ["a * b %in% c", "[a * [b %in% c]]"],
  ["a %in% b * c", "[[a %in% b] * c]"],
  ["a %in% b:c", "[a %in% [b : c]]"],
  ["a:b^2", "[a : [b ^ 2]]"],
  ["a:b:c", "[[a : b] : c]"],
  ["a + b > c - d", "[[a + b] > [c - d]]"],
  ["(a < b) == c", "[[a < b] == c]"],
  ["(a + b) * c", "[[a + b] * c]"],
  ["f(a, b = c + 1, 'd')", "f(a,b=[c + 1],d)"],
  ["f()", "f()"],
  ["a ** b", "[a ^ b]"],
  ["1e-3 + .5 + 2. + 2L", "[[[0.001 + 0.5] + 2] + 2]"],
])("%s", (text, expected) => {
  const { left, right } = parseFormula(`y ~ ${text}`);
  expect(left).toMatchObject({ kind: "name", name: "y" });
  expect(tree(right)).toBe(expected);
  expect(right.end).toBe(text.length + 4);
  expect(right.at).toBe(4);
});
