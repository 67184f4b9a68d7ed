import { checkBoolean, checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { Response } from "../base/flow.js";
import { mulberry32, type Random, shuffled } from "../base/random.js";
import { show } from "../base/show.js";
import type { Family } from "../families/index.js";
import { checkVector } from "../input/vector.js";
import { DEFAULTS } from "../options/defaults.js";
import type { CrossValidationOptions } from "../options/validation-types.js";

/** Rows to fit, and the rows held out; both ascending. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

type Name = number | string;

/** The folds of the options, or an error. */
export function planFolds(options: CrossValidationOptions, response: Response, family: Family): Fold[] {
  const n = response.y.length;
  const { groups, times } = options;
  const given = options.folds ?? DEFAULTS.folds;
  const isClasses =
    family.classes === "many" || (family.classes === "two" && response.y.every((v) => v === 0 || v === 1));
  const stratify = checkBoolean(
    "stratify",
    options.stratify ?? (isClasses && groups === undefined && times === undefined),
  );
  if (typeof given !== "number") {
    const other = groups !== undefined ? "groups" : times !== undefined ? "times" : undefined;
    if (other !== undefined)
      throw new GlmError("BAD_OPTION", `${other} cannot be combined with folds that are given row by row`, {});
    return byFold(namesOf("folds", given, n));
  }
  if (groups !== undefined && times !== undefined)
    throw new GlmError("BAD_OPTION", "groups cannot be combined with times", {});
  if (stratify && (!isClasses || groups !== undefined || times !== undefined)) {
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
    return checkNumber("folds", given, holds, `a whole number from 2 to ${most}, the number of ${what}`);
  };
  if (times !== undefined) {
    const when = checkVector(times, "times", n, (t) => Math.abs(t) < Infinity, "a finite number")!;
    return ordered(when, upTo(new Set(when).size - 1, "different times, less one"));
  }
  if (groups !== undefined) {
    const names = namesOf("groups", groups, n);
    return byFold(grouped(names, upTo(new Set(names).size, "groups"), random));
  }
  const k = upTo(n, "rows");
  const strata = new Map<number, number[]>();
  response.y.forEach((v, i) => {
    const key = stratify ? v : 0;
    if (!strata.has(key)) strata.set(key, []);
    strata.get(key)!.push(i);
  });
  const ids: number[] = new Array(n);
  [...strata.keys()]
    .sort((a, b) => a - b)
    .flatMap((key) => shuffled(strata.get(key)!, random))
    .forEach((row, position) => {
      ids[row] = position % k;
    });
  return byFold(ids);
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

/** Fold after fold in the order of their names. */
function byFold(ids: readonly Name[]): Fold[] {
  const names = [...new Set(ids)].sort((a, b) =>
    typeof a === typeof b ? (a < b ? -1 : 1) : typeof a === "number" ? -1 : 1,
  );
  if (names.length < 2) {
    throw new GlmError(
      "BAD_OPTION",
      `folds has one fold only (${show(names[0])}); expected two or more: nothing would be left to fit`,
      {},
    );
  }
  return names.map((name) =>
    foldOf(
      ids.length,
      (i) => ids[i] === name,
      (i) => ids[i] !== name,
    ),
  );
}

function foldOf(n: number, isTest: (i: number) => boolean, isTrain: (i: number) => boolean): Fold {
  const rows = Array.from({ length: n }, (_, i) => i);
  return { train: Int32Array.from(rows.filter(isTrain)), test: Int32Array.from(rows.filter(isTest)) };
}

/** Large groups first, each to the fold with the fewest rows so far. */
function grouped(names: readonly Name[], k: number, random: Random): number[] {
  const sizes = new Map<Name, number>();
  for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  const rows = new Array<number>(k).fill(0);
  const fold = new Map<Name, number>();
  for (const name of shuffled([...sizes.keys()], random).sort((a, b) => sizes.get(b)! - sizes.get(a)!)) {
    const least = rows.indexOf(Math.min(...rows));
    fold.set(name, least);
    rows[least]! += sizes.get(name)!;
  }
  return names.map((name) => fold.get(name)!);
}

/** Blocks of about n / (k + 1) rows in the order of time, with rows of equal time in one block. */
function ordered(times: Float64Array, k: number): Fold[] {
  const sorted = Float64Array.from(times).sort();
  const distinct = [...new Set(sorted)];
  const starts: number[] = [];
  for (let b = 1; b <= k; b++) {
    const wanted = distinct.indexOf(sorted[Math.floor((b * times.length) / (k + 1))]!);
    const least = b === 1 ? 1 : starts[b - 2]! + 1;
    starts.push(Math.min(Math.max(wanted, least), distinct.length - (k - b) - 1));
  }
  return starts.map((start, b) => {
    const from = distinct[start]!;
    const to = b + 1 < k ? distinct[starts[b + 1]!]! : Infinity;
    return foldOf(
      times.length,
      (i) => times[i]! >= from && times[i]! < to,
      (i) => times[i]! < from,
    );
  });
}
