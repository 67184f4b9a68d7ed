import { type Random, shuffled } from "../../base/random.js";

/** Rows to train on, and the rows held out. Both in ascending order. */
export interface Split {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/**
 * k splits that hold out every row once. The rows of the strata are dealt to the folds in turn, so
 * that folds differ by at most one row in size and in the rows of each stratum.
 *
 * @param strata  Rows by stratum; one stratum for plain folds.
 */
export function kFolds(strata: readonly (readonly number[])[], k: number, random: Random): Split[] {
  const dealt = strata.flatMap((rows) => shuffled(rows, random));
  return Array.from({ length: k }, (_, fold) => split(dealt, (position) => position % k === fold));
}

/**
 * `count` rows to train on, drawn from every stratum in proportion to its size (at least `least`),
 * and all others held out. `count` must allow for that.
 */
export function sample(strata: readonly (readonly number[])[], count: number, random: Random, least = 1): Split {
  const dealt = strata.map((rows) => shuffled(rows, random));
  const shares = proportions(
    strata.map((rows) => rows.length),
    count,
    least,
  );
  const train = dealt.flatMap((rows, s) => rows.slice(0, shares[s]));
  const test = dealt.flatMap((rows, s) => rows.slice(shares[s]));
  return { train: ascending(train), test: ascending(test) };
}

/** `count` divided like `sizes`, in whole numbers, by largest remainders; none below `least`. */
function proportions(sizes: readonly number[], count: number, least: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const ideal = sizes.map((size) => (count * size) / total);
  const shares = ideal.map((share) => Math.max(least, Math.floor(share)));
  let left = count - shares.reduce((sum, share) => sum + share, 0);
  for (; left > 0; left--) shares[largest(ideal.map((share, s) => share - shares[s]!))]!++;
  for (; left < 0; left++)
    shares[largest(shares.map((share, s) => (share > least ? share - ideal[s]! : -Infinity)))]!--;
  return shares;
}

function largest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

function split(rows: readonly number[], isTest: (position: number) => boolean): Split {
  const train = rows.filter((_, position) => !isTest(position));
  const test = rows.filter((_, position) => isTest(position));
  return { train: ascending(train), test: ascending(test) };
}

function ascending(rows: number[]): number[] {
  return rows.sort((a, b) => a - b);
}
