import { unpack } from "../base/packed.js";
import type { Refusal } from "../base/refusal.js";
import type { FoldResult } from "../validation/run-fold.js";
import type { Driver, Work } from "./driver.js";
import { damagedResult, MOST_TRIES } from "./failures.js";

/** What a worker says of folds in lists, with the milliseconds that they took; or the error of one. */
export type Judged =
  | { readonly results: readonly (readonly FoldResult[])[]; readonly ms: number }
  | { readonly error: Refusal };

/** The name of folds in messages, which count from 1. */
export const nameOf = (folds: readonly number[]): string =>
  `fold ${[...new Set(folds)].map((fold) => fold + 1).join(", ")}`;

/** The results of work, lists of these lengths. Damaged ones are asked for again. */
export async function askFor(driver: Driver, work: Work, lengths: readonly number[]): Promise<Judged> {
  for (let tries = 1; ; tries++) {
    const found = readJudged(await driver.send(work), lengths);
    if (found !== undefined) return found;
    if (tries >= MOST_TRIES) throw damagedResult(work.name);
  }
}

/** Undefined if these are no such results. */
function readJudged(bytes: Buffer, lengths: readonly number[]): Judged | undefined {
  let found: Judged;
  try {
    found = unpack(bytes) as Judged;
  } catch {
    return undefined; // damaged
  }
  if ("error" in found) return found;
  const { results } = found;
  const isWhole = results.length === lengths.length && lengths.every((length, k) => results[k]!.length === length);
  return isWhole ? found : undefined;
}
