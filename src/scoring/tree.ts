import { GlmError } from "../base/errors.js";
import type { ColumnKind } from "../frame/types.js";

// A scoring rule as a tree that every language can write. A missing cell makes a number missing, and a condition neither true nor false.

/** A cell of the row: how it is read. */
export interface Cell {
  readonly name: string;
  readonly kind: ColumnKind;
}

export type FunctionName = "exp" | "log" | "sqrt" | "abs" | "sin" | "cos" | "atan" | "erfc";
export type DatePart = "year" | "month" | "weekday";
export type Comparison = "<" | "<=" | ">" | ">=" | "==" | "!=";

interface Sized {
  /** How many parts it is written with. */
  readonly size: number;
}

/** A number. */
export type Expression = Sized &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "cell"; readonly cell: Cell }
    | { readonly kind: "date-part"; readonly part: DatePart; readonly cell: Cell }
    /** The number, or another one where it is missing. */
    | { readonly kind: "filled"; readonly of: Expression; readonly fill: number }
    /** The number, missing where it is 0: something is divided by it. */
    | { readonly kind: "nonzero"; readonly of: Expression }
    | { readonly kind: "sum"; readonly parts: readonly Expression[] }
    | { readonly kind: "product"; readonly parts: readonly Expression[] }
    | { readonly kind: "quotient"; readonly over: Expression; readonly under: Expression }
    | { readonly kind: "power"; readonly base: Expression; readonly exponent: Expression }
    | { readonly kind: "function"; readonly name: FunctionName; readonly of: Expression }
    /** The value of the first branch whose condition is true; missing if none is. */
    | { readonly kind: "cases"; readonly branches: readonly Branch[] }
    | { readonly kind: "let"; readonly bound: Bound; readonly body: Expression; readonly copies: number }
    | { readonly kind: "bound"; readonly bound: Bound }
  );

export interface Branch {
  readonly when: Condition;
  readonly value: Expression;
}

/** A number with a name, to write it once. */
export interface Bound {
  readonly value: Expression;
}

/** True, false, or unknown because a cell is missing. */
export type Condition = Sized &
  (
    | { readonly kind: "compare"; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "numbers"; readonly of: Expression; readonly values: readonly number[] }
    /** The text of a cell is one of these, or none of these. */
    | { readonly kind: "texts"; readonly cell: Cell; readonly texts: readonly string[]; readonly isIn: boolean }
    | { readonly kind: "same"; readonly left: Cell; readonly right: Cell; readonly isSame: boolean }
    | { readonly kind: "truth"; readonly cell: Cell; readonly value: boolean }
    | { readonly kind: "missing"; readonly cell: Cell; readonly isMissing: boolean }
    | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
    | { readonly kind: "constant"; readonly value: boolean }
    /** True only if the level of a variable is known. */
    | { readonly kind: "level"; readonly variable: number; readonly of: Condition }
  );

/** Trees with more parts are refused: a formula can be written that doubles them with every letter. */
const MOST_PARTS = 500_000;

function sizeOf(parts: readonly Sized[]): number {
  const size = parts.reduce((sum, part) => sum + part.size, 1);
  if (size <= MOST_PARTS) return size;
  const message = `the scoring rule has more than ${MOST_PARTS} parts; expected fewer: join levels, or leave terms out`;
  throw new GlmError("NOT_SUPPORTED", message, { most: MOST_PARTS });
}

export function number(value: number): Expression & { readonly kind: "number" } {
  return { kind: "number", value, size: 1 };
}

// Written out, because bundlers cannot leave out what calls make.
export const ZERO = { kind: "number", value: 0, size: 1 } as const;
export const ONE = { kind: "number", value: 1, size: 1 } as const;

export function cellNumber(cell: Cell): Expression {
  return { kind: "cell", cell, size: 1 };
}

export function datePart(part: DatePart, cell: Cell): Expression {
  return { kind: "date-part", part, cell, size: 1 };
}

export function filled(of: Expression, fill: number): Expression {
  return { kind: "filled", of, fill, size: sizeOf([of]) };
}

export function nonzero(of: Expression): Expression {
  return isNumber(of) && of.value !== 0 ? of : { kind: "nonzero", of, size: sizeOf([of]) };
}

export function isNumber(expression: Expression): expression is ReturnType<typeof number> {
  return expression.kind === "number";
}

export function isZero(expression: Expression): boolean {
  return isNumber(expression) && expression.value === 0;
}

/** The sum, without zeros; numbers stay where they are. */
export function sum(...parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === "sum" ? part.parts : [part]));
  const others = flat.filter((part) => !isZero(part));
  if (others.every(isNumber)) return folded(others, (a, b) => a + b, 0) ?? joined(others);
  return others.length === 1 ? others[0]! : joined(others);

  function joined(all: readonly Expression[]): Expression {
    return { kind: "sum", parts: all, size: sizeOf(all) };
  }
}

/** The value of numbers, if it is finite. */
function folded(
  parts: readonly Expression[],
  combine: (a: number, b: number) => number,
  first: number,
): Expression | undefined {
  const value = parts.reduce((all, part) => combine(all, isNumber(part) ? part.value : Number.NaN), first);
  return Number.isFinite(value) ? number(value) : undefined;
}

/** A coefficient times a number. */
export function times(coefficient: number, of: Expression): Expression {
  if (coefficient === 0) return ZERO;
  if (coefficient === 1) return of;
  if (of.kind !== "product" || !isNumber(of.parts[0]!)) return product(number(coefficient), of);
  return product(number(coefficient * of.parts[0].value), ...of.parts.slice(1));
}

export function product(...parts: readonly Expression[]): Expression {
  return folded(parts, (a, b) => a * b, 1) ?? { kind: "product", parts, size: sizeOf(parts) };
}

export function quotient(over: Expression, under: Expression): Expression {
  return { kind: "quotient", over, under, size: sizeOf([over, under]) };
}

/** Small operands that are multiplied instead. */
const SMALL = 3;

export function power(base: Expression, exponent: Expression): Expression {
  const count = isNumber(exponent) ? exponent.value : Number.NaN;
  if (count === 1) return base;
  if ((count === 2 || count === 3) && base.size <= SMALL) return product(...Array<Expression>(count).fill(base));
  return { kind: "power", base, exponent, size: sizeOf([base, exponent]) };
}

export function call(name: FunctionName, of: Expression): Expression {
  return { kind: "function", name, of, size: sizeOf([of]) };
}

export function negative(of: Expression): Expression {
  return isNumber(of) ? number(-of.value) : times(-1, of);
}

export function cases(all: readonly Branch[]): Expression {
  const branches = all.filter(({ when }) => !(when.kind === "constant" && !when.value));
  const [first] = branches;
  if (first?.when.kind === "constant") return first.value;
  return { kind: "cases", branches, size: sizeOf(branches.flatMap(({ when, value }) => [when, value])) };
}

/** A number that is used several times: small ones are repeated. `copies`: how often, which is how large the text may become. */
export function used(value: Expression, copies: number, body: (value: Expression) => Expression): Expression {
  if (value.size <= SMALL) return body(value);
  const bound: Bound = { value };
  const inside = body(boundNumber(bound));
  return { kind: "let", bound, body: inside, copies, size: sizeOf([{ size: copies * value.size }, inside]) };
}

export function boundNumber(bound: Bound): Expression {
  return { kind: "bound", bound, size: 1 };
}

export function compare(left: Expression, operator: Comparison, right: Expression): Condition {
  return { kind: "compare", operator, left, right, size: sizeOf([left, right]) };
}

export function among(of: Expression, values: readonly number[]): Condition {
  return { kind: "numbers", of, values, size: sizeOf([of]) + values.length };
}

export function texts(cell: Cell, all: readonly string[], isIn = true): Condition {
  return { kind: "texts", cell, texts: all, isIn, size: 1 + all.length };
}

export function same(left: Cell, right: Cell, isSame: boolean): Condition {
  return { kind: "same", left, right, isSame, size: 2 };
}

export function truth(cell: Cell, value: boolean): Condition {
  return { kind: "truth", cell, value, size: 1 };
}

export function missing(cell: Cell, isMissing = true): Condition {
  return { kind: "missing", cell, isMissing, size: 1 };
}

export function constant(value: boolean): Condition {
  return { kind: "constant", value, size: 1 };
}

export function every(parts: readonly Condition[]): Condition {
  const others = parts.filter((part) => !(part.kind === "constant" && part.value));
  if (others.length === 0) return constant(true);
  return others.length === 1 ? others[0]! : { kind: "and", parts: others, size: sizeOf(others) };
}

export function some(parts: readonly Condition[]): Condition {
  const others = parts.filter((part) => !(part.kind === "constant" && !part.value));
  if (others.length === 0) return constant(false);
  return others.length === 1 ? others[0]! : { kind: "or", parts: others, size: sizeOf(others) };
}

/** A condition that holds only where the level of a variable is known. */
export function levelOf(variable: number, of: Condition): Condition {
  return { kind: "level", variable, of, size: of.size };
}

/** Text by which equal trees are known. */
export function keyOf(expression: Expression): string {
  return JSON.stringify(expression, (_, value: unknown) => (typeof value === "number" ? String(value) : value));
}
