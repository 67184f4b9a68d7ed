import { mistake } from "./arguments.js";
import { isoDays } from "./dates.js";
import { LOGICAL_LEVELS, MISSING, numberLevel, UNSEEN } from "./levels.js";
import type { Factor, Value } from "./value.js";

// Comparisons of rows: true, false, or missing.

const NUMERIC: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ["<", (a: number, b: number) => a < b],
  ["<=", (a: number, b: number) => a <= b],
  [">", (a: number, b: number) => a > b],
  [">=", (a: number, b: number) => a >= b],
  ["==", (a: number, b: number) => a === b],
  ["!=", (a: number, b: number) => a !== b],
]);

export function isComparison(operator: string): boolean {
  return NUMERIC.has(operator);
}

/** Numbers, dates and truth values by size; levels are equal or not. */
export function compare(operator: string, a: Value, b: Value, label: string): Factor {
  const [x, y] = [sizes(a, b), sizes(b, a)];
  const rows = x === undefined || y === undefined ? byLevel(operator, a, b, label) : bySize(operator, x, y);
  return { kind: "factor", levels: LOGICAL_LEVELS, codes: rows, isLogical: true };
}

function bySize(operator: string, x: Float64Array, y: Float64Array): Int32Array {
  const holds = NUMERIC.get(operator)!;
  return Int32Array.from(x, (v, i) => (Number.isNaN(v) || Number.isNaN(y[i]) ? MISSING : Number(holds(v, y[i]!))));
}

/** What is compared by size: numbers, truth values, and text beside dates if it is a date. */
function sizes(value: Value, other: Value): Float64Array | undefined {
  if (value.kind === "numbers") return value.values;
  if (value.kind === "block") return undefined;
  if (value.isLogical) return Float64Array.from(value.codes, (code) => (code < 0 ? Number.NaN : code));
  if (!(other.kind === "numbers" && other.isDate)) return undefined;
  const days = value.levels.map(isoDays);
  return days.includes(undefined) ? undefined : Float64Array.from(value.codes, (code) => days[code] ?? Number.NaN);
}

/** Stands for cells that are none of the levels: equal to no text that a formula can hold. */
const OUTSIDE = "\ud800";

function byLevel(operator: string, a: Value, b: Value, label: string): Int32Array {
  const isEqual = operator === "==";
  if (!isEqual && operator !== "!=") {
    throw mistake(label, `${operator} is given levels; expected numbers: levels are compared by == and !=`);
  }
  const [x, y] = [texts(a, label), texts(b, label)];
  return Int32Array.from({ length: x.length }, (_, i) => {
    const [left, right] = [x[i], y[i]];
    return left === undefined || right === undefined ? MISSING : Number((left === right) === isEqual);
  });
}

function texts(value: Value, label: string): readonly (string | undefined)[] {
  if (value.kind === "factor") {
    return Array.from(value.codes, (code) => (code === UNSEEN ? OUTSIDE : value.levels[code]));
  }
  if (value.kind === "block") throw mistake(label, "a comparison is given several columns; expected one");
  return Array.from(value.values, (v) => (Number.isNaN(v) ? undefined : numberLevel(v)));
}
