import { GlmError } from "../base/errors.js";
import { show, shownName } from "../base/show.js";
import { doubles } from "../base/typed.js";
import type { Expression } from "../formula/ast.js";
import { CONTRAST_TAKERS } from "../formula/contrast-names.js";
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
    const { codes } = value;
    return doubles(codes.length, (i) => (codes[i]! < 0 ? Number.NaN : codes[i]!));
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

type Compute = (call: Call, scope: Scope) => Value;

let table: ReadonlyMap<string, Compute> | undefined;

/**
 * What each function of a formula computes, by its name. Missing are those that are no value: c() of constants, and the term offset().
 * It is made when it is asked for, so that bundlers can leave it out.
 */
export function calls(): ReadonlyMap<string, Compute> {
  if (table !== undefined) return table;
  const all = new Map<string, Compute>();
  all.set("I", (call, scope) => evaluate(onlyArgument(call, scope), scope));
  all.set("cbind", bound);
  for (const [name, f] of FUNCTIONS) all.set(name, (call, scope) => ofNumbers(call, f, scope));
  for (const [name, part] of DATE_PARTS) all.set(name, (call, scope) => datePart(call, part, scope));
  for (const name of CONTRAST_TAKERS) all.set(name, leveled);
  for (const name of TRANSFORMS.keys()) all.set(name, transformed);
  table = all;
  return table;
}

function called(call: Call, scope: Scope): Value {
  const { name } = call;
  const compute = calls().get(name);
  if (compute !== undefined) return compute(call, scope);
  const advice =
    name === "offset" ? "it is a term by itself, as in y ~ x + offset(z)" : "see the functions of formulas";
  throw mistake(scope.label, `${shownName(name)}() cannot be computed here; ${advice}`);
}

function onlyArgument(call: Call, { label }: Scope): Expression {
  return matchArguments(call, ["x"], label).byName.get("x")!;
}

function ofNumbers(call: Call, f: (x: number) => number, scope: Scope): Value {
  const { name } = call;
  const { label } = scope;
  const { byName } = matchArguments(call, name === "log" ? ["x", "base"] : ["x"], label);
  const x = asNumbers(evaluate(byName.get("x")!, scope), name, label);
  const base = byName.get("base");
  const inputs = base === undefined ? [x] : [x, asNumbers(evaluate(base, scope), name, label)];
  return numbers(elementwise(name, inputs, (v, b) => (b === undefined ? f(v) : f(v) / f(b)), label));
}

function leveled(call: Call, scope: Scope): Value {
  const given = matchArguments(call, FACTOR_PARAMETERS, scope.label);
  return factorOf(evaluate(given.byName.get("x")!, { ...scope, filled: false }), given);
}

function datePart(call: Call, part: (days: number) => number, scope: Scope): Value {
  const value = evaluate(onlyArgument(call, scope), scope);
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
  const argument = given.byName.get("x")!;
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
