import { countsOf } from "../base/counts.js";
import { GlmError } from "../base/errors.js";
import type { Label, Response } from "../base/flow.js";
import type { Family } from "../families/index.js";
import { outcomeOf, successOf } from "../frame/outcome.js";
import { aboutTable } from "../frame/rows.js";
import type { Value } from "../frame/value.js";
import { checkEveryClass } from "../input/classes.js";
import { checkBothClasses, checkDomain, type RowVectors, readResponse } from "../input/response.js";
import { addRows, type Facts, knowFacts, NO_ROWS } from "../minimize/facts.js";
import { classWeights } from "../minimize/null-model.js";
import type { Spill } from "./spill.js";
import type { Sums } from "./sums.js";

// What y means is known when all rows have been read: which two numbers, or which labels, there are.

/** More different numbers are amounts, of which none is a class. */
const MOST = 1001;

/** y of some rows as numbers: of labels, their places among the levels. Trials and weights, if the left side has them. */
export function rawOutcome(value: Value, label: string) {
  if (value.kind === "factor") return { y: Float64Array.from(value.codes), trials: undefined, hasTrials: undefined };
  const { y, trials, hasTrials } = outcomeOf(value, label);
  return { y: y as Float64Array, trials, hasTrials };
}

/** Different y, with the row of the table in which each was first seen. */
export class Seen {
  readonly rows = new Map<number, number>();

  add(y: Float64Array, rows: Int32Array, first: number): void {
    for (let i = 0; i < y.length && this.rows.size < MOST; i++) {
      if (!this.rows.has(y[i]!)) this.rows.set(y[i]!, first + rows[i]!);
    }
  }
}

/** What is known of y at the end of the second reading. */
interface Read {
  readonly family: Family;
  readonly seen: Seen;
  /** The response of the formula: its levels, and its name. */
  readonly value: Value;
  readonly label: string;
  readonly success: unknown;
  readonly hasTrials: boolean;
}

/** The numbers that y stands for, by y as it was kept; undefined: y itself. */
export interface Meaning {
  readonly numbers: ReadonlyMap<number, number> | undefined;
  readonly classes: readonly Label[] | undefined;
}

/** Asks `readResponse` about the different y, which are all that it looks at for their meaning. */
export function meaningOf({ family, seen, value, label, success: asked, hasTrials }: Read): Meaning {
  const isFactor = value.kind === "factor";
  const raw = [...seen.rows.keys()].sort((a, b) => a - b);
  if (!isFactor && (hasTrials || family.classes === "none" || (family.classes === "two" && raw.length >= MOST))) {
    if (asked === undefined) return { numbers: undefined, classes: undefined };
  }
  const times = family.classes === "many" ? 2 : 1; // a class of one row would be refused
  const isMany = family.classes === "many";
  const labelOf = (code: number): Label => {
    if (value.kind !== "factor") return code;
    return value.isLogical ? code === 1 : value.levels[code]!;
  };
  const y = Array.from({ length: raw.length * times }, (_, k) => labelOf(raw[k % raw.length]!));
  const usual = isFactor && !isMany && value.levels.length === 2 && !value.isLogical ? value.levels[1] : undefined;
  const success = (asked === undefined ? usual : successOf(asked, value, label)) as RowVectors["success"];
  const rows = Int32Array.from(y, (_, k) => seen.rows.get(raw[k % raw.length]!)!);
  const trials = hasTrials ? new Float64Array(y.length).fill(1) : undefined; // so that a success beside them is refused
  const found = aboutTable({ rows, words: { y: label } }, () =>
    readResponse(y, y.length, family, { ...(success !== undefined && { success }), trials }),
  );
  const isSame = !isFactor && raw.every((v, k) => found.y[k] === v) && found.classes === undefined;
  return {
    numbers: isSame ? undefined : new Map(raw.map((v, k) => [v, found.y[k]!])),
    classes: found.classes,
  };
}

/** The response of all rows: sums of it are known, its vectors are read from the file by who asks for one. */
export function responseOf(
  spill: Spill,
  sums: Sums,
  meaning: Meaning,
  family: Family,
  hasIntercept: boolean,
  words: Words,
): Response {
  const { places } = spill;
  spill.mean(meaning.numbers);
  const part = (k: number) => {
    const { y, weight, trials, offset } = spill.vectors(k);
    return { y, weight, trials, offset };
  };
  const facts = factsOfRows(places.length, part, meaning, family, hasIntercept, words);
  const has = spill.pattern.vectors;
  const whole = (name: "y" | "weight" | "trials" | "offset") => (): Float64Array | undefined => {
    if (!has.includes(name)) return undefined;
    const all = new Float64Array(sums.rows);
    for (const [k, { first }] of places.entries()) all.set(part(k)[name]!, first);
    return all;
  };
  const response = { counts: facts.ownCounts, ...sums.named(), weightType: sums.weightType, classes: meaning.classes };
  // not enumerable: a copy of a response must not read its vectors
  for (const name of ["y", "weight", "trials", "offset"] as const)
    Object.defineProperty(response, name, { get: whole(name) });
  const known = response as unknown as Response;
  knowFacts(known, facts);
  return known;
}

/** The rows of the table, by their places among those in use. */
type Words = (k: number, i: number) => { readonly row: number; readonly label: string };

type Part = Pick<Response, "y" | "weight" | "offset">;

function factsOfRows(
  parts: number,
  part: (k: number) => Part,
  { numbers, classes }: Meaning,
  family: Family,
  hasIntercept: boolean,
  words: Words,
): Facts & { readonly ownCounts: Float64Array | undefined } {
  let running = NO_ROWS;
  let ownCounts: Float64Array | undefined =
    numbers === undefined && family.classes !== "many" ? new Float64Array(1) : undefined;
  const ofClass = family.classes === "many" ? new Float64Array(classes!.length) : undefined;
  const rowsOfClass = classes?.map(() => [] as number[]);
  const shares = new Set<number>();
  let [isWeighted, hasOffset] = [false, false];
  const weighted = new Float64Array(256);
  for (let k = 0; k < parts; k++) {
    const rows = part(k);
    const { y, weight, offset } = rows;
    isWeighted ||= weight !== undefined;
    hasOffset ||= offset !== undefined;
    const counts = numbers === undefined && ownCounts !== undefined ? countsOf(y) : undefined;
    if (classes === undefined) inTableOf(words, k, () => checkDomain(y, family, counts));
    ownCounts = counts === undefined || ownCounts === undefined ? undefined : added(ownCounts, counts);
    running = addRows(running, rows);
    if (ofClass !== undefined) classWeights(rows, ofClass);
    for (let i = 0; i < y.length; i++) {
      const w = weight === undefined ? 1 : weight[i]!;
      if (ownCounts !== undefined && weight !== undefined) weighted[y[i]!]! += w;
      if (w === 0) continue;
      if (family.classes === "two" && shares.size < 3) shares.add(y[i]!);
      const own = ofClass === undefined ? undefined : rowsOfClass![y[i]!]!;
      if (own !== undefined && own.length < 2) own.push(words(k, i).row);
    }
  }
  const facts = { ...running, hasOffset, ownCounts, classWeights: ofClass };
  if (ofClass !== undefined) refuseRare(classes!, rowsOfClass!, words(0, 0).label);
  if (family.classes === "two") {
    const y = Float64Array.from(shares);
    checkBothClasses({ y, weight: undefined, counts: undefined } as unknown as Response, family, hasIntercept);
  }
  const most = ownCounts === undefined ? 0 : ownCounts.length;
  return { ...facts, counts: ownCounts === undefined || !isWeighted ? ownCounts : weighted.subarray(0, most) };
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  return long.map((v, k) => v + (short[k] ?? 0));
}

/** Errors about a row of partition k speak of that row of the table. */
function inTableOf(words: Words, k: number, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof GlmError) || typeof error.detail.row !== "number") throw error;
    const { row, label } = words(k, error.detail.row);
    throw new GlmError(error.code, error.message.replace(`y[${error.detail.row}]`, `${label}[${row}]`), {
      ...error.detail,
      row,
    });
  }
}

/** Refuses classes of one row. */
function refuseRare(classes: readonly Label[], rows: readonly (readonly number[])[], label: string): void {
  const y = Float64Array.from(rows.flatMap((own, k) => own.map(() => k)));
  const places = { rows: Int32Array.from(rows.flat()), words: { y: label } };
  aboutTable(places, () => checkEveryClass(y, classes, undefined));
}
