import { GlmError } from "../base/errors.js";
import { show, shownName } from "../base/show.js";
import type { Expression } from "../formula/ast.js";
import { ARITHMETIC, type Call, constantOf, matchArguments, mistake } from "./arguments.js";
import { compare, isComparison } from "./compare.js";
import { DATE_PARTS } from "./dates.js";
import { FACTOR_PARAMETERS, factorOf } from "./factor.js";
import { computation, noValue, rowsWhere } from "./failures.js";
import { LOGICAL_LEVELS } from "./levels.js";
import type { Memory } from "./memory.js";
import { applyTransform, TRANSFORMS } from "./transforms.js";
import type { Column } from "./types.js";
import { numbers, type Value } from "./value.js";

// The value of an expression, row by row. Missing stays missing; anything else that has no value is an error.

/** Where an expression is evaluated. */
export interface Scope {
  readonly rows: number;
  /** The variable of the model that the expression is part of, for messages. */
  readonly label: string;
  /** A column by name. `filled`: missing numbers have been given a value, if the model does that. */
  readonly column: (name: string, filled: boolean) => Column;
  readonly memory: Memory;
  /** Whether numbers are wanted filled: not where a missing cell becomes a level. */
  readonly filled: boolean;
}

const FUNCTIONS: ReadonlyMap<string, (x: number) => number> = new Map([
  ["log", Math.log],
  ["log2", Math.log2],
  ["log10", Math.log10],
  ["log1p", Math.log1p],
  ["exp", Math.exp],
  ["sqrt", Math.sqrt],
  ["abs", Math.abs],
  ["sin", Math.sin],
  ["cos", Math.cos],
]);

export function evaluate(expression: Expression, scope: Scope): Value {
  const { rows } = scope;
  switch (expression.kind) {
    case "name":
      return columnValue(scope.column(expression.name, scope.filled));
    case "number":
      return numbers(new Float64Array(rows).fill(expression.value));
    case "text":
      return { kind: "factor", levels: [expression.value], codes: new Int32Array(rows), isLogical: false };
    case "logical": {
      const codes = new Int32Array(rows).fill(expression.value ? 1 : 0);
      return { kind: "factor", levels: LOGICAL_LEVELS, codes, isLogical: true };
    }
    case "unary":
      return unary(expression.operator, evaluate(expression.operand, scope), scope);
    case "binary":
      return binary(expression, scope);
    case "call":
      return called(expression, scope);
  }
}

function columnValue(column: Column): Value {
  if ("values" in column) return numbers(column.values, column.kind === "date");
  const { kind, levels, codes } = column;
  return { kind: "factor", levels, codes, isLogical: kind === "logical" };
}

function unary(operator: string, operand: Value, scope: Scope): Value {
  const x = asNumbers(operand, operator, scope.label);
  if (operator === "-") return numbers(x.map((v) => -v));
  if (operator === "+") return numbers(x);
  throw mistake(scope.label, `the operator ${shownName(operator)} cannot be computed`);
}

function binary({ operator, left, right }: Expression & { readonly kind: "binary" }, scope: Scope): Value {
  const [a, b] = [evaluate(left, scope), evaluate(right, scope)];
  if (isComparison(operator)) return compare(operator, a, b, scope.label);
  const combine = ARITHMETIC.get(operator);
  if (combine === undefined) throw mistake(scope.label, `the operator ${shownName(operator)} cannot be computed here`);
  const inputs = [a, b].map((value) => asNumbers(value, operator, scope.label));
  return numbers(elementwise(operator, inputs, (x, y) => combine(x, y!), scope.label));
}

/** Numbers as they are, truth values as 0 and 1. */
function asNumbers(value: Value, wherefore: string, label: string): Float64Array {
  if (value.kind === "numbers") return value.values;
  if (value.kind === "factor" && value.isLogical) {
    return Float64Array.from(value.codes, (code) => (code < 0 ? Number.NaN : code));
  }
  const what = value.kind === "block" ? "several columns" : `levels (${value.levels.slice(0, 3).map(show).join(", ")})`;
  throw mistake(label, `${wherefore} is given ${what}; expected numbers`);
}

/** A function of one or two numbers in every row; missing if one of them is, and an error where it has no finite value. */
function elementwise(
  name: string,
  inputs: readonly Float64Array[],
  f: (x: number, y?: number) => number,
  label: string,
): Float64Array {
  const [a, b] = [inputs[0]!, inputs[1]];
  const isMissing = (i: number): boolean => Number.isNaN(a[i]) || (b !== undefined && Number.isNaN(b[i]));
  const out = a.map((v, i) => (isMissing(i) ? Number.NaN : f(v, b?.[i])));
  const failed = rowsWhere(out.length, (i) => !Number.isFinite(out[i]) && !isMissing(i));
  if (failed === undefined) return out;
  throw noValue(
    label,
    computation(
      name,
      inputs.map((x) => x[failed.first]!),
    ),
    failed,
  );
}

function called(call: Call, scope: Scope): Value {
  const { name } = call;
  const { label } = scope;
  const f = FUNCTIONS.get(name);
  if (f !== undefined) {
    const given = matchArguments(call, name === "log" ? ["x", "base"] : ["x"], label).given;
    const x = asNumbers(evaluate(given.get("x")!, scope), name, label);
    const base = given.get("base");
    const inputs = base === undefined ? [x] : [x, asNumbers(evaluate(base, scope), name, label)];
    return numbers(elementwise(name, inputs, (v, b) => (b === undefined ? f(v) : f(v) / f(b)), label));
  }
  if (name === "I") return evaluate(matchArguments(call, ["x"], label).given.get("x")!, scope);
  const part = DATE_PARTS.get(name);
  if (part !== undefined) return datePart(call, part, scope);
  if (name === "factor" || name === "C") {
    const given = matchArguments(call, FACTOR_PARAMETERS, label);
    return factorOf(evaluate(given.given.get("x")!, { ...scope, filled: false }), given);
  }
  if (name === "cbind") return bound(call, scope);
  if (TRANSFORMS.has(name)) return transformed(call, scope);
  const advice =
    name === "offset" ? "it is a term by itself, as in y ~ x + offset(z)" : "see the functions of formulas";
  throw mistake(label, `${shownName(name)}() cannot be computed here; ${advice}`);
}

function datePart(call: Call, part: (days: number) => number, scope: Scope): Value {
  const value = evaluate(matchArguments(call, ["x"], scope.label).given.get("x")!, scope);
  if (value.kind !== "numbers" || !value.isDate) {
    const advice = 'a Date or text as 2024-12-31, or types: { name: "date" }';
    throw mistake(scope.label, `${call.name}() is given no dates; expected ${advice}`);
  }
  return numbers(value.values.map((v) => (Number.isNaN(v) ? v : part(v))));
}

/** Columns side by side, as the successes and failures of a response. */
function bound(call: Call, scope: Scope): Value {
  const columns = call.args.map(({ value }) => asNumbers(evaluate(value, scope), "cbind", scope.label));
  return { kind: "block", columns, suffixes: columns.map((_, j) => String(j + 1)) };
}

function transformed(call: Call, scope: Scope): Value {
  const { label, memory } = scope;
  const { parameters, learn } = TRANSFORMS.get(call.name)!;
  const given = matchArguments(call, parameters, label);
  const argument = given.given.get("x")!;
  if (constantOf(argument) !== undefined) throw mistake(label, `${call.name}() is given a constant; expected a column`);
  const filled = scope.filled && call.name !== "cut";
  const x = asNumbers(evaluate(argument, { ...scope, filled }), call.name, label);
  const state = memory.recall(call.name, () => {
    const present = memory.learning(x).filter((v) => !Number.isNaN(v));
    if (present.length > 0) return learn(present, given);
    throw new GlmError("EMPTY", `${shownName(label)}: no row has a value; expected some: leave it out`, {
      variable: label,
    });
  });
  return checked(applyTransform(x, state), x, call.name, label);
}

/** The value, if it is finite wherever x is present. */
function checked(value: Value, x: Float64Array, name: string, label: string): Value {
  if (value.kind === "factor") return value;
  const columns = value.kind === "block" ? value.columns : [value.values];
  const failed = rowsWhere(
    x.length,
    (i) => !Number.isNaN(x[i]) && columns.some((column) => !Number.isFinite(column[i])),
  );
  if (failed === undefined) return value;
  throw noValue(label, computation(name, [x[failed.first]!]), failed);
}
