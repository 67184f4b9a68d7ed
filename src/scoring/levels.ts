import { toNumber } from "../base/number-text.js";
import { isoDays, isoText } from "../frame/dates.js";
import { LOGICAL_LEVELS, numberLevel } from "../frame/levels.js";
import {
  among,
  type Cell,
  type Condition,
  cases,
  compare,
  constant,
  type Expression,
  every,
  number,
  ONE,
  some,
  texts,
  truth,
  ZERO,
} from "./tree.js";
import type { Levels } from "./value.js";

// Where the level of a value is one of some, and where it is another one.

export function textLevels(cell: Cell): Levels {
  return {
    kind: "levels",
    isLogical: false,
    cell,
    among: (levels) => texts(cell, levels),
    others: (levels) => texts(cell, levels, false),
  };
}

export function constantLevel(level: string, isLogical: boolean): Levels {
  const isOneOf = (levels: readonly string[]): boolean => levels.includes(level);
  return {
    kind: "levels",
    isLogical,
    constant: level,
    among: (levels) => constant(isOneOf(levels)),
    others: (levels) => constant(!isOneOf(levels)),
  };
}

/** Truth values: where they are true, and where they are false. */
export function truthLevels(yes: Condition, no: Condition): Levels {
  const [isFalse, isTrue] = LOGICAL_LEVELS;
  const where = (isIn: (level: string) => boolean): Condition =>
    some([isIn(isTrue!) ? yes : constant(false), isIn(isFalse!) ? no : constant(false)]);
  return {
    kind: "levels",
    isLogical: true,
    among: (levels) => where((level) => levels.includes(level)),
    others: (levels) => where((level) => !levels.includes(level)),
  };
}

export function truthCell(cell: Cell): Levels {
  return truthLevels(truth(cell, true), truth(cell, false));
}

/** Truth values in arithmetic. */
export function truthNumber({ among: isIn, constant: level }: Levels): Expression {
  const [isFalse, isTrue] = LOGICAL_LEVELS;
  if (level !== undefined) return level === isTrue ? ONE : ZERO;
  return cases([
    { when: isIn([isTrue!]), value: ONE },
    { when: isIn([isFalse!]), value: ZERO },
  ]);
}

/** Only some levels are named; cells of others have none of them. */
export function namedLevels(all: Levels, named: readonly string[]): Levels {
  const known = (levels: readonly string[]): string[] => levels.filter((level) => named.includes(level));
  return {
    kind: "levels",
    isLogical: false,
    among: (levels) => all.among(known(levels)),
    others: (levels) => all.others(known(levels)),
  };
}

/** The numbers that have a level, from `low` to `high`. */
interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Numbers as levels. A level has 15 digits, so several numbers have one level; whole numbers in a cell are taken as they are.
 */
export function numberLevels(of: Expression, isDate: boolean): Levels {
  const textOf = isDate ? isoText : numberLevel;
  const ranges = (levels: readonly string[]): Range[] =>
    levels.flatMap((level) => {
      const value = isDate ? isoDays(level) : toNumber(level);
      if (value === undefined || textOf(value) !== level) return [];
      const holds = (v: number): boolean => textOf(v) === level;
      return { value, low: endOf(holds, value, -1), high: endOf(holds, value, 1) };
    });
  const isRead = of.kind === "cell" || of.kind === "date-part";
  const isExact = ({ value }: Range): boolean => isRead && Number.isInteger(value);
  return {
    kind: "levels",
    isLogical: false,
    among: (levels) => {
      const all = ranges(levels);
      const exact = all.filter(isExact).map(({ value }) => value);
      const wide = all.filter((range) => !isExact(range));
      return some([
        exact.length === 0 ? constant(false) : among(of, exact),
        ...wide.map(({ low, high }) => every([compare(of, ">=", number(low)), compare(of, "<=", number(high))])),
      ]);
    },
    others: (levels) => {
      const all = ranges(levels);
      if (all.length === 0) return compare(of, "==", of); // wherever there is a number
      return every(
        all.map((range) =>
          isExact(range)
            ? compare(of, "!=", number(range.value))
            : some([compare(of, "<", number(range.low)), compare(of, ">", number(range.high))]),
        ),
      );
    },
  };
}

/** The last number on one side of a value for which something holds, by bisection; it holds for an interval much shorter than 1e-6. */
function endOf(holds: (v: number) => boolean, value: number, side: number): number {
  let inside = value;
  let outside = value + side * 1e-6 * (Math.abs(value) || 1);
  for (;;) {
    const middle = inside + (outside - inside) / 2;
    if (middle === inside || middle === outside) return inside;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
}
