import { GlmError } from "../base/errors.js";
import { quoted, shownName } from "../base/show.js";
import { truthOf } from "./types.js";
import type { Value } from "./value.js";

// The left side of a formula as what a verb takes: y, and what belongs to it.

export interface Outcome {
  readonly y: Float64Array | boolean[] | string[];
  /** Of two labels the one whose probability is the mean: the second level. */
  readonly success?: string;
  /** Of cbind(successes, failures): their sums, where they are above 0. */
  readonly trials?: Float64Array;
  /** 0 in rows without trials, which say nothing. */
  readonly hasTrials?: Float64Array;
}

/** The response in the rows of a fit. */
export function outcomeOf(value: Value, label: string): Outcome {
  if (value.kind === "numbers") return { y: value.values };
  if (value.kind === "block") return countsOf(value.columns, label);
  const { levels, codes, isLogical } = value;
  if (isLogical) return { y: Array.from(codes, (code) => code === 1) };
  const y = Array.from(codes, (code) => levels[code]!);
  return levels.length === 2 ? { y, success: levels[1]! } : { y };
}

/** Successes and failures: R's cbind on the left side. */
function countsOf(columns: readonly Float64Array[], label: string): Outcome {
  const [successes, failures] = columns;
  if (columns.length !== 2 || successes === undefined || failures === undefined) {
    const message = `${shownName(label)} has ${columns.length} columns; expected one, or cbind(successes, failures)`;
    throw new GlmError("BAD_VALUE", message, { columns: columns.length });
  }
  for (const [name, counts] of [
    ["successes", successes],
    ["failures", failures],
  ] as const) {
    const row = counts.findIndex((count) => !(count >= 0));
    if (row < 0) continue;
    const message = `y[${row}] has ${counts[row]} ${name}; expected a number >= 0`;
    throw new GlmError("OUT_OF_DOMAIN", message, { row });
  }
  const trials = successes.map((count, i) => count + failures[i]!);
  if (trials.every((m) => m > 0)) return { y: successes, trials };
  return { y: successes, trials: trials.map((m) => (m > 0 ? m : 1)), hasTrials: trials.map((m) => (m > 0 ? 1 : 0)) };
}

/** The label that an option `success` names, which must be a level of the response. */
export function successOf(asked: unknown, value: Value, label: string): string | boolean | number | undefined {
  if (asked === undefined || value.kind !== "factor") return asked as undefined;
  if (value.isLogical) return truthOf(asked) ?? (asked as boolean);
  if (typeof asked === "string" && value.levels.includes(asked)) return asked;
  const message = `success = ${typeof asked === "string" ? quoted(asked) : String(asked)} is no level of ${shownName(label)}; expected ${value.levels.slice(0, 5).map(quoted).join(" or ")}`;
  throw new GlmError("BAD_OPTION", message, { success: asked });
}
