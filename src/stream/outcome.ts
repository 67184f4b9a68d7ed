import type { Label } from "../base/flow.js";
import type { Family } from "../families/index.js";
import { outcomeOf, successOf } from "../frame/outcome.js";
import { aboutTable } from "../frame/rows.js";
import type { Value } from "../frame/value.js";
import { type RowVectors, readResponse } from "../input/response.js";

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

  add(y: ArrayLike<number>, rows: ArrayLike<number>): void {
    for (let i = 0; i < y.length && this.rows.size < MOST; i++) {
      if (!this.rows.has(y[i]!)) this.rows.set(y[i]!, rows[i]!);
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
  /** What different numbers stand for, as labels in their order; undefined: for themselves. */
  readonly labelsOf?: ((y: Float64Array) => ArrayLike<Label>) | undefined;
}

/** The numbers that y stands for, by y as it was kept; undefined: y itself. */
export interface Meaning {
  readonly numbers: ReadonlyMap<number, number> | undefined;
  readonly classes: readonly Label[] | undefined;
}

/** Asks `readResponse` about the different y, which are all that it looks at for their meaning. */
export function meaningOf({ family, seen, value, label, success: asked, hasTrials, labelsOf }: Read): Meaning {
  const isFactor = value.kind === "factor";
  const raw = [...seen.rows.keys()].sort((a, b) => a - b);
  if (!isFactor && (hasTrials || family.classes === "none" || (family.classes === "two" && raw.length >= MOST))) {
    if (asked === undefined) return { numbers: undefined, classes: undefined };
  }
  const times = family.classes === "many" ? 2 : 1; // a class of one row would be refused
  const isMany = family.classes === "many";
  const labels = labelsOf?.(Float64Array.from(raw));
  const labelOf = (k: number): Label => {
    const code = raw[k]!;
    if (value.kind !== "factor") return labels?.[k] ?? code;
    return value.isLogical ? code === 1 : value.levels[code]!;
  };
  const y = Array.from({ length: raw.length * times }, (_, k) => labelOf(k % raw.length));
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
