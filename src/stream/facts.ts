import { countsOf } from "../base/counts.js";
import { GlmError } from "../base/errors.js";
import type { Label, Response } from "../base/flow.js";
import type { Family } from "../families/index.js";
import { aboutTable } from "../frame/rows.js";
import { checkEveryClass } from "../input/classes.js";
import { checkBothClasses, checkDomain } from "../input/response.js";
import { addRows, type Facts, NO_ROWS } from "../minimize/facts.js";
import { classWeights } from "../minimize/null-model.js";

// What a fit asks of y beside its sums, added row by row: from the first partition to the last, as in memory, whoever holds them.

/** Numbers below are counts. */
const COUNTS = 256;

/** Of the partitions so far. Plain data: it goes from one holder to the next. */
export interface FactsSoFar {
  readonly running: typeof NO_ROWS;
  /** How many rows have y = 0, 1, 2, ..., and their weight. */
  readonly counts: Float64Array | undefined;
  readonly weighted: Float64Array;
  readonly ofClass: Float64Array | undefined;
  /** Rows of the table with a class, two at most. */
  readonly rowsOfClass: readonly (readonly number[])[];
  /** Different y, three at most. */
  readonly shares: readonly number[];
  readonly isWeighted: boolean;
  readonly hasOffset: boolean;
  /** Whether there is a row of weight 0. */
  readonly hasIdle: boolean;
}

/** What y is. */
export interface Outcome {
  readonly family: Family;
  /** Number of the classes; undefined: y is an amount. */
  readonly classes: number | undefined;
  /** The response of the formula, for messages. */
  readonly label: string;
}

export function noFacts({ family, classes = 0 }: Outcome, isMeant: boolean): FactsSoFar {
  const isMany = family.classes === "many";
  return {
    running: NO_ROWS,
    counts: isMeant || isMany ? undefined : new Float64Array(1),
    weighted: new Float64Array(COUNTS),
    ofClass: isMany ? new Float64Array(classes) : undefined,
    rowsOfClass: isMany ? Array.from({ length: classes }, () => []) : [],
    shares: [],
    isWeighted: false,
    hasOffset: false,
    hasIdle: false,
  };
}

/** With one more partition. `rowOf`: the rows of the table, by their places among those in use. */
export function addFacts(
  before: FactsSoFar,
  rows: Pick<Response, "y" | "weight" | "offset">,
  { family, classes, label }: Outcome,
  rowOf: (i: number) => number,
): FactsSoFar {
  const { y, weight, offset } = rows;
  const own = before.counts === undefined ? undefined : countsOf(y);
  if (classes === undefined) inTable(rowOf, label, () => checkDomain(y, family, own));
  const counts = own && added(before.counts!, own);
  const weighted = before.weighted.slice();
  const shares = new Set(before.shares);
  const rowsOfClass = before.rowsOfClass.map((rows) => [...rows]);
  for (let i = 0; i < y.length; i++) {
    const w = weight === undefined ? 1 : weight[i]!;
    if (counts !== undefined && weight !== undefined) weighted[y[i]!]! += w;
    if (w === 0) continue;
    if (family.classes === "two" && shares.size < 3) shares.add(y[i]!);
    const ofClass = rowsOfClass[y[i]!];
    if (ofClass !== undefined && ofClass.length < 2) ofClass.push(rowOf(i));
  }
  return {
    ...{ counts, weighted, rowsOfClass },
    running: addRows(before.running, rows),
    ofClass: before.ofClass && classWeights(rows, before.ofClass.slice()),
    shares: [...shares],
    isWeighted: before.isWeighted || weight !== undefined,
    hasOffset: before.hasOffset || offset !== undefined,
    hasIdle: before.hasIdle || weight?.includes(0) === true,
  };
}

/** The facts of all rows; refuses a class that is missing or has one row. */
export function factsFrom(
  all: FactsSoFar,
  family: Family,
  classes: readonly Label[] | undefined,
  hasIntercept: boolean,
  label: string,
): KnownFacts {
  const { ofClass, rowsOfClass, shares } = all;
  if (ofClass !== undefined) refuseRare(classes!, rowsOfClass, label);
  if (family.classes === "two") {
    const y = Float64Array.from(shares);
    checkBothClasses({ y, weight: undefined, counts: undefined } as unknown as Response, family, hasIntercept);
  }
  return namedFacts(all);
}

export type KnownFacts = Facts & { readonly ownCounts: Float64Array | undefined; readonly hasIdle: boolean };

/** The same without a look at the classes. */
export function namedFacts(all: FactsSoFar): KnownFacts {
  const { running, counts, weighted, ofClass, isWeighted, hasOffset, hasIdle } = all;
  const most = counts === undefined ? 0 : counts.length;
  const ofCounts = counts === undefined || !isWeighted ? counts : weighted.subarray(0, most);
  return { ...running, hasOffset, hasIdle, ownCounts: counts, classWeights: ofClass, counts: ofCounts };
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  return long.map((v, k) => v + (short[k] ?? 0));
}

/** Errors about a row of a partition speak of that row of the table. */
function inTable(rowOf: (i: number) => number, label: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof GlmError) || typeof error.detail.row !== "number") throw error;
    const row = rowOf(error.detail.row);
    throw new GlmError(error.code, error.message.replace(`y[${error.detail.row}]`, `${label}[${row}]`), {
      ...error.detail,
      row,
    });
  }
}

/** Refuses classes of one row. */
function refuseRare(classes: readonly Label[], rows: FactsSoFar["rowsOfClass"], label: string): void {
  const y = Float64Array.from(rows.flatMap((own, k) => own.map(() => k)));
  const places = { rows: Int32Array.from(rows.flat()), words: { y: label } };
  aboutTable(places, () => checkEveryClass(y, classes, undefined));
}
