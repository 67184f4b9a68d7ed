import { checkBoolean, checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { Response } from "../base/flow.js";
import { mulberry32, type Random, shuffle, shuffled } from "../base/random.js";
import { show } from "../base/show.js";
import { indicesWhere } from "../base/typed.js";
import type { Family } from "../families/index.js";
import { checkVector } from "../input/vector.js";
import { DEFAULTS } from "../options/defaults.js";
import type { CrossValidationOptions } from "../options/validation-types.js";

/** Rows to fit, and the rows held out; both ascending. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Which fold holds out each row, -1 for none: four bytes a row say it all. */
export interface FoldPlan {
  readonly ids: Int32Array;
  readonly count: number;
  /** Whether folds are in the order of time: rows of the folds before are fitted, those of the folds after are not. */
  readonly isOrdered: boolean;
}

/** Whether a row that fold `id` holds out is fitted for fold `fold`. */
export function isFitted({ isOrdered }: Pick<FoldPlan, "isOrdered">, fold: number, id: number): boolean {
  return isOrdered ? id < fold : id !== fold;
}

type Name = number | string;

/** Names of rows as their places in a list of them. */
export interface Names {
  readonly codes: Int32Array;
  readonly names: readonly Name[];
}

/** What folds are made of. */
export interface FoldRows {
  readonly rows: number;
  /** Whether y holds classes. */
  readonly areClasses: () => boolean;
  readonly y: () => ArrayLike<number>;
  /** Of the options `folds` and `groups`: one per row. */
  readonly names: (what: "folds" | "groups") => Names;
  readonly times: () => Float64Array;
}

/** The folds of the options, or an error. */
export function planFolds(options: CrossValidationOptions, response: Response, family: Family): Fold[] {
  const rows = response.y.length;
  const plan = assignFolds(options, {
    rows,
    y: () => response.y,
    areClasses: () =>
      family.classes === "many" || (family.classes === "two" && response.y.every((v) => v === 0 || v === 1)),
    names: (what) => coded(namesOf(what, options[what], rows)),
    times: () => checkVector(options.times, "times", rows, (t) => Math.abs(t) < Infinity, "a finite number")!,
  });
  return cutFolds(plan);
}

/** The rows of each fold. */
export function cutFolds(plan: FoldPlan): Fold[] {
  const { ids, count } = plan;
  return Array.from({ length: count }, (_, fold) => ({
    train: indicesWhere(ids.length, (i) => isFitted(plan, fold, ids[i]!)),
    test: indicesWhere(ids.length, (i) => ids[i] === fold),
  }));
}

/** The plan of such folds. */
export function planOf(folds: readonly Fold[], rows: number): FoldPlan {
  const ids = new Int32Array(rows).fill(-1);
  for (const [fold, { test }] of folds.entries()) for (const i of test) ids[i] = fold;
  const { train, test } = folds[0]!;
  return { ids, count: folds.length, isOrdered: train.length + test.length < rows };
}

/** The fold of every row. */
export function assignFolds(options: CrossValidationOptions, given: FoldRows): FoldPlan {
  const { groups, times } = options;
  const wanted = options.folds ?? DEFAULTS.folds;
  const areClasses = given.areClasses();
  const stratify = checkBoolean(
    "stratify",
    options.stratify ?? (areClasses && groups === undefined && times === undefined),
  );
  if (typeof wanted !== "number") {
    const other = groups !== undefined ? "groups" : times !== undefined ? "times" : undefined;
    if (other !== undefined)
      throw new GlmError("BAD_OPTION", `${other} cannot be combined with folds that are given row by row`, {});
    return byName(given.names("folds"));
  }
  if (groups !== undefined && times !== undefined)
    throw new GlmError("BAD_OPTION", "groups cannot be combined with times", {});
  if (stratify && (!areClasses || groups !== undefined || times !== undefined)) {
    throw new GlmError(
      "BAD_OPTION",
      "stratify is true; it needs classes, and cannot be combined with groups or times",
      {},
    );
  }
  const isSeed = (s: number): boolean => Number.isInteger(s) && s >= 0 && s < 2 ** 32;
  const random = mulberry32(checkNumber("seed", options.seed ?? DEFAULTS.seed, isSeed, "a whole number >= 0"));
  const upTo = (most: number, what: string): number => {
    const holds = (k: number): boolean => Number.isInteger(k) && k >= 2 && k <= most;
    return checkNumber("folds", wanted, holds, `a whole number from 2 to ${most}, the number of ${what}`);
  };
  if (times !== undefined) {
    const when = given.times();
    return ordered(when, upTo(new Set(when).size - 1, "different times, less one"));
  }
  if (groups !== undefined) {
    const named = given.names("groups");
    return grouped(named, upTo(named.names.length, "groups"), random);
  }
  return dealt(given, stratify, upTo(given.rows, "rows"), random);
}

/** Rows in random order, class after class, dealt to the folds in turn. */
function dealt({ rows, y }: FoldRows, stratify: boolean, count: number, random: Random): FoldPlan {
  const all = stratify ? y() : undefined;
  const key = (i: number): number => all?.[i] ?? 0;
  const sizes = new Map<number, number>();
  for (let i = 0; i < rows; i++) sizes.set(key(i), (sizes.get(key(i)) ?? 0) + 1);
  const next = new Map<number, number>();
  const strata: [number, number][] = [];
  let from = 0;
  for (const k of [...sizes.keys()].sort((a, b) => a - b)) {
    next.set(k, from);
    strata.push([from, from + sizes.get(k)!]);
    from += sizes.get(k)!;
  }
  const order = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const at = next.get(key(i))!;
    order[at] = i;
    next.set(key(i), at + 1);
  }
  for (const [begin, end] of strata) shuffle(order, random, begin, end);
  const ids = new Int32Array(rows);
  for (let position = 0; position < rows; position++) ids[order[position]!] = position % count;
  return { ids, count, isOrdered: false };
}

/** One name per row, numbers or text. */
function namesOf(what: string, given: unknown, n: number): Name[] {
  if (!(Array.isArray(given) || (ArrayBuffer.isView(given) && "length" in given))) {
    throw new GlmError("BAD_OPTION", `${what} is ${show(given)}; expected one number or name per row`, {});
  }
  const names = Array.from(given as ArrayLike<unknown>);
  if (names.length !== n) {
    throw new GlmError("BAD_SHAPE", `${what} has length ${names.length}; expected ${n}, the number of rows of x`, {});
  }
  const bad = names.findIndex((v) => !(typeof v === "string" || Number.isFinite(v)));
  if (bad >= 0) {
    throw new GlmError("BAD_VALUE", `${what}[${bad}] = ${show(names[bad])}; expected a number or a name`, { row: bad });
  }
  return names as Name[];
}

/** Names as places in a list of them. */
function coded(all: readonly Name[]): Names {
  const places = new Map<Name, number>();
  const codes = Int32Array.from(all, (name) => {
    const known = places.get(name) ?? places.size;
    places.set(name, known);
    return known;
  });
  return { codes, names: [...places.keys()] };
}

/** Fold after fold in the order of their names. */
function byName({ codes, names }: Names): FoldPlan {
  if (names.length < 2) {
    throw new GlmError(
      "BAD_OPTION",
      `folds has one fold only (${show(names[0])}); expected two or more: nothing would be left to fit`,
      {},
    );
  }
  const inOrder = [...names.keys()].sort((a, b) => {
    const [one, other] = [names[a]!, names[b]!];
    if (typeof one === typeof other) return one < other ? -1 : 1;
    return typeof one === "number" ? -1 : 1;
  });
  const fold = new Int32Array(names.length);
  inOrder.forEach((code, f) => {
    fold[code] = f;
  });
  return { ids: codes.map((code) => fold[code]!), count: names.length, isOrdered: false };
}

/** Large groups first, each to the fold with the fewest rows so far. */
function grouped({ codes, names }: Names, count: number, random: Random): FoldPlan {
  const sizes = new Float64Array(names.length);
  for (const code of codes) sizes[code]!++;
  const rows = new Array<number>(count).fill(0);
  const fold = new Int32Array(names.length);
  for (const code of shuffled([...names.keys()], random).sort((a, b) => sizes[b]! - sizes[a]!)) {
    const least = rows.indexOf(Math.min(...rows));
    fold[code] = least;
    rows[least]! += sizes[code]!;
  }
  return { ids: codes.map((code) => fold[code]!), count, isOrdered: false };
}

/** Blocks of about n / (count + 1) rows in the order of time, with rows of equal time in one block. The first is held out by no fold. */
function ordered(times: Float64Array, count: number): FoldPlan {
  const sorted = Float64Array.from(times).sort();
  const distinct = [...new Set(sorted)];
  const starts: number[] = [];
  for (let b = 1; b <= count; b++) {
    const wanted = distinct.indexOf(sorted[Math.floor((b * times.length) / (count + 1))]!);
    const least = b === 1 ? 1 : starts[b - 2]! + 1;
    starts.push(Math.min(Math.max(wanted, least), distinct.length - (count - b) - 1));
  }
  const from = starts.map((start) => distinct[start]!);
  const ids = Int32Array.from(times, (t) => {
    let id = from.length - 1;
    while (id >= 0 && t < from[id]!) id--;
    return id;
  });
  return { ids, count, isOrdered: true };
}
