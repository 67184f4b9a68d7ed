// Damaged copies of correct texts: bytes and words changed, moved, doubled and deleted.
import { mulberry32, type Random } from "../../src/base/random.js";

/** Mutants in a run of all tests; MUTANTS=1000000 in the environment for a long one. */
export const MUTANTS = Number(process.env.MUTANTS ?? 2000);
/** Number of the first mutant, to repeat one: FIRST=12345 MUTANTS=1. */
export const FIRST = Number(process.env.FIRST ?? 0);

export const below = (random: Random, n: number): number => Math.floor(random() * n);
export const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)]!;

/** Texts that are difficult for readers. */
const LETTERS = [
  ..."0123456789",
  ...'.,;:+-eE"\t\n\r #|=x',
  "\0",
  "\ufeff",
  "\u00a0",
  "\u2028",
  "é",
  "\u001b",
  "1e999",
  "nan",
  "NA",
  '""',
  "0x1",
  "1,000",
  "\r\n",
  "  ",
] as const;

const CHANGES: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => at(text, random, (a, b) => a + b.slice(1)),
  (text, random) => at(text, random, (a, b) => a + pick(random, LETTERS) + b),
  (text, random) => at(text, random, (a, b) => a + pick(random, LETTERS) + b.slice(1)),
  (text, random) => at(text, random, (a) => a),
  (text, random) => at(text, random, (a, b) => a + b[0] + b),
  (text, random) => words(text, random, (all, k) => all.splice(k, 1)),
  (text, random) => words(text, random, (all, k) => all.splice(k, 0, pick(random, all))),
  (text, random) => words(text, random, (all, k) => all.splice(k, 1, pick(random, all))),
  (text, random) => lines(text, random, (all, k) => all.splice(k, 1)),
  (text, random) => lines(text, random, (all, k) => all.splice(k, 0, pick(random, all))),
  (text, random) => lines(text, random, (all, k) => all.splice(k, 0, "")),
];

function at(text: string, random: Random, make: (before: string, after: string) => string): string {
  const place = below(random, text.length + 1);
  return make(text.slice(0, place), text.slice(place));
}

function parts(all: string[], random: Random, change: (all: string[], k: number) => unknown): string {
  change(all, below(random, all.length));
  return all.join("");
}

const words = (text: string, random: Random, change: (all: string[], k: number) => unknown): string =>
  parts(text.split(/([,;:\t\n "|]+)/), random, change);
const lines = (text: string, random: Random, change: (all: string[], k: number) => unknown): string =>
  parts(text.split(/(?<=\n)/), random, change);

/** The text after up to three changes, one in five unchanged. */
export function mutant(text: string, random: Random): string {
  let changed = text;
  for (let k = below(random, 5) % 4; k > 0; k--) changed = pick(random, CHANGES)(changed, random);
  return changed;
}

/** Calls `judge` with the mutants' numbers and sources of chance; failures name the number. */
export async function forMutants(
  seed: number,
  judge: (random: Random) => void | Promise<void>,
  count = MUTANTS,
): Promise<void> {
  for (let k = FIRST; k < FIRST + count; k++) {
    try {
      const wait = judge(mulberry32(seed, k));
      if (wait !== undefined) await wait;
    } catch (error) {
      throw new Error(`mutant ${k} (FIRST=${k} MUTANTS=1): ${(error as Error).message}`);
    }
  }
}

/** Finite decimals as people write them. */
export function writeNumber(value: number, random: Random): string {
  const forms = [String(value), value.toExponential(), `${value < 0 ? "" : "+"}${value}`, ` ${value} `];
  return pick(random, forms);
}

/** A decimal number by its grammar alone, letter by letter; undefined for anything else. */
export function decimalOf(text: string): number | undefined {
  let k = 0;
  const digits = (): number => {
    const start = k;
    while (k < text.length && text[k]! >= "0" && text[k]! <= "9") k++;
    return k - start;
  };
  if (text[k] === "+" || text[k] === "-") k++;
  let count = digits();
  if (text[k] === ".") {
    k++;
    count += digits();
  }
  if (count === 0) return undefined;
  if (text[k] === "e" || text[k] === "E") {
    k++;
    if (text[k] === "+" || text[k] === "-") k++;
    if (digits() === 0) return undefined;
  }
  return k === text.length ? Number.parseFloat(text) : undefined;
}
