import type { Argument, Expression } from "./ast.js";

/** Names that need no backticks in R. */
const PLAIN = /^(?:\p{L}|\.(?!\d))[\p{L}\p{M}\p{N}._]*$/u;
const RESERVED: ReadonlySet<string> = new Set([
  ..."if else repeat while function for next break in TRUE FALSE NULL Inf NaN NA".split(" "),
  ..."NA_integer_ NA_real_ NA_complex_ NA_character_ ...".split(" "),
]);
/** Operators that R writes without spaces. */
const TIGHT: readonly string[] = ["^", "/", ":"];

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\\", "\\\\"],
]);

function escaped(text: string, quote: string): string {
  const inside = text.replace(/[\n\r\t\\"`]/g, (letter) => {
    return ESCAPED.get(letter) ?? (letter === quote ? `\\${letter}` : letter);
  });
  return `${quote}${inside}${quote}`;
}

/** A name as it stands in a formula: in backticks where it needs them. */
export function nameText(name: string): string {
  return PLAIN.test(name) && !RESERVED.has(name) && !/^\.\.\d+$/.test(name) ? name : escaped(name, "`");
}

/** A number as R deparses it: 15 digits, and in powers of ten where that is shorter, as 1e+05. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "Inf" : "-Inf";
  const [mantissa, power] = Number(value.toPrecision(15)).toExponential().split("e");
  const exponent = Number(power);
  const digits = mantissa!.replace(/[-.]/g, "").length;
  const scientific = `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  const decimals = Math.max(0, digits - 1 - exponent);
  const fixedLength = Math.max(exponent, 0) + 1 + (decimals > 0 ? decimals + 1 : 0);
  if (fixedLength > scientific.length) return scientific;
  return decimals > 100 ? scientific : value.toFixed(decimals);
}

/** An expression as R deparses it: `log(a + b)`, `poly(age, 2)`, `I(x^2)`. */
export function deparse(expression: Expression): string {
  const pairs = expression.parentheses ?? 0;
  const bare = bareText(expression);
  return pairs === 0 ? bare : `${"(".repeat(pairs)}${bare}${")".repeat(pairs)}`;
}

function bareText(expression: Expression): string {
  switch (expression.kind) {
    case "name":
      return nameText(expression.name);
    case "number":
      return numberText(expression.value);
    case "text":
      return escaped(expression.value, '"');
    case "logical":
      return expression.value ? "TRUE" : "FALSE";
    case "unary":
      return `${expression.operator}${deparse(expression.operand)}`;
    case "binary": {
      const { operator, left, right } = expression;
      const space = TIGHT.includes(operator) ? "" : " ";
      return `${deparse(left)}${space}${operator}${space}${deparse(right)}`;
    }
    case "call":
      return `${nameText(expression.name)}(${expression.args.map(argumentText).join(", ")})`;
  }
}

function argumentText({ name, value }: Argument): string {
  return name === undefined ? deparse(value) : `${nameText(name)} = ${deparse(value)}`;
}
