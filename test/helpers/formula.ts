// Formulas for tests of src/frame: a list of terms in R's words, read by a parser of a page, with R's rule of marginality.
import type { Argument, Expression, Formula, Term, Variable } from "../../src/formula/ast.js";
import type { CodingRule } from "../../src/frame/frame.js";

const TOKEN =
  /\s*(?:(\d[\d.]*(?:e[+-]?\d+)?|\.\d+)|"([^"]*)"|`([^`]*)`|([\p{L}.][\p{L}\d._]*)|(<=|>=|==|!=|[-+*/^<>(),=]))/uy;
const PLACE = { at: 0, end: 0 };
const POWER: Readonly<Record<string, number>> = { "<": 1, "<=": 1, ">": 1, ">=": 1, "==": 1, "!=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 5 }; // biome-ignore format: one table

interface Token {
  readonly kind: "number" | "text" | "quoted" | "name" | "sign";
  readonly text: string;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`cannot read ${text}`);
    const kinds = ["number", "text", "quoted", "name", "sign"] as const;
    const k = match.slice(1).findIndex((part) => part !== undefined);
    found.push({ kind: kinds[k]!, text: match[k + 1]! });
  }
  return found;
}

/** An expression as R writes it. */
export function expression(text: string): Expression {
  const all = tokens(text);
  let at = 0;
  const isSign = (sign: string): boolean => all[at]?.kind === "sign" && all[at]!.text === sign;
  const skip = (sign: string): void => {
    if (!isSign(sign)) throw new Error(`expected ${sign} in ${text}`);
    at++;
  };
  const args = (): Argument[] => {
    const out: Argument[] = [];
    skip("(");
    while (!isSign(")")) {
      const isNamed = all[at]!.kind === "name" && all[at + 1]?.text === "=";
      const name = isNamed ? all[at]!.text : undefined;
      if (isNamed) at += 2;
      out.push({ name, value: operation(0) });
      if (!isSign(")")) skip(",");
    }
    skip(")");
    return out;
  };
  const operand = (): Expression => {
    const { kind, text: word } = all[at++]!;
    if (kind === "number") return { ...PLACE, kind, value: Number(word) };
    if (kind === "text") return { ...PLACE, kind, value: word };
    if (kind === "quoted") return { ...PLACE, kind: "name", name: word };
    if (word === "-" || word === "+") return { ...PLACE, kind: "unary", operator: word, operand: operation(4) };
    if (word === "(") {
      const inner = operation(0);
      skip(")");
      return inner;
    }
    if (word === "TRUE" || word === "FALSE") return { ...PLACE, kind: "logical", value: word === "TRUE" };
    if (word === "Inf") return { ...PLACE, kind: "number", value: Infinity };
    return isSign("(") ? { ...PLACE, kind: "call", name: word, args: args() } : { ...PLACE, kind: "name", name: word };
  };
  const operation = (least: number): Expression => {
    let left = operand();
    for (;;) {
      const operator = all[at]?.kind === "sign" ? all[at]!.text : "";
      const power = POWER[operator];
      if (power === undefined || power < least) return left;
      at++;
      left = { ...PLACE, kind: "binary", operator, left, right: operation(operator === "^" ? power : power + 1) };
    }
  };
  return operation(0);
}

function variable(label: string): Variable {
  return { label, expression: expression(label) };
}

/** A formula of terms, each with its variables between " : ", without an intercept if the first term is "0". */
export function formula(response: string | undefined, terms: readonly string[]): Formula {
  const intercept = terms[0] !== "0";
  const isOffset = (term: string): boolean => term.startsWith("offset(");
  const own = (intercept ? terms : terms.slice(1)).filter((term) => !isOffset(term));
  return {
    text: `${response ?? ""} ~ ${terms.join(" + ")}`,
    response: response === undefined ? undefined : variable(response),
    intercept,
    terms: own.map((term): Term => {
      const labels = term.split(" : ");
      return { label: labels.join(":"), variables: labels.map(variable) };
    }),
    offsets: terms.filter(isOffset).map((term) => variable(term.slice(7, -1))),
  };
}

/**
 * R's rule: a variable has a contrast in a term if a term before it has all of the others, or if there are no others; else it has a column
 * for each level. Without an intercept the first factor has them, too.
 */
export const byMargins: CodingRule = ({ intercept, terms }, isFactor) => {
  const labels = terms.map(({ variables }) => variables.map(({ label }) => label));
  let isFirst = !intercept;
  return labels.map((own, t) =>
    own.map((label, k) => {
      if (!isFactor(label)) return "contrast";
      const others = own.filter((_, j) => j !== k);
      const isMarginal = labels.slice(0, t).some((before) => others.every((other) => before.includes(other)));
      const isFull = isFirst || !(others.length === 0 || isMarginal);
      isFirst = false;
      return isFull ? "full" : "contrast";
    }),
  );
};
