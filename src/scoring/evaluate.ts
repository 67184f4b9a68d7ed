import { GlmError } from "../base/errors.js";
import { shownName } from "../base/show.js";
import type { Expression as Formula } from "../formula/ast.js";
import { CONTRAST_TAKERS } from "../formula/contrast-names.js";
import { ARITHMETIC, type Call, matchArguments, wordsArgument } from "../frame/arguments.js";
import { isComparison } from "../frame/compare.js";
import { breakNumbers, type CutState } from "../frame/cut.js";
import { DATE_PARTS } from "../frame/dates.js";
import { FACTOR_PARAMETERS } from "../frame/factor.js";
import { LOGICAL_LEVELS, levelText } from "../frame/levels.js";
import type { Memory } from "../frame/memory.js";
import { TRANSFORM_PARAMETERS } from "../frame/transform-parameters.js";
import type { TransformState } from "../frame/transforms.js";
import { comparedLevels } from "./compare.js";
import { polyCurve, splineCurve } from "./curves.js";
import { constantLevel, namedLevels, numberLevels, textLevels, truthCell, truthNumber } from "./levels.js";
import {
  type Cell,
  call,
  cases,
  cellNumber,
  compare,
  type DatePart,
  datePart,
  type Expression,
  every,
  type FunctionName,
  filled,
  negative,
  nonzero,
  number,
  power,
  product,
  quotient,
  some,
  sum,
  times,
  used,
} from "./tree.js";
import type { Levels, Value } from "./value.js";

// The value of an expression of a formula as a tree, as frame/evaluate.ts computes it row by row. The formula was fitted, so that its
// mistakes are known; what a changed model brings is refused.

export interface Scope {
  readonly label: string;
  readonly memory: Memory;
  /** A column of the encoding, and what missing numbers in it are replaced by. */
  readonly column: (name: string) => { readonly cell: Cell; readonly fill: number | undefined };
  readonly isFilled: boolean;
  /** Is told the cells without which there is no value. */
  readonly needs: (cell: Cell) => void;
}

function refusal({ label }: Scope, what: string): GlmError {
  const message = `${shownName(label)}: ${what} cannot be exported; expected columns, numbers and functions of formulas: make it a column of the table before the fit`;
  return new GlmError("NOT_SUPPORTED", message, { variable: label });
}

export function evaluate(formula: Formula, scope: Scope): Value {
  switch (formula.kind) {
    case "name":
      return columnValue(formula.name, scope);
    case "number":
      return { kind: "numbers", of: number(formula.value) };
    case "text":
      return constantLevel(formula.value, false);
    case "logical":
      return constantLevel(LOGICAL_LEVELS[formula.value ? 1 : 0]!, true);
    case "unary": {
      const of = numberOf(evaluate(formula.operand, scope), scope);
      return { kind: "numbers", of: formula.operator === "-" ? negative(of) : of };
    }
    case "binary":
      return binary(formula, scope);
    case "call":
      return called(formula, scope);
  }
}

function columnValue(name: string, scope: Scope): Value {
  const { cell, fill } = scope.column(name);
  const isFilled = scope.isFilled && fill !== undefined;
  if (!isFilled) scope.needs(cell);
  if (cell.kind === "category") return textLevels(cell);
  if (cell.kind === "logical") return truthCell(cell);
  const of = isFilled ? filled(cellNumber(cell), fill) : cellNumber(cell);
  return { kind: "numbers", of, ...(cell.kind === "date" && { date: cell }) };
}

/** Numbers as they are, truth values as 0 and 1. */
export function numberOf(value: Value, scope: Scope): Expression {
  if (value.kind === "numbers") return value.of;
  if (value.kind === "levels" && value.isLogical) return truthNumber(value);
  throw refusal(scope, value.kind === "levels" ? "arithmetic with levels" : "arithmetic with several columns");
}

function binary({ operator, left, right }: Formula & { readonly kind: "binary" }, scope: Scope): Value {
  const [a, b] = [evaluate(left, scope), evaluate(right, scope)];
  if (isComparison(operator)) {
    const found = comparedLevels(operator, a, b);
    if (found !== undefined) return found;
    throw refusal(scope, `this comparison by ${operator}`);
  }
  const [x, y] = [numberOf(a, scope), numberOf(b, scope)];
  const combine = ARITHMETIC.get(operator);
  if (combine === undefined) throw refusal(scope, `the operator ${operator}`);
  if (x.kind === "number" && y.kind === "number") return { kind: "numbers", of: number(combine(x.value, y.value)) };
  const of = {
    "+": () => sum(x, y),
    "-": () => sum(x, negative(y)),
    "*": () => product(x, y),
    "/": () => quotient(x, nonzero(y)),
    "^": () => power(x, y),
  }[operator as "+"]();
  return { kind: "numbers", of };
}

const FUNCTIONS: readonly FunctionName[] = ["exp", "sqrt", "abs", "sin", "cos"];

function called(own: Call, scope: Scope): Value {
  const { name } = own;
  if (name === "I") return evaluate(argument(own, ["x"], scope), scope);
  if (CONTRAST_TAKERS.includes(name)) return leveled(own, scope);
  if (Object.hasOwn(TRANSFORM_PARAMETERS, name)) return transformed(own, scope);
  if (DATE_PARTS.has(name)) return partOfDate(own, scope);
  const x = (): Expression => numberOf(evaluate(argument(own, ["x"], scope), scope), scope);
  if ((FUNCTIONS as readonly string[]).includes(name)) return { kind: "numbers", of: call(name as FunctionName, x()) };
  if (name === "log") return logarithm(own, scope);
  if (name === "log2") return { kind: "numbers", of: quotient(call("log", x()), number(Math.LN2)) };
  if (name === "log10") return { kind: "numbers", of: quotient(call("log", x()), number(Math.LN10)) };
  if (name === "log1p") return { kind: "numbers", of: logOnePlus(x()) };
  throw refusal(scope, `${name}()`);
}

function argument(own: Call, parameters: readonly string[], { label }: Scope): Formula {
  return matchArguments(own, parameters, label).byName.get(parameters[0]!)!;
}

function logarithm(own: Call, scope: Scope): Value {
  const { byName } = matchArguments(own, ["x", "base"], scope.label);
  const [x, base] = ["x", "base"].map((name) => {
    const given = byName.get(name);
    return given && call("log", numberOf(evaluate(given, scope), scope));
  });
  return { kind: "numbers", of: base === undefined ? x! : quotient(x!, base) };
}

/** log(1 + x) = x log(u) / (u - 1) with u = 1 + x as it is rounded: small x keep their digits. Source: Kahan, in the manual of the HP-15C. */
function logOnePlus(x: Expression): Expression {
  return used(x, 5, (v) => {
    const u = sum(number(1), v);
    const ratio = quotient(product(v, call("log", u)), sum(u, number(-1)));
    return cases([
      { when: compare(u, "==", number(1)), value: v },
      { when: compare(u, "!=", number(1)), value: ratio },
    ]);
  });
}

function leveled(own: Call, scope: Scope): Value {
  const given = matchArguments(own, FACTOR_PARAMETERS, scope.label);
  const value = evaluate(given.byName.get("x")!, { ...scope, isFilled: false });
  if (value.kind === "curve") throw refusal(scope, "a factor of several columns");
  const all = value.kind === "levels" ? value : numberLevels(value.of, value.date !== undefined);
  const named = wordsArgument(given, "levels");
  return named === undefined ? all : namedLevels(all, named.map((word) => levelText(word)!)); // biome-ignore format: one line
}

function partOfDate(own: Call, scope: Scope): Value {
  const value = evaluate(argument(own, ["x"], scope), scope);
  if (value.kind !== "numbers" || value.date === undefined) throw refusal(scope, `${own.name}() of what is no date`);
  const part = datePart(own.name as DatePart, value.date);
  const of = value.of.kind === "filled" ? filled(part, DATE_PARTS.get(own.name)!(value.of.fill)) : part;
  return { kind: "numbers", of };
}

function transformed(own: Call, scope: Scope): Value {
  const parameters = TRANSFORM_PARAMETERS[own.name as keyof typeof TRANSFORM_PARAMETERS];
  const isFilled = scope.isFilled && own.name !== "cut";
  const x = numberOf(evaluate(argument(own, parameters, scope), { ...scope, isFilled }), scope);
  const state: TransformState = scope.memory.recall(own.name, () => {
    throw refusal(scope, `${own.name}() without its numbers`);
  });
  switch (state.transform) {
    case "poly":
      return polyCurve(x, state, scope.label);
    case "bs":
    case "ns":
      return splineCurve(x, state, scope.label);
    case "scale":
    case "center":
      return { kind: "numbers", of: times(1 / state.scale, sum(x, number(-state.center))) };
    case "cut":
      return cutLevels(x, state);
  }
}

/** The intervals between breaks, by their labels. */
function cutLevels(x: Expression, { breaks, labels, right, lowest }: CutState): Levels {
  const ends = breakNumbers({ breaks });
  const last = labels.length - 1;
  const ofInterval = (k: number, isIn: boolean) => {
    const isFirstClosed = !right || (lowest && k === 0);
    const isLastClosed = right || (lowest && k === last);
    const [low, high] = [number(ends[k]!), number(ends[k + 1]!)];
    return isIn
      ? every([compare(x, isFirstClosed ? ">=" : ">", low), compare(x, isLastClosed ? "<=" : "<", high)])
      : some([compare(x, isFirstClosed ? "<" : "<=", low), compare(x, isLastClosed ? ">" : ">=", high)]);
  };
  const places = (levels: readonly string[]): number[] => labels.flatMap((label, k) => (levels.includes(label) ? [k] : [])); // biome-ignore format: one line
  return {
    kind: "levels",
    isLogical: false,
    among: (levels) => some(places(levels).map((k) => ofInterval(k, true))),
    others: (levels) => {
      const all = places(levels);
      return all.length === 0 ? compare(x, "==", x) : every(all.map((k) => ofInterval(k, false)));
    },
  };
}
