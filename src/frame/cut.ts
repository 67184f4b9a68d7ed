import {
  type Arguments,
  logicalArgument,
  mistake,
  numbersArgument,
  wholeArgument,
  wordsArgument,
} from "./arguments.js";
import { extent } from "./extent.js";
import { MISSING, UNSEEN } from "./levels.js";
import type { Factor } from "./value.js";

// Numbers in intervals: cut() of R.

/** What cut() remembers of the data of the fit. Outer breaks may be infinite, for which JSON has no number. */
export interface CutState {
  readonly transform: "cut";
  readonly breaks: readonly (number | "-Inf" | "Inf")[];
  readonly labels: readonly string[];
  readonly right: boolean;
  /** Whether the lowest break, or the highest one if intervals are closed on the left, is in its interval. */
  readonly lowest: boolean;
}

export function learnCut(x: Float64Array, given: Arguments): CutState {
  const right = logicalArgument(given, "right") ?? true;
  const lowest = logicalArgument(given, "include.lowest") ?? false;
  const wanted = numbersArgument(given, "breaks");
  if (wanted === undefined)
    throw mistake(given.label, "breaks of cut() are not given; expected numbers, or how many intervals");
  const breaks = wanted.length === 1 ? equalBreaks(x, wanted[0]!, given) : [...wanted].sort((a, b) => a - b);
  const twice = breaks.find((v, k) => v === breaks[k + 1]);
  if (twice !== undefined) throw mistake(given.label, `the break ${twice} is given twice; expected different breaks`);
  const labels = wordsArgument(given, "labels")?.map(String) ?? intervalNames(breaks, given, right, lowest);
  const count = breaks.length - 1;
  if (labels.length !== count || new Set(labels).size !== count) {
    throw mistake(
      given.label,
      `cut() has ${labels.length} labels; expected ${count} different ones, one for each interval`,
    );
  }
  const written = breaks.map((v) => (v === Infinity ? "Inf" : v === -Infinity ? "-Inf" : v));
  return { transform: "cut", breaks: written, labels, right, lowest };
}

/** Breaks of intervals of equal width that reach a little beyond the values. */
function equalBreaks(x: Float64Array, count: number, given: Arguments): number[] {
  if (!(Number.isInteger(count) && count >= 2 && count <= 10_000)) {
    throw mistake(given.label, `cut() has ${count} intervals; expected a whole number >= 2`);
  }
  const [low, high] = extent(x);
  const width = high - low || Math.abs(low) || 1;
  const [from, to] = high > low ? [low, high] : [low - width / 1000, high + width / 1000];
  const step = (to - from) / count;
  const breaks = Array.from({ length: count + 1 }, (_, k) => from + k * step);
  breaks[0] = low - width / 1000;
  breaks[count] = high + width / 1000;
  return breaks;
}

/** As "(0,10]", with 3 digits, or as many more as make the breaks differ. */
function intervalNames(breaks: readonly number[], given: Arguments, right: boolean, lowest: boolean): string[] {
  const least = wholeArgument(given, "dig.lab", 1) ?? 3;
  let texts: string[] = [];
  for (let digits = least; digits <= Math.max(12, least); digits++) {
    texts = breaks.map((v) => general(v, digits));
    if (new Set(texts).size === texts.length) break;
  }
  const last = breaks.length - 2;
  return texts.slice(1).map((text, k) => {
    const open = !right || (lowest && k === 0) ? "[" : "(";
    const close = right || (lowest && k === last) ? "]" : ")";
    return `${open}${texts[k]},${text}${close}`;
  });
}

/** A number as %g of C prints it. */
function general(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? " Inf" : "-Inf"; // with a blank, as in the labels of R
  const [mantissa, power] = value.toExponential(Math.min(digits, 100) - 1).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < digits) return String(Number(value.toPrecision(Math.min(digits, 100))));
  return `${Number(mantissa)}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** The breaks as numbers. */
export function breakNumbers({ breaks }: Pick<CutState, "breaks">): Float64Array {
  return Float64Array.from(breaks, (v) => (v === "Inf" ? Infinity : v === "-Inf" ? -Infinity : v));
}

export function applyCut(x: Float64Array, { breaks, labels, right, lowest }: CutState): Factor {
  const ends = breakNumbers({ breaks });
  const codes = Int32Array.from(x, (v) => (Number.isNaN(v) ? MISSING : intervalOf(ends, v, right, lowest)));
  return { kind: "factor", levels: labels, codes, isLogical: false };
}

function intervalOf(ends: Float64Array, v: number, right: boolean, lowest: boolean): number {
  const last = ends.length - 1;
  if (lowest && v === (right ? ends[0] : ends[last])) return right ? 0 : last - 1;
  const isAbove = (k: number): boolean => (right ? v > ends[k]! : v >= ends[k]!);
  if (!isAbove(0) || isAbove(last)) return UNSEEN;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isAbove(middle)) low = middle;
    else high = middle;
  }
  return low;
}
