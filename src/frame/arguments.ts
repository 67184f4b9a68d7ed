import { GlmError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { show, shownName } from "../base/show.js";
import type { Expression } from "../formula/ast.js";

// Arguments of a call in a formula: which parameter each belongs to, and the values of those that are no columns.

export type Call = Expression & { readonly kind: "call" };

/** A value that is written out in the formula. */
export type Constant = number | string | boolean | readonly Constant[];

/** The arguments of a call by the names of the parameters. */
export interface Arguments {
  readonly call: Call;
  /** The variable of the model that the call is in, for messages. */
  readonly label: string;
  readonly byName: ReadonlyMap<string, Expression>;
}

/** As R matches arguments: by name, and the others in their order. */
export function matchArguments(call: Call, parameters: readonly string[], label: string): Arguments {
  const byName = new Map<string, Expression>();
  for (const { name, value } of call.args) {
    if (name === undefined) continue;
    if (!parameters.includes(name)) {
      const close = nearest(name, parameters);
      const hint = close === undefined ? `it takes ${parameters.join(", ")}` : `did you mean ${close}?`;
      throw mistake(label, `${call.name}() takes no argument ${shownName(name)}; ${hint}`);
    }
    if (byName.has(name)) throw mistake(label, `${call.name}() is given ${name} twice; expected it once`);
    byName.set(name, value);
  }
  const free = parameters.filter((name) => !byName.has(name));
  const others = call.args.filter(({ name }) => name === undefined);
  if (others.length > free.length) {
    throw mistake(label, `${call.name}() has ${call.args.length} arguments; it takes ${parameters.join(", ")}`);
  }
  others.forEach(({ value }, k) => {
    byName.set(free[k]!, value);
  });
  if (!byName.has(parameters[0]!)) throw mistake(label, `${call.name}() has no ${parameters[0]}; expected a column`);
  return { call, label, byName };
}

/** The error for a formula that cannot be evaluated. */
export function mistake(label: string, what: string): GlmError {
  return new GlmError("BAD_VALUE", `${shownName(label)}: ${what}`, { variable: label });
}

/** The value of an expression without columns; undefined if it has some. */
export function constantOf(expression: Expression): Constant | undefined {
  switch (expression.kind) {
    case "number":
    case "text":
    case "logical":
      return expression.value;
    case "name":
      return undefined;
    case "unary":
      return computed((a) => (expression.operator === "-" ? -a : a), expression.operand);
    case "binary": {
      const combine = ARITHMETIC.get(expression.operator);
      return combine && computed(combine, expression.left, expression.right);
    }
    case "call": {
      if (expression.name !== "c") return undefined;
      const parts = expression.args.map(({ value }) => constantOf(value));
      return parts.some((part) => part === undefined) ? undefined : (parts as Constant[]).flat();
    }
  }
}

/** Operators of numbers. */
export const ARITHMETIC: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ["+", (a: number, b: number) => a + b],
  ["-", (a: number, b: number) => a - b],
  ["*", (a: number, b: number) => a * b],
  ["/", (a: number, b: number) => a / b],
  ["^", (a: number, b: number) => a ** b],
]);

function computed(combine: (a: number, b: number) => number, ...parts: Expression[]): number | undefined {
  const [a, b] = parts.map(constantOf);
  const areNumbers = typeof a === "number" && (parts.length === 1 || typeof b === "number");
  return areNumbers ? combine(a, b as number) : undefined;
}

function refused({ call, label }: Arguments, name: string, wanted: string, value: Constant | undefined): GlmError {
  const found = value === undefined ? "no constant" : Array.isArray(value) ? "a list" : show(value);
  return mistake(label, `${name} of ${call.name}() is ${found}; expected ${wanted}`);
}

function read<T>(
  given: Arguments,
  name: string,
  wanted: string,
  accept: (v: Constant | undefined) => v is Constant & T,
): T | undefined {
  const expression = given.byName.get(name);
  if (expression === undefined) return undefined;
  const value = constantOf(expression);
  if (!accept(value)) throw refused(given, name, wanted, value);
  return value;
}

const isNumber = (v: unknown): v is number => typeof v === "number" && !Number.isNaN(v);

export function wholeArgument(given: Arguments, name: string, least: number): number | undefined {
  const accept = (v: unknown): v is number => Number.isInteger(v) && (v as number) >= least && (v as number) <= MOST;
  return read(given, name, `a whole number >= ${least}`, accept);
}

/** No basis has more columns. */
const MOST = 10_000;

export function logicalArgument(given: Arguments, name: string): boolean | undefined {
  return read(given, name, "TRUE or FALSE", (v): v is boolean => typeof v === "boolean");
}

/** A truth value or a number. */
export function switchArgument(given: Arguments, name: string): boolean | number | undefined {
  const accept = (v: unknown): v is boolean | number => typeof v === "boolean" || (isNumber(v) && Number.isFinite(v));
  return read(given, name, "TRUE, FALSE or a number", accept);
}

/** One number or several. */
export function numbersArgument(given: Arguments, name: string): readonly number[] | undefined {
  const accept = (v: unknown): v is number | readonly number[] =>
    isNumber(v) || (Array.isArray(v) && v.every(isNumber));
  const value = read<number | readonly number[]>(given, name, "numbers, as c(1, 2)", accept);
  return typeof value === "number" ? [value] : value;
}

/** Texts or numbers or truth values, one or several. */
export function wordsArgument(given: Arguments, name: string): readonly (string | number | boolean)[] | undefined {
  const isWord = (v: unknown): boolean => ["string", "number", "boolean"].includes(typeof v);
  const accept = (v: unknown): v is string | readonly string[] => isWord(v) || (Array.isArray(v) && v.every(isWord));
  const value = read<string | readonly string[]>(given, name, 'levels, as c("a", "b")', accept);
  return value === undefined || Array.isArray(value) ? (value as readonly string[] | undefined) : [value as string];
}
