import { isoDays } from "../frame/dates.js";
import { LOGICAL_LEVELS } from "../frame/levels.js";
import { constantLevel, numberLevels, truthLevels, truthNumber } from "./levels.js";
import { type Comparison, compare, type Expression, isNumber, number, same } from "./tree.js";
import type { Levels, Value } from "./value.js";

// Comparisons, as frame/compare.ts computes them row by row.

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "==": "!=",
  "!=": "==",
};

/** Where a comparison is true, and where it is false. Undefined if no condition can say it. */
export function comparedLevels(name: string, a: Value, b: Value): Levels | undefined {
  const operator = name as Comparison;
  const [x, y] = [sizeOf(a, b), sizeOf(b, a)];
  if (x === undefined || y === undefined) return byLevel(operator, a, b);
  return ofTruth(operator, a, y) ?? truthLevels(compare(x, operator, y), compare(x, OPPOSITE[operator], y));
}

/** `smoke == TRUE` is smoke itself. */
function ofTruth(operator: Comparison, value: Value, other: Expression): Levels | undefined {
  if (value.kind !== "levels" || !isNumber(other) || (operator !== "==" && operator !== "!=")) return undefined;
  const level = LOGICAL_LEVELS[other.value];
  if (level === undefined) return undefined;
  return equality(operator, value, level);
}

/** What is compared by size: numbers, truth values, and text beside dates if it is a date. */
function sizeOf(value: Value, other: Value): Expression | undefined {
  if (value.kind === "numbers") return value.of;
  if (value.kind === "curve") return undefined;
  if (value.isLogical) return truthNumber(value);
  if (!(other.kind === "numbers" && other.date !== undefined) || value.constant === undefined) return undefined;
  const days = isoDays(value.constant);
  return days === undefined ? undefined : number(days);
}

function byLevel(operator: Comparison, a: Value, b: Value): Levels | undefined {
  if (a.kind === "curve" || b.kind === "curve" || (operator !== "==" && operator !== "!=")) return undefined;
  const [x, y] = [a, b].map((value) => (value.kind === "levels" ? value : numberLevels(value.of, false)));
  if (y!.constant !== undefined) return equality(operator, x!, y!.constant);
  if (x!.constant !== undefined) return equality(operator, y!, x!.constant);
  if (x!.cell === undefined || y!.cell === undefined) return undefined;
  const isEqual = operator === "==";
  return truthLevels(same(x!.cell, y!.cell, isEqual), same(x!.cell, y!.cell, !isEqual));
}

function equality(operator: Comparison, levels: Levels, level: string): Levels {
  const isEqual = operator === "==";
  if (levels.constant !== undefined) return constantLevel(LOGICAL_LEVELS[Number((levels.constant === level) === isEqual)]!, true); // biome-ignore format: one line
  const [where, elsewhere] = [levels.among([level]), levels.others([level])];
  return isEqual ? truthLevels(where, elsewhere) : truthLevels(elsewhere, where);
}
